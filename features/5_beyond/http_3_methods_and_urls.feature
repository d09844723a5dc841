Feature: Methods and URLs mean what HTTP says
  PS3.18 builds on RFC 9110 and RFC 3986: methods that are not offered are refused, characters of a URL may be encoded,
  and the URLs that a target gives out lead back to it.

  Rule: HEAD and OPTIONS tell of a resource without giving it

    @req:http-head
    Scenario Outline: HEAD gives the header of <place>
      Given the sample shapes is stored
      When HEAD is tried on <place>
      Then <place> comes as a header alone

      Examples:
        | place                     |
        | the metadata of the study |
        | the search for studies    |
        | the instance red-triangle |

    @req:http-head-of-the-unknown
    Scenario: HEAD of the metadata of an unknown study finds nothing
      Given the sample shapes is stored
      When HEAD is tried on the metadata of an unknown study
      Then the response status is permitted

    @req:http-options
    Scenario Outline: OPTIONS names what can be done with <place>
      Given the sample shapes is stored
      When OPTIONS is tried on <place>
      Then the response names GET as allowed

      Examples:
        | place                     |
        | the metadata of the study |
        | the search for studies    |
        | the whole study           |

  Rule: A method that is not allowed is refused with those that are

    @req:http-method-not-allowed
    Scenario Outline: <method> on <place> is refused with the methods that are allowed
      Given a study of its own of which red-triangle is stored
      When <method> is tried on <place>
      Then the response names GET as allowed if it refuses the method

      Examples:
        | method | place                     |
        | PUT    | the metadata of the study |
        | DELETE | the metadata of the study |
        | PATCH  | the search for studies    |
        | POST   | frame 1 of red-triangle   |

  Rule: What does not exist is not found

    @req:http-unknown
    Scenario: A resource that no study has is not found
      Given the sample shapes is stored
      When a resource that no study has is requested
      Then the response status is permitted

  Rule: Query parameters are known or ignored

    @req:http-unknown-parameter
    Scenario Outline: <place> comes in spite of <parameter>
      Given the sample shapes is stored
      When <place> is requested with <parameter>
      Then <place> comes

      Examples:
        | place                                 | parameter                          |
        | the metadata of the study             | an unknown parameter               |
        | the instance red-triangle             | an unknown parameter               |
        | frame 1 of red-triangle               | an unknown parameter               |

  Rule: Encoded characters are the characters that they encode

    @req:http-percent-decoding-of-names
    Scenario: The name of a parameter may be encoded
      Given the sample shapes is stored
      When studies are searched by the name PatientID encoded in part
      Then the search finds the study

    @req:http-percent-decoding-of-paths
    Scenario Outline: <place> comes for percent-encoded characters in its path
      Given the sample shapes is stored
      When <place> is requested with percent-encoded characters in its path
      Then <place> comes

      Examples:
        | place                              |
        | the metadata of the study          |
        | the instance red-triangle          |
        | the search for series of the study |

    @req:http-trailing-slash
    Scenario Outline: <place> comes with a trailing slash
      Given the sample shapes is stored
      When <place> is requested with a trailing slash
      Then <place> comes

      Examples:
        | place                     |
        | the search for studies    |
        | the metadata of the study |

  Rule: URLs lead back to the target

    @req:http-urls-lead-back
    Scenario Outline: The URLs in <place> are at the address that was asked
      Given the sample shapes is stored
      When <place> is requested
      Then the URLs that come are at the address of the target

      Examples:
        | place                                 |
        | the search for studies                |
        | the search for series of the study    |
        | the search for instances of the study |

    @req:http-urls-follow-host
    Scenario Outline: Asked under <host>, the target gives out URLs of that name
      Given the sample shapes is stored
      When the search for studies is requested with <host>
      Then the URLs that come are at <origin>

      Examples:
        | host                  | origin                          |
        | another host          | http://archive.example.org      |
        | another host and port | http://archive.example.org:8443 |

    @req:http-urls-follow-proxy
    Scenario Outline: Behind a proxy that sends <field>, the target gives out the proxy's URLs
      Given the sample shapes is stored
      When the search for studies is requested with <field>
      Then the URLs that come are at https://archive.example.org

      Examples:
        | field                       |
        | a host and scheme forwarded |
        | the header Forwarded        |
