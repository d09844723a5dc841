Feature: Frames of compressed images
  Octets are samples: they come decompressed. A code stream comes bare, and says what it is.

  @req:frames-are-decompressed
  Scenario Outline: Frames of <sample> come decompressed as <octets>
    Given the sample <sample> is stored
    When frames 1 of image are retrieved as <octets>
    Then the response status is 200
    And the parts are frames 1 of image, uncompressed

    Examples:
      | sample          | octets                              |
      | rle-gray8       | octets                              |
      | rle-gray16      | octets                              |
      | rle-rgb         | octets                              |
      | jpegls-gray8    | octets                              |
      | jpegls-gray16   | octets                              |
      | jpegls-rgb      | octets                              |
      | jpeg2000-gray8  | octets                              |
      | jpeg2000-gray16 | octets                              |
      | jpeg2000-rgb    | octets                              |
      | rle-gray8       | octets in Explicit VR Little Endian |
      | jpegls-gray8    | octets in Explicit VR Little Endian |
      | jpeg2000-gray8  | octets in Explicit VR Little Endian |
      | rle-signed      | octets                              |
      | rle-odd         | octets                              |

  @req:frames-are-whole
  Scenario Outline: Frames <list> of <sample> come whole
    Given the sample <sample> is stored
    And frames of the sample <like> come decompressed
    When frames <list> of image are retrieved as octets
    Then the parts are frames <numbers> of image, uncompressed

    Examples:
      | sample                       | like           | list  | numbers |
      | jpegls-fragments             | jpegls-gray8   | 1,2,3 | 1 to 3  |
      | jpeg2000-fragments           | jpeg2000-gray8 | 1,2,3 | 1 to 3  |
      | jpeg2000-one-frame-fragments | jpeg2000-gray8 | 1     | 1       |
      | jpeg2000-extended-offsets    | jpeg2000-gray8 | 1,2,3 | 1 to 3  |

  @req:frames-in-any-transfer-syntax
  Scenario Outline: Frames of <sample> come in any transfer syntax
    Given the sample <sample> is stored
    When frames <list> of image are retrieved as octets in any transfer syntax
    Then the response status is 200
    And the parts are frames <numbers> of image

    Examples:
      | sample           | list | numbers |
      | multiframe-gray8 | 1,3  | 1 and 3 |
      | rle-gray8        | 1,3  | 1 and 3 |
      | jpegls-rgb       | 1,2  | 1 and 2 |
      | jpeg2000-gray16  | 1,2  | 1 and 2 |

  @req:frames-bare-code-stream
  Scenario Outline: Frames of <sample> as <type> are bare code streams
    Given the sample <sample> is stored
    When frames <list> of image are retrieved as <type>
    Then the target offers it
    And each part is a bare code stream of the type that it names
    And the parts are frames <numbers> of image

    Examples:
      | sample                       | list | numbers | type                             |
      | rle-gray8                    | 1    | 1       | RLE                              |
      | rle-gray8                    | 1,3  | 1 and 3 | RLE                              |
      | jpegls-gray8                 | 1,3  | 1 and 3 | JPEG-LS                          |
      | jpeg2000-gray8               | 1,3  | 1 and 3 | JPEG 2000                        |
      | jpeg2000-fragments           | 2    | 2       | JPEG 2000 in any transfer syntax |
      | jpeg2000-one-frame-fragments | 1    | 1       | JPEG 2000                        |

  @req:frames-bare-code-stream
  Scenario: A JPEG frame is a bare code stream
    Given the sample jpeg-baseline is stored
    When frames 1 of image are retrieved as JPEG Baseline
    Then the target offers it
    And each part is a bare code stream of the type that it names

  @req:frames-with-loss
  Scenario Outline: A frame held with loss is given or refused as <octets>
    Given the sample jpeg-baseline is stored
    When frames 1 of image are retrieved as <octets>
    Then the response is the only frame of image, in any form, or 406

    Examples:
      | octets                        |
      | octets                        |
      | octets in any transfer syntax |
