Feature: What rendered images show
  Colours are those of the instance, grays stay gray, and a frame shows that frame.

  @req:rendered-rgb-colours
  Scenario Outline: The image of <name> in <sample> as <type> has its colours
    Given the sample <sample> is stored
    When <name> is rendered as <type>
    Then the image has the colours of <name>

    Examples:
      | sample     | name         | type |
      | shapes     | blue-circle  | JPEG |
      | shapes     | green-square | JPEG |
      | shapes     | red-triangle | JPEG |
      | shapes     | blue-circle  | PNG  |
      | shapes     | red-triangle | PNG  |
      | planar-rgb | image        | PNG  |

  @req:rendered-palette-colours
  Scenario Outline: The palette of <name> is shown in its colours as <type>
    Given the sample palette-color is stored
    When <name> is rendered as <type>
    Then the image has the colours, if it is rendered, of <name>

    Examples:
      | name    | type |
      | image   | JPEG |
      | image   | PNG  |
      | shifted | PNG  |

  @req:rendered-ybr-colours
  Scenario: An image of luminance and colour differences is shown in its colours
    Given the sample jpeg-baseline is stored
    When image is rendered as PNG
    Then the image has the colours, if it is rendered, of image

  @req:rendered-gray-stays-gray
  Scenario Outline: A ramp of grays is shown as it is, as <type>
    Given the sample monochrome1 is stored
    When plain is rendered as <type>
    Then the image is gray
    And the image brightens from left to right

    Examples:
      | type |
      | JPEG |
      | PNG  |

  @req:rendered-monochrome1-inverted
  Scenario: An image whose lowest value is white looks like its twin
    Given the sample monochrome1 is stored
    When inverted is rendered as PNG
    And beside it plain is rendered as PNG
    Then the image looks like the other
    And the image brightens from left to right

  @req:rendered-compressed
  Scenario Outline: Frame <number> of <sample> is shown
    Given the sample <sample> is stored
    When frame <number> of image is rendered as PNG
    Then the images show frames <number> of image

    Examples:
      | sample             | number |
      | rle-gray8          | 2      |
      | jpegls-rgb         | 2      |
      | jpeg2000-gray16    | 1      |
      | jpeg2000-fragments | 3      |

  Rule: A frame number selects a frame

    @req:rendered-frames
    Scenario Outline: Frame <number> of <sample> is rendered as <type>
      Given the sample <sample> is stored
      When frame <number> of image is rendered as <type>
      Then the images show frames <number> of image

      Examples:
        | sample           | number | type |
        | multiframe-gray8 | 1      | PNG  |
        | multiframe-gray8 | 2      | JPEG |
        | multiframe-gray8 | 5      | PNG  |
        | multiframe-rgb8  | 3      | PNG  |
        | planar-frames    | 2      | PNG  |

    @req:rendered-frame-list
    Scenario: A list of frames is rendered to one image for each
      Given the sample multiframe-gray8 is stored
      And frame 1 of image can be rendered
      When frames 1,4 of image is rendered as parts of JPEG
      Then the target offers it
      And the images show frames 1 and 4 of image

    @req:rendered-frames-in-any-order
    Scenario: A list of frames that does not ascend is rendered in its order
      Given the sample multiframe-gray8 is stored
      And frame 1 of image can be rendered
      When frames 4,1 of image is rendered as parts of JPEG
      Then the target offers it
      And the images show frames 4 and 1 of image

    @req:rendered-first-frame
    Scenario: A multi-frame instance shows its first frame
      Given the sample multiframe-gray8 is stored
      And frame 1 of image can be rendered
      When image is rendered as PNG
      Then the target offers it
      And the images show frames 1 of image

    @req:rendered-animation
    Scenario: A multi-frame instance is shown as an animation
      Given the sample multiframe-gray8 is stored
      And frame 1 of image can be rendered
      When image is rendered as GIF
      Then the image is animated with all frames of image

    @req:rendered-missing-frame
    Scenario Outline: Frame <number> cannot be rendered
      Given the sample multiframe-gray8 is stored
      And frame 1 of image can be rendered
      When frame <number> of image is rendered as JPEG
      Then the response status is permitted

      Examples:
        | number |
        | 0      |
        | 6      |
        | abc    |

  Rule: A series and a study are rendered too

    @req:rendered-series
    Scenario: A series is rendered
      Given the sample shapes is stored
      When the series of red-triangle is rendered in one image or more
      Then what comes is one image or more

    @req:rendered-study
    Scenario: A study is rendered
      Given the sample shapes is stored
      When the study is rendered in one image or more
      Then what comes is one image or more

  Rule: What is no image is rendered for readers

    @req:rendered-report
    Scenario Outline: A report is rendered as <type>
      Given the sample basic-text-sr is stored
      And image can be rendered
      When report is rendered as <type>
      Then the response is the text of report as <type>

      Examples:
        | type       |
        | HTML       |
        | plain text |
        | XML text   |

    @req:rendered-document
    Scenario: A document is rendered as itself
      Given the sample encapsulated-pdf is stored
      When document is rendered as PDF
      Then the response is the document of document
