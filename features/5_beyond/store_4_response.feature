Feature: The response to a store
  A success comes with a dataset, the Store Instances Response Module: what was stored, what was not and why, and where
  it can be retrieved.

  Rule: It is a dataset in the media type that was asked for

    @req:store-response-json
    Scenario: The response comes as DICOM JSON when that is asked for
      Given a study of its own of which nothing is stored
      When blue-circle is sent accepting DICOM JSON
      Then the response comes as DICOM JSON

    @req:store-response-default
    Scenario: The response comes as DICOM JSON when anything is acceptable
      Given a study of its own of which nothing is stored
      When blue-circle is sent accepting any media type
      Then the response comes as DICOM JSON

    @req:store-response-plain-json
    Scenario: The response comes as JSON when plain JSON is asked for
      Given a study of its own of which nothing is stored
      When blue-circle is sent accepting plain JSON
      Then the response comes as JSON

    @req:store-response-xml
    Scenario: The response comes as DICOM XML when that is asked for in either form
      Given a study of its own of which nothing is stored
      When green-square and blue-circle are sent in turn accepting DICOM XML in one form and the other
      Then the response comes as DICOM XML

    @req:store-response-dataset
    Scenario: The response to a success is a dataset
      Given a study of its own of which nothing is stored
      When blue-circle is sent for the study
      Then the response is a dataset that references what is stored

    @req:store-response-bare
    Scenario: The response dataset stands in no array
      Given a study of its own of which nothing is stored
      When blue-circle is sent
      Then the response is one dataset in no array

    @req:store-response-model
    Scenario: The response to a success follows the DICOM JSON model
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent
      Then the response follows the DICOM JSON model

    @req:store-response-elements
    Scenario: The response holds elements of datasets only
      Given a study of its own of which nothing is stored
      When blue-circle is sent
      Then the response holds no element of commands or file meta information

  Rule: It lists each instance

    @req:store-references-class
    Scenario: Each stored instance is listed with its SOP Class
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent
      Then the response names each instance and its SOP Class

    @req:store-references-class
    Scenario: Objects of two SOP Classes are listed with their own
      Given a copy of the sample basic-text-sr of which nothing is stored
      When all its instances are stored
      Then the response names each instance and its SOP Class, where all are stored

    @req:store-success-is-whole
    Scenario: Status 200 means that two instances are stored
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent
      Then the response is true: status 200 means that everything is stored

    @req:store-accounts-once
    Scenario: Two instances are listed once each
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent
      Then the response accounts for each instance once

    @req:store-no-empty-lists
    Scenario: No list of failures comes with a success
      Given a study of its own of which nothing is stored
      When blue-circle is sent
      Then the response has no empty list

    @req:store-warning-reason
    Scenario Outline: A warning of <oddity> has a code
      Given a study of its own of which green-square is stored
      When blue-circle is sent bearing <oddity>
      Then the response gives each warning a code

      Examples:
        | oddity                              |
        | an invalid StudyDate                |
        | a StudyDescription that is too long |

    @req:store-warning-status
    Scenario: An instance with a warning is a success
      Given a study of its own of which green-square is stored
      When blue-circle is sent bearing an invalid StudyDate
      Then the response gives a warning with status 200 or 202 only

  Rule: It says where the instances are

    @req:store-retrieve-url-of-study
    Scenario: The RetrieveURL of the study leads to its instances
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent
      Then the RetrieveURL of the study leads to it

    @req:store-retrieve-url-of-instance
    Scenario Outline: Of <instances> the RetrieveURL of <instance> leads to it
      Given a study of its own of which nothing is stored
      When <instances> are sent
      Then the RetrieveURL of <instance> leads to it

      Examples:
        | instances                     | instance     |
        | green-square and red-triangle | green-square |
        | green-square and red-triangle | red-triangle |
        | green-square and blue-circle  | green-square |
        | green-square and blue-circle  | blue-circle  |

    @req:store-retrieve-url-of-instance
    Scenario: Of instances of two studies each RetrieveURL leads to its own
      Given a study of its own of which nothing is stored
      When green-square is sent together with blue-circle of another study
      Then the RetrieveURL of green-square leads to it
      And the RetrieveURL of blue-circle of another study leads to it

    @req:store-retrieve-url-present
    Scenario: The study and its instances have a RetrieveURL
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent
      Then the response gives the study and each instance a RetrieveURL

    @req:store-retrieve-url-absolute
    Scenario: The RetrieveURLs are absolute
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent
      Then the response gives absolute RetrieveURLs

    @req:store-retrieve-url-vr
    Scenario: The RetrieveURLs are of VR UR
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent
      Then the response gives RetrieveURLs the value representation UR

    @req:store-location
    Scenario: The response says where the new study is
      Given a study of its own of which nothing is stored
      When blue-circle is sent
      Then the response says where the study is that was created
