Feature: Thumbnails
  One small picture that stands for a study, a series, an instance or a frame.

  @req:thumbnail-at-all-levels
  Scenario: Thumbnails are offered at all levels
    Given the sample shapes is stored
    When the thumbnails of blue-circle and all above it are rendered
    Then all of them are images

  @req:thumbnail-is-one-image
  Scenario Outline: The thumbnail of <shown> is one image
    Given the sample shapes is stored
    When the thumbnail of <shown> is rendered as any image
    Then the response is an image

    Examples:
      | shown                     |
      | the study                 |
      | the series of blue-circle |
      | blue-circle               |
      | frame 1 of blue-circle    |

  @req:thumbnail-default-is-jpeg
  Scenario: A thumbnail is JPEG for a client that accepts anything
    Given the sample shapes is stored
    And the thumbnail of blue-circle can be rendered
    When the thumbnail of blue-circle is rendered as anything
    Then the response is an image in JPEG

  @req:thumbnail-shows-its-colours
  Scenario Outline: The thumbnail of <name> has its colours
    Given the sample shapes is stored
    And the thumbnail of <name> can be rendered
    When the thumbnail of <name> is rendered as JPEG
    Then the image has the colours on any scale of <name>

    Examples:
      | name         |
      | blue-circle  |
      | green-square |
      | red-triangle |

  @req:thumbnail-of-its-frame
  Scenario: Frames have thumbnails of their own
    Given the sample multiframe-gray8 is stored
    And the thumbnail of frame 1 of image can be rendered
    When the thumbnail of frame 5 of image is rendered as JPEG
    And beside it the thumbnail of frame 1 of image is rendered as JPEG
    Then the image differs from the other

  @req:thumbnail-viewport
  Scenario: A viewport limits the size of a thumbnail
    Given the sample monochrome1 is stored
    And viewport 8,8 changes the thumbnail of plain as JPEG
    When the thumbnail of plain is rendered as JPEG with viewport 8,8
    Then the image is at most 8 by 8

  @req:thumbnail-bad-viewport
  Scenario: A region is refused for a thumbnail
    Given the sample monochrome1 is stored
    And viewport 8,8 changes the thumbnail of plain as JPEG
    When the thumbnail of plain is rendered as JPEG with viewport 8,8,0,0,4,4
    Then the response status is permitted

  @req:thumbnail-unknown
  Scenario Outline: The thumbnail under an unknown <level> is not found
    Given the sample shapes is stored
    And the thumbnail of blue-circle can be rendered
    When the thumbnail of blue-circle is rendered under an unknown <level>
    Then the response status is permitted

    Examples:
      | level    |
      | study    |
      | series   |
      | instance |

  @req:thumbnail-of-a-report
  Scenario Outline: The thumbnail of <shown> beside an image is an image or refused
    Given the sample basic-text-sr is stored
    And the thumbnail of image can be rendered
    When the thumbnail of <shown> is rendered as JPEG
    Then the response is refused, or an image

    Examples:
      | shown                |
      | report               |
      | the series of report |

  @req:thumbnail-unacceptable-type
  Scenario: A thumbnail as plain text is refused or comes in the default type
    Given the sample shapes is stored
    And the thumbnail of blue-circle can be rendered
    When the thumbnail of blue-circle is rendered as plain text
    Then the response is refused, or an image in the default type
