Feature: Header fields say the truth
  Whoever reads a response goes by its header: what it is, how long, how coded, and whether it is still current.

  Rule: Fields of the request that only negotiate do no harm

    @req:http-negotiating-fields
    Scenario Outline: With <field>, <place> comes
      Given the sample shapes is stored
      When <place> is requested with <field>
      Then <place> comes

      Examples:
        | place                     | field                         |
        | the metadata of the study | languages and character sets  |
        | the search for studies    | languages and character sets  |
        | the search for studies    | a language that nobody speaks |
        | the instance red-triangle | languages and character sets  |
        | frame 1 of red-triangle   | languages and character sets  |
        | the search for instances  | a field that nobody knows     |

    @req:http-charset-list
    Scenario Outline: With an unsupported character set before UTF-8, <place> comes, or the request is refused
      Given the sample shapes is stored
      When <place> is requested with an unsupported character set before UTF-8
      Then <place> comes or is refused

      Examples:
        | place                     |
        | the metadata of the study |
        | the search for studies    |

    @req:http-charset-parameter
    Scenario Outline: UTF-8 can be asked for in the URL of <place>
      Given the sample shapes is stored
      When <place> is requested with the parameter charset
      Then <place> comes

      Examples:
        | place                     |
        | the metadata of the study |
        | the search for studies    |

  Rule: A payload has a name, and is what it is called

    @req:http-payload-named
    Scenario Outline: The header of <place> names its media type
      Given the sample shapes is stored
      When <place> is requested
      Then the response names its media type

      Examples:
        | place                                                  |
        | the search for studies                                 |
        | the search for series                                  |
        | the search for instances                               |
        | the search for series of the study                     |
        | the search for instances of the study                  |
        | the search for instances of the series of red-triangle |
        | the metadata of the study                              |
        | the metadata of the series of red-triangle             |
        | the metadata of red-triangle                           |
        | the whole study                                        |
        | the instance red-triangle                              |
        | frame 1 of red-triangle                                |

    @req:http-payload-named
    Scenario: The header of the picture of red-triangle names its media type
      Given the sample shapes is stored
      When the picture of red-triangle is requested
      Then the response names its media type

    @req:http-payload-true
    Scenario Outline: What comes for <place> is what its header says
      Given the sample shapes is stored
      When <place> is requested
      Then the response is what its header says

      Examples:
        | place                        |
        | the search for studies       |
        | the search for series        |
        | the search for instances     |
        | the metadata of the study    |
        | the metadata of red-triangle |
        | the whole study              |
        | the instance red-triangle    |
        | frame 1 of red-triangle      |

    @req:http-payload-true
    Scenario Outline: What comes for <place> as <media> is what its header says
      Given the sample shapes is stored
      And <place> is offered as <media>
      When <place> is requested accepting <media> alone
      Then the response is what its header says

      Examples:
        | place                       | media |
        | the metadata of the study   | XML   |
        | the picture of red-triangle | PNG   |

    @req:http-payload-true
    Scenario: What comes for the picture of red-triangle is what its header says
      Given the sample shapes is stored
      When the picture of red-triangle is requested
      Then the response is what its header says

    @req:http-parameters-single
    Scenario Outline: The media type of <place> has each parameter once
      Given the sample shapes is stored
      When <place> is requested
      Then the response names no charset or transfer syntax twice

      Examples:
        | place                     |
        | the search for studies    |
        | the metadata of the study |
        | the instance red-triangle |
        | frame 1 of red-triangle   |

    @req:http-no-type-without-content
    Scenario: A search that finds nothing names no media type when it has no content
      Given the sample shapes is stored
      When a search that finds nothing is requested
      Then the response has no media type without content

  Rule: The length of a payload is known

    @req:http-length
    Scenario Outline: With <field>, all of <place> comes
      Given the sample shapes is stored
      When <place> is requested with <field>
      Then <place> comes whole

      Examples:
        | place                                 | field        |
        | the metadata of the study             | no coding    |
        | the metadata of the study             | gzip         |
        | the search for studies                | no coding    |
        | the search for instances of the study | gzip         |
        | the whole study                       | no coding    |
        | frame 1 of red-triangle               | no coding    |

  Rule: A coding is declared, and used only where it is accepted

    @req:http-coding-declared
    Scenario Outline: With <field>, the coding of <place> is declared
      Given the sample shapes is stored
      When <place> is requested with <field>
      Then <place> comes with its coding declared

      Examples:
        | place                                 | field             |
        | the metadata of the study             | gzip              |
        | the metadata of the study             | gzip among others |
        | the search for instances of the study | gzip              |
        | the instance red-triangle             | gzip              |
        | frame 1 of red-triangle               | gzip              |

    @req:http-coding-accepted
    Scenario Outline: With <field>, <place> is not compressed
      Given the sample shapes is stored
      When <place> is requested with <field>
      Then <place> comes uncompressed

      Examples:
        | place                                 | field         |
        | the metadata of the study             | no coding     |
        | the metadata of the study             | gzip excluded |
        | the search for instances of the study | no coding     |
        | the instance red-triangle             | no coding     |

    @req:http-compression
    Scenario: Metadata come compressed on request
      Given the sample shapes is stored
      When the metadata of the study is requested with gzip
      Then the metadata of the study comes compressed

    @req:http-vary
    Scenario Outline: A cache is told that <place> varies with the media type
      Given the sample shapes is stored
      And <place> is offered as XML
      When <place> is requested
      Then <place> comes and says that it varies with the media type

      Examples:
        | place                     |
        | the metadata of the study |
        | the search for studies    |

  Rule: Responses say where they are from and whether they are current

    @req:http-content-location
    Scenario: A picture says where it is
      Given the sample shapes is stored
      When the picture of red-triangle is requested
      Then the picture of red-triangle comes and says where it is

    @req:http-not-modified
    Scenario Outline: To one who has <place>, it is current or comes again
      Given the sample shapes is stored
      When <place> is requested again by its entity tag
      Then <place> comes or is said to be current

      Examples:
        | place                        |
        | the metadata of the study    |
        | the metadata of red-triangle |
        | the instance red-triangle    |

    @req:http-modified
    Scenario Outline: To one who has something else, <place> comes
      Given the sample shapes is stored
      When <place> is requested with an entity tag of another time
      Then <place> comes

      Examples:
        | place                        |
        | the metadata of the study    |
        | the metadata of red-triangle |
        | the instance red-triangle    |
        | the search for studies       |
