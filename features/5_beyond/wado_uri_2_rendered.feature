Feature: Images and reports by URI
  The URI service renders one instance as an image or as text (PS3.18 9.5). Most of its parameters are the target's
  choice: what it does not heed is not judged.

  Rule: An image comes as an image

    @req:wado-uri-default-jpeg
    Scenario: An image comes as JPEG when nothing else is said
      Given the sample shapes is stored
      When green-square is requested by URI in no named media type
      Then the response is a JPEG

    @req:wado-uri-jpeg
    Scenario Outline: <instance> of <sample> comes as JPEG
      Given the sample <sample> is stored
      When <instance> is requested by URI as JPEG
      Then the response is a JPEG

      Examples:
        | sample      | instance     |
        | shapes      | green-square |
        | shapes      | blue-circle  |
        | ct-signed16 | image        |
        | monochrome1 | plain        |

    @req:wado-uri-png
    Scenario: An image comes as PNG
      Given the sample shapes is stored
      When green-square is requested by URI as PNG
      Then the response, where the format is offered, is a PNG

    @req:wado-uri-media-type-list
    Scenario: Of two media types the known one comes
      Given the sample shapes is stored
      When green-square is requested by URI as something unknown or else as JPEG
      Then the response is a JPEG

    @req:wado-uri-unacceptable
    Scenario: An image is not sound
      Given the sample shapes is stored
      When green-square is requested by URI as sound
      Then the media type is refused, or the response says truly what it is

    @req:wado-uri-image-shown
    Scenario Outline: The image by URI shows <instance>
      Given the sample shapes is stored
      When <instance> is requested by URI as JPEG
      Then the image shows <instance>

      Examples:
        | instance     |
        | green-square |
        | blue-circle  |
        | red-triangle |

    @req:wado-uri-image-shown
    Scenario Outline: The image by URI with frame <frame> shows that frame
      Given the sample multiframe-gray8 is stored
      And the URI service supports frame numbers of image
      When image is requested by URI with frame <frame>
      Then the images show frames <frame> of image

      Examples:
        | frame |
        | 1     |
        | 5     |

  Rule: Parameters of rendering are heeded, or not at all

    @req:wado-uri-window-is-whole
    Scenario Outline: A request <window> is refused
      Given the sample monochrome1 is stored
      And the URI service supports windows of plain
      When plain is requested by URI <window>
      Then the response status is permitted

      Examples:
        | window                  |
        | with windowCenter alone |
        | with windowWidth alone  |

    @req:wado-uri-window-without-image
    Scenario: A window for a DICOM file is refused
      Given the sample monochrome1 is stored
      And the URI service supports windows of plain
      When plain is requested by URI as a DICOM file with a window
      Then the response status is permitted

    @req:wado-uri-window
    Scenario: An image below its window is black
      Given the sample monochrome1 is stored
      And the URI service supports windows of plain
      When plain is requested by URI with a window above all values
      Then the image is black

    @req:wado-uri-window
    Scenario: An image above its window is white
      Given the sample monochrome1 is stored
      And the URI service supports windows of plain
      When plain is requested by URI with a window below all values
      Then the image is white

    @req:wado-uri-size
    Scenario Outline: An image fits into <rows> rows and <columns> columns
      Given the sample monochrome1 is stored
      And the URI service supports limits of size of plain
      When plain is requested by URI within <rows> rows and <columns> columns
      Then the image of plain fits into <rows> rows and <columns> columns

      Examples:
        | rows | columns |
        | 6    | 30      |
        | 30   | 6       |

    @req:wado-uri-size
    Scenario Outline: An image fits <into>
      Given the sample monochrome1 is stored
      And the URI service supports limits of size of plain
      When plain is requested by URI <into>
      Then the image of plain fits into <rows> rows and <columns> columns

      Examples:
        | into                 | rows | columns |
        | in at most 6 rows    | 6    | 32      |
        | in at most 6 columns | 16   | 6       |

    @req:wado-uri-region
    Scenario Outline: An image is not given <region>
      Given the sample shapes is stored
      And the URI service supports regions of green-square
      When green-square is requested by URI <region>
      Then the response status is permitted

      Examples:
        | region                                      |
        | with a region whose end is before its start |
        | with a region of three numbers              |
        | with a region beyond the image              |

    @req:wado-uri-region-shown
    Scenario Outline: An image is shown <region>
      Given the sample palette-color is stored
      And the URI service supports regions of image
      When image is requested by URI <region>
      Then the image shows the part <part> of image by URI

      Examples:
        | region                                  | part           |
        | with a region at the top on the right   | 12,0,12,8      |
        | with a region at the bottom on the left | 0,8,12,8       |
        | with a region in the middle             | 6,4,6,8        |

    @req:wado-uri-frame-number
    Scenario Outline: An image is not given <frame>
      Given the sample multiframe-gray8 is stored
      And the URI service supports frame numbers of image
      When image is requested by URI <frame>
      Then the response status is permitted

      Examples:
        | frame          |
        | with frame 0   |
        | with frame 999 |

    @req:wado-uri-single-frame
    Scenario Outline: One image comes <frame>
      Given the sample multiframe-gray8 is stored
      When image is requested by URI <frame>
      Then the response, where frame numbers are heeded, is one image

      Examples:
        | frame        |
        | with frame 1 |
        | with frame 2 |

    @req:wado-uri-several-frames
    Scenario: Several frames come in a single part or not at all
      Given the sample multiframe-gray8 is stored
      When image is requested by URI as JPEG
      Then the response is one image, or several frames are not acceptable

    @req:wado-uri-presentation-state
    Scenario: A presentation state that does not exist is refused
      Given the sample shapes is stored
      When green-square is requested by URI with a presentation state that does not exist
      Then the parameter, where it is heeded, is refused for green-square

  Rule: A report comes as text

    @req:wado-uri-report-html
    Scenario: A report comes as HTML
      Given the sample basic-text-sr is stored
      When report is requested by URI as HTML
      Then the report, where it is rendered, is HTML

    @req:wado-uri-report-text
    Scenario: A report comes as plain text
      Given the sample basic-text-sr is stored
      When report is requested by URI as plain text
      Then the report, where it is rendered, is plain text
