Feature: Store single instance
  The tutorial uploads blue-circle to the studies resource. The service files it under the study that the
  instance itself names, and answers with a dataset that references what was stored.

  @tutorial @req:store-single-instance
  Scenario: Storing blue-circle makes it the only instance of the study
    Given no instance of the study is stored
    When blue-circle is stored
    Then the response status is permitted
    And the response references blue-circle as stored
    And the study holds blue-circle

  Rule: Several instances may travel in one request

    @req:store-several-instances
    Scenario: Two instances sent to the studies resource in one request are both stored
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are stored
      Then the response status is permitted
      And the response references green-square and red-triangle as stored
      And the study holds green-square and red-triangle

  Rule: Microsoft's services take a bare instance too, and refuse a duplicate

    @req:store-bare-instance
    Scenario: An instance sent without multipart framing is stored
      Given a study of its own of which nothing is stored
      When blue-circle is stored as a single part
      Then the response status is permitted
      And the response references blue-circle as stored
      And the study holds blue-circle

    @req:store-duplicate-conflicts
    Scenario: Storing an instance again is a conflict and changes nothing
      Given a study of its own of which blue-circle is stored
      When blue-circle is stored
      Then the response status is permitted
      And the response reports blue-circle as failed
      And the study holds blue-circle

    @req:store-multipart-without-type
    Scenario: A multipart store request without a type parameter is accepted
      Given a study of its own of which nothing is stored
      When blue-circle is stored as multipart without a type
      Then the response status is permitted
      And the response references blue-circle as stored
