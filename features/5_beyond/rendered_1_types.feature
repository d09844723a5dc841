Feature: Rendered resources in image types
  What is rendered is an image that any program can show, of the type that it says.

  @req:rendered-jpeg
  Scenario: An instance is rendered as JPEG
    Given the sample shapes is stored
    When blue-circle is rendered as JPEG
    Then the response status is 200
    And the response is an image in JPEG

  @req:rendered-png
  Scenario: An instance is rendered as PNG
    Given the sample shapes is stored
    When blue-circle is rendered as PNG
    Then the response status is 200
    And the response is an image in PNG

  @req:rendered-gif
  Scenario: An instance is rendered as GIF
    Given the sample shapes is stored
    And blue-circle can be rendered
    When blue-circle is rendered as GIF
    Then the target offers it
    And the response is an image in GIF

  @req:rendered-default-is-jpeg
  Scenario: An instance is rendered as JPEG for a client that accepts anything
    Given the sample shapes is stored
    When blue-circle is rendered as anything
    Then the response is an image in JPEG

  @req:rendered-any-image
  Scenario: An instance is rendered as an image for a client that accepts any image
    Given the sample shapes is stored
    When blue-circle is rendered as any image
    Then the response is an image

  @req:rendered-without-accept
  Scenario: Without a named type the default or nothing comes
    Given the sample shapes is stored
    And blue-circle can be rendered
    When blue-circle is rendered as no named type
    Then the response is refused, or an image in the default type

  @req:rendered-known-type-in-a-list
  Scenario: An unknown image type does not spoil the list
    Given the sample shapes is stored
    When blue-circle is rendered as an unknown image type or PNG
    Then the response status is 200
    And the response is an image

  @req:rendered-baseline-jpeg
  Scenario Outline: The JPEG image of <name> in <sample> is baseline
    Given the sample <sample> is stored
    When <name> is rendered as JPEG
    Then the image is coded by the baseline process

    Examples:
      | sample      | name         |
      | shapes      | green-square |
      | monochrome1 | plain        |
      | ct-signed16 | image        |

  @req:rendered-eight-bits
  Scenario: The PNG image of a 16 bit instance has 8 bits
    Given the sample ct-signed16 is stored
    When image is rendered as PNG
    Then the image has 8 bits a channel

  @req:rendered-size
  Scenario Outline: The image of <name> in <sample> has its size
    Given the sample <sample> is stored
    When <name> is rendered as JPEG
    Then the image has the size of <name>

    Examples:
      | sample      | name         |
      | shapes      | red-triangle |
      | planar-rgb  | image        |
      | monochrome1 | plain        |

  @req:rendered-is-no-file
  Scenario Outline: A client that accepts <accept> gets no file
    Given the sample shapes is stored
    And blue-circle can be rendered
    When blue-circle is rendered as <accept>
    Then the response is refused, or an image

    Examples:
      | accept               |
      | a DICOM file         |
      | parts of DICOM files |

  @req:rendered-has-no-transfer-syntax
  Scenario: A rendered image names no transfer syntax
    Given the sample shapes is stored
    When blue-circle is rendered as JPEG
    Then the image names no transfer syntax

  @req:rendered-unacceptable-type
  Scenario Outline: An image as <accept> is refused or comes in the default type
    Given the sample shapes is stored
    And <shown> can be rendered
    When <shown> is rendered as <accept>
    Then the response is refused, or an image in the default type

    Examples:
      | shown                  | accept                |
      | blue-circle            | an unknown image type |
      | frame 1 of blue-circle | an unknown image type |
      | blue-circle            | plain text            |

  @req:rendered-unacceptable-is-406
  Scenario: The refusal of an unknown image type is 406
    Given the sample shapes is stored
    And blue-circle can be rendered
    When blue-circle is rendered as an unknown image type
    Then the response is refused, or an image in the default type

  @req:rendered-unknown
  Scenario Outline: What is rendered under an unknown <level> is not found
    Given the sample shapes is stored
    And blue-circle can be rendered
    When blue-circle is rendered under an unknown <level>
    Then the response status is permitted

    Examples:
      | level    |
      | study    |
      | series   |
      | instance |
