Feature: Retrieve all instances within a series
  The tutorial asks for the series that green-square and red-triangle share.

  @tutorial @req:retrieve-series-instances
  Scenario: Retrieving the series returns its two instances
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When the series of green-square is retrieved
    Then the response status is 200
    And the response holds 2 instances
    And the response holds green-square and red-triangle
