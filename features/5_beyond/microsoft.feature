Feature: Microsoft's DICOM service
  What its conformance statement (version 2 of the service) promises beside PS3.18, for the service as a whole, for
  retrieve and for search. No other origin server is held to it.

  Rule: The service has versions, a description and a health

    @req:microsoft-version-in-path
    Scenario: Without its version the service is not there
      When the service is asked for studies without its version
      Then the response status is permitted

    @req:microsoft-versions-named
    Scenario: A response names the versions of the service
      Given the sample shapes is stored
      When the metadata of the study is retrieved
      Then the response names the versions that are supported

    @req:microsoft-openapi
    Scenario: The service is described by an OpenAPI document
      When the OpenAPI document of the service is retrieved
      Then the response is an OpenAPI document

    @req:microsoft-health
    Scenario: The service says how it is
      When the health of the service is retrieved
      Then the response says how the service is

  Rule: Retrieve

    @req:microsoft-retrieve-default-syntax
    Scenario: A compressed instance comes decompressed when no transfer syntax is named
      Given the sample rle-rgb is stored
      When the study is retrieved in no named transfer syntax
      Then each instance is in Explicit VR Little Endian

    @req:microsoft-retrieve-anything
    Scenario: A compressed instance comes as it was stored when anything is acceptable
      Given the sample rle-rgb is stored
      When the study is retrieved accepting anything
      Then each instance is in RLE Lossless

    @req:microsoft-retrieve-jpeg-2000
    Scenario: An instance comes in JPEG 2000 Lossless with the pixels that it had
      Given the sample bulk-values is stored
      When the study is retrieved in JPEG 2000 Lossless
      Then each instance is in JPEG 2000 Lossless
      And the pixels of each instance are those that were stored

    @req:microsoft-retrieve-unsupported-syntax
    Scenario: A still image is not given as video
      Given the sample shapes is stored
      When the study is retrieved in MPEG-2 Main Profile
      Then the response status is permitted

    @req:microsoft-retrieve-malformed-uid
    Scenario Outline: A UID with a dollar sign is no <level>
      Given the sample shapes is stored
      When a UID with a dollar sign is retrieved as a <level>
      Then the response status is permitted

      Examples:
        | level    |
        | study    |
        | series   |
        | instance |

    @req:microsoft-metadata-json-only
    Scenario: Metadata does not come as XML
      Given the sample shapes is stored
      When the metadata of the study is retrieved as DICOM XML
      Then the response status is permitted

    @req:microsoft-metadata-without-binary
    Scenario Outline: Metadata has no binary values of <sample>
      Given the sample <sample> is stored
      When the metadata of the study is retrieved
      Then the metadata has no binary attributes

      Examples:
        | sample      |
        | every-vr    |
        | bulk-values |

  Rule: Search

    @req:microsoft-search-limit
    Scenario Outline: A search is refused when it is asked for <oddity>
      Given the sample shapes is stored
      When studies are searched by the StudyInstanceUID of the study with <oddity>
      Then the response status is permitted

      Examples:
        | oddity         |
        | a limit of 0   |
        | a limit of 201 |

    @req:microsoft-search-nothing
    Scenario Outline: A search has no content with <oddity>
      Given the sample shapes is stored
      When studies are searched by the StudyInstanceUID of the study with <oddity>
      Then the response status is permitted
      And the response is empty

      Examples:
        | oddity              |
        | an offset of 100000 |
        | another PatientID   |

    @req:microsoft-search-invalid
    Scenario Outline: A search with <oddity> is refused, and that is explained
      Given the sample shapes is stored
      When studies are searched by the StudyInstanceUID of the study with <oddity>
      Then the search is refused and explained

      Examples:
        | oddity                   |
        | an unsupported attribute |
        | an empty value           |
        | a range without dates    |

    @req:microsoft-search-ignores-case
    Scenario: A PatientID is found in lower case
      Given the sample shapes is stored
      When studies are searched by the PatientID of green-square in lower case
      Then the search finds the study

    @req:microsoft-search-prefixes
    Scenario Outline: A patient is found by the beginning <beginning>
      Given the sample person-names is stored
      When studies are searched by the StudyInstanceUID of the study and fuzzily by the name <beginning>
      Then the search finds the study

      Examples:
        | beginning |
        | yam       |
        | tar       |
        | tar yam   |

    @req:microsoft-search-prefixes
    Scenario: A patient is not found by what stands inside of a name
      Given the sample person-names is stored
      When studies are searched by the StudyInstanceUID of the study and fuzzily by the name amad
      Then the search finds 0 matches

    @req:microsoft-search-counts
    Scenario: The number of instances is returned when it is asked for
      Given the sample shapes is stored
      When studies are searched by the StudyInstanceUID of the study with its number of instances
      Then the match says that there are 3 instances
