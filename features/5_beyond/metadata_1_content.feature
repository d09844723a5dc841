Feature: Metadata describes what is stored
  PS3.18 10.4.1.1.2: the metadata of a study, a series or an instance holds all attributes of each instance; values that
  can be long may be left to a URI.

  Rule: Exactly the instances that were asked for are described

    @req:metadata-of-study
    Scenario: The metadata of a study of two series describes all its instances
      Given the sample shapes is stored
      When the metadata of the study is retrieved
      Then the response status is 200
      And the metadata is that of blue-circle, green-square and red-triangle

    @req:metadata-of-study
    Scenario: The metadata of a study of three series describes all its instances
      Given the sample three-series is stored
      When the metadata of the study is retrieved
      Then the response status is 200
      And the metadata is that of first-image, second-image, third-image, fourth-image and fifth-image

    @req:metadata-of-study
    Scenario: The metadata of a study of a hundred and one images describes them all
      Given the sample hundred-images is stored
      When the metadata of the study is retrieved
      Then the response status is 200
      And the metadata has the attributes that were stored

    @req:metadata-of-study
    Scenario: The metadata of a study describes its own instances whose UID is the beginning of another
      Given a study of its own of which blue-circle and red-triangle are stored
      And a study whose UID begins with that of the study is stored
      When the metadata of the study is retrieved
      Then the response status is 200
      And the metadata is that of blue-circle and red-triangle

    @req:metadata-of-series
    Scenario: The metadata of a series of three describes its own instances
      Given the sample three-series is stored
      When the metadata of the series of first-image is retrieved
      Then the response status is 200
      And the metadata is that of first-image, second-image and third-image

    @req:metadata-of-series
    Scenario: The metadata of a series describes its own instances whose UID is the beginning of others
      Given the sample uids-that-begin-alike is stored
      When the metadata of the series of first-image is retrieved
      Then the response status is 200
      And the metadata is that of first-image, second-image and third-image

    @req:metadata-of-series
    Scenario Outline: The metadata of the series of <instance> describes its own instances
      Given the sample shapes is stored
      When the metadata of the series of <instance> is retrieved
      Then the response status is 200
      And the metadata is that of <instances>

      Examples:
        | instance     | instances                     |
        | red-triangle | green-square and red-triangle |
        | blue-circle  | blue-circle                   |

    @req:metadata-of-instance
    Scenario: The metadata of the last instance of a series of three describes it alone
      Given the sample three-series is stored
      When the metadata of third-image is retrieved
      Then the response status is 200
      And the metadata is that of third-image

    @req:metadata-of-instance
    Scenario Outline: The metadata of the instance <instance> describes it alone
      Given the sample shapes is stored
      When the metadata of <instance> is retrieved
      Then the response status is 200
      And the metadata is that of <instance>

      Examples:
        | instance     |
        | red-triangle |
        | green-square |
        | blue-circle  |

    @req:metadata-content-type
    Scenario Outline: The metadata of <entity> is DICOM JSON
      Given the sample shapes is stored
      When the metadata of <entity> is retrieved
      Then the response is DICOM JSON

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
        | green-square               |

    @req:metadata-levels-agree
    Scenario Outline: <instance> is described alike at each level
      Given the sample <sample> is stored
      When the metadata of <instance> is retrieved at each level
      Then the metadata of <instance> is the same at each level

      Examples:
        | sample           | instance     |
        | shapes           | green-square |
        | every-vr         | image        |
        | nested-sequences | image        |
        | three-series     | first-image  |
        | three-series     | second-image |
        | three-series     | third-image  |

  Rule: Nothing is left out

    @req:metadata-has-attributes
    Scenario Outline: The metadata of <sample> has all attributes
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the attributes that were stored

      Examples:
        | sample             |
        | shapes             |
        | person-names       |
        | empty-and-multiple |
        | bulk-values        |
        | ct-signed16        |
        | late-groups        |

    @req:metadata-has-private-attributes
    Scenario Outline: The metadata of <sample> has all private attributes
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the private attributes that were stored

      Examples:
        | sample         |
        | private-blocks |
        | every-vr       |
        | late-groups    |

    @req:metadata-has-empty-attributes
    Scenario: The metadata has attributes without value
      Given the sample empty-and-multiple is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the empty attributes that were stored

    @req:metadata-has-sequence-items
    Scenario Outline: The metadata of <sample> has all sequence items
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the sequence items that were stored

      Examples:
        | sample            |
        | nested-sequences  |
        | private-blocks    |
        | bulk-values       |
        | item-values       |
        | creators-in-items |

    @req:metadata-has-binary-attributes
    Scenario Outline: The metadata of <sample> lists its binary values
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata lists binary values too

      Examples:
        | sample      |
        | shapes      |
        | every-vr    |
        | bulk-values |

    @req:metadata-of-other-objects
    Scenario Outline: The metadata of <sample> has the <aspect>
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the <aspect> that were stored

      Examples:
        | sample               | aspect             |
        | encapsulated-pdf     | attributes         |
        | basic-text-sr        | attributes         |
        | basic-text-sr        | sequence items     |
        | key-object-selection | sequence items     |
        | ecg-waveform         | sequence items     |
        | raw-data             | private attributes |
        | presentation-state   | sequence items     |

    @req:metadata-of-compressed
    Scenario Outline: The metadata of <sample> has all attributes beside the compressed pixels
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the attributes that were stored
      And the metadata has the pixel data that were stored

      Examples:
        | sample         |
        | rle-gray8      |
        | jpegls-gray8   |
        | jpeg2000-gray8 |
        | jpeg-baseline  |
        | deflated       |

  Rule: Values are those that are stored

    @req:metadata-vr-as-stored
    Scenario Outline: The value representations of <sample> are described
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the value representations that were stored

      Examples:
        | sample             |
        | every-vr           |
        | empty-and-multiple |
        | shapes             |

    @req:metadata-numbers
    Scenario Outline: The numbers of <sample> are described
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the numbers that were stored

      Examples:
        | sample             |
        | number-extremes    |
        | every-vr           |
        | empty-and-multiple |
        | ct-signed16        |

    @req:metadata-texts
    Scenario Outline: The texts of <sample> are described
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the texts that were stored

      Examples:
        | sample             |
        | long-values        |
        | every-vr           |
        | empty-and-multiple |

    @req:metadata-person-names
    Scenario Outline: The person names of <sample> are described
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the person names that were stored

      Examples:
        | sample             |
        | person-names       |
        | long-values        |
        | empty-and-multiple |

    @req:metadata-dates
    Scenario: Dates and times are described
      Given the sample dates-and-times is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the dates and times that were stored

    @req:metadata-binary-values
    Scenario: Binary values that are given inline are described
      Given the sample every-vr is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the binary values that were stored

    @req:metadata-unicode
    Scenario Outline: The <aspect> of <sample> are Unicode in the metadata
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the <aspect> that were stored

      Examples:
        | sample                     | aspect         |
        | charset-latin1             | person names   |
        | charset-latin1             | texts          |
        | charset-utf8               | person names   |
        | charset-utf8               | texts          |
        | charset-kanji              | person names   |
        | charset-kanji              | texts          |
        | charset-katakana-kanji     | person names   |
        | charset-korean             | person names   |
        | charset-korean             | texts          |
        | charset-gb18030            | person names   |
        | charset-gb18030            | texts          |
        | charset-gbk                | texts          |
        | charset-latin2             | texts          |
        | charset-cyrillic           | person names   |
        | charset-greek              | person names   |
        | charset-arabic             | person names   |
        | charset-hebrew             | person names   |
        | charset-thai               | person names   |
        | charset-katakana           | person names   |
        | charset-in-items           | sequence items |
        | charset-kanji-delimiters   | person names   |
        | charset-kanji-delimiters   | texts          |
        | charset-gb18030-delimiters | person names   |

    @req:metadata-code-points
    Scenario: Letters with marks behind them stay so in person names
      Given the sample charset-combining is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the person names that were stored

    @req:metadata-of-implicit
    Scenario Outline: The <aspect> of <sample>, stored in Implicit VR Little Endian, are described
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata has the <aspect> that were stored

      Examples:
        | sample          | aspect         |
        | implicit        | attributes     |
        | implicit        | numbers        |
        | implicit        | texts          |
        | implicit        | person names   |
        | implicit        | sequence items |
        | implicit-signed | numbers        |

    @req:metadata-not-finite
    Scenario: Metadata with numbers that are not finite can be read
      Given the sample not-finite is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata can be read, and has the finite numbers that were stored

  Rule: Only bulk data is left to a URI, and File Meta Information is left out

    @req:metadata-bulkdata-vr
    Scenario Outline: The metadata of <sample> leaves to a URI only what it may
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata keeps the rules for value representations of bulk data

      Examples:
        | sample      |
        | bulk-values |
        | long-values |

    @req:metadata-without-file-meta
    Scenario: The metadata holds no File Meta Information
      Given the sample shapes is stored
      When the metadata of the study is retrieved
      Then the metadata comes
      And the metadata keeps the rules for file meta information
