Feature: Search for series
  The tutorial searches for the series of green-square by its SeriesInstanceUID, over all studies and within one.

  @tutorial @req:search-series-by-uid
  Scenario: Searching for series by SeriesInstanceUID finds the series
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When series are searched by the SeriesInstanceUID of the series of green-square
    Then the response status is 200
    And the search finds 1 match
    And the search finds the series of green-square

  @tutorial @req:search-series-of-study-by-uid
  Scenario: Searching for series within the study by SeriesInstanceUID finds the series
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When series within the study are searched by the SeriesInstanceUID of the series of green-square
    Then the response status is 200
    And the search finds 1 match
    And the search finds the series of green-square
