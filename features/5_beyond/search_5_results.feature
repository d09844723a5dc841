Feature: Search returns what is known of each match
  Tables 10.6.3-3 to 10.6.3-5 say which attributes come with each match. They have the values that were stored.

  Rule: The form of the result

    @req:search-results-as-dicom-json
    Scenario Outline: A search for <scope> gives DICOM JSON
      Given the search corpus is stored
      When <scope> are searched by <key> "<value>"
      Then the result is DICOM JSON

      Examples:
        | scope                       | key              | value        |
        | studies                     | StudyInstanceUID | {adams-john} |
        | series of adams-john        | Modality         | CT           |
        | instances of adams-johnny/1 | InstanceNumber   | 1            |

    @req:search-results-keep-the-json-model
    Scenario Outline: The results of a search for <scope> by <key> <value> keep the DICOM JSON model
      Given the search corpus is stored
      And the target offers <scope>
      When <scope> are searched by <key> "<value>"
      Then the result keeps the rules of the DICOM JSON model

      Examples:
        | scope                       | key              | value          |
        | studies                     | StudyInstanceUID | {ideographic}  |
        | studies                     | StudyInstanceUID | {unknown}      |
        | series of adams-john        | Modality         | CT             |
        | instances of adams-johnny/1 | InstanceNumber   | 10             |
        | series                      | StudyInstanceUID | {adams-john}   |
        | instances                   | StudyInstanceUID | {adams-johnny} |

    @req:search-results-as-dicom-xml
    Scenario: A search for series gives DICOM XML, one document for each match
      Given the search corpus is stored
      When series are searched by StudyInstanceUID "{adams-john}" for DICOM XML
      Then the XML documents are those of adams-john/1, adams-john/2, adams-john/10 and adams-john/11

    @req:search-one-result-for-a-study
    Scenario: A study whose series disagree about its description comes once
      Given a study of its own whose series disagree about it is stored
      When studies are searched by the StudyInstanceUID of the study
      Then the search finds 1 match
      And the search finds the study

  Rule: Required attributes

    @req:search-study-attributes
    Scenario Outline: The study <study> comes with its required attributes
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{<study>}"
      Then each match bears its StudyDate, StudyTime, AccessionNumber, ReferringPhysicianName, PatientName, PatientID, PatientBirthDate, PatientSex, StudyInstanceUID and StudyID

      Examples:
        | study        |
        | adams-john   |
        | adams-johnny |
        | plato        |
        | unknown      |

    @req:search-counts
    Scenario Outline: The study <study> counts its series and instances
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{<study>}"
      Then each match bears its NumberOfStudyRelatedSeries and NumberOfStudyRelatedInstances

      Examples:
        | study        |
        | adams-john   |
        | adams-johnny |
        | percent      |
        | plato        |

    @req:search-counts
    Scenario: A study counts all its series and instances, whatever its key matched
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{adams-john}" and ModalitiesInStudy "SR"
      Then each match bears its NumberOfStudyRelatedSeries and NumberOfStudyRelatedInstances

    @req:search-counts
    Scenario: The series of a study count their instances
      Given the search corpus is stored
      When series of adams-johnny are searched
      Then each match bears its NumberOfSeriesRelatedInstances

    @req:search-counts
    Scenario: The counts of a study follow a store
      Given a study of its own of which blue-circle is stored
      When green-square and red-triangle are stored
      Then searches tell of 2 series and 3 instances, 1 and 2 in each

    @req:search-counts
    Scenario: An instance that is stored twice counts once
      Given a study of its own of which blue-circle is stored
      When blue-circle is stored
      Then searches tell of 1 series and 1 instances, 1 in each

    @req:search-modalities-in-study
    Scenario Outline: The study <study> lists each of its modalities once
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{<study>}"
      Then each match bears its ModalitiesInStudy

      Examples:
        | study        |
        | adams-john   |
        | adams-johnny |
        | percent      |

    @req:search-match-keeps-all-values
    Scenario: A key that matches one modality leaves the others in the result
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{adams-john}" and ModalitiesInStudy "CT"
      Then each match that bears ModalitiesInStudy bears all of them

    @req:search-series-attributes
    Scenario Outline: The series of <study> come with their required attributes
      Given the search corpus is stored
      When series of <study> are searched
      Then each match bears its Modality, SeriesInstanceUID, SeriesNumber, SeriesDescription, PerformedProcedureStepStartDate, PerformedProcedureStepStartTime and RequestAttributesSequence

      Examples:
        | study        |
        | adams-john   |
        | adams-johnny |
        | zero         |
        | zero-other   |

    @req:search-instance-attributes
    Scenario Outline: The instances of <series> come with their required attributes
      Given the search corpus is stored
      When instances of <series> are searched
      Then each match bears its SOPClassUID, SOPInstanceUID, InstanceNumber, NumberOfFrames, Rows, Columns and BitsAllocated

      Examples:
        | series         |
        | adams-johnny/1 |
        | adams-john/2   |
        | zero/0         |

    @req:search-parent-uids
    Scenario: Series over all studies name their study
      Given the search corpus is stored
      And the target offers series
      When series are searched by StudyInstanceUID "{adams-john}"
      Then each match bears its StudyInstanceUID

    @req:search-parent-uids
    Scenario: Instances over all studies name their study and series
      Given the search corpus is stored
      And the target offers instances
      When instances are searched by StudyInstanceUID "{adams-johnny}"
      Then each match bears its StudyInstanceUID and SeriesInstanceUID

    @req:search-parent-uids
    Scenario: Instances of a study name their series
      Given the search corpus is stored
      And the target offers instances of plato
      When instances of adams-johnny are searched
      Then each match bears its SeriesInstanceUID

    @req:search-all-series-attributes
    Scenario: Series over all studies come with the attributes of their study
      Given the search corpus is stored
      And the target offers series
      When series are searched by StudyInstanceUID "{adams-john}"
      Then each match bears its StudyDate, StudyTime, AccessionNumber, ModalitiesInStudy, ReferringPhysicianName, PatientName, PatientID, PatientBirthDate, PatientSex, StudyID, NumberOfStudyRelatedSeries and NumberOfStudyRelatedInstances

    @req:search-all-instances-attributes
    Scenario: Instances over all studies come with the attributes of their study and series
      Given the search corpus is stored
      And the target offers instances
      When instances are searched by StudyInstanceUID "{adams-johnny}"
      Then each match bears its StudyDate, StudyTime, AccessionNumber, ModalitiesInStudy, ReferringPhysicianName, PatientName, PatientID, PatientBirthDate, PatientSex, StudyID, NumberOfStudyRelatedSeries, NumberOfStudyRelatedInstances, Modality, SeriesNumber and NumberOfSeriesRelatedInstances

    @req:search-all-instances-attributes
    Scenario: A key that matches one instance leaves the numbers of those of its study and series
      Given the search corpus is stored
      And the target offers instances
      When instances are searched by SOPInstanceUID "{adams-johnny/1/10}"
      Then each match bears its NumberOfStudyRelatedSeries, NumberOfStudyRelatedInstances and NumberOfSeriesRelatedInstances

    @req:search-study-instances-attributes
    Scenario: Instances of a study come with the attributes of their series
      Given the search corpus is stored
      And the target offers instances of plato
      When instances of adams-johnny are searched
      Then each match bears its Modality, SeriesNumber and NumberOfSeriesRelatedInstances

    @req:search-study-instances-attributes
    Scenario: A key that matches one instance leaves the number of those of its series
      Given the search corpus is stored
      And the target offers instances of plato
      When instances of adams-johnny are searched by SOPInstanceUID "{adams-johnny/1/10}"
      Then each match bears its NumberOfSeriesRelatedInstances

    @req:search-texts-in-results
    Scenario Outline: The texts of <study> are returned as they were stored
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{<study>}"
      Then each match bears its PatientName, PatientID, AccessionNumber, StudyID, ReferringPhysicianName and StudyTime

      Examples:
        | study       |
        | umlaut      |
        | ideographic |
        | special     |
        | percent     |
        | zero        |

    @req:search-returns-keys
    Scenario: An optional key that matches is returned
      Given the search corpus is stored
      And the target matches studies by PatientID "{P}PLAIN" and StudyDescription "{P}Nothing"
      When studies are searched by PatientID "{P}PLAIN" and StudyDescription "{P}Ethics"
      Then each match bears its StudyDescription

    @req:search-returns-keys
    Scenario: A key that is asked for by includefield as well still matches and is returned
      Given the search corpus is stored
      When series of adams-john are searched by Modality "SR" and includefield "Modality"
      Then the search finds only adams-john/2
      And each match bears its Modality

    @req:search-instance-availability
    Scenario Outline: The results of a search for <scope> say how soon they can be retrieved
      Given the search corpus is stored
      When <scope> are searched by <key> "<value>"
      Then each match says how soon it can be retrieved

      Examples:
        | scope                | key              | value   |
        | studies              | StudyInstanceUID | {plato} |
        | series of adams-john | Modality         | CT      |
        | instances of plato/130 | InstanceNumber   | 1     |

  Rule: The Retrieve URL

    @req:search-retrieve-url
    Scenario Outline: The Retrieve URL of <found> leads to its instances
      Given the search corpus is stored
      And the target offers <scope>
      When <scope> are searched by <key> "<value>"
      And the Retrieve URL of each match is followed
      Then the Retrieve URLs lead to the instances of their matches

      Examples:
        | found                       | scope                       | key               | value          |
        | a study                     | studies                     | StudyInstanceUID  | {adams-john}   |
        | a series                    | series of adams-johnny      | SeriesInstanceUID | {adams-johnny/1} |
        | a series among all          | series                      | SeriesInstanceUID | {adams-john/1} |
        | an instance                 | instances of adams-johnny/1 | InstanceNumber    | 10             |
        | an instance within a study  | instances of adams-johnny   | InstanceNumber    | 11             |
        | an instance among all       | instances                   | SOPInstanceUID    | {plato/130/1}  |
