Feature: Retrieved instances are those that are stored
  Beyond the tutorial, PS3.18 10.4 says which instances a study, a series and an instance consist of, and that each of
  them comes as a whole DICOM file in a legally framed multipart.

  Rule: Exactly what was asked for comes

    @req:retrieve-study-whole
    Scenario: A study of two series comes with all its instances
      Given the sample shapes is stored
      When the study is retrieved
      Then the response status is 200
      And the response holds blue-circle, green-square and red-triangle

    @req:retrieve-study-whole
    Scenario: A study comes whole in the default transfer syntax too
      Given the sample shapes is stored
      When the study is retrieved in no named transfer syntax
      Then the response status is 200
      And the response holds blue-circle, green-square and red-triangle

    @req:retrieve-series-whole
    Scenario Outline: The series of <instance> comes with its own instances
      Given the sample shapes is stored
      When the series of <instance> is retrieved
      Then the response status is 200
      And the response holds <instances>

      Examples:
        | instance     | instances                     |
        | red-triangle | green-square and red-triangle |
        | blue-circle  | blue-circle                   |

    @req:retrieve-series-whole
    Scenario: A series comes alone whose UID is the beginning of others
      Given the sample uids-that-begin-alike is stored
      When the series of first-image is retrieved
      Then the response status is 200
      And the response holds first-image, second-image and third-image

    @req:retrieve-study-whole
    Scenario: A study of a hundred and one images comes with all of them
      Given the sample hundred-images is stored
      When the study is retrieved
      Then the response status is 200
      And the response holds 101 instances

    @req:retrieve-study-whole
    Scenario: A study comes alone whose UID is the beginning of another
      Given a study of its own of which blue-circle and red-triangle are stored
      And a study whose UID begins with that of the study is stored
      When the study is retrieved
      Then the response status is 200
      And the response holds blue-circle and red-triangle

    @req:retrieve-series-whole
    Scenario: An instance that was replaced comes once
      Given a study of its own of which blue-circle is stored
      When blue-circle is sent bearing another PatientName
      And the series of blue-circle is retrieved
      Then the response status is 200
      And the response holds blue-circle

    @req:retrieve-instance-alone
    Scenario: An instance comes alone whose UID is the beginning of others
      Given the sample uids-that-begin-alike is stored
      When first-image is retrieved
      Then the response status is 200
      And the response holds first-image

    @req:retrieve-instance-alone
    Scenario Outline: The instance <instance> comes alone
      Given the sample shapes is stored
      When <instance> is retrieved
      Then the response status is 200
      And the response holds <instance>

      Examples:
        | instance     |
        | red-triangle |
        | green-square |
        | blue-circle  |

    @req:retrieve-mixed-syntaxes-whole
    Scenario: A study of four transfer syntaxes comes whole
      Given the sample mixed-syntaxes is stored
      When the study is retrieved in any transfer syntax
      Then the response status is 200
      And the response holds rle, jpegls, jpeg2000 and native

  Rule: Multipart is framed as RFC 2046 has it

    @req:retrieve-multipart-framing
    Scenario Outline: The multipart of <entity> is whole
      Given the sample shapes is stored
      When <entity> is retrieved
      Then the response status is 200
      And the response is framed as multipart/related

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
        | green-square               |

    @req:retrieve-multipart-type
    Scenario Outline: The multipart of <entity> states the media type of its parts
      Given the sample shapes is stored
      When <entity> is retrieved
      Then the response status is 200
      And the response states the media type of its parts

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
        | green-square               |

    @req:retrieve-part-type
    Scenario Outline: Each part of <entity> is labelled
      Given the sample shapes is stored
      When <entity> is retrieved
      Then the response status is 200
      And each part is an application/dicom

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
        | green-square               |

    @req:retrieve-part-length
    Scenario: Parts state their true length
      Given the sample shapes is stored
      When the study is retrieved
      Then the response status is 200
      And the length that a part states is that of its content

    @req:retrieve-part-location
    Scenario: Parts state their own location
      Given the sample shapes is stored
      When the study is retrieved
      Then the response status is 200
      And the location that a part states is not that of another instance

    @req:retrieve-multipart-quoting
    Scenario Outline: The Content-Type of the multipart of <entity> has quotes where it needs them
      Given the sample shapes is stored
      When <entity> is retrieved
      Then the response status is 200
      And the response has quotes in its Content-Type where they are needed

      Examples:
        | entity       |
        | the study    |
        | green-square |

    @req:retrieve-boundary-unique
    Scenario: An instance that holds the boundary of an earlier response comes whole
      Given a study of its own of which green-square is stored
      When green-square is retrieved
      And an instance that holds the boundary received is stored in the series of green-square
      And boundary-bearer is retrieved
      Then the response status is 200
      And the response holds boundary-bearer
      And the binary values of each instance are those that were stored

  Rule: Each instance is a DICOM file

    @req:retrieve-whole-files
    Scenario Outline: Each instance of <entity> is a DICOM file
      Given the sample shapes is stored
      When <entity> is retrieved
      Then the response status is 200
      And each file is whole

      Examples:
        | entity       |
        | the study    |
        | red-triangle |

    @req:retrieve-file-meta-agrees
    Scenario Outline: Each instance agrees with its File Meta Information in <syntax>
      Given the sample shapes is stored
      When the study is retrieved in <syntax>
      Then the response status is 200
      And each file agrees with its File Meta Information

      Examples:
        | syntax                    |
        | any transfer syntax       |
        | no named transfer syntax  |
        | Explicit VR Little Endian |

    @req:retrieve-file-meta-length
    Scenario Outline: File Meta Information of <sample> states its length
      Given the sample <sample> is stored
      When the study is retrieved in <syntax>
      Then the response status is 200
      And each file states the length of its own File Meta Information

      Examples:
        | sample         | syntax                    |
        | shapes         | any transfer syntax       |
        | shapes         | Explicit VR Little Endian |
        | rle-gray8      | no named transfer syntax  |
        | implicit       | no named transfer syntax  |

    @req:retrieve-file-meta-padding
    Scenario Outline: UIDs in the File Meta Information of <sample> are padded with NUL
      Given the sample <sample> is stored
      When the study is retrieved in <syntax>
      Then the response status is 200
      And each file has NUL behind the UIDs of its File Meta Information

      Examples:
        | sample    | syntax                    |
        | shapes    | any transfer syntax       |
        | shapes    | Explicit VR Little Endian |
        | rle-gray8 | no named transfer syntax  |

  Rule: What is not there is not found

    @req:retrieve-unknown-study
    Scenario: An unknown study is not found
      Given the sample shapes is stored
      When an unknown study is retrieved
      Then the response status is 404

    @req:retrieve-unknown-series
    Scenario: An unknown series of a stored study is not found
      Given the sample shapes is stored
      When an unknown series is retrieved
      Then the response status is 404

    @req:retrieve-unknown-instance
    Scenario: An unknown instance of a stored series is not found
      Given the sample shapes is stored
      When an unknown instance is retrieved
      Then the response status is 404

    @req:retrieve-instance-of-other-series
    Scenario Outline: The instance <instance> is not found under the series of <other>
      Given the sample shapes is stored
      When <instance> is retrieved under the series of <other>
      Then the response status is 404

      Examples:
        | instance     | other        |
        | blue-circle  | green-square |
        | red-triangle | blue-circle  |

    @req:retrieve-instance-of-other-study
    Scenario: An instance is not found under another study
      Given the sample shapes is stored
      When red-triangle is retrieved under another study
      Then the response status is 404

    @req:retrieve-series-of-other-study
    Scenario: A series is not found under another study
      Given the sample shapes is stored
      When the series of red-triangle is retrieved under another study
      Then the response status is 404

    @req:retrieve-malformed-uid
    Scenario Outline: In the place of a <level>, <text> is refused or not found
      Given the sample shapes is stored
      When <text> is retrieved as a <level>
      Then the response status is permitted

      Examples:
        | text                          | level    |
        | a word                        | study    |
        | a UID with letters            | study    |
        | a UID with an empty component | study    |
        | a UID that ends in a dot      | study    |
        | a UID of 65 characters        | study    |
        | a negative number             | study    |
        | a word                        | series   |
        | a UID of 65 characters        | series   |
        | a word                        | instance |
        | a UID of 65 characters        | instance |
