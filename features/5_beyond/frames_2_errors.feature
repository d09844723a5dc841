Feature: Frames that do not exist
  What is no frame is answered as an error of the client. Each scenario first sees that a right frame is given.

  @req:frames-beyond-the-last
  Scenario Outline: Frame <number> of <sample> does not exist
    Given the sample <sample> is stored
    And frame 1 of image can be retrieved
    When frames <number> of image are retrieved as octets
    Then the response status is permitted

    Examples:
      | sample           | number     |
      | multiframe-gray8 | 6          |
      | multiframe-gray8 | 4294967297 |
      | palette-color    | 2          |

  @req:frames-no-frame-zero
  Scenario: Frame 0 does not exist
    Given the sample multiframe-gray8 is stored
    And frame 1 of image can be retrieved
    When frames 0 of image are retrieved as octets
    Then the response status is permitted

  @req:frames-malformed-list
  Scenario Outline: A list of <list> is refused
    Given the sample multiframe-gray8 is stored
    And frame 1 of image can be retrieved
    When frames <list> of image are retrieved as octets
    Then the response status is permitted

    Examples:
      | list |
      | abc  |
      | -1   |
      | 1.5  |
      | 1,,2 |
      | 1;2  |

  @req:frames-empty-list
  Scenario: An empty list names no frames
    Given the sample multiframe-gray8 is stored
    And frame 1 of image can be retrieved
    When frames no number of image are retrieved as octets
    Then the response status is permitted

  @req:frames-list-is-not-shortened
  Scenario Outline: The list <list> is not answered without its bad number
    Given the sample multiframe-gray8 is stored
    And frame 1 of image can be retrieved
    When frames <list> of image are retrieved as octets
    Then the response status is permitted

    Examples:
      | list |
      | 1,6  |
      | 0,1  |

  @req:frames-need-pixel-data
  Scenario Outline: The <name> of <sample> has no frames
    Given the sample <sample> is stored
    And frame 1 of image can be retrieved
    When frames 1 of <name> are retrieved as octets
    Then the response status is permitted

    Examples:
      | sample               | name      |
      | basic-text-sr        | report    |
      | key-object-selection | selection |
      | presentation-state   | state     |

  @req:frames-of-an-unknown-instance
  Scenario Outline: Frames under an unknown <level> are not found
    Given the sample shapes is stored
    And frame 1 of blue-circle can be retrieved
    When frame 1 of blue-circle is retrieved under an unknown <level>
    Then the response status is permitted

    Examples:
      | level    |
      | study    |
      | series   |
      | instance |

  @req:frames-under-wrong-parents
  Scenario: Frames are not found under another series of the study
    Given the sample shapes is stored
    And frame 1 of red-triangle can be retrieved
    When frame 1 of red-triangle is retrieved under the series of blue-circle
    Then the response status is permitted
