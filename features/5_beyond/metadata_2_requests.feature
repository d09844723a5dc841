Feature: Metadata is found, negotiated and validated
  PS3.18 10.4 and 8.7 for the metadata resources, and RFC 9110 for targets that send entity tags.

  Rule: What is not there is not found

    @req:metadata-of-unknown-study
    Scenario: The metadata of an unknown study is not found
      Given the sample shapes is stored
      When the metadata of an unknown study is retrieved
      Then the response status is 404

    @req:metadata-of-unknown-series
    Scenario: The metadata of an unknown series of a stored study is not found
      Given the sample shapes is stored
      When the metadata of an unknown series is retrieved
      Then the response status is 404

    @req:metadata-of-unknown-instance
    Scenario: The metadata of an unknown instance of a stored series is not found
      Given the sample shapes is stored
      When the metadata of an unknown instance is retrieved
      Then the response status is 404

    @req:metadata-of-other-series
    Scenario: The metadata of an instance is not found under another series
      Given the sample shapes is stored
      When the metadata of blue-circle is retrieved under the series of green-square
      Then the response status is 404

    @req:metadata-of-other-study
    Scenario Outline: The metadata of <entity> is not found under another study
      Given the sample shapes is stored
      When the metadata of <entity> is retrieved under another study
      Then the response status is 404

      Examples:
        | entity                     |
        | the series of green-square |
        | green-square               |

    @req:metadata-malformed-uid
    Scenario Outline: Asked for the metadata of <text> as a <level>, the target refuses or finds nothing
      Given the sample shapes is stored
      When the metadata of <text> is retrieved as a <level>
      Then the response status is permitted

      Examples:
        | text                          | level    |
        | a word                        | study    |
        | a UID with an empty component | study    |
        | a UID of 65 characters        | study    |
        | a word                        | series   |
        | a word                        | instance |

  Rule: Metadata is negotiated

    @req:metadata-accept-anything
    Scenario Outline: The metadata of <entity> comes when anything is accepted
      Given the sample shapes is stored
      When the metadata of <entity> is retrieved accepting anything
      Then the response is DICOM JSON

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
        | green-square               |

    @req:metadata-accept-case
    Scenario Outline: Metadata comes for a media type in <accept>
      Given the sample shapes is stored
      When the metadata of the study is retrieved accepting <accept>
      Then the response is DICOM JSON

      Examples:
        | accept     |
        | upper case |
        | mixed case |

    @req:metadata-accept-list
    Scenario Outline: Metadata comes for <accept>
      Given the sample shapes is stored
      When the metadata of the study is retrieved accepting <accept>
      Then the response is DICOM JSON

      Examples:
        | accept                           |
        | something unknown before it      |
        | something unknown after it       |
        | something unknown of more weight |
        | octets after it                  |
        | a list as viewers send it        |
        | a weight                         |

    @req:metadata-accept-missing
    Scenario: Without an Accept header metadata comes, or a refusal
      Given the sample shapes is stored
      When the metadata of the study is retrieved accepting nothing in particular
      Then the request for metadata is refused, or the response is DICOM JSON

    @req:metadata-accept-range
    Scenario: Metadata comes for any application type
      Given the sample shapes is stored
      When the metadata of the study is retrieved accepting any application type
      Then the response is DICOM JSON

    @req:metadata-accept-plain-json
    Scenario: Metadata is offered as plain JSON
      Given the sample shapes is stored
      When the metadata of the study is retrieved accepting plain JSON
      Then the response, where plain JSON is offered, is JSON

    @req:metadata-for-instance-types
    Scenario Outline: Accepting <accept>, metadata comes under no wrong name
      Given the sample shapes is stored
      When the metadata of green-square is retrieved accepting <accept>
      Then the request for metadata is refused, or the response is DICOM JSON

      Examples:
        | accept                      |
        | instances only              |
        | instances in multipart only |

    @req:metadata-unacceptable
    Scenario Outline: Accepting <accept>, the metadata of <entity> comes under no wrong name
      Given the sample shapes is stored
      When the metadata of <entity> is retrieved accepting <accept>
      Then the request for metadata is refused, or the response is DICOM JSON

      Examples:
        | entity                     | accept                 |
        | the study                  | sound only             |
        | the series of green-square | sound only             |
        | green-square               | sound only             |
        | green-square               | what is malformed only |

    @req:metadata-unacceptable-status
    Scenario Outline: Accepting sound only, the metadata of <entity> is answered with 406
      Given the sample shapes is stored
      When the metadata of <entity> is retrieved accepting sound only
      Then the request for metadata is answered with 406

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
        | green-square               |

  Rule: Metadata that is known need not come again

    @req:metadata-entity-tag
    Scenario Outline: The metadata of <entity> bears an entity tag
      Given the sample shapes is stored
      When the metadata of <entity> is retrieved
      Then the metadata bears an entity tag

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
        | green-square               |

    @req:metadata-entity-tag-stable
    Scenario: Metadata that has not changed keeps its entity tag
      Given a study of its own of which green-square is stored
      When the metadata of the study is retrieved
      And the metadata of the study is retrieved again
      Then the entity tag is the same

    @req:metadata-not-modified
    Scenario Outline: The metadata of <entity> that has not changed is not sent again
      Given the sample shapes is stored
      When the metadata of <entity> is retrieved
      And the metadata is retrieved again unless it has not changed
      Then the metadata is said not to have changed

      Examples:
        | entity                     |
        | the study                  |
        | the series of green-square |
        | green-square               |

    @req:metadata-entity-tag-changes
    Scenario: Metadata comes again after another instance was stored
      Given a study of its own of which green-square is stored
      When the metadata of the study is retrieved
      And red-triangle is stored meanwhile
      And the metadata is retrieved again unless it has not changed
      Then the entity tag is another one
      And the metadata that came again describes green-square and red-triangle

  Rule: Microsoft's services always send entity tags

    @req:metadata-cache-validation
    Scenario: The service sends an entity tag with metadata
      Given the sample shapes is stored
      When the metadata of the study is retrieved
      Then the metadata bears the entity tag that it has to

    @req:metadata-cache-validation
    Scenario: The service does not send again what has not changed
      Given the sample shapes is stored
      When the metadata of the study is retrieved
      And the metadata is retrieved again unless it has not changed
      Then the metadata is said not to have changed
