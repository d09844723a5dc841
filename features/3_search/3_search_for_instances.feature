Feature: Search for instances
  The tutorial searches for red-triangle by its SOPInstanceUID, over all studies, within the study, and within its series.

  @tutorial @req:search-instances-by-uid
  Scenario: Searching for instances by SOPInstanceUID finds the instance
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When instances are searched by the SOPInstanceUID of red-triangle
    Then the response status is 200
    And the search finds 1 match
    And the search finds red-triangle

  @tutorial @req:search-instances-of-study-by-uid
  Scenario: Searching for instances within the study by SOPInstanceUID finds the instance
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When instances within the study are searched by the SOPInstanceUID of red-triangle
    Then the response status is 200
    And the search finds 1 match
    And the search finds red-triangle

  @tutorial @req:search-instances-of-series-by-uid
  Scenario: Searching for instances within the series by SOPInstanceUID finds the instance
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When instances within the series of green-square are searched by the SOPInstanceUID of red-triangle
    Then the response status is 200
    And the search finds 1 match
    And the search finds red-triangle
