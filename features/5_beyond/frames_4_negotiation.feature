Feature: The form of frames
  The client says what it accepts; message and parts say what they are.

  @req:frames-message-is-typed
  Scenario: The message names the type of its frames
    Given the sample shapes is stored
    When frames 1 of green-square are retrieved as octets
    Then the response status is 200
    And the message names the type of its parts

  @req:frames-parts-are-typed
  Scenario Outline: Each part of <sample> names its type
    Given the sample <sample> is stored
    When frames <list> of image are retrieved as octets
    Then each part says that it is octets, and is

    Examples:
      | sample           | list  |
      | multiframe-gray8 | 1,2,3 |
      | palette-color    | 1     |

  @req:frames-accept-spellings
  Scenario Outline: Frames are given to a client that accepts <accept>
    Given the sample shapes is stored
    When frames 1 of red-triangle are retrieved as <accept>
    Then the response status is 200
    And the parts are frames 1 of red-triangle, uncompressed

    Examples:
      | accept                             |
      | octets in upper case               |
      | octets with blanks                 |
      | octets after an unknown media type |
      | octets with a lower quality value  |

  @req:frames-bare-type
  Scenario: Frames are given to a client that leaves out quotes
    Given the sample shapes is stored
    When frames 1 of red-triangle are retrieved as octets without quotes
    Then the response status is 200
    And the parts are frames 1 of red-triangle

  @req:frames-accept-anything
  Scenario: Frames are given to a client that accepts anything
    Given the sample shapes is stored
    And frame 1 of red-triangle can be retrieved
    When frames 1 of red-triangle are retrieved as anything
    Then the response status is 200
    And the request is refused, or answered with frames 1 of red-triangle

  @req:frames-unacceptable-type
  Scenario Outline: A client that accepts only <accept> is not misled
    Given the sample shapes is stored
    And frame 1 of red-triangle can be retrieved
    When frames 1 of red-triangle are retrieved as <accept>
    Then the request is refused, or answered with frames 1 of red-triangle

    Examples:
      | accept                         |
      | an unknown media type          |
      | HTML                           |
      | parts of an unknown media type |

  @req:frames-unacceptable-is-406
  Scenario: The refusal of an unknown media type is 406
    Given the sample shapes is stored
    And frame 1 of red-triangle can be retrieved
    When frames 1 of red-triangle are retrieved as an unknown media type
    Then the request is refused, or answered with frames 1 of red-triangle

  @req:frames-unsupported-transfer-syntax
  Scenario Outline: A video transfer syntax for a frame of <name> in <sample> is refused or truthfully answered
    Given the sample <sample> is stored
    And frame 1 of <name> can be retrieved
    When frames 1 of <name> are retrieved as octets in an unknown transfer syntax
    Then the request is refused, or answered with frames 1 of <name>

    Examples:
      | sample    | name        |
      | shapes    | blue-circle |
      | rle-gray8 | image       |

  @req:frames-single-part
  Scenario: A frame comes as a single part
    Given the sample shapes is stored
    When frames 1 of red-triangle are retrieved as a single part of octets
    Then the target offers it
    And the body is frame 1 of red-triangle

  @req:frames-microsoft-single-part
  Scenario: A frame comes as a single part in any transfer syntax
    Given the sample shapes is stored
    When frames 1 of red-triangle are retrieved as a single part of octets in any transfer syntax
    Then the response status is 200
    And the body is frame 1 of red-triangle

  @req:frames-location
  Scenario: The location of each frame gives that frame
    Given the sample multiframe-gray8 is stored
    When frames 1,5 of image are retrieved as octets
    And what the parts name as their location is retrieved
    Then each location gives the bytes of its part
