Feature: Media types are negotiated as PS3.18 8.7 has it
  A client says what it accepts, in a header field or in the URL: in any case, in lists, with weights, with wildcards.
  What it accepts comes under its right name, or the request is refused.

  Rule: Media types are understood however they are written

    @req:http-accept-case
    Scenario Outline: In <accept>, <place> is understood
      Given the sample shapes is stored
      When <place> is requested accepting <accept>
      Then <place> comes

      Examples:
        | place                                                  | accept     |
        | the search for studies                                 | upper case |
        | the search for studies                                 | mixed case |
        | the search for series                                  | mixed case |
        | the search for instances                               | mixed case |
        | the search for instances of the series of red-triangle | mixed case |

    @req:http-accept-parameters
    Scenario: A character set in the media range of a search does no harm
      Given the sample shapes is stored
      When the search for studies is requested accepting a character set
      Then the search for studies comes

  Rule: A list is searched for what can be given

    @req:http-accept-list
    Scenario Outline: For a list with <accept>, <place> comes
      Given the sample shapes is stored
      When <place> is requested accepting <accept>
      Then <place> comes

      Examples:
        | place                                 | accept                           |
        | the search for studies                | something unknown before it      |
        | the search for studies                | something unknown after it       |
        | the search for studies                | something unknown of more weight |
        | the search for studies                | a list without spaces            |
        | the search for studies                | empty elements                   |
        | the search for studies                | the list of a viewer             |
        | the search for series of the study    | octets after it                  |
        | the search for series                 | something unknown before it      |
        | the search for instances              | something unknown before it      |
        | the search for instances of the study | the list of a viewer             |

    @req:http-accept-weight
    Scenario Outline: With <accept>, the search for instances comes
      Given the sample shapes is stored
      When the search for instances is requested accepting <accept>
      Then the search for instances comes

      Examples:
        | accept                   |
        | a weight                 |
        | a weight of three digits |

    @req:http-accept-lines
    Scenario Outline: With something unknown in a <line> line of Accept, <place> comes
      Given the sample shapes is stored
      When <place> is requested with something unknown in a <line> line of Accept
      Then <place> comes

      Examples:
        | place                     | line   |
        | the metadata of the study | first  |
        | the metadata of the study | second |
        | the search for studies    | first  |
        | the search for studies    | second |
        | the instance red-triangle | first  |
        | the instance red-triangle | second |

    @req:http-accept-weights
    Scenario Outline: Of two media types, <place> comes as <media> by its weight, <number>
      Given the sample shapes is stored
      And <place> is offered as <media>
      And <place> is offered as <other>
      When <place> is requested accepting <media> rather than <other> <number>
      Then <place> comes as <media>

      Examples:
        | place                       | media      | other      | number                |
        | the search for studies      | JSON       | XML        | alone                 |
        | the search for studies      | XML        | JSON       | alone                 |
        | the metadata of the study   | JSON       | XML        | alone                 |
        | the metadata of the study   | XML        | JSON       | alone                 |
        | the metadata of the study   | JSON       | XML        | and something unknown |
        | the metadata of the study   | XML        | JSON       | and something unknown |
        | the picture of red-triangle | JPEG       | PNG        | alone                 |
        | the picture of red-triangle | PNG        | JPEG       | alone                 |

    @req:http-accept-weight-of-zero
    Scenario Outline: A search whose only media type has the weight zero is refused for <accept>
      Given the sample shapes is stored
      When the search for studies is requested accepting <accept>
      Then the response status is permitted

      Examples:
        | accept                            |
        | nothing by weight                 |
        | nothing by a weight with decimals |

  Rule: Wildcards stand for the default

    @req:http-accept-anything
    Scenario Outline: When anything is accepted, <place> comes
      Given the sample shapes is stored
      When <place> is requested accepting anything
      Then <place> comes

      Examples:
        | place                                 |
        | the search for studies                |
        | the search for series                 |
        | the search for instances              |
        | the search for series of the study    |
        | the search for instances of the study |

    @req:http-accept-range
    Scenario Outline: When any application type is accepted, <place> comes
      Given the sample shapes is stored
      When <place> is requested accepting any application type
      Then <place> comes

      Examples:
        | place                  |
        | the search for studies |
        | the search for series  |

    @req:http-accept-missing
    Scenario: Without an Accept header a search gives its default, or is refused
      Given the sample shapes is stored
      When the search for studies is requested accepting nothing in particular
      Then the search for studies comes or is refused

    @req:http-accept-plain-json
    Scenario: A search is offered as plain JSON
      Given the sample shapes is stored
      When the search for studies is requested accepting plain JSON
      Then the response, where plain JSON is offered, is JSON

  Rule: What is not acceptable is not given under its name

    @req:http-unacceptable
    Scenario Outline: When only sound is accepted, <place> comes under no wrong name
      Given the sample shapes is stored
      When <place> is requested accepting sound only
      Then <place> comes or is refused

      Examples:
        | place                                 |
        | the search for studies                |
        | the search for series                 |
        | the search for instances              |
        | the search for instances of the study |

    @req:http-unacceptable-status
    Scenario: A search that accepts only sound is answered with 406
      Given the sample shapes is stored
      When the search for studies is requested accepting sound only
      Then the response status is 406

    @req:http-accept-malformed
    Scenario Outline: To <place>, an Accept of <accept> is the client's mistake
      Given the sample shapes is stored
      When <place> is requested accepting <accept>
      Then the response is no error of the target

      Examples:
        | place                     | accept                          |
        | the search for studies    | a type without subtype          |
        | the search for studies    | a slash alone                   |
        | the search for studies    | commas alone                    |
        | the search for studies    | semicolons alone                |
        | the search for studies    | a weight that is a word         |
        | the search for studies    | a media type of 6000 characters |
        | the metadata of the study | a slash alone                   |
        | the metadata of the study | a weight that is a word         |
        | the instance red-triangle | an open quote                   |
        | the instance red-triangle | semicolons alone                |
        | frame 1 of red-triangle   | an open quote                   |
        | frame 1 of red-triangle   | sound only                      |

    @req:http-accept-mixture
    Scenario: A request for DICOM and rendered media types together is refused
      Given the sample shapes is stored
      When the instance red-triangle is requested accepting DICOM and a picture
      Then the response status is 400

  Rule: The media type can be asked for in the URL

    @req:http-accept-by-parameter
    Scenario Outline: By parameter, <place> is asked for as <media>
      Given the sample shapes is stored
      And <place> is offered as <default>
      And <place> is offered as <media>
      When <place> is requested accepting anything and, by parameter, <media> alone
      Then <place> comes as <media>

      Examples:
        | place                       | default | media |
        | the metadata of the study   | JSON    | XML   |
        | the picture of red-triangle | JPEG    | PNG   |

    @req:http-accept-parameter-wins
    Scenario Outline: The parameter wins over the header when <place> is asked for as <media>
      Given the sample shapes is stored
      And <place> is offered as <default>
      And <place> is offered as <media>
      When <place> is requested accepting <default> alone and, by parameter, <media> alone
      Then <place> comes as <media>

      Examples:
        | place                       | default | media |
        | the metadata of the study   | JSON    | XML   |
        | the picture of red-triangle | JPEG    | PNG   |

    @req:http-accept-parameter-mixture
    Scenario: A parameter that lists DICOM and rendered media types together is refused
      Given the sample shapes is stored
      When the instance red-triangle is requested accepting anything and, by parameter, DICOM and a picture
      Then the response status is 400
