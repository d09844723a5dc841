Feature: Store instances
  Whatever PS3.18 lets a client store: one instance or many, of one study or several, images or not, with any legal
  element. What is stored can be found and retrieved.

  Rule: Both resources take any instances

    @req:store-to-studies
    Scenario: Two series of a new study sent to the studies resource are stored
      Given a study of its own of which nothing is stored
      When green-square and blue-circle are sent
      Then the response status is permitted
      And the response references green-square and blue-circle as stored
      And the study holds green-square and blue-circle

    @req:store-to-study
    Scenario: Two series sent to the resource of their study are stored
      Given a study of its own of which nothing is stored
      When red-triangle and blue-circle are sent for the study
      Then the response status is permitted
      And the response references red-triangle and blue-circle as stored
      And the study holds red-triangle and blue-circle

    @req:store-several-studies
    Scenario: Instances of two studies sent in one request are stored, each in its own study
      Given a study of its own of which nothing is stored
      When green-square is sent together with blue-circle of another study
      Then the response status is permitted
      And the study holds green-square
      And the other study holds blue-circle

    @req:store-each-part
    Scenario: Twenty instances of one series sent in one request are stored
      Given a series of twenty instances of which nothing is stored
      When all its instances are stored
      Then the response status is permitted
      And the response references all its instances as stored
      And the study holds all its instances

    @req:store-joins-series
    Scenario: An instance joins the one that its series holds already
      Given a study of its own of which green-square is stored
      And green-square was retrieved
      When red-triangle is sent
      Then the response status is permitted
      And the study holds green-square and red-triangle
      And green-square comes back as before

    @req:store-searchable
    Scenario: A study is found once its first instance is stored
      Given a study of its own of which nothing is stored
      When blue-circle is sent
      Then search finds blue-circle with the PatientID, StudyDate and StudyID that were sent

  Rule: Explicit VR Little Endian is accepted with any legal elements

    @req:store-default-transfer-syntax
    Scenario Outline: Instances with the elements of <sample> are stored
      Given a copy of the sample <sample> of which nothing is stored
      When all its instances are stored
      Then the response status is permitted
      And the response references all its instances as stored
      And the study holds all its instances

      Examples:
        | sample             |
        | every-vr           |
        | private-blocks     |
        | long-values        |
        | empty-and-multiple |
        | number-extremes    |
        | dates-and-times    |
        | person-names       |
        | nested-sequences   |
        | bulk-values        |
        | charset-latin1     |
        | charset-utf8       |

    @req:store-default-transfer-syntax
    Scenario: An instance with a sequence of VR UN and undefined length is stored
      Given a study of its own of which nothing is stored
      When blue-circle is sent bearing a private sequence of unknown form
      Then the response status is permitted
      And the response references blue-circle as stored
      And the study holds blue-circle

    @req:store-tells-coercion
    Scenario Outline: Every value of <sample> comes back, or its change is told
      Given a copy of the sample <sample> of which nothing is stored
      When all its instances are stored
      Then the response is true: every change of a value is told

      Examples:
        | sample             |
        | every-vr           |
        | private-blocks     |
        | empty-and-multiple |

    @req:store-megabyte
    Scenario: An instance of more than a megabyte is stored
      Given a study of its own of which nothing is stored
      When blue-circle is sent bearing a megabyte of private data
      Then the response status is permitted
      And the response references blue-circle as stored
      And the response is true: every change of a value is told

    @req:store-content-framing
    Scenario: Content that looks like multipart is stored as it is
      Given a study of its own of which nothing is stored
      When blue-circle is sent bearing content that looks like multipart
      Then the response status is permitted
      And the response references blue-circle as stored
      And the response is true: every change of a value is told

    @req:store-content-framing
    Scenario: A file that ends in a line end is stored as it is
      Given a copy of the sample line-end-at-the-end of which nothing is stored
      When all its instances are stored
      Then the response status is permitted
      And the response is true: every change of a value is told

    @req:store-tiff-preamble
    Scenario: A file that begins as a TIFF file is stored
      Given a study of its own of which nothing is stored
      When blue-circle is sent with a TIFF header in its preamble
      Then the response status is permitted
      And the response references blue-circle as stored
      And the response is true: every change of a value is told

  Rule: Other objects and transfer syntaxes are stored or refused, and the response says which

    @req:store-other-objects
    Scenario Outline: Objects of <sample> are stored or refused as such
      Given a copy of the sample <sample> of which nothing is stored
      When all its instances are stored
      Then the response is true: its status fits what is stored

      Examples:
        | sample               |
        | encapsulated-pdf     |
        | basic-text-sr        |
        | key-object-selection |
        | ecg-waveform         |
        | raw-data             |
        | presentation-state   |

    @req:store-other-syntaxes
    Scenario Outline: Instances in the transfer syntax of <sample> are stored or refused as such
      Given a copy of the sample <sample> of which nothing is stored
      When all its instances are stored
      Then the response is true: its status fits what is stored

      Examples:
        | sample         |
        | rle-rgb        |
        | jpegls-gray8   |
        | jpeg2000-gray8 |
        | jpeg-baseline  |
        | deflated       |
        | implicit       |
        | mixed-syntaxes |

    @req:store-compressed
    Scenario Outline: Instances compressed as <sample> are stored
      Given a copy of the sample <sample> of which nothing is stored
      When all its instances are stored
      Then the response status is permitted
      And the response references all its instances as stored
      And the study holds all its instances

      Examples:
        | sample         |
        | rle-rgb        |
        | jpegls-gray8   |
        | jpeg2000-gray8 |
        | jpeg-baseline  |

    @req:store-implicit-vr
    Scenario: Instances in Implicit VR Little Endian are stored
      Given a copy of the sample implicit of which nothing is stored
      When all its instances are stored
      Then the response status is permitted
      And the response references all its instances as stored
      And the study holds all its instances

  Rule: Invalid content is stored or refused, and the response says which

    @req:store-invalid-values
    Scenario Outline: An instance bearing <oddity> is stored or refused as such
      Given a study of its own of which green-square is stored
      When blue-circle is sent bearing <oddity>
      Then the response is true: its status fits what is stored

      Examples:
        | oddity                              |
        | an invalid StudyDate                |
        | a StudyDescription that is too long |
        | a malformed PatientWeight           |
        | an InstanceNumber that is too great |
        | an AccessionNumber that is too long |
        | an empty PatientID                  |
        | a SOP Class that nobody knows       |

    @req:store-without-uid
    Scenario Outline: An instance without its <keyword> is refused
      Given a study of its own of which green-square is stored
      When blue-circle is sent without its <keyword>
      Then the response status is permitted
      And the study holds green-square

      Examples:
        | keyword           |
        | StudyInstanceUID  |
        | SeriesInstanceUID |
        | SOPInstanceUID    |
        | SOPClassUID       |

  Rule: An instance that is stored already stays one instance

    @req:store-duplicate-consistent
    Scenario: Storing an instance again leaves it stored once
      Given a study of its own of which blue-circle is stored
      And blue-circle was retrieved
      When blue-circle is sent
      Then the response status is permitted
      And the response accounts for a duplicate
      And the study holds blue-circle
      And blue-circle comes back as before

    @req:store-duplicate-within-request
    Scenario: An instance that a request holds twice is stored once
      Given a study of its own of which green-square is stored
      When blue-circle is sent twice in one request
      Then the response status is permitted
      And the study holds blue-circle and green-square

    @req:store-replacement-whole
    Scenario: Other content under a known UID replaces the stored instance or does not
      Given a study of its own of which blue-circle is stored
      When blue-circle is sent bearing another PatientName
      Then the response status is permitted
      And blue-circle comes back as the one or as the other
      And the metadata of blue-circle agree with it in PatientName
      And the study holds blue-circle
