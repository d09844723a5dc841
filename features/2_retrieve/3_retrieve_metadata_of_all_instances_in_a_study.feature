Feature: Retrieve metadata of all instances in a study
  The tutorial asks for the attributes without the pixels, as DICOM JSON.

  @tutorial @req:retrieve-study-metadata
  Scenario: The metadata of the study describes its three instances
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When the metadata of the study is retrieved
    Then the response status is 200
    And the metadata describes 3 instances
    And the metadata describes blue-circle, green-square and red-triangle
