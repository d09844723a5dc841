Feature: What DICOM XML says
  The documents hold what was stored, and what the same server says in DICOM JSON (PS3.18 F.3.1).

  Rule: Metadata holds what was stored

    @req:xml-has-attributes
    Scenario Outline: The attributes of <sample> are in its document
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents hold the attributes that were stored

      Examples:
        | sample             |
        | shapes             |
        | empty-and-multiple |
        | ct-signed16        |

    @req:xml-has-private-attributes
    Scenario Outline: The private attributes of <sample> are in its document
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents hold the private attributes that were stored

      Examples:
        | sample         |
        | private-blocks |
        | every-vr       |

    @req:xml-has-empty-attributes
    Scenario: The empty attributes of empty-and-multiple are in its document
      Given the sample empty-and-multiple is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents hold the empty attributes that were stored

    @req:xml-sequence-items
    Scenario Outline: The sequence items of <sample> are in its document
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents hold the sequence items that were stored

      Examples:
        | sample           |
        | nested-sequences |
        | private-blocks   |
        | bulk-values      |
        | creators-in-items |

    @req:xml-value-representations
    Scenario Outline: The value representations of <sample> are in its document
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents hold the value representations that were stored

      Examples:
        | sample             |
        | every-vr           |
        | empty-and-multiple |

    @req:xml-numbers
    Scenario Outline: The numbers of <sample> are in its document
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents hold the numbers that were stored

      Examples:
        | sample             |
        | number-extremes    |
        | every-vr           |
        | empty-and-multiple |

    @req:xml-texts
    Scenario Outline: The texts of <sample> are in its document
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents hold the texts that were stored

      Examples:
        | sample             |
        | long-values        |
        | every-vr           |
        | empty-and-multiple |

    @req:xml-person-names
    Scenario Outline: The person names of <sample> are in its document
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents hold the person names that were stored

      Examples:
        | sample             |
        | person-names       |
        | long-values        |
        | empty-and-multiple |

    @req:xml-dates
    Scenario: The dates and times of dates-and-times are in its document
      Given the sample dates-and-times is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents hold the dates and times that were stored

    @req:xml-binary-values
    Scenario: The binary values of every-vr are in its document
      Given the sample every-vr is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents hold the binary values that were stored

    @req:xml-line-ends
    Scenario: The line ends of long-values are in its document
      Given the sample long-values is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the line ends of texts

    @req:xml-character-sets
    Scenario Outline: The document of <sample> has the characters of its <aspect>
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents hold the <aspect> that were stored

      Examples:
        | sample           | aspect       |
        | charset-latin1   | person names |
        | charset-latin1   | texts        |
        | charset-utf8     | person names |
        | charset-utf8     | texts        |
        | charset-kanji    | person names |
        | charset-kanji    | texts        |
        | charset-korean   | person names |
        | charset-korean   | texts        |
        | charset-gb18030  | person names |
        | charset-gb18030  | texts        |
        | charset-cyrillic | person names |
        | charset-cyrillic | texts        |

  Rule: XML and JSON say the same

    @req:xml-agrees-with-json
    Scenario Outline: The metadata of <sample> is the same in both forms
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      And the metadata of the study is retrieved as DICOM JSON too
      Then the documents say what the DICOM JSON says

      Examples:
        | sample             |
        | shapes             |
        | every-vr           |
        | private-blocks     |
        | nested-sequences   |
        | person-names       |
        | empty-and-multiple |
        | charset-utf8       |

    @req:xml-search-results-form
    Scenario Outline: The <resource> found are documents of the Native DICOM Model
      Given the sample shapes is stored
      When <resource> of the study are searched for DICOM XML and for DICOM JSON
      Then the documents found keep the rules of the Native DICOM Model

      Examples:
        | resource  |
        | studies   |
        | series    |
        | instances |

    @req:xml-search-results-agree
    Scenario Outline: The <resource> found are the same in both forms
      Given the sample shapes is stored
      When <resource> of the study are searched for DICOM XML and for DICOM JSON
      Then both searches say the same

      Examples:
        | resource  |
        | studies   |
        | series    |
        | instances |

    @req:xml-store-response-form
    Scenario: A store response is a document of the Native DICOM Model
      Given a study of its own of which green-square is stored
      When red-triangle and blue-circle are stored and DICOM XML is asked for
      Then the store response keeps the rules of the Native DICOM Model
