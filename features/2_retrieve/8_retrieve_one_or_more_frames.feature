Feature: Retrieve one or more frames from a single instance
  The tutorial asks for frame 1 of red-triangle, its only frame, as application/octet-stream.

  @tutorial @req:retrieve-frame
  Scenario: Frame 1 of red-triangle equals the stored pixels
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When frame 1 of red-triangle is retrieved
    Then the response status is 200
    And the response holds 1 frame
    And the response holds frame 1 of red-triangle

  Rule: The transfer syntax may be named, a wildcard, or left out

    @req:retrieve-frame-transfer-syntaxes
    Scenario Outline: Frame 1 is retrieved with <syntax>
      Given a study of its own of which red-triangle is stored
      When frame 1 of red-triangle is retrieved in <syntax>
      Then the response status is 200
      And the response holds frame 1 of red-triangle

      Examples:
        | syntax                    |
        | Explicit VR Little Endian |
        | any transfer syntax       |
        | no named transfer syntax  |
