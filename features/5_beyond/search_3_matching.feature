Feature: Search matches as PS3.4 C.2.2.2 says
  Single values, wild cards, lists of UIDs, ranges, and several keys at once.

  Rule: A plain value matches equal values

    @req:search-exact-value
    Scenario Outline: PatientID <value> finds that patient only
      Given the search corpus is stored
      When studies are searched by PatientID "<value>"
      Then the search finds only <study>

      Examples:
        | value    | study        |
        | {P}ID    | adams-jo     |
        | {P}ID1   | adams-john   |
        | {P}ID10  | adams-johnny |
        | X{P}ID1  | adamson      |
        | {P}A-1   | zero         |
        | {P}A-1-2 | zero-other   |

    @req:search-key-study-id
    Scenario Outline: The digits <value> of a StudyID are a text, not a number
      Given the search corpus is stored
      When each study of the corpus is searched by StudyID "<value>"
      Then the search finds only <study>

      Examples:
        | value | study      |
        | 007   | zero       |
        | 7     | zero-other |

    @req:search-case-of-values
    Scenario: A value in another case is another value
      Given the search corpus is stored
      When studies are searched by PatientID "{P}upper"
      Then the search finds nothing

    @req:search-case-of-values
    Scenario: An AccessionNumber in another case is another one
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{percent-other}" and AccessionNumber "{P}AXC"
      Then the search finds nothing

    @req:search-case-of-values
    Scenario: A value in another case with a wild card is another value
      Given the search corpus is stored
      When studies are searched by PatientID "{P}upp*"
      Then the search finds nothing

    @req:search-case-of-names
    Scenario: A person name in another case may match
      Given the search corpus is stored
      When studies are searched by PatientName "{P}plato"
      Then the search finds what its keys permit

    @req:search-names-as-a-whole
    Scenario: A person name does not match a longer one
      Given the search corpus is stored
      And the target matches studies by ReferringPhysicianName "{P}Homer"
      When studies are searched by ReferringPhysicianName "{P}Grey"
      Then the search does not find adamson

    @req:search-literal-without-fuzzy
    Scenario: A misspelt name does not match
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}" and PatientName "{P}Plaito"
      Then the search finds nothing

    @req:search-literal-without-fuzzy
    Scenario: A misspelt name does not match where fuzzy matching is declined
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}", PatientName "{P}Plaito" and fuzzymatching "false"
      Then the search finds nothing

    @req:search-literal-without-fuzzy
    Scenario: A name that is spelt right matches
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}" and PatientName "{P}Plato"
      Then the search finds only plato

    @req:search-sql-wildcards-are-literal
    Scenario Outline: <key> <value> is taken literally
      Given the search corpus is stored
      When studies are searched by <key> "<value>"
      Then the search finds only <study>

      Examples:
        | key             | value  | study   |
        | PatientID       | {P}A_B | umlaut  |
        | AccessionNumber | {P}A_C | percent |

    @req:search-sql-wildcards-are-literal
    Scenario: A per cent sign is no wild card
      Given the search corpus is stored
      When studies are searched by PatientID "{P}100%"
      Then the search does not find percent-other

    @req:search-empty-value-may-match
    Scenario: A study whose AccessionNumber is unknown may match any
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{unknown}" and AccessionNumber "{P}Z"
      Then the search finds what its keys permit

    @req:search-empty-attributes-hide-nothing
    Scenario: A study of which little is known is found by what is known
      Given the search corpus is stored
      When studies are searched by PatientID "{P}UNKNOWN"
      Then the search finds only unknown

  Rule: Wild cards

    @req:search-wildcard-asterisk
    Scenario Outline: The asterisk in <key> <value> stands for any run of characters
      Given the search corpus is stored
      When studies are searched by <key> "<value>"
      Then the search finds only <studies>

      Examples:
        | key             | value     | studies                               |
        | PatientID       | {P}ID*    | adams-john, adams-johnny and adams-jo |
        | PatientID       | *{P}ID1   | adams-john and adamson                |
        | PatientID       | {P}A*B    | umlaut, no-umlaut and ideographic     |
        | AccessionNumber | {P}AB*CD  | adams-john, adams-johnny and adams-jo |
        | AccessionNumber | *{P}AB*D* | adams-john, adams-johnny, adams-jo and adamson |
        | AccessionNumber | {P}A_*    | percent                               |

    @req:search-wildcard-asterisk
    Scenario: The asterisk works in code strings
      Given the search corpus is stored
      When series of adams-john are searched by Modality "C*"
      Then the search finds only adams-john/1, adams-john/10 and adams-john/11

    @req:search-wildcard-question-mark
    Scenario Outline: The question mark in <key> <value> stands for one character
      Given the search corpus is stored
      When studies are searched by <key> "<value>"
      Then the search finds only <studies>

      Examples:
        | key             | value     | studies                   |
        | PatientID       | {P}ID?    | adams-john                |
        | PatientID       | {P}ID??   | adams-johnny              |
        | AccessionNumber | {P}A?C    | percent and percent-other |
        | AccessionNumber | {P}AB?CD  | adams-john                |

    @req:search-wildcards-together
    Scenario: Asterisk and question mark go together
      Given the search corpus is stored
      When studies are searched by AccessionNumber "{P}AB??*D"
      Then the search finds only adams-john and adams-johnny

    @req:search-wildcards-in-names
    Scenario: Wild cards work in person names
      Given the search corpus is stored
      When studies are searched by PatientName "{P}Adams*"
      Then the search finds only adams-john, adams-johnny, adams-jo and adamson

    @req:search-lone-asterisk
    Scenario: An asterisk alone matches everything
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}" and PatientID "*"
      Then the search finds only plato

    @req:search-lone-asterisk-matches-empty
    Scenario: An asterisk alone matches a study whose value is empty
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{unknown}" and AccessionNumber "*"
      Then the search finds only unknown

    @req:search-empty-value
    Scenario: An empty value matches everything and is returned
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}" and PatientID ""
      Then the search finds only plato
      And each match bears its PatientID

    @req:search-empty-value
    Scenario: An empty value matches a study of which nothing is known
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{unknown}" and AccessionNumber ""
      Then the search finds only unknown

  Rule: Lists of UIDs

    @req:search-uid-list
    Scenario Outline: A list of <key> finds each of them
      Given the search corpus is stored
      And the target offers <scope>
      When <scope> are searched by <key> "<value>"
      Then the search finds only <found>

      Examples:
        | scope                       | key               | value                                     | found                          |
        | studies                     | StudyInstanceUID  | {adams-john},{plato}                      | adams-john and plato           |
        | series                      | SeriesInstanceUID | {adams-john/10},{plato/130}               | adams-john/10 and plato/130    |
        | series of adams-john        | SeriesInstanceUID | {adams-john/1},{adams-john/2},{plato/130} | adams-john/1 and adams-john/2  |
        | instances                   | SOPInstanceUID    | {adams-john/1/2},{plato/130/1}            | adams-john/1/2 and plato/130/1 |
        | studies                     | StudyInstanceUID  | {20 unknown-uids},{plato}                 | plato                          |
        | studies                     | StudyInstanceUID  | {adams-john},{plato},{umlaut},{percent}   | adams-john, plato, umlaut and percent |

    @req:search-uid-list
    Scenario: A list of StudyInstanceUIDs narrows beside another key
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{adams-john},{plato}" and PatientID "{P}PLAIN"
      Then the search finds only plato

    @req:search-uid-list-by-backslash
    Scenario: A list of UIDs may have backslashes
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{adams-john}\{plato}"
      Then the search may find adams-john and plato

  Rule: Ranges of dates and times

    @req:search-date-range
    Scenario Outline: The range of dates <range> includes both ends
      Given the search corpus is stored
      When each study of the corpus is searched by StudyDate "<range>"
      Then the search finds only <studies>

      Examples:
        | range             | studies                                                                              |
        | 20200101-20200131 | adams-john, adams-johnny, adams-jo, percent, percent-other, umlaut and no-umlaut |
        | 20200102-20200130 | adams-johnny, percent, umlaut and no-umlaut                                      |

    @req:search-date-range
    Scenario: A range of dates works for the procedure step
      Given the search corpus is stored
      And the target matches series of adams-john by PerformedProcedureStepStartDate "20200115"
      When series of adams-john are searched by PerformedProcedureStepStartDate "20200101-20200115"
      Then the search finds only adams-john/1 and adams-john/10

    @req:search-date-range-without-start
    Scenario: A range of dates without start goes up to its end
      Given the search corpus is stored
      When each study of the corpus is searched by StudyDate "-20200115"
      Then the search finds only adams-john, adams-johnny, adamson, percent, percent-other, umlaut, no-umlaut, ideographic and plato

    @req:search-date-range-without-end
    Scenario: A range of dates without end begins at its start
      Given the search corpus is stored
      When each study of the corpus is searched by StudyDate "20200115-"
      Then the search finds only adams-johnny, adams-jo, adams-capitals, special, zero and zero-other

    @req:search-time-range
    Scenario Outline: The range of times <range> finds what lies within
      Given the search corpus is stored
      When each study of the corpus is searched by StudyTime "<range>"
      Then the search finds only <studies>

      Examples:
        | range         | studies                                        |
        | 1100-1300     | adams-johnny and adams-jo                      |
        | 110000-130000 | adams-johnny, adams-jo and adamson             |
        | 010203.1-010203.5 | zero                                       |
        | -100000       | adams-john, percent, percent-other, special, zero and zero-other |
        | 190000-       | umlaut, no-umlaut and ideographic              |

    @req:search-time-range
    Scenario: A range of times works for the procedure step
      Given the search corpus is stored
      And the target matches series of adams-john by PerformedProcedureStepStartTime "090000"
      When series of adams-john are searched by PerformedProcedureStepStartTime "083000-100000"
      Then the search finds only adams-john/2 and adams-john/10

    @req:search-time-range
    Scenario: A time without seconds lies in the range that its minute begins
      Given the search corpus is stored
      And the target matches series of adams-john by PerformedProcedureStepStartTime "090000"
      When series of unknown are searched by PerformedProcedureStepStartTime "070000-073000"
      Then the search finds only unknown/120

    @req:search-date-and-time-range
    Scenario: A range of dates with one of times is one span
      Given the search corpus is stored
      When each study of the corpus is searched by StudyDate "20200101-20200103" and StudyTime "1000-1800"
      Then the search finds only adams-john and percent

    @req:search-date-and-time-range
    Scenario: A span may end earlier in the day than it begins
      Given the search corpus is stored
      When each study of the corpus is searched by StudyDate "20200101-20200102" and StudyTime "0600-0530"
      Then the search finds only adams-john and percent

    @req:search-date-and-time-range
    Scenario: Date and time of the procedure step are one span
      Given the search corpus is stored
      And the target matches series of adams-john by PerformedProcedureStepStartDate "20200115"
      When series of adams-john are searched by PerformedProcedureStepStartDate "20191231-20200115" and PerformedProcedureStepStartTime "083000-093000"
      Then the search finds only adams-john/1, adams-john/10 and adams-john/11

  Rule: Several keys

    @req:search-all-keys-match
    Scenario: Two keys that both match find the study
      Given the search corpus is stored
      When studies are searched by PatientID "{P}ID1" and StudyDate "20200101"
      Then the search finds only adams-john

    @req:search-all-keys-match
    Scenario Outline: One key that does not match suffices to find nothing: <key> <value>
      Given the search corpus is stored
      When studies are searched by PatientID "{P}ID1" and <key> "<value>"
      Then the search finds nothing

      Examples:
        | key              | value     |
        | StudyDate        | 19000101  |
        | AccessionNumber  | {P}PL     |
        | StudyInstanceUID | {plato}   |

    @req:search-repeated-key
    Scenario: A key given twice finds nothing that matches neither value
      Given the search corpus is stored
      When studies are searched by PatientID "{P}ID1" and PatientID "{P}ID10"
      Then the search is answered without harm

  Rule: Characters

    @req:search-percent-decoding
    Scenario: Reserved characters of a URL are found percent-encoded
      Given the search corpus is stored
      When studies are searched by PatientID "{P}a+b c&d=e/f#g"
      Then the search finds only special

    @req:search-percent-decoding
    Scenario Outline: <key> is the same with every character percent-encoded
      Given the search corpus is stored
      When studies are searched by <key> "<value>" with every character percent-encoded
      Then the search finds only <studies>

      Examples:
        | key              | value                | studies              |
        | PatientID        | {P}UPPER             | adams-capitals       |
        | StudyInstanceUID | {adams-john}         | adams-john           |

    @req:search-percent-decoding
    Scenario: A value that looks percent-encoded is decoded once
      Given the search corpus is stored
      When studies are searched by AccessionNumber "{P}%41"
      Then the search finds only zero

    @req:search-sql-wildcards-are-literal
    Scenario Outline: A plus sign in <key> <value> is itself, and the asterisk any run of characters
      Given the search corpus is stored
      And the target matches studies by PatientID "{P}a+b c&d=e/f#g"
      And the target matches studies by PatientID "{P}UPP*"
      When studies are searched by <key> "<value>"
      Then the search finds only special

      Examples:
        | key             | value    |
        | PatientID       | {P}a+b*  |
        | AccessionNumber | {P}1+2 * |

    @req:search-percent-decoding
    Scenario: A comma is the same percent-encoded
      Given the search corpus is stored
      When series of adams-john are searched by includefield "StudyDate,PatientID" with every character percent-encoded
      Then each match bears its StudyDate and PatientID

    @req:search-utf-8
    Scenario: A letter beyond Latin-1 does not stand for any character
      Given the search corpus is stored
      When studies are searched by PatientName "{P}Mλller^Jörg"
      Then the search finds nothing

    @req:search-utf-8
    Scenario Outline: A name beyond ASCII is found: <value>
      Given the search corpus is stored
      When studies are searched by <key> "<value>"
      Then the search finds only <study>

      Examples:
        | key                    | value                                     | study       |
        | PatientName            | {P}Müller^Jörg                            | umlaut      |
        | PatientName            | {P}Yamada^Tarou=山田^太郎=やまだ^たろう       | ideographic |

  Rule: Fuzzy matching

    @req:search-fuzzy-is-harmless
    Scenario: Fuzzy matching finds a name that is spelt right
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}", PatientName "{P}Plato" and fuzzymatching "true"
      Then the search finds only plato

    @req:search-fuzzy-is-harmless
    Scenario Outline: Fuzzy matching answers a search for <name>
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}", PatientName "<name>" and fuzzymatching "true"
      Then the search finds what its keys permit

      Examples:
        | name       |
        | {P}Platto  |
        | {P}O'Niel  |

    @req:search-fuzzy-is-harmless
    Scenario: Fuzzy matching leaves other keys in force
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}", PatientName "{P}Plato", StudyDate "19000101" and fuzzymatching "true"
      Then the search finds nothing

    @req:search-fuzzy-finds-misspelt
    Scenario: Fuzzy matching finds a misspelt name
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}", PatientName "{P}Platto" and fuzzymatching "true"
      Then the search may find plato

    @req:search-fuzzy-or-warning
    Scenario: Fuzzy matching that is not supported is said
      Given the search corpus is stored
      When studies are searched by StudyInstanceUID "{plato}", PatientName "{P}Platto" and fuzzymatching "true"
      Then the search finds plato or warns
