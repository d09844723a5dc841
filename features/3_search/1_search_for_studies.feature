Feature: Search for studies
  The tutorial searches for the study by its StudyInstanceUID.

  @tutorial @req:search-studies-by-uid
  Scenario: Searching for studies by StudyInstanceUID finds the study
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When studies are searched by the StudyInstanceUID of the study
    Then the response status is 200
    And the search finds 1 match
    And the search finds the study
