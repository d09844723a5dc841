Feature: Bulk data
  What metadata refers to by a BulkDataURI is the value of that element, byte for byte.

  @req:bulkdata-uri-resolves
  Scenario Outline: Each BulkDataURI of <sample> gives a value
    Given the sample <sample> is stored
    When the bulk data of <name> is retrieved as parts or alone
    Then each BulkDataURI gives a value

    Examples:
      | sample           | name        |
      | bulk-values      | image       |
      | multiframe-gray8 | image       |
      | shapes           | blue-circle |

  @req:bulkdata-values-are-stored
  Scenario Outline: Bulk values of <sample> are those of their elements
    Given the sample <sample> is stored
    When the bulk data of image is retrieved as parts or alone
    Then each value at the top is that of image

    Examples:
      | sample         |
      | bulk-values    |
      | binary-lengths |

  @req:bulkdata-within-items
  Scenario Outline: Bulk values within the items of <sample> are those of their items
    Given the sample <sample> is stored
    When the bulk data of <name> is retrieved as parts or alone
    Then each value within items is that of <name>

    Examples:
      | sample       | name     |
      | bulk-values  | image    |
      | ecg-waveform | waveform |

  @req:bulkdata-native-pixel-data
  Scenario Outline: The pixel data of <sample> is what was stored
    Given the sample <sample> is stored
    When the bulk data of <name> is retrieved as parts or alone
    Then each pixel data is that of <name>

    Examples:
      | sample            | name         |
      | shapes            | green-square |
      | multiframe-gray8  | image        |
      | multiframe-gray16 | image        |
      | multiframe-rgb8   | image        |
      | multiframe-bit    | image        |
      | float-pixels      | image        |
      | large-frame       | image        |

  @req:bulkdata-compressed-pixel-data
  Scenario Outline: The pixel data of <sample> comes decompressed or as code streams
    Given the sample <sample> is stored
    When the bulk data of image is retrieved as parts or alone
    Then each pixel data is that of image

    Examples:
      | sample             |
      | rle-gray8          |
      | rle-rgb            |
      | jpegls-gray16      |
      | jpeg2000-rgb       |
      | jpeg2000-fragments |

  @req:bulkdata-of-other-objects
  Scenario Outline: The bulk data of <sample> is what was stored
    Given the sample <sample> is stored
    When the bulk data of <name> is retrieved as parts or alone
    Then each value at the top is that of <name>

    Examples:
      | sample           | name     |
      | encapsulated-pdf | document |
      | raw-data         | raw      |
      | encapsulated-stl | document |

  @req:bulkdata-stays
  Scenario: A BulkDataURI gives the same bytes again
    Given a copy of the sample multiframe-gray8 is stored
    When the bulk data of image is retrieved as parts or alone
    And the bulk data of image is retrieved once more
    Then each value is the same as before

  @req:bulkdata-of-an-unknown-instance
  Scenario: Bulk data of an unknown instance is not found
    Given the sample multiframe-gray8 is stored
    And the bulk data of image can be retrieved
    When the bulk data of an unknown instance is retrieved in the place of image
    Then no bulk data is found

  Rule: The client says in which form it takes bulk data

    @req:bulkdata-in-parts
    Scenario Outline: Bulk data comes in parts to a client that accepts <accept>
      Given the sample multiframe-rgb8 is stored
      When the bulk data of image is retrieved as <accept>
      Then each answer is multipart
      And each pixel data is that of image

      Examples:
        | accept                                 |
        | parts of octets                        |
        | parts of octets without blanks         |
        | parts of octets in upper case          |
        | parts of octets in any transfer syntax |

    @req:bulkdata-bare-type
    Scenario: Bulk data comes to a client that leaves out quotes
      Given the sample multiframe-rgb8 is stored
      When the bulk data of image is retrieved as parts of octets without quotes
      Then each pixel data is that of image

    @req:bulkdata-accept-anything
    Scenario: Bulk data comes to a client that accepts anything
      Given the sample multiframe-rgb8 is stored
      When the bulk data of image is retrieved as anything
      Then each pixel data is that of image

    @req:bulkdata-single-part
    Scenario: Bulk data comes as a single part
      Given the sample multiframe-rgb8 is stored
      When the bulk data of image is retrieved as a single part
      Then the target offers bulk data so
      And each answer is a single part
      And each pixel data is that of image

    @req:bulkdata-unacceptable-type
    Scenario: A client that accepts HTML only is not misled about bulk data
      Given the sample multiframe-rgb8 is stored
      And the bulk data of image can be retrieved
      When the bulk data of image is retrieved as HTML
      Then each request is refused, or answered with a value of image

    @req:bulkdata-range
    Scenario: Some bytes of a bulk value are those bytes
      Given the sample raw-data is stored
      When bytes 10 to 25 of a bulk value of raw are retrieved
      Then the answer is bytes 10 to 25 of that value of raw, or all of it

  Rule: Bulk data says where it lies

    @req:bulkdata-location
    Scenario: Each part names its BulkDataURI
      Given the sample multiframe-rgb8 is stored
      When the bulk data of image is retrieved as parts of octets
      Then each part names a BulkDataURI as its location

    @req:bulkdata-on-the-target
    Scenario: Each BulkDataURI lies on the origin of the target
      Given the sample bulk-values is stored
      When the metadata of the study is retrieved
      Then each BulkDataURI of image lies on the origin of the target

  Rule: Bulk data of a whole

    @req:bulkdata-of-a-whole
    Scenario Outline: All bulk data of <entity> of <sample> is given at once
      Given the sample <sample> is stored
      When all bulk data of <entity> is retrieved
      Then the target offers it
      And the parts hold every bulk value of <instances>

      Examples:
        | sample      | entity                     | instances                                  |
        | shapes      | the study                  | red-triangle, green-square and blue-circle |
        | shapes      | the series of red-triangle | red-triangle and green-square              |
        | shapes      | blue-circle                | blue-circle                                |
        | bulk-values | the study                  | image                                      |
        | bulk-values | the series of image        | image                                      |

    @req:bulkdata-instance-as-octets
    Scenario: An instance as octets is its bulk data
      Given the sample bulk-values is stored
      When image is retrieved as parts of octets
      Then the target offers it
      And the parts hold every bulk value of image
