Feature: Storing with Microsoft's DICOM service
  What its conformance statement (version 2 of the service) promises beside PS3.18. No other origin server is held to it.

  @req:store-refuses-xml-response
  Scenario: A request that accepts only XML is refused
    Given a study of its own of which green-square is stored
    When blue-circle is sent accepting DICOM XML
    Then the response status is permitted

  @req:store-no-parts-status
  Scenario: A request without parts has no content to answer
    Given a study of its own of which green-square is stored
    When blue-circle is sent in a message without parts
    Then the response status is permitted

  @req:store-study-uid-checked
  Scenario: A malformed study UID in the URL is a bad request
    Given a study of its own of which green-square is stored
    When blue-circle is sent for a study of a malformed UID
    Then the response status is permitted

  @req:store-nothing-stored-conflict
  Scenario: When nothing could be stored the failures are listed
    Given a study of its own of which green-square is stored
    When blue-circle is sent for another study
    Then the response status is permitted
    And the response lists what it refuses as failed

  @req:store-mismatch-reason
  Scenario: An instance of another study fails with its own reason
    Given a study of its own of which green-square is stored
    When blue-circle is sent for another study
    Then the response lists what it refuses as failed
    And the reason of a failure says 43265

  @req:store-duplicate-reason
  Scenario: An instance that is stored already fails with its own reason
    Given a study of its own of which blue-circle is stored
    When blue-circle is sent
    Then the response lists what it refuses as failed
    And the reason of a failure says 45070

  @req:store-required-attributes
  Scenario Outline: An instance without <keyword> fails validation
    Given a study of its own of which green-square is stored
    When blue-circle is sent without its <keyword>
    Then the response status is permitted
    And the response lists what it refuses as failed
    And the reason of a failure says 43264

    Examples:
      | keyword           |
      | StudyInstanceUID  |
      | SeriesInstanceUID |
      | PatientID         |

  @req:store-empty-patient-id
  Scenario: An instance with an empty PatientID is stored
    Given a study of its own of which green-square is stored
    When blue-circle is sent bearing an empty PatientID
    Then the response status is permitted
    And the study holds blue-circle and green-square

  @req:store-identifier-length
  Scenario: An identifier of 65 characters fails validation
    Given a study of its own of which green-square is stored
    When blue-circle is sent bearing a SeriesInstanceUID of 65 characters
    Then the response status is permitted
    And the response lists what it refuses as failed
    And the reason of a failure says 43264

  @req:store-invalid-value-warned
  Scenario: An invalid StudyDate is stored with a warning
    Given a study of its own of which green-square is stored
    When blue-circle is sent bearing an invalid StudyDate
    Then the response status is permitted
    And the response gives a warning, with a code

  @req:store-null-padding
  Scenario: A value padded with a null is stored without a warning
    Given a study of its own of which green-square is stored
    When blue-circle is sent bearing a StudyDescription padded with a null
    Then the response status is permitted
    And the response references blue-circle as stored
    And the response gives no warning

  @req:store-study-url-given
  Scenario: The RetrieveURL of a named study is given
    Given a study of its own of which nothing is stored
    When blue-circle is sent for the study
    Then the response gives the study a RetrieveURL
    And the RetrieveURL of the study leads to it

  @req:store-items-complete
  Scenario: A stored instance is listed with all that names it
    Given a study of its own of which nothing is stored
    When blue-circle is sent
    Then the response names each instance and its SOP Class
    And the response gives each instance a RetrieveURL
    And the RetrieveURL of blue-circle leads to it

  @req:store-blank-preamble
  Scenario: A preamble comes back blank
    Given a study of its own of which nothing is stored
    When blue-circle is sent with a TIFF header in its preamble
    Then blue-circle comes back with a blank preamble

  @req:store-keeps-values
  Scenario: Values come back as they were sent
    Given a copy of the sample every-vr of which nothing is stored
    When all its instances are stored
    Then the response is true: no value is changed
