Feature: What a header says does not depend on how it is spelled
  RFC 9110 leaves to the sender how to write a media type: case, whitespace, quotes, order. The answer is the same.

  Rule: Accept

    @req:property-accept-spelling
    Scenario Outline: Any spelling of Accept for the <place> is answered alike
      Given the sample shapes is stored
      Then any spelling of Accept for <place> is answered as the plain one is

      Examples:
        | place    |
        | search   |
        | metadata |
        | instance |
        | frame    |

  Rule: Content-Type

    @req:property-content-type-spelling
    Scenario: Any spelling of Content-Type stores alike
      Given a study of its own of which nothing is stored
      Then any spelling of Content-Type stores what the plain one does
