Feature: Retrieve a single instance within a series of a study
  The tutorial asks for red-triangle alone. PS3.18 always offers the multipart form; the tutorial's own client asks
  for a single part.

  @tutorial @req:retrieve-instance
  Scenario: Retrieving red-triangle returns that instance only
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When red-triangle is retrieved
    Then the response status is 200
    And the response holds 1 instance
    And the response holds red-triangle

  @tutorial @req:retrieve-instance-single-part
  Scenario: Retrieving red-triangle as a single part returns the bare instance
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When red-triangle is retrieved as a single part
    Then the response status is 200
    And the response is the single part red-triangle

  Rule: Microsoft's services always offer the single part

    @req:retrieve-bare-instance
    Scenario: A single instance is offered without multipart framing
      Given a study of its own of which blue-circle and red-triangle are stored
      When red-triangle is retrieved as a single part
      Then the response status is 200
      And the response is the single part red-triangle
