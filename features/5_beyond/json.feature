Feature: DICOM JSON keeps the rules of its model
  PS3.18 Annex F, judged on the bytes that came: metadata for every rule, search results and store responses for all of
  them at once.

  Rule: The document can be read

    @req:json-utf-8
    Scenario Outline: The metadata of <sample> is UTF-8
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for UTF-8

      Examples:
        | sample         |
        | charset-latin1 |
        | charset-utf8   |
        | shapes         |

    @req:json-well-formed
    Scenario Outline: The metadata of <sample> is well-formed
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for well-formed JSON

      Examples:
        | sample          |
        | shapes          |
        | long-values     |
        | number-extremes |

    @req:json-unique-names
    Scenario Outline: No attribute of <sample> occurs twice
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for unique names

      Examples:
        | sample         |
        | shapes         |
        | private-blocks |

    @req:json-array
    Scenario: Several results form one array
      Given the sample monochrome1 is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for the form of the document

    @req:json-single-result
    Scenario: A single result stands in an array too
      Given the sample shapes is stored
      When the metadata of green-square is retrieved
      Then the metadata keeps the rules for single results

  Rule: Attributes have names and value representations

    @req:json-attribute-names
    Scenario Outline: The metadata of <sample> keeps the rules for attribute names
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for attribute names

      Examples:
        | sample           |
        | shapes           |
        | private-blocks   |
        | nested-sequences |

    @req:json-attribute-order
    Scenario Outline: The metadata of <sample> keeps the rules for the order of attributes
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for the order of attributes

      Examples:
        | sample         |
        | shapes         |
        | private-blocks |

    @req:json-no-group-lengths
    Scenario Outline: The metadata of <sample> keeps the rules for group lengths
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for group lengths

      Examples:
        | sample           |
        | shapes           |
        | nested-sequences |

    @req:json-no-group-lengths
    Scenario: The group lengths of a file are not in its metadata
      Given a study of its own of which nothing is stored
      When blue-circle is sent with group lengths
      And the metadata of blue-circle is retrieved
      Then the metadata comes
      And the metadata keeps the rules for group lengths

    @req:json-private-creators
    Scenario Outline: The metadata of <sample> keeps the rules for private attributes
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for private attributes

      Examples:
        | sample         |
        | private-blocks |
        | every-vr       |

    @req:json-vr
    Scenario Outline: The metadata of <sample> keeps the rules for value representations
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for value representations

      Examples:
        | sample             |
        | shapes             |
        | every-vr           |
        | empty-and-multiple |

    @req:json-vr-of-dictionary
    Scenario Outline: The metadata of <sample> keeps the rules for value representations of the data dictionary
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for value representations of the data dictionary

      Examples:
        | sample           |
        | shapes           |
        | ct-signed16      |
        | nested-sequences |

    @req:json-value-forms
    Scenario Outline: The metadata of <sample> keeps the rules for value forms
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for value forms

      Examples:
        | sample             |
        | shapes             |
        | every-vr           |
        | empty-and-multiple |

    @req:json-other-members
    Scenario Outline: The metadata of <sample> keeps the rules for members of attributes
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for members of attributes

      Examples:
        | sample   |
        | shapes   |
        | every-vr |

  Rule: Values have the form of their value representation

    @req:json-empty-attributes
    Scenario Outline: The metadata of <sample> keeps the rules for empty attributes
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for empty attributes

      Examples:
        | sample             |
        | empty-and-multiple |
        | nested-sequences   |

    @req:json-empty-values
    Scenario Outline: The metadata of <sample> keeps the rules for empty values
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for empty values

      Examples:
        | sample             |
        | empty-and-multiple |
        | person-names       |

    @req:json-multiple-values
    Scenario Outline: The metadata of <sample> keeps the rules for multiple values
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for multiple values

      Examples:
        | sample             |
        | empty-and-multiple |
        | every-vr           |
        | long-values        |

    @req:json-strings
    Scenario Outline: The metadata of <sample> keeps the rules for strings
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for strings

      Examples:
        | sample      |
        | shapes      |
        | every-vr    |
        | long-values |

    @req:json-unique-identifiers
    Scenario Outline: The metadata of <sample> keeps the rules for unique identifiers
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for unique identifiers

      Examples:
        | sample   |
        | shapes   |
        | every-vr |

    @req:json-dates
    Scenario Outline: The metadata of <sample> keeps the rules for dates and times
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for dates and times

      Examples:
        | sample          |
        | dates-and-times |

    @req:json-code-strings
    Scenario Outline: The metadata of <sample> keeps the rules for code strings
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for code strings

      Examples:
        | sample   |
        | shapes   |
        | every-vr |

    @req:json-lengths
    Scenario Outline: The metadata of <sample> keeps the rules for lengths of values
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for lengths of values

      Examples:
        | sample      |
        | long-values |

    @req:json-numbers
    Scenario Outline: The metadata of <sample> keeps the rules for numbers
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for numbers

      Examples:
        | sample          |
        | number-extremes |
        | every-vr        |
        | shapes          |

    @req:json-numeric-strings
    Scenario Outline: The metadata of <sample> keeps the rules for numeric strings
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for numeric strings

      Examples:
        | sample          |
        | number-extremes |
        | every-vr        |

    @req:json-tags
    Scenario Outline: The metadata of <sample> keeps the rules for tags
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for tags

      Examples:
        | sample          |
        | number-extremes |
        | every-vr        |

    @req:json-person-names
    Scenario Outline: The metadata of <sample> keeps the rules for person names
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for person names

      Examples:
        | sample             |
        | person-names       |
        | empty-and-multiple |

    @req:json-sequences
    Scenario Outline: The metadata of <sample> keeps the rules for sequences
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for sequences

      Examples:
        | sample           |
        | nested-sequences |
        | private-blocks   |

    @req:json-binary-values
    Scenario Outline: The metadata of <sample> keeps the rules for binary values
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for binary values

      Examples:
        | sample      |
        | every-vr    |
        | bulk-values |

    @req:json-inline-binary
    Scenario Outline: The metadata of <sample> keeps the rules for inline binary values
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for inline binary values

      Examples:
        | sample         |
        | every-vr       |
        | binary-lengths |

    @req:json-bulk-data-uri
    Scenario Outline: The metadata of <sample> keeps the rules for bulk data references
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata keeps the rules for bulk data references

      Examples:
        | sample      |
        | bulk-values |
        | shapes      |

  Rule: Other documents keep the rules too

    @req:search-results-keep-the-json-model
    Scenario Outline: A search for <resource> by the <keyword> of the study keeps the rules
      Given the sample <sample> is stored
      When <resource> are searched by the <keyword> of the study
      Then the search result keeps the rules of DICOM JSON

      Examples:
        | sample         | resource | keyword          |
        | shapes         | studies  | StudyInstanceUID |
        | person-names   | studies  | StudyInstanceUID |
        | charset-latin1 | studies  | StudyInstanceUID |

    @req:search-results-keep-the-json-model
    Scenario Outline: A search for <resource> within a study keeps the rules
      Given the sample shapes is stored
      When <resource> within the study are searched
      Then the search result keeps the rules of DICOM JSON

      Examples:
        | resource  |
        | series    |
        | instances |
