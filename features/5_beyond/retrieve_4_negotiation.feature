Feature: Instances are negotiated as PS3.18 8.7 has it
  A client says what it accepts: with spaces and quotes or without, in lists, with weights, with wildcards. What it
  accepts comes, or nothing under a wrong name.

  Rule: Media types are understood however they are written

    @req:retrieve-accept-case
    Scenario Outline: An instance comes for a media type in <accept>
      Given the sample shapes is stored
      When red-triangle is retrieved accepting <accept>
      Then the response status is 200
      And the response holds red-triangle

      Examples:
        | accept     |
        | upper case |
        | mixed case |

    @req:retrieve-accept-quoting
    Scenario Outline: An instance comes for a media type with <accept>
      Given the sample shapes is stored
      When red-triangle is retrieved accepting <accept>
      Then the response status is 200
      And the response holds red-triangle

      Examples:
        | accept                            |
        | a quoted transfer syntax          |
        | a bare transfer syntax            |
        | a quoted wildcard                 |
        | no spaces                         |
        | spaces on both sides of semicolons |
        | parameters the other way round    |

    @req:retrieve-accept-bare-type
    Scenario: An instance comes for a type without quotes
      Given the sample shapes is stored
      When red-triangle is retrieved accepting a bare type
      Then the response status is 200
      And the response holds red-triangle

  Rule: A list is searched for what can be given

    @req:retrieve-accept-list
    Scenario Outline: An instance comes for a list with <accept>
      Given the sample shapes is stored
      When red-triangle is retrieved accepting <accept>
      Then the response is red-triangle, in parts or alone

      Examples:
        | accept                           |
        | something unknown before it      |
        | something unknown after it       |
        | something unknown of more weight |
        | the single part of more weight   |
        | anything of less weight          |
        | a weight                         |

    @req:retrieve-accept-anything
    Scenario: An instance comes when anything is accepted
      Given the sample shapes is stored
      When red-triangle is retrieved accepting anything
      Then the response is red-triangle, in parts or alone

    @req:retrieve-accept-ranges
    Scenario Outline: An instance comes for <accept>
      Given the sample shapes is stored
      When red-triangle is retrieved accepting <accept>
      Then the response is red-triangle, in parts or alone

      Examples:
        | accept                       |
        | any application type         |
        | any multipart                |
        | a multipart of no named type |

    @req:retrieve-accept-missing
    Scenario: Without an Accept header the default comes, or a refusal
      Given the sample shapes is stored
      When red-triangle is retrieved accepting nothing in particular
      Then the request is refused, or the response says truly what it is

    @req:retrieve-accept-weights
    Scenario Outline: Of two transfer syntaxes <syntax> is preferred by its weight
      Given the sample rle-gray8 is stored
      When the study is retrieved in <syntax> before <other>
      Then the response status is 200
      And each instance is in <syntax>

      Examples:
        | syntax                    | other                     |
        | Explicit VR Little Endian | RLE Lossless              |
        | RLE Lossless              | Explicit VR Little Endian |

    @req:retrieve-accept-weight-of-zero
    Scenario: What has the weight zero is refused
      Given the sample shapes is stored
      When red-triangle is retrieved accepting a weight of zero
      Then the response status is 406

  Rule: What is not acceptable is not given

    @req:retrieve-unacceptable
    Scenario Outline: Accepting <accept>, <entity> comes under no wrong name
      Given the sample shapes is stored
      When <entity> is retrieved accepting <accept>
      Then the request is refused, or the response says truly what it is

      Examples:
        | entity                     | accept                         |
        | the study                  | sound only                     |
        | the series of green-square | sound only                     |
        | green-square               | sound only                     |
        | green-square               | images that do not exist only  |
        | green-square               | what is malformed only         |

    @req:retrieve-unacceptable-status
    Scenario Outline: Accepting sound only, <entity> is answered with 406
      Given the sample shapes is stored
      When <entity> is retrieved accepting sound only
      Then the response status is 406

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
        | green-square               |

  Rule: A single part holds a single instance

    @req:retrieve-single-part
    Scenario: An instance is offered without multipart framing
      Given the sample shapes is stored
      When red-triangle is retrieved accepting a single part
      Then the response, where a single part is offered, is red-triangle

    @req:retrieve-no-single-part-of-several
    Scenario Outline: Several instances of <entity> are not given without multipart framing
      Given the sample shapes is stored
      When <entity> is retrieved accepting a single part
      Then the response is no single part

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
