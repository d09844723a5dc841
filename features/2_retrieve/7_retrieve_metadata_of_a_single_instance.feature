Feature: Retrieve metadata of a single instance within a series of a study
  The tutorial asks for the metadata of red-triangle alone.

  @tutorial @req:retrieve-instance-metadata
  Scenario: The metadata of red-triangle describes that instance only
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When the metadata of red-triangle is retrieved
    Then the response status is 200
    And the metadata describes 1 instance
    And the metadata describes red-triangle
