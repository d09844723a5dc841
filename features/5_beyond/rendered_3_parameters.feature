Feature: Parameters of rendering
  Not every parameter needs support: each is first seen to have an effect, and only then judged.

  @req:rendered-quality
  Scenario Outline: A quality of <quality> is accepted
    Given the sample shapes is stored
    When blue-circle is rendered as JPEG with quality <quality>
    Then the response status is 200
    And the response is an image in JPEG

    Examples:
      | quality |
      | 10      |
      | 95      |

  @req:rendered-lower-quality-is-smaller
  Scenario: Lower quality takes fewer bytes
    Given the sample shapes is stored
    And quality 10 changes blue-circle as JPEG
    When blue-circle is rendered as JPEG with quality 10
    And beside it blue-circle is rendered as JPEG with quality 95
    Then the image takes fewer bytes than the other

  @req:rendered-bad-quality
  Scenario Outline: A quality of <quality> is refused
    Given the sample shapes is stored
    And quality 10 changes blue-circle as JPEG
    When blue-circle is rendered as JPEG with quality <quality>
    Then the response status is permitted

    Examples:
      | quality |
      | 0       |
      | 101     |
      | abc     |
      | nothing |

  Rule: A viewport says how large, and what of it

    @req:rendered-viewport
    Scenario Outline: The picture fits into a viewport of <width> by <height>
      Given the sample monochrome1 is stored
      And viewport 20,20 changes plain as PNG
      When plain is rendered as PNG with viewport <width>,<height>
      Then plain fits into <width> by <height> without distortion

      Examples:
        | width | height |
        | 20    | 20     |
        | 24    | 8      |

    @req:rendered-viewport
    Scenario Outline: A viewport shows frame <number>
      Given the sample multiframe-gray8 is stored
      And viewport 18,14 changes frame 1 of image as PNG
      When frame <number> of image is rendered as PNG with viewport 18,14
      Then the image shows frame <number> of image on any scale

      Examples:
        | number |
        | 2      |
        | 5      |

    @req:rendered-viewport
    Scenario: A viewport is heeded after the whole picture was rendered
      Given the sample monochrome1 is stored
      And inverted is scaled when it is rendered as PNG with viewport 20,20
      When plain is rendered as PNG
      And plain is rendered as PNG with viewport 20,20
      Then plain fits into 20 by 20 without distortion

    @req:rendered-size
    Scenario: The whole picture comes after one with a viewport
      Given the sample monochrome1 is stored
      And plain can be rendered
      When inverted is rendered as PNG with viewport 20,20
      And inverted is rendered as PNG
      Then the image has the size of inverted

    @req:rendered-viewport-region
    Scenario Outline: A viewport of <viewport> shows its region only
      Given the sample shapes is stored
      And viewport 2,2,0,0,2,2 changes green-square as PNG
      When green-square is rendered as PNG with viewport <viewport>
      Then the image shows the region <region> of green-square

      Examples:
        | viewport    | region  |
        | 2,2,0,0,2,2 | 0,0,2,2 |
        | 3,3,5,4,3,3 | 5,4,3,3 |
        | 6,6,5,4,3,3 | 5,4,3,3 |

    @req:rendered-viewport-elided
    Scenario: Values of the region are left out
      Given the sample shapes is stored
      And viewport 6,6,0,0,6,6 changes green-square as PNG
      When green-square is rendered as PNG with viewport 6,6,,,6,6
      And beside it green-square is rendered as PNG with viewport 6,6,0,0,6,6
      Then the image looks like the other

    @req:rendered-viewport-mirror
    Scenario: A negative width mirrors the picture
      Given the sample monochrome1 is stored
      And viewport 16,16,0,0,16,16 changes plain as PNG
      When plain is rendered as PNG with viewport 32,16,0,0,-32,16
      And beside it plain is rendered as PNG
      Then the image mirrors the other

    @req:rendered-bad-viewport
    Scenario Outline: A viewport of <viewport> is refused
      Given the sample monochrome1 is stored
      And viewport 20,20 changes plain as PNG
      When plain is rendered as PNG with viewport <viewport>
      Then the response status is permitted

      Examples:
        | viewport |
        | 100      |
        | a,b      |
        | -5,5     |

  Rule: A window maps values to grays

    @req:rendered-window
    Scenario Outline: A window of <window> follows its formula
      Given the sample ct-signed16 is stored
      And window -1700,800,linear or window 300,4000,linear changes image as PNG
      When image is rendered as PNG with window <window>
      Then the gray levels of image follow the window <window>

      Examples:
        | window            |
        | -1700,800,linear  |
        | -1900,300,linear  |
        | -1400,1500,linear |
        | 300,4000,linear   |

    @req:rendered-window
    Scenario Outline: A window of <window> follows its formula where values are rescaled in halves
      Given the sample ct-half-steps is stored
      And window -1700,800,linear or window 300,4000,linear changes image as PNG
      When image is rendered as PNG with window <window>
      Then the gray levels of image follow the window <window>

      Examples:
        | window           |
        | -500,900,linear  |
        | 300,1200,linear  |

    @req:rendered-window
    Scenario Outline: A window of frame <number> follows its formula
      Given the sample multiframe-gray8 is stored
      And window 100,120,linear changes frame 1 of image as PNG
      When frame <number> of image is rendered as PNG with window 100,120,linear
      Then the gray levels of frame <number> of image follow the window 100,120,linear

      Examples:
        | number |
        | 1      |
        | 3      |

    @req:rendered-window
    Scenario: A window leaves the lowest value white where it is so
      Given the sample monochrome1 is stored
      And window 100,120,linear changes inverted as PNG
      When inverted is rendered as PNG with window 100,120,linear
      Then the gray levels of inverted follow the window 100,120,linear

    @req:rendered-window-functions
    Scenario Outline: The window <window> follows its formula
      Given the sample ct-signed16 is stored
      And window -1700,800,linear changes image as PNG
      When image is rendered as PNG with window <window>
      Then the gray levels of image follow the window <window>

      Examples:
        | window                 |
        | -1750,500,linear-exact |
        | -1750,500,sigmoid      |
        | -1900,20,linear-exact  |

    @req:rendered-own-window
    Scenario: Without a window the first one of the instance applies
      Given the sample ct-signed16 is stored
      When image is rendered as PNG
      Then the gray levels of image follow the window 40,400,linear

    @req:rendered-bad-window
    Scenario Outline: A window of <window> is refused
      Given the sample ct-signed16 is stored
      And window -1700,800,linear changes image as PNG
      When image is rendered as PNG with window <window>
      Then the response status is permitted

      Examples:
        | window           |
        | -1700,abc,linear |
        | -1700,800,nosuch |

    @req:rendered-short-window
    Scenario: A window without a function is refused
      Given the sample ct-signed16 is stored
      And window -1700,800,linear changes image as PNG
      When image is rendered as PNG with window -1700,800
      Then the response status is permitted

    @req:rendered-window-of-a-presentation-state
    Scenario: A window is refused for a presentation state
      Given the sample presentation-state is stored
      And image can be rendered
      When state is rendered as PNG with window 40,400,linear
      Then the response status is permitted

  Rule: Annotations and colour profiles

    @req:rendered-annotation
    Scenario: An annotation is accepted
      Given the sample shapes is stored
      When blue-circle is rendered as PNG with annotation patient
      Then the response status is 200
      And the response is an image in PNG

    @req:rendered-unknown-annotation
    Scenario: An unknown annotation is refused or ignored
      Given the sample shapes is stored
      When blue-circle is rendered as PNG with annotation nosuch
      And beside it blue-circle is rendered as PNG
      Then the image is refused, or looks like the other

    @req:rendered-colour-profile
    Scenario: A colour profile is embedded
      Given the sample shapes is stored
      And blue-circle can be rendered
      When blue-circle is rendered as JPEG with iccprofile yes
      Then the image has a colour profile
