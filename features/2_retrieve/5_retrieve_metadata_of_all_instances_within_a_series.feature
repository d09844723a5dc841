Feature: Retrieve metadata of all instances within a series
  The tutorial asks for the metadata of the series that green-square and red-triangle share.

  @tutorial @req:retrieve-series-metadata
  Scenario: The metadata of the series describes its two instances
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When the metadata of the series of green-square is retrieved
    Then the response status is 200
    And the metadata describes 2 instances
    And the metadata describes green-square and red-triangle
