Feature: Retrieve all instances within a study
  The tutorial asks for the whole study, as multipart/related of application/dicom in whatever transfer syntax the
  service keeps, and counts three instances.

  @tutorial @req:retrieve-study-instances
  Scenario: Retrieving the study returns its three instances
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When the study is retrieved
    Then the response status is 200
    And the response holds 3 instances
    And the response holds blue-circle, green-square and red-triangle
