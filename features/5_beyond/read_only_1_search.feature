@read_only
Feature: Existing studies are found as their metadata say
  A run that only reads starts from studies which the target holds already. It asks them in several ways,
  and the answers must agree. What is stored may be wrong through no fault of the target.

  Rule: Searches find what is there

    @req:search-studies-by-uid
    Scenario: An existing study is the only match for its UID
      Given studies that the target holds already
      When each of them is asked for a search for its UID
      Then each answer finds that study alone

    @req:search-no-match-is-empty
    Scenario: A search beside the existing studies finds nothing
      Given studies that the target holds already
      When each of them is asked for a search for a UID that no study has
      Then each answer finds nothing

    @req:search-results-as-dicom-json
    Scenario: An existing study is found as DICOM JSON
      Given studies that the target holds already
      When each of them is asked for a search for its UID
      Then each answer is DICOM JSON

    @partly @req:search-results-keep-the-json-model
    Scenario Outline: The answer to <question> of an existing study keeps the JSON model
      Given studies that the target holds already
      When each of them is asked for <question>
      Then each answer keeps the rules of DICOM JSON

      Examples:
        | question                                     |
        | a search for its UID                         |
        | a search for its series, and its metadata    |
        | a search for its instances, and its metadata |

  Rule: Searches and metadata agree

    @req:search-series-of-study
    Scenario: The series of an existing study are those of its metadata
      Given studies that the target holds already
      When each of them is asked for a search for its series, and its metadata
      Then each answer names the same series

    @req:search-instances-of-study
    Scenario: The instances of an existing study are those of its metadata
      Given studies that the target holds already
      When each of them is asked for a search for its instances, and its metadata
      Then each answer names the same instances

    @req:search-instances-of-series
    Scenario: The instances of an existing series are those of its metadata
      Given studies that the target holds already
      When each of them is asked for a search for the instances of a series, and their metadata
      Then each answer names the same instances

    @req:search-counts
    Scenario: The numbers of an existing study are those of its metadata
      Given studies that the target holds already
      When each of them is asked for a search for its UID, and its metadata
      Then each answer counts series and instances rightly

    @partly @req:search-study-attributes
    Scenario: An existing study is found with the attributes that its metadata have
      Given studies that the target holds already
      When each of them is asked for a search for its UID, and its metadata
      Then each answer shows what the metadata of the study say

    @partly @req:search-series-attributes
    Scenario: An existing series is found with the attributes that its metadata have
      Given studies that the target holds already
      When each of them is asked for a search for its series, and its metadata
      Then each answer shows what the metadata of the series say

    @partly @req:search-instance-attributes
    Scenario: An existing instance is found with the attributes that its metadata have
      Given studies that the target holds already
      When each of them is asked for a search for the instances of a series, and their metadata
      Then each answer shows what the metadata of the instance say

    @partly @req:search-pages
    Scenario: Pages of the instances of an existing study join up
      Given studies that the target holds already
      When each of them is asked for pages of its instances
      Then each answer holds each instance on one page

  Rule: Searches match what is shown

    @req:search-key-study-date
    Scenario: An existing study is matched by its StudyDate
      Given studies that the target holds already
      When each of them is asked for the study by its StudyDate, and by another
      Then each answer finds the study by its own StudyDate only

    @req:search-key-study-time
    Scenario: An existing study is matched by its StudyTime
      Given studies that the target holds already
      When each of them is asked for the study by its StudyTime, and by another
      Then each answer finds the study by its own StudyTime only

    @req:search-key-accession-number
    Scenario: An existing study is matched by its AccessionNumber
      Given studies that the target holds already
      When each of them is asked for the study by its AccessionNumber, and by another
      Then each answer finds the study by its own AccessionNumber only

    @req:search-key-modalities-in-study
    Scenario: An existing study is matched by its ModalitiesInStudy
      Given studies that the target holds already
      When each of them is asked for the study by its ModalitiesInStudy, and by another
      Then each answer finds the study by its own ModalitiesInStudy only

    @req:search-key-referring-physician-name
    Scenario: An existing study is matched by its ReferringPhysicianName
      Given studies that the target holds already
      When each of them is asked for the study by its ReferringPhysicianName, and by another
      Then each answer finds the study by its own ReferringPhysicianName only

    @req:search-key-patient-name
    Scenario: An existing study is matched by its PatientName
      Given studies that the target holds already
      When each of them is asked for the study by its PatientName, and by another
      Then each answer finds the study by its own PatientName only

    @req:search-key-patient-id
    Scenario: An existing study is matched by its PatientID
      Given studies that the target holds already
      When each of them is asked for the study by its PatientID, and by another
      Then each answer finds the study by its own PatientID only

    @req:search-key-study-id
    Scenario: An existing study is matched by its StudyID
      Given studies that the target holds already
      When each of them is asked for the study by its StudyID, and by another
      Then each answer finds the study by its own StudyID only

    @req:search-key-modality
    Scenario: An existing series is matched by its Modality
      Given studies that the target holds already
      When each of them is asked for the series by its Modality, and by another
      Then each answer finds the series by its own Modality only

    @req:search-key-series-instance-uid @req:search-series-of-study-by-uid
    Scenario: An existing series is matched by its SeriesInstanceUID
      Given studies that the target holds already
      When each of them is asked for the series by its SeriesInstanceUID, and by another
      Then each answer finds the series by its own SeriesInstanceUID only

    @req:search-key-series-number
    Scenario: An existing series is matched by its SeriesNumber
      Given studies that the target holds already
      When each of them is asked for the series by its SeriesNumber, and by another
      Then each answer finds the series by its own SeriesNumber only

    @req:search-key-sop-class
    Scenario: An existing instance is matched by its SOPClassUID
      Given studies that the target holds already
      When each of them is asked for the instance by its SOPClassUID, and by another
      Then each answer finds the instance by its own SOPClassUID only

    @req:search-key-sop-instance-uid @req:search-instances-of-series-by-uid
    Scenario: An existing instance is matched by its SOPInstanceUID
      Given studies that the target holds already
      When each of them is asked for the instance by its SOPInstanceUID, and by another
      Then each answer finds the instance by its own SOPInstanceUID only

    @req:search-key-instance-number
    Scenario: An existing instance is matched by its InstanceNumber
      Given studies that the target holds already
      When each of them is asked for the instance by its InstanceNumber, and by another
      Then each answer finds the instance by its own InstanceNumber only
