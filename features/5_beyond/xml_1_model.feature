Feature: Metadata as DICOM XML
  An origin server that offers application/dicom+xml describes each instance in a document of its own, in the Native DICOM
  Model (PS3.18 8.7.3.2, PS3.19 A.1).

  Rule: There is a message of one document for each instance

    @req:xml-parts
    Scenario Outline: The metadata of <entity> consists of DICOM XML
      Given the sample shapes is stored
      When the metadata of <entity> is retrieved as DICOM XML
      Then the response status is 200
      And each part is a DICOM XML

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
        | green-square               |

    @req:xml-multipart-type
    Scenario: The message of documents states their media type
      Given the sample shapes is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the response states the media type of its documents

    @req:xml-document-for-each-instance
    Scenario Outline: The documents of <entity> are those of <instances>
      Given the sample shapes is stored
      When the metadata of <entity> is retrieved as DICOM XML
      Then there is one document for each of <instances>

      Examples:
        | entity                     | instances                                  |
        | the study                  | blue-circle, green-square and red-triangle |
        | the series of green-square | green-square and red-triangle              |
        | the series of blue-circle  | blue-circle                                |
        | red-triangle               | red-triangle                               |

  Rule: A document follows the Native DICOM Model

    @req:xml-well-formed
    Scenario Outline: The document of <sample> is well-formed
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then each document is well-formed XML

      Examples:
        | sample         |
        | shapes         |
        | every-vr       |
        | long-values    |
        | charset-utf8   |
        | charset-latin1 |

    @req:xml-elements
    Scenario Outline: The document of <sample> keeps the rules for elements
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for elements

      Examples:
        | sample             |
        | shapes             |
        | every-vr           |
        | private-blocks     |
        | empty-and-multiple |

    @req:xml-namespace
    Scenario: The document of shapes keeps the rules for the namespace
      Given the sample shapes is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for the namespace

    @req:xml-space-preserved
    Scenario: The document of shapes keeps the rules for white space
      Given the sample shapes is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for white space

    @req:xml-tags
    Scenario Outline: The document of <sample> keeps the rules for tags
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for tags

      Examples:
        | sample      |
        | shapes      |
        | every-vr    |
        | bulk-values |

    @req:xml-keywords
    Scenario Outline: The document of <sample> keeps the rules for keywords
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for keywords

      Examples:
        | sample      |
        | shapes      |
        | bulk-values |

    @req:xml-known-value-representations
    Scenario Outline: The document of <sample> keeps the rules for value representations
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for value representations

      Examples:
        | sample      |
        | every-vr    |
        | bulk-values |
        | ct-signed16 |

    @req:xml-private-tags
    Scenario Outline: The document of <sample> keeps the rules for private tags
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for private tags

      Examples:
        | sample         |
        | private-blocks |
        | every-vr       |

    @req:xml-private-creators
    Scenario Outline: The document of <sample> keeps the rules for private creators
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for private creators

      Examples:
        | sample         |
        | private-blocks |
        | every-vr       |
        | shapes         |

    @req:xml-numbering
    Scenario Outline: The document of <sample> keeps the rules for the numbering of values
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for the numbering of values

      Examples:
        | sample             |
        | every-vr           |
        | private-blocks     |
        | empty-and-multiple |
        | person-names       |

    @req:xml-person-names-split
    Scenario Outline: The document of <sample> keeps the rules for person names
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for person names

      Examples:
        | sample             |
        | person-names       |
        | shapes             |
        | empty-and-multiple |

    @req:xml-value-forms
    Scenario Outline: The document of <sample> keeps the rules for value forms
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for value forms

      Examples:
        | sample      |
        | every-vr    |
        | bulk-values |

    @req:xml-single-values
    Scenario Outline: The document of <sample> keeps the rules for single values
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for single values

      Examples:
        | sample             |
        | every-vr           |
        | number-extremes    |
        | empty-and-multiple |

    @req:xml-inline-binary
    Scenario Outline: The document of <sample> keeps the rules for inline binary values
      Given the sample <sample> is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for inline binary values

      Examples:
        | sample         |
        | every-vr       |
        | private-blocks |

    @req:xml-empty-values
    Scenario: The document of empty-and-multiple keeps the rules for empty attributes
      Given the sample empty-and-multiple is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for empty attributes

  Rule: References to bulk data can be followed

    @req:xml-bulk-data-uri
    Scenario: A reference of bulk-values has a uri
      Given the sample bulk-values is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the documents keep the rules for bulk data references
      And the documents leave values to references

    @req:xml-bulk-data-found
    Scenario: The values that a document leaves to references are found
      Given the sample bulk-values is stored
      When the metadata of the study is retrieved as DICOM XML
      And each value that the documents leave to a reference is retrieved
      Then each of these values is found

    @req:xml-bulk-data-value
    Scenario: The values that a document leaves to references are those that were stored
      Given the sample bulk-values is stored
      When the metadata of the study is retrieved as DICOM XML
      And each value that the documents leave to a reference is retrieved
      Then each of these values is the one that was stored

    @req:xml-bulk-data-value
    Scenario: The values within items that a document leaves to references are those that were stored
      Given the sample bulk-values is stored
      When the metadata of the study is retrieved as DICOM XML
      And each value that the documents leave to a reference is retrieved
      Then each of these values within sequence items is the one that was stored
