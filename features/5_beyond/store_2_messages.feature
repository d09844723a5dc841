Feature: Store requests in every spelling
  One and the same request can be written in many ways. HTTP (RFC 9110, RFC 9112) and MIME (RFC 2046, RFC 2387) say
  which of them mean the same.

  Rule: Multipart is read as MIME defines it

    @req:store-boundary-quoting
    Scenario Outline: A request with <spelling> is read
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with <spelling>
      Then the response status is permitted
      And the response references green-square and red-triangle as stored
      And the study holds green-square and red-triangle

      Examples:
        | spelling                       |
        | a bare boundary                |
        | a quoted boundary              |
        | the boundary before the type   |
        | blanks behind the semicolons   |
        | no blank behind the semicolons |

    @req:store-blanks-before-semicolons
    Scenario: Blanks before the semicolons mean nothing
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with blanks before the semicolons
      Then the response status is permitted
      And the response references green-square and red-triangle as stored

    @req:store-name-case
    Scenario Outline: Names are read in any case: <spelling>
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with <spelling>
      Then the response status is permitted
      And the response references green-square and red-triangle as stored

      Examples:
        | spelling                            |
        | upper-case names                    |
        | lower-case field names in the parts |

    @req:store-media-type-case
    Scenario: Media types in upper case are read
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with upper-case media types
      Then the response status is permitted
      And the response references green-square and red-triangle as stored

    @req:store-further-parameters
    Scenario: Unknown parameters of the media type are ignored
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with further parameters
      Then the response status is permitted
      And the response references green-square and red-triangle as stored

    @req:store-boundary-length
    Scenario: A boundary of the greatest length is read
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with a boundary of 70 characters
      Then the response status is permitted
      And the response references green-square and red-triangle as stored

    @req:store-boundary-characters
    Scenario: A boundary as libraries for mail make it is read
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with a boundary of a mail library
      Then the response status is permitted
      And the response references green-square and red-triangle as stored

    @req:store-boundary-any-character
    Scenario: A boundary of all special characters is read
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with a boundary of special characters
      Then the response status is permitted
      And the response references green-square and red-triangle as stored

    @req:store-part-header-fields
    Scenario: Further header fields of a part are ignored
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with further fields in the parts
      Then the response status is permitted
      And the response references green-square and red-triangle as stored

    @req:store-around-parts
    Scenario Outline: What is no part is ignored: <spelling>
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with <spelling>
      Then the response status is permitted
      And the response references green-square and red-triangle as stored

      Examples:
        | spelling          |
        | a preamble        |
        | an epilogue       |
        | transport padding |

  Rule: Media types may say more than they must, or less

    @req:store-part-transfer-syntax
    Scenario: A part may name the transfer syntax of its file
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with a transfer syntax in the parts
      Then the response status is permitted
      And the response references green-square and red-triangle as stored

    @req:store-message-transfer-syntax
    Scenario: The request may name the transfer syntax of its parts
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with a transfer syntax in the message
      Then the response status is permitted
      And the response references green-square and red-triangle as stored

    @req:store-bare-type
    Scenario: A type without its quotes is understood
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with a bare type
      Then the response status is permitted
      And the response references green-square and red-triangle as stored

    @req:store-part-without-type
    Scenario: A part without a type has that of the request
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with parts without a type
      Then the response status is permitted
      And the response references green-square and red-triangle as stored

  Rule: The body comes in any way that HTTP knows

    @req:store-known-length
    Scenario: A request that states its length is stored
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with a known length
      Then the response status is permitted
      And the response references green-square and red-triangle as stored
      And the study holds green-square and red-triangle

    @req:store-chunked
    Scenario: A request in chunks is stored
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with no known length
      Then the response status is permitted
      And the response references green-square and red-triangle as stored
      And the study holds green-square and red-triangle

    @req:store-expect-continue
    Scenario: A request that expects 100-continue gets its final response
      Given a study of its own of which nothing is stored
      When green-square and red-triangle are sent with the expectation of 100-continue
      Then the response status is permitted
      And the response references green-square and red-triangle as stored
