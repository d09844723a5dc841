Feature: DICOM files by URI
  The URI service (PS3.18 9) gives one instance, named by query parameters.

  Rule: The instance comes as a DICOM file

    @req:wado-uri-file
    Scenario Outline: <instance> comes as a DICOM file by URI
      Given the sample shapes is stored
      When <instance> is requested by URI as a DICOM file
      Then the response is the DICOM file of <instance>

      Examples:
        | instance     |
        | green-square |
        | blue-circle  |

    @req:wado-uri-file-content
    Scenario Outline: The DICOM file by URI holds the <aspect> of <sample>
      Given the sample <sample> is stored
      When <instance> is requested by URI as a DICOM file
      Then the DICOM file holds the <aspect> of <instance>

      Examples:
        | sample           | instance     | aspect             |
        | shapes           | green-square | attributes         |
        | shapes           | green-square | texts              |
        | shapes           | green-square | numbers            |
        | shapes           | green-square | person names       |
        | shapes           | green-square | pixel data         |
        | private-blocks   | image        | private attributes |
        | nested-sequences | image        | sequence items     |

    @req:wado-uri-default-transfer-syntax
    Scenario Outline: The DICOM file by URI of <sample> is in the default transfer syntax
      Given the sample <sample> is stored
      When <instance> is requested by URI as a DICOM file
      Then the DICOM file of <instance> is in the default transfer syntax

      Examples:
        | sample         | instance     |
        | shapes         | green-square |
        | implicit       | image        |
        | rle-rgb        | image        |
        | jpeg2000-gray8 | image        |
        | jpeg-baseline  | image        |

  Rule: Parameters are understood

    @req:wado-uri-parameter-order
    Scenario: Parameters in another order name the same instance
      Given the sample shapes is stored
      When green-square is requested by URI as a DICOM file, its parameters the other way round
      Then the response is the DICOM file of green-square

    @req:wado-uri-percent-encoding
    Scenario Outline: A request <encoding> is understood
      Given the sample shapes is stored
      When green-square is requested by URI as a DICOM file, <encoding>
      Then the response is the DICOM file of green-square

      Examples:
        | encoding                        |
        | percent-encoded where it can be |
        | with an unencoded slash         |

    @req:wado-uri-unknown-parameter
    Scenario: A parameter that nobody knows changes nothing
      Given the sample shapes is stored
      When green-square is requested by URI as a DICOM file with a parameter that nobody knows
      Then the response is the DICOM file of green-square

    @req:wado-uri-request-type
    Scenario Outline: A request by URI <fault> is refused
      Given the sample shapes is stored
      When green-square is requested by URI <fault>
      Then the response status is permitted

      Examples:
        | fault                    |
        | without requestType      |
        | with another requestType |

    @req:wado-uri-object-uid-required
    Scenario: A request by URI that names no instance is refused
      Given the sample shapes is stored
      When green-square is requested by URI without objectUID
      Then the response status is permitted

    @req:wado-uri-study-and-series-uid-required
    Scenario Outline: A request by URI <fault> is incomplete
      Given the sample shapes is stored
      When green-square is requested by URI <fault>
      Then the response status is permitted

      Examples:
        | fault             |
        | without studyUID  |
        | without seriesUID |

    @req:wado-uri-malformed-object-uid
    Scenario: A malformed objectUID leads to nothing
      Given the sample shapes is stored
      When green-square is requested by URI with a malformed objectUID
      Then the response status is permitted

    @req:wado-uri-unknown-object
    Scenario: An unknown objectUID is not found
      Given the sample shapes is stored
      When green-square is requested by URI with an unknown objectUID
      Then the response status is permitted

    @req:wado-uri-deleted-object
    Scenario Outline: An instance that was deleted does not come <form>
      Given a study of its own of which blue-circle and red-triangle are stored
      And red-triangle was given by URI <form>
      And red-triangle was deleted
      When red-triangle is requested by URI <form>
      Then the response status is permitted

      Examples:
        | form            |
        | as a DICOM file |
        | as JPEG         |

    @req:wado-uri-mismatched-uids
    Scenario Outline: An instance is not found by URI <place>
      Given the sample shapes is stored
      When green-square is requested by URI <place>
      Then the response status is permitted

      Examples:
        | place                   |
        | under an unknown study  |
        | under an unknown series |

    @req:wado-uri-media-type-parameters
    Scenario Outline: A request <fault> is refused
      Given the sample shapes is stored
      When green-square is requested by URI <fault>
      Then the response status is permitted

      Examples:
        | fault                                    |
        | with a transfer syntax in its media type |
        | with a character set in its media type   |

  Rule: Transfer syntaxes and anonymity are the target's choice

    @req:wado-uri-transfer-syntax
    Scenario: A DICOM file is in the transfer syntax that was asked for by URI
      Given the sample rle-rgb is stored
      When image is requested by URI in RLE Lossless
      Then the DICOM file, where the transfer syntax is offered, is in RLE Lossless

    @req:wado-uri-impossible-transfer-syntax
    Scenario: A video syntax for a still image is refused or not heeded
      Given the sample shapes is stored
      When green-square is requested by URI in MPEG-2
      Then the transfer syntax is refused, or green-square comes in the default one

    @req:wado-uri-malformed-transfer-syntax
    Scenario: A transfer syntax that is no UID is refused
      Given the sample shapes is stored
      When green-square is requested by URI in a malformed transfer syntax
      Then the value, where the parameter is heeded, is refused

    @req:wado-uri-anonymize
    Scenario: An anonymized instance does not tell whose it is
      Given the sample shapes is stored
      When green-square is requested by URI anonymized
      Then the DICOM file, where that is offered, does not tell whose green-square is

    @req:wado-uri-anonymize-value
    Scenario: An unknown value of anonymize is refused
      Given the sample shapes is stored
      When green-square is requested by URI with an unknown value of anonymize
      Then the value, where the parameter is heeded, is refused
