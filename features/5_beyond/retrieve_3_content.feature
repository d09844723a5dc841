Feature: Retrieved instances hold what was stored
  An archive hands back what it was given (PS3.18 10.4.2, 10.5.2). Group 0002, group lengths, padding, added attributes
  and the character set of equal text are the target's freedom.

  Rule: Elements keep their values

    @req:retrieve-keeps-attributes
    Scenario Outline: The attributes of <sample> are kept
      Given the sample <sample> is stored
      When the study is retrieved
      Then the response status is 200
      And the attributes of each instance are those that were stored

      Examples:
        | sample             |
        | shapes             |
        | empty-and-multiple |
        | person-names       |
        | ct-signed16        |
        | bulk-values        |
        | late-groups        |

    @req:retrieve-keeps-private-attributes
    Scenario Outline: The private attributes of <sample> are kept
      Given the sample <sample> is stored
      When the study is retrieved
      Then the response status is 200
      And the private attributes of each instance are those that were stored

      Examples:
        | sample         |
        | private-blocks |
        | every-vr       |
        | bulk-values    |
        | late-groups    |

    @req:retrieve-keeps-empty-attributes
    Scenario: Empty attributes stay there, and empty
      Given the sample empty-and-multiple is stored
      When the study is retrieved
      Then the response status is 200
      And the empty attributes of each instance are those that were stored

    @req:retrieve-keeps-sequence-items
    Scenario Outline: The sequence items of <sample> are kept
      Given the sample <sample> is stored
      When the study is retrieved
      Then the response status is 200
      And the sequence items of each instance are those that were stored

      Examples:
        | sample            |
        | nested-sequences  |
        | private-blocks    |
        | bulk-values       |
        | item-values       |
        | creators-in-items |

    @req:retrieve-keeps-value-representations
    Scenario Outline: The value representations of <sample> are kept
      Given the sample <sample> is stored
      When the study is retrieved
      Then the response status is 200
      And the value representations of each instance are those that were stored

      Examples:
        | sample            |
        | every-vr          |
        | empty-and-multiple |

    @req:retrieve-keeps-numbers
    Scenario Outline: The numbers of <sample> are kept
      Given the sample <sample> is stored
      When the study is retrieved
      Then the response status is 200
      And the numbers of each instance are those that were stored

      Examples:
        | sample            |
        | number-extremes   |
        | every-vr          |
        | empty-and-multiple |

    @req:retrieve-keeps-texts
    Scenario Outline: The texts of <sample> are kept
      Given the sample <sample> is stored
      When the study is retrieved
      Then the response status is 200
      And the texts of each instance are those that were stored

      Examples:
        | sample            |
        | long-values       |
        | every-vr          |
        | empty-and-multiple |

    @req:retrieve-keeps-person-names
    Scenario Outline: The person names of <sample> are kept
      Given the sample <sample> is stored
      When the study is retrieved
      Then the response status is 200
      And the person names of each instance are those that were stored

      Examples:
        | sample            |
        | person-names      |
        | long-values       |
        | empty-and-multiple |

    @req:retrieve-keeps-dates
    Scenario: Dates and times are kept
      Given the sample dates-and-times is stored
      When the study is retrieved
      Then the response status is 200
      And the dates and times of each instance are those that were stored

    @req:retrieve-keeps-binary-values
    Scenario Outline: The binary values of <sample> are kept
      Given the sample <sample> is stored
      When the study is retrieved
      Then the response status is 200
      And the binary values of each instance are those that were stored

      Examples:
        | sample      |
        | every-vr    |
        | bulk-values |

  Rule: Pixels keep their values

    @req:retrieve-keeps-pixel-data
    Scenario Outline: The pixel data of <sample> is kept
      Given the sample <sample> is stored
      When the study is retrieved in no named transfer syntax
      Then the response status is 200
      And the pixel data of each instance are those that were stored

      Examples:
        | sample        |
        | shapes        |
        | ct-signed16   |
        | palette-color |
        | monochrome1   |
        | large-frame   |
        | many-frames   |

  Rule: Text keeps its characters

    @req:retrieve-keeps-text-of-any-character-set
    Scenario Outline: The <aspect> of <sample> are kept
      Given the sample <sample> is stored
      When the study is retrieved
      Then the response status is 200
      And the <aspect> of each instance are those that were stored

      Examples:
        | sample                     | aspect       |
        | charset-latin1             | person names |
        | charset-latin1             | texts        |
        | charset-utf8               | person names |
        | charset-utf8               | texts        |
        | charset-kanji              | person names |
        | charset-kanji              | texts        |
        | charset-katakana-kanji     | person names |
        | charset-korean             | person names |
        | charset-korean             | texts        |
        | charset-gb18030            | person names |
        | charset-gb18030            | texts        |
        | charset-gbk                | texts        |
        | charset-cyrillic           | person names |
        | charset-greek              | person names |
        | charset-arabic             | person names |
        | charset-hebrew             | person names |
        | charset-kanji-delimiters   | person names |
        | charset-kanji-delimiters   | texts        |
        | charset-gb18030-delimiters | person names |

  Rule: What is no image is kept too

    @req:retrieve-other-objects
    Scenario Outline: The <aspect> of <sample> are kept in <syntax>
      Given the sample <sample> is stored
      When the study is retrieved in <syntax>
      Then the response status is 200
      And the <aspect> of each instance are those that were stored

      Examples:
        | sample               | aspect             | syntax                    |
        | encapsulated-pdf     | binary values      | no named transfer syntax  |
        | encapsulated-pdf     | attributes         | any transfer syntax       |
        | basic-text-sr        | sequence items     | no named transfer syntax  |
        | basic-text-sr        | attributes         | Explicit VR Little Endian |
        | key-object-selection | sequence items     | any transfer syntax       |
        | ecg-waveform         | sequence items     | no named transfer syntax  |
        | raw-data             | private attributes | no named transfer syntax  |
        | raw-data             | binary values      | any transfer syntax       |
        | presentation-state   | sequence items     | any transfer syntax       |
        | encapsulated-stl     | binary values      | no named transfer syntax  |

  Rule: Every way leads to the same instance

    @req:retrieve-levels-agree
    Scenario Outline: The <aspect> are kept when <entity> is retrieved
      Given the sample shapes is stored
      When <entity> is retrieved in no named transfer syntax
      Then the response status is 200
      And the <aspect> of each instance are those that were stored

      Examples:
        | entity                     | aspect     |
        | the study                  | attributes |
        | the study                  | texts      |
        | the study                  | numbers    |
        | the study                  | pixel data |
        | the series of green-square | attributes |
        | the series of green-square | texts      |
        | the series of green-square | numbers    |
        | the series of green-square | pixel data |
        | green-square               | attributes |
        | green-square               | texts      |
        | green-square               | numbers    |
        | green-square               | pixel data |
