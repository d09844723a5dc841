Feature: Search by every required key
  Each key of Table 10.6.1-5 tells the entity that has the value from those that have another one. A study whose value
  is empty may match or not (PS3.4 C.2.2.1.2).

  Rule: Keys of studies

    @req:search-key-study-date
    Scenario: StudyDate tells studies apart
      Given the search corpus is stored
      When each study of the corpus is searched by StudyDate "20200115"
      Then the search finds only adams-johnny

    @req:search-key-study-time
    Scenario: StudyTime tells studies apart
      Given the search corpus is stored
      When each study of the corpus is searched by StudyTime "110000"
      Then the search finds only adams-johnny

    @req:search-key-accession-number
    Scenario: AccessionNumber tells studies apart
      Given the search corpus is stored
      When each study of the corpus is searched by AccessionNumber "{P}PL"
      Then the search finds only plato

    @req:search-key-modalities-in-study
    Scenario: ModalitiesInStudy tells studies apart
      Given the search corpus is stored
      When each study of the corpus is searched by ModalitiesInStudy "CR"
      Then the search finds only adams-capitals

    @req:search-modality-of-any-series
    Scenario Outline: ModalitiesInStudy <modality> finds the studies with any such series
      Given the search corpus is stored
      When each study of the corpus is searched by ModalitiesInStudy "<modality>"
      Then the search finds only <studies>

      Examples:
        | modality | studies                           |
        | CT       | adams-john, adams-jo and percent  |
        | SR       | adams-john                        |
        | PT       | percent                           |
        | MR       | adams-johnny and ideographic      |

    @req:search-key-referring-physician-name
    Scenario: ReferringPhysicianName tells studies apart
      Given the search corpus is stored
      When each study of the corpus is searched by ReferringPhysicianName "{P}Homer"
      Then the search finds only plato

    @req:search-key-patient-name
    Scenario: PatientName tells studies apart
      Given the search corpus is stored
      When each study of the corpus is searched by PatientName "{P}Plato"
      Then the search finds only plato

    @req:search-key-patient-id
    Scenario: PatientID tells studies apart
      Given the search corpus is stored
      When studies are searched by PatientID "{P}UPPER"
      Then the search finds only adams-capitals

    @req:search-key-study-id
    Scenario: StudyID tells studies apart
      Given the search corpus is stored
      When each study of the corpus is searched by StudyID "{P}S12"
      Then the search finds only plato

  Rule: Keys of series

    @req:search-key-modality
    Scenario: Modality tells series apart
      Given the search corpus is stored
      When series of adams-john are searched by Modality "CT"
      Then the search finds only adams-john/1, adams-john/10 and adams-john/11

    @req:search-key-series-instance-uid
    Scenario: SeriesInstanceUID tells series apart
      Given the search corpus is stored
      When series of adams-john are searched by SeriesInstanceUID "{adams-john/10}"
      Then the search finds only adams-john/10

    @req:search-key-series-number
    Scenario: SeriesNumber tells series apart, and is a number
      Given the search corpus is stored
      When series of adams-john are searched by SeriesNumber "1"
      Then the search finds only adams-john/1

    @req:search-key-procedure-step-date
    Scenario: PerformedProcedureStepStartDate tells series apart
      Given the search corpus is stored
      When series of adams-john are searched by PerformedProcedureStepStartDate "20200115"
      Then the search finds only adams-john/10

    @req:search-key-procedure-step-time
    Scenario: PerformedProcedureStepStartTime tells series apart
      Given the search corpus is stored
      When series of adams-john are searched by PerformedProcedureStepStartTime "100000"
      Then the search finds only adams-john/2

    @req:search-key-scheduled-procedure-step
    Scenario: ScheduledProcedureStepID of the request tells series apart
      Given the search corpus is stored
      When series of adams-john are searched by RequestAttributesSequence.ScheduledProcedureStepID "{P}SPS3"
      Then the search finds only adams-john/2

    @req:search-key-requested-procedure
    Scenario: RequestedProcedureID of the request tells series apart
      Given the search corpus is stored
      When series of adams-john are searched by RequestAttributesSequence.RequestedProcedureID "{P}RP11"
      Then the search finds only adams-john/11

  Rule: Keys of instances

    @req:search-key-sop-class
    Scenario: SOPClassUID tells instances apart
      Given the search corpus is stored
      When instances of adams-johnny/1 are searched by SOPClassUID "{SecondaryCaptureImageStorage}"
      Then the search finds only adams-johnny/1/1 and adams-johnny/1/2

    @req:search-key-sop-instance-uid
    Scenario: SOPInstanceUID tells instances apart
      Given the search corpus is stored
      When instances of adams-johnny/1 are searched by SOPInstanceUID "{adams-johnny/1/10}"
      Then the search finds only adams-johnny/1/10

    @req:search-key-instance-number
    Scenario: InstanceNumber tells instances apart, and is a number
      Given the search corpus is stored
      When instances of adams-johnny/1 are searched by InstanceNumber "1"
      Then the search finds only adams-johnny/1/1

  Rule: Keys of the levels above

    @req:search-series-by-study-keys
    Scenario Outline: Series are found by <key> of their study
      Given the search corpus is stored
      And the target offers series
      When series are searched by <key> "<value>"
      Then the search finds only <series>

      Examples:
        | key                    | value    | series                              |
        | PatientID              | {P}ID10  | adams-johnny/1 and adams-johnny/2   |
        | AccessionNumber        | {P}PL    | plato/130                           |
        | PatientName            | {P}Plato | plato/130                           |
        | ReferringPhysicianName | {P}Homer | plato/130                           |
        | StudyID                | {P}S12   | plato/130                           |

    @req:search-series-by-study-keys
    Scenario Outline: Series are found by <key> of their study together with its UID
      Given the search corpus is stored
      And the target offers series
      When series are searched by StudyInstanceUID "{adams-johnny}" and <key> "<value>"
      Then the search finds only adams-johnny/1 and adams-johnny/2

      Examples:
        | key               | value    |
        | StudyDate         | 20200115 |
        | StudyTime         | 110000   |

    @req:search-series-by-modalities-in-study
    Scenario: Series are found by ModalitiesInStudy of their study
      Given the search corpus is stored
      And the target offers series
      When series are searched by StudyInstanceUID "{adams-john}" and ModalitiesInStudy "SR"
      Then the search finds only adams-john/1, adams-john/2, adams-john/10 and adams-john/11

    @req:search-series-by-study-keys
    Scenario: Series are found by keys of their study and their own together
      Given the search corpus is stored
      And the target offers series
      When series are searched by PatientID "{P}ID1" and Modality "SR"
      Then the search finds only adams-john/2

    @req:search-instances-by-series-keys
    Scenario Outline: Instances of a study are found by <key> of their series
      Given the search corpus is stored
      And the target offers instances of plato
      When instances of adams-john are searched by <key> "<value>"
      Then the search finds only <instances>

      Examples:
        | key                             | value           | instances                         |
        | Modality                        | SR              | adams-john/2/1                    |
        | SeriesNumber                    | 1               | adams-john/1/1 and adams-john/1/2 |
        | SeriesInstanceUID               | {adams-john/10} | adams-john/10/1                   |
        | PerformedProcedureStepStartDate | 20191231        | adams-john/11/1                   |
        | PerformedProcedureStepStartTime | 090000          | adams-john/10/1                   |

    @req:search-instances-by-series-keys
    Scenario: Instances of a study are found by a key of their series and their own together
      Given the search corpus is stored
      And the target offers instances of plato
      When instances of adams-john are searched by Modality "CT" and InstanceNumber "2"
      Then the search finds only adams-john/1/2

    @req:search-instances-by-parent-keys
    Scenario: Instances are found by keys of study, series and instance together
      Given the search corpus is stored
      And the target offers instances
      When instances are searched by PatientID "{P}ID1", Modality "CT" and InstanceNumber "1"
      Then the search finds only adams-john/1/1, adams-john/10/1 and adams-john/11/1

    @req:search-instances-by-parent-keys
    Scenario: Instances are found by the name of the patient
      Given the search corpus is stored
      And the target offers instances
      When instances are searched by PatientName "{P}Plato"
      Then the search finds only plato/130/1

  Rule: How keys are named

    @req:search-key-by-tag
    Scenario Outline: <scope> are found by <key>, as by its keyword
      Given the search corpus is stored
      When <scope> are searched by <key> "<value>"
      Then the search finds only <found>

      Examples:
        | scope                       | key              | value               | found                                |
        | studies                     | 00100020         | {P}UPPER            | adams-capitals                       |
        | studies                     | PatientID        | {P}UPPER            | adams-capitals                       |
        | studies                     | 0020000D         | {plato}             | plato                                |
        | series of adams-john        | 00080060         | SR                  | adams-john/2                         |
        | instances of adams-johnny/1 | 00080018         | {adams-johnny/1/10} | adams-johnny/1/10                    |

    @req:search-key-by-tag
    Scenario: A list of UIDs finds each of them by tag, as by keyword
      Given the search corpus is stored
      And the target matches studies by StudyInstanceUID "{adams-john},{plato}"
      When studies are searched by 0020000D "{adams-john},{plato}"
      Then the search finds only adams-john and plato

    @req:search-tag-in-lower-case
    Scenario: The tag of a key may be in lower case
      Given the search corpus is stored
      When studies are searched by 0020000d "{plato}"
      Then the search finds only plato

    @req:search-key-in-sequence
    Scenario Outline: <key> names an attribute within a sequence, of any of its items
      Given the search corpus is stored
      When series of adams-john are searched by <key> "<value>"
      Then the search finds only <series>

      Examples:
        | key                                                | value    | series        |
        | 00400275.00400009                                  | {P}SPS1  | adams-john/1  |
        | 00400275.00400009                                  | {P}SPS2  | adams-john/1  |
        | RequestAttributesSequence.ScheduledProcedureStepID | {P}SPS2  | adams-john/1  |
        | RequestAttributesSequence.ScheduledProcedureStepID | {P}SPS10 | adams-john/10 |
        | 00400275.00401001                                  | {P}RP2   | adams-john/1  |
        | RequestAttributesSequence.00400009                 | {P}SPS10 | adams-john/10 |
        | 00400275.ScheduledProcedureStepID                  | {P}SPS10 | adams-john/10 |
        | 00400275.00400009                                  | {P}SPS1? | adams-john/10 and adams-john/11 |

    @req:search-keys-of-one-item
    Scenario: Two keys within a sequence are met by one item
      Given the search corpus is stored
      When series of adams-john are searched by 00400275.00400009 "{P}SPS1" and 00400275.00401001 "{P}RP1"
      Then the search finds only adams-john/1

    @req:search-keys-of-one-item
    Scenario: Two keys within a sequence are not met by two items
      Given the search corpus is stored
      When series of adams-john are searched by 00400275.00400009 "{P}SPS1" and 00400275.00401001 "{P}RP2"
      Then the search does not find adams-john/1
