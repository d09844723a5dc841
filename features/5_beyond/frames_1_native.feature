Feature: Frames of uncompressed images
  A frame is the bytes of the pixel data that belong to it: octets, little endian, one part a frame.

  @req:frames-single-frame-is-one-part
  Scenario: The only frame of an image is one part
    Given the sample shapes is stored
    When frames 1 of blue-circle are retrieved as octets
    Then the response status is 200
    And the parts are frames 1 of blue-circle, uncompressed

  @req:frames-equal-stored-pixels
  Scenario Outline: All frames of <sample> come byte for byte
    Given the sample <sample> is stored
    When frames <list> of image are retrieved as octets
    Then the response status is 200
    And the parts are frames <all> of image, uncompressed

    Examples:
      | sample                  | list  | all    |
      | multiframe-gray8        | 2,3,4 | 2 to 4 |
      | multiframe-rgb8         | 1,2,3 | 1 to 3 |
      | multiframe-bit          | 1,2,3 | 1 to 3 |
      | multiframe-signed-count | 1,2,3 | 1 to 3 |
      | palette-color           | 1     | 1      |
      | planar-rgb              | 1     | 1      |
      | late-groups             | 1     | 1      |
      | large-frame             | 1     | 1      |

  @req:frames-equal-stored-pixels
  Scenario: A frame that shows white for zero comes byte for byte
    Given the sample monochrome1 is stored
    When frames 1 of inverted are retrieved as octets
    Then the response status is 200
    And the parts are frames 1 of inverted, uncompressed

  @req:frames-are-little-endian
  Scenario Outline: Samples of <sample> come in little endian order
    Given the sample <sample> is stored
    When frames <list> of image are retrieved as octets
    Then the parts are frames <all> of image, uncompressed

    Examples:
      | sample            | list   | all         |
      | multiframe-gray16 | 1,2,20 | 1, 2 and 20 |
      | ct-signed16       | 1      | 1           |
      | implicit          | 1,2,3  | 1 to 3      |
      | deflated          | 1,2,3  | 1 to 3      |
      | big-endian        | 1,2,3  | 1 to 3      |
      | implicit-signed   | 1      | 1           |

  @req:frames-of-floats
  Scenario: Frames of floating point pixels come byte for byte
    Given the sample float-pixels is stored
    When frames 1,2 of image are retrieved as octets
    Then the parts are frames 1 and 2 of image, uncompressed

  Rule: A number selects a frame, a list selects several in its order

    @req:frames-count-from-one
    Scenario Outline: Frame <number> of <sample> is that frame
      Given the sample <sample> is stored
      When frames <number> of image are retrieved as octets
      Then the parts are frames <number> of image, uncompressed

      Examples:
        | sample            | number |
        | multiframe-gray8  | 1      |
        | multiframe-gray8  | 3      |
        | multiframe-gray8  | 5      |
        | multiframe-gray16 | 20     |
        | many-frames       | 255    |
        | many-frames       | 256    |
        | many-frames       | 257    |
        | many-frames       | 260    |

    @req:frames-list-keeps-its-order
    Scenario Outline: The list <list> is answered in its order
      Given the sample multiframe-gray8 is stored
      When frames <list> of image are retrieved as octets
      Then the response status is 200
      And the parts are frames <numbers> of image

      Examples:
        | list  | numbers    |
        | 1,3   | 1 and 3    |
        | 2,4,5 | 2, 4 and 5 |

    @req:frames-one-frame-a-part
    Scenario: All twenty frames come as twenty parts
      Given the sample multiframe-gray16 is stored
      When frames 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20 of image are retrieved as octets
      Then the response status is 200
      And the response holds 20 frames
      And the parts are frames 1 to 20 of image

    @req:frames-in-any-order
    Scenario: A reversed list is answered in the order asked for
      Given the sample multiframe-gray8 is stored
      When frames 5,4,3,2,1 of image are retrieved as octets
      Then the target offers it
      And the parts are frames 5, 4, 3, 2 and 1 of image

    @req:frames-listed-twice
    Scenario: A frame that is listed twice comes twice
      Given the sample multiframe-gray8 is stored
      When frames 2,2,3 of image are retrieved as octets
      Then the target offers it
      And the parts are frames 2, 2 and 3 of image

    @req:frames-encoded-comma
    Scenario: A list with an encoded comma is understood
      Given the sample multiframe-gray8 is stored
      When frames 1%2C3 of image are retrieved as octets
      Then the target offers it
      And the parts are frames 1 and 3 of image
