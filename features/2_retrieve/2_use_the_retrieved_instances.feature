Feature: Use the retrieved instances
  The tutorial reads patient, study, series and instance from each retrieved instance, and saves it as a file.

  @tutorial @req:retrieved-instances-are-usable
  Scenario: Each retrieved instance is readable and can be saved
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When the study is retrieved
    Then the response status is 200
    And PatientName, StudyID, SeriesNumber and InstanceNumber of each instance are those that were stored
    And each instance can be saved as a file that reads back
