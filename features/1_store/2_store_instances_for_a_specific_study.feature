Feature: Store instances for a specific study
  The tutorial uploads red-triangle to the resource of its study. Before moving on it uploads green-square
  by either of the two ways; the study then has two series and three instances.

  @tutorial @req:store-instance-for-study
  Scenario: Storing red-triangle for the study adds it to blue-circle
    Given the stored instances of the study are blue-circle
    When red-triangle is stored for the study
    Then the response status is permitted
    And the response references red-triangle as stored
    And the study holds blue-circle and red-triangle

  @tutorial @req:store-completes-study
  Scenario: Storing green-square completes the study
    Given the stored instances of the study are blue-circle and red-triangle
    When green-square is stored
    Then the response status is permitted
    And the response references green-square as stored
    And the study holds blue-circle, green-square and red-triangle

  Rule: Either resource takes any instance of the study

    @req:store-completes-study
    Scenario: Storing green-square for the study completes it too
      Given a study of its own of which blue-circle and red-triangle are stored
      When green-square is stored for the study
      Then the response status is permitted
      And the response references green-square as stored
      And the study holds blue-circle, green-square and red-triangle

    @req:store-several-instances
    Scenario: Two instances sent to the resource of their study in one request are both stored
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are stored for the study
      Then the response status is permitted
      And the response references green-square and red-triangle as stored
      And the study holds green-square and red-triangle
