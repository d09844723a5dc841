Feature: Rendering with Microsoft's DICOM service
  What its conformance statement says beside PS3.18.

  @req:rendered-microsoft-types
  Scenario Outline: Microsoft's service renders <shown> as <accept>
    Given the sample shapes is stored
    When <shown> is rendered as <accept>
    Then the response status is 200
    And the response is an image in <type>

    Examples:
      | shown                  | accept        | type |
      | blue-circle            | JPEG          | JPEG |
      | blue-circle            | PNG           | PNG  |
      | blue-circle            | no named type | JPEG |
      | frame 1 of blue-circle | JPEG          | JPEG |
      | frame 1 of blue-circle | PNG           | PNG  |
      | frame 1 of blue-circle | no named type | JPEG |

  @req:rendered-microsoft-first-frame
  Scenario: Microsoft's service shows the first frame
    Given the sample multiframe-gray8 is stored
    When image is rendered as PNG
    Then the images show frames 1 of image

  @req:rendered-microsoft-quality
  Scenario: Microsoft's service honours the quality
    Given the sample shapes is stored
    When blue-circle is rendered as JPEG with quality 1
    And beside it blue-circle is rendered as JPEG with quality 100
    Then the image takes fewer bytes than the other

  @req:rendered-microsoft-quality
  Scenario Outline: Microsoft's service refuses a quality of <quality>
    Given the sample shapes is stored
    When blue-circle is rendered as JPEG with quality <quality>
    Then the response status is 400

    Examples:
      | quality |
      | 0       |
      | 101     |

  @req:rendered-microsoft-no-pixels
  Scenario: Microsoft's service does not find what has no pixel data
    Given the sample raw-data is stored
    When raw is rendered as JPEG
    Then the response status is 404
