Feature: Page through results, and ask for attributes
  The query parameters limit, offset and includefield, and what is no parameter at all.

  Rule: limit and offset

    @req:search-limit
    Scenario Outline: A limit of <limit> over five studies gives <number>
      Given the search corpus is stored
      And the target matches studies by ReferringPhysicianName "{P}Grey"
      When studies are searched by ReferringPhysicianName "{P}Grey" and limit "<limit>"
      Then the search finds <number> of adams-john, adams-johnny, adams-jo, percent and percent-other

      Examples:
        | limit | number |
        | 1     | 1      |
        | 2     | 2      |
        | 5     | 5      |

    @req:search-limit
    Scenario Outline: A limit of <limit> over four series gives <number>
      Given the search corpus is stored
      When series of adams-john are searched by limit "<limit>"
      Then the search finds <number> of adams-john/1, adams-john/2, adams-john/10 and adams-john/11

      Examples:
        | limit | number |
        | 3     | 3      |
        | 100   | 4      |

    @req:search-limit
    Scenario: A limit of three over four instances gives three
      Given the search corpus is stored
      When instances of adams-johnny/1 are searched by limit "3"
      Then the search finds 3 of adams-johnny/1/1, adams-johnny/1/2, adams-johnny/1/10 and adams-johnny/1/11

    @req:search-limit
    Scenario: A limit counts what a wild card matches
      Given the search corpus is stored
      And the target matches studies by PatientID "{P}A-1*"
      When studies are searched by PatientID "{P}A-1*" and limit "1"
      Then the search finds 1 of zero and zero-other

    @req:search-pages
    Scenario: Pages of studies join up without loss or double
      Given the search corpus is stored
      And the target matches studies by ReferringPhysicianName "{P}Grey"
      When studies are searched by ReferringPhysicianName "{P}Grey" in pages of 2
      Then the pages of 2 together hold adams-john, adams-johnny, adams-jo, percent and percent-other, each once

    @req:search-pages
    Scenario: Pages of series join up without loss or double
      Given the search corpus is stored
      When series of adams-john are searched in pages of 3
      Then the pages of 3 together hold adams-john/1, adams-john/2, adams-john/10 and adams-john/11, each once

    @req:search-pages
    Scenario: Pages of instances join up without loss or double
      Given the search corpus is stored
      When instances of adams-johnny/1 are searched in pages of 1
      Then the pages of 1 together hold adams-johnny/1/1, adams-johnny/1/2, adams-johnny/1/10 and adams-johnny/1/11, each once

    @req:search-offset-beyond
    Scenario: An offset beyond the matches gives an empty success
      Given the search corpus is stored
      When studies are searched by PatientID "{P}ID1" and offset "1000"
      Then the search result is empty

    @req:search-offset-beyond
    Scenario: An offset that equals the number of matches gives an empty success
      Given the search corpus is stored
      When series of adams-john are searched by offset "4"
      Then the search result is empty

    @req:search-limit-zero
    Scenario: A limit of zero asks for nothing
      Given the search corpus is stored
      When series of adams-john are searched by limit "0"
      Then the search result is empty

    @req:search-limit-warning
    Scenario: A response that leaves matches out warns of it
      Given the search corpus is stored
      When series of adams-john are searched by limit "2"
      Then the response to the search warns

    @req:search-limit-warning
    Scenario: A search without a limit finds a hundred and one instances, or warns that there are more
      Given the sample hundred-images is stored
      When instances within the study are searched
      Then the response status is 200
      And the search finds every instance, or warns that there are more

    @req:search-order-is-stable
    Scenario: The same search for instances gives the same order each time
      Given the search corpus is stored
      And the target offers instances
      When instances are searched by StudyInstanceUID "{adams-johnny}" 5 times
      Then the matches come in the same order each time

    @req:search-order-is-stable
    Scenario: The same search for studies gives the same order each time
      Given the search corpus is stored
      And the target matches studies by ReferringPhysicianName "{P}Grey"
      When studies are searched by ReferringPhysicianName "{P}Grey" 5 times
      Then the matches come in the same order each time

    @req:search-huge-limit
    Scenario: A huge limit gives all matches, or is refused
      Given the search corpus is stored
      When series of adams-john are searched by limit "4294967295"
      Then the search finds what its keys permit

    @req:search-malformed-paging
    Scenario Outline: <parameter> is a number
      Given the search corpus is stored
      And the target honours <parameter>
      When series of adams-john are searched by <parameter> "<value>"
      Then the search is answered with a permitted status

      Examples:
        | parameter | value |
        | limit     | abc   |
        | offset    | x     |

    @req:search-negative-paging
    Scenario Outline: A <parameter> below zero is refused
      Given the search corpus is stored
      And the target honours <parameter>
      When series of adams-john are searched by <parameter> "-1"
      Then the search is answered with a permitted status

      Examples:
        | parameter |
        | limit     |
        | offset    |

  Rule: includefield

    @req:search-includefield
    Scenario Outline: <field> of the study is returned with <scope> when it is asked for
      Given the search corpus is stored
      When <scope> are searched by includefield "<field>"
      Then each match bears its <keyword>

      Examples:
        | scope                       | field     | keyword   |
        | series of adams-john        | StudyDate | StudyDate |
        | series of adams-john        | 00080020  | StudyDate |
        | instances of adams-johnny/1 | StudyDate | StudyDate |
        | instances of adams-johnny/1 | 00100020  | PatientID |

    @req:search-includefield
    Scenario: An attribute is returned beside a key and a limit when it is asked for
      Given the search corpus is stored
      When series of adams-john are searched by Modality "CT", limit "2" and includefield "StudyDate"
      Then each match bears its StudyDate

    @req:search-several-includefields
    Scenario: includefield may be repeated
      Given the search corpus is stored
      When series of adams-john are searched by includefield "StudyDate" and includefield "PatientID"
      Then each match bears its StudyDate and PatientID

    @req:search-several-includefields
    Scenario: includefield may be a list
      Given the search corpus is stored
      When series of adams-john are searched by includefield "StudyDate,00100020"
      Then each match bears its StudyDate and PatientID

    @req:search-includefield-all
    Scenario Outline: All attributes of <scope> are at least those that are always returned
      Given the search corpus is stored
      When <scope> are searched by <key> "<value>" and includefield "all"
      Then each match bears its <keywords>

      Examples:
        | scope                       | key              | value   | keywords                                                                                   |
        | studies                     | StudyInstanceUID | {plato} | StudyInstanceUID, PatientID, PatientName, StudyDate, StudyTime, AccessionNumber and StudyID |
        | series of adams-john        | Modality         | CT      | SeriesInstanceUID, Modality and SeriesNumber                                               |
        | instances of adams-johnny/1 | InstanceNumber   | 1       | SOPInstanceUID, SOPClassUID and InstanceNumber                                             |

    @req:search-includefield-optional
    Scenario: An optional attribute is returned when it is asked for
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}" and includefield "StudyDescription"
      Then each match bears its StudyDescription

    @req:search-includefield-sequence
    Scenario: A sequence is returned with its items when it is asked for
      Given the search corpus is stored
      When instances of adams-john/1 are searched by includefield "RequestAttributesSequence"
      Then each match bears its RequestAttributesSequence

    @req:search-includefield-sequence
    Scenario: A sequence is returned with its items when all fields are asked for
      Given the search corpus is stored
      When series of adams-john are searched by includefield "all"
      Then each match bears its RequestAttributesSequence

    @req:search-includefield-unknown
    Scenario Outline: The unknown field "<field>" does not break a search
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}" and includefield "<field>"
      Then the search finds only plato
      And each match bears its StudyInstanceUID, PatientID and StudyDate

      Examples:
        | field                        |
        | NoSuchAttribute              |
        | 00091001                     |
        | AvailableTransferSyntaxUID   |
        |                              |

    @req:search-nothing-of-lower-levels
    Scenario Outline: <keyword> of a lower level is not returned with <scope>
      Given the search corpus is stored
      When <scope> are searched by <key> "<value>" and includefield "<keyword>"
      Then each match bears no <keyword>

      Examples:
        | scope                | key              | value        | keyword           |
        | studies              | StudyInstanceUID | {adams-john} | SOPInstanceUID    |
        | studies              | StudyInstanceUID | {adams-john} | SeriesInstanceUID |
        | series of adams-john | Modality         | CT           | SOPInstanceUID    |

    @req:search-nothing-of-lower-levels
    Scenario: Nothing of a lower level is returned with studies unasked
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{adams-john}"
      Then each match bears no SeriesInstanceUID, SOPInstanceUID, Modality, SeriesNumber and InstanceNumber

    @req:search-no-modality-with-studies
    Scenario: The Modality of a series is not returned with its study when it is asked for
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{adams-john}" and includefield "Modality"
      Then each match bears no Modality

    @req:search-private-attributes
    Scenario: A private attribute that is asked for comes with its private creator
      Given the sample private-blocks is stored
      When the instances of the study are searched for a private attribute
      Then the private attribute comes with its private creator

  Rule: What is no parameter, and no value

    @req:search-unknown-parameter
    Scenario: A parameter that the target does not know is ignored
      Given the search corpus is stored
      When series of adams-john are searched by zzunknown "1"
      Then the search finds only adams-john/1, adams-john/2, adams-john/10 and adams-john/11

    @req:search-parameter-case
    Scenario: The names of parameters are case sensitive
      Given the search corpus is stored
      When series of adams-john are searched by LIMIT "1"
      Then the search finds only adams-john/1, adams-john/2, adams-john/10 and adams-john/11

    @req:search-unsupported-key
    Scenario Outline: <key>, which no target need support, is answered in a defined way
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}" and <key> "<value>"
      Then the search is answered without harm

      Examples:
        | key             | value |
        | PatientComments | zzz   |
        | Rows            | 512   |

    @req:search-malformed-date
    Scenario Outline: The StudyDate <value> is refused
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}" and StudyDate "<value>"
      Then the search is answered with a permitted status

      Examples:
        | value      |
        | notadate   |
        | 20201399   |

    @req:search-bad-values-are-harmless
    Scenario Outline: <key> "<value>" is answered, and not by a failure of the target
      Given the search corpus is stored
      When studies are searched by PatientID "{P}PLAIN" and <key> "<value>"
      Then the search is answered without harm

      Examples:
        | key              | value              |
        | StudyDate        | notadate           |
        | StudyDate        | 2020-09-22         |
        | StudyDate        | -                  |
        | StudyTime        | 9999               |
        | StudyInstanceUID | abc                |
        | StudyInstanceUID | 1.2,,              |
        | ModalitiesInStudy | CT,MR             |
        | limit            | -1                 |
        | offset           | -1                 |
        | limit            | 99999999999999999999 |
        | offset           | 99999999999999999999 |
        | fuzzymatching    | maybe              |
        | AccessionNumber  | '); DROP TABLE x-- |

    @req:search-fuzzy-is-true-or-false
    Scenario: fuzzymatching is true or false
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}" and fuzzymatching "maybe"
      Then the search is answered with a permitted status

    @req:search-later-parameters
    Scenario Outline: <parameter> of later editions is honoured, or ignored
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}" and <parameter> "true"
      Then the search finds only plato

      Examples:
        | parameter             |
        | emptyvaluematching    |
        | multiplevaluematching |
