Feature: Retrieved instances are in the transfer syntax that was asked for
  PS3.18 8.7.3.4 makes Explicit VR Little Endian the default and bans Implicit VR Little Endian and Explicit VR Big
  Endian from responses; 8.7.3.5.2 lets a client name a transfer syntax, or accept any.

  Rule: Explicit VR Little Endian is the default

    @req:retrieve-default-syntax
    Scenario Outline: Without a named transfer syntax the uncompressed instances of <entity> come in the default one
      Given the sample shapes is stored
      When <entity> is retrieved in no named transfer syntax
      Then the response status is 200
      And each instance is in Explicit VR Little Endian

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
        | green-square               |

    @req:retrieve-decompressed-by-default
    Scenario Outline: Without a named transfer syntax <sample> comes uncompressed
      Given the sample <sample> is stored
      When the study is retrieved in no named transfer syntax
      Then the response status is 200
      And each instance is in Explicit VR Little Endian

      Examples:
        | sample                    |
        | rle-rgb                   |
        | rle-gray16                |
        | jpegls-gray8              |
        | jpeg2000-gray8            |
        | jpeg2000-extended-offsets |
        | mixed-syntaxes            |

    @req:retrieve-decompressed-pixels
    Scenario Outline: The decompressed pixels of <sample> are those that were compressed
      Given the sample <sample> is stored
      When the study is retrieved in no named transfer syntax
      Then the pixels of each instance that comes are those that were stored

      Examples:
        | sample                       |
        | rle-gray8                    |
        | rle-gray16                   |
        | rle-rgb                      |
        | jpegls-gray8                 |
        | jpegls-gray16                |
        | jpegls-rgb                   |
        | jpeg2000-gray8               |
        | jpeg2000-gray16              |
        | jpeg2000-rgb                 |
        | jpeg2000-extended-offsets    |
        | rle-planar                   |
        | rle-signed                   |
        | rle-odd                      |
        | jpeg2000-one-frame-fragments |

    @req:retrieve-pixel-data-even
    Scenario Outline: The decompressed pixel data of <sample> has an even length
      Given the sample <sample> is stored
      When the study is retrieved in no named transfer syntax
      Then each file has an even length of pixel data that is not compressed

      Examples:
        | sample     |
        | rle-odd    |
        | planar-rgb |

    @req:retrieve-no-stale-offsets
    Scenario: Decompressed pixel data has no table of offsets
      Given the sample jpeg2000-extended-offsets is stored
      When the study is retrieved in no named transfer syntax
      Then each file has no table of offsets where nothing is compressed

    @req:retrieve-loss-said
    Scenario: What was compressed with loss says so, also when it is decompressed
      Given the sample jpeg-baseline is stored
      When the study is retrieved in no named transfer syntax
      Then each file says that it was compressed with loss

    @req:retrieve-lossy-readable
    Scenario: An instance compressed with loss comes decoded or as it is held
      Given the sample jpeg-baseline is stored
      When the study is retrieved in no named transfer syntax
      Then the response status is 200
      And each instance is decoded, or as it was stored

    @req:retrieve-no-banned-syntax
    Scenario Outline: Without a named transfer syntax what was stored as <sample> comes in Explicit VR Little Endian
      Given the sample <sample> is stored
      When the study is retrieved in no named transfer syntax
      Then the response status is 200
      And each instance is in Explicit VR Little Endian

      Examples:
        | sample          |
        | implicit        |
        | big-endian      |
        | deflated        |
        | implicit-report |

    @req:retrieve-reencoded-whole
    Scenario Outline: The <aspect> of what was stored as <sample> survive another encoding
      Given the sample <sample> is stored
      When the study is retrieved in no named transfer syntax
      Then the response status is 200
      And the <aspect> of each instance are those that were stored

      Examples:
        | sample          | aspect             |
        | implicit        | attributes         |
        | implicit        | private attributes |
        | implicit        | numbers            |
        | implicit        | binary values      |
        | implicit        | pixel data         |
        | big-endian      | attributes         |
        | big-endian      | private attributes |
        | big-endian      | numbers            |
        | big-endian      | binary values      |
        | big-endian      | pixel data         |
        | deflated        | attributes         |
        | deflated        | private attributes |
        | deflated        | numbers            |
        | deflated        | binary values      |
        | deflated        | pixel data         |
        | implicit        | empty attributes   |
        | big-endian      | empty attributes   |
        | deflated        | empty attributes   |
        | implicit-signed | numbers            |
        | implicit-signed | pixel data         |
        | implicit-report | sequence items     |

  Rule: A transfer syntax can be named

    @req:retrieve-explicit-syntax
    Scenario Outline: Named, Explicit VR Little Endian comes for <entity>
      Given the sample shapes is stored
      When <entity> is retrieved in Explicit VR Little Endian
      Then the response status is 200
      And each instance is in Explicit VR Little Endian

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
        | green-square               |

    @req:retrieve-explicit-syntax-of-compressed
    Scenario Outline: Named, Explicit VR Little Endian comes for <sample>
      Given the sample <sample> is stored
      When the study is retrieved in Explicit VR Little Endian
      Then the response status is 200
      And each instance is in Explicit VR Little Endian

      Examples:
        | sample         |
        | rle-gray8      |
        | jpegls-gray8   |
        | jpeg2000-gray8 |

    @req:retrieve-unproducible-syntax
    Scenario Outline: A still image is not mislabelled when <syntax> is asked for
      Given the sample shapes is stored
      When red-triangle is retrieved in <syntax>
      Then the request is refused, or the response says truly its transfer syntax

      Examples:
        | syntax                              |
        | MPEG-2 Main Profile                 |
        | RLE Lossless                        |
        | JPEG 2000 Lossless                  |
        | a transfer syntax that nobody knows |

    @req:retrieve-transcoded-on-request
    Scenario Outline: An uncompressed instance is offered in <syntax>
      Given the sample multiframe-gray8 is stored
      When the study is retrieved in <syntax>
      Then each instance, where the transfer syntax is offered, is in <syntax>
      And the pixels of each instance are those that were stored

      Examples:
        | syntax                             |
        | Deflated Explicit VR Little Endian |
        | RLE Lossless                       |
        | JPEG-LS Lossless                   |
        | JPEG 2000 Lossless                 |

  Rule: Any transfer syntax can be accepted

    @req:retrieve-any-syntax
    Scenario Outline: Accepting any transfer syntax yields <entity>
      Given the sample shapes is stored
      When <entity> is retrieved in any transfer syntax
      Then the response status is 200
      And the pixel data of each instance are those that were stored

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
        | green-square               |

    @req:retrieve-any-syntax-pixels
    Scenario Outline: In any transfer syntax <sample> has the pixels that were stored
      Given the sample <sample> is stored
      When the study is retrieved in any transfer syntax
      Then the response status is 200
      And the pixels of each instance are those that were stored

      Examples:
        | sample                    |
        | rle-rgb                   |
        | rle-gray16                |
        | jpegls-gray8              |
        | jpeg2000-gray8            |
        | jpeg2000-extended-offsets |
        | mixed-syntaxes            |
        | deflated                  |

    @req:retrieve-banned-syntax-never
    Scenario Outline: In any transfer syntax <sample> is not in a banned one
      Given the sample <sample> is stored
      When the study is retrieved in any transfer syntax
      Then the response status is 200
      And no instance is in a transfer syntax that is banned from responses

      Examples:
        | sample          |
        | implicit        |
        | big-endian      |
        | implicit-report |

  Rule: A transfer syntax is named truly

    @req:retrieve-syntax-labelled-truly
    Scenario Outline: The parts of <sample> are labelled truly in <syntax>
      Given the sample <sample> is stored
      When the study is retrieved in <syntax>
      Then the response status is 200
      And the transfer syntax that a part states is that of its instance

      Examples:
        | sample | syntax                    |
        | shapes | any transfer syntax       |
        | shapes | no named transfer syntax  |
        | shapes | Explicit VR Little Endian |

    @req:retrieve-syntax-labelled
    Scenario: Parts in other transfer syntaxes than the default say so
      Given the sample mixed-syntaxes is stored
      When the study is retrieved in any transfer syntax
      Then the response status is 200
      And each part that is not in Explicit VR Little Endian states its transfer syntax
