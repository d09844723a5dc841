Feature: Store requests that fail, in whole or in part
  A status that fits, lists that are true, and nothing stored that was refused. Every scenario begins with something
  stored, so that the target is known to store and to find at all.

  Rule: Instances of another study are not stored

    @req:store-study-mismatch
    Scenario: An instance sent for another study is refused and stored in neither
      Given a study of its own of which green-square is stored
      When blue-circle is sent for another study
      Then the response status is permitted
      And the response references nothing as stored
      And the study holds green-square
      And the other study holds nothing

    @req:store-partial-success
    Scenario: Of two studies sent for one of them, what is stored is told from what is not
      Given a study of its own of which red-triangle is stored
      When green-square is sent for the study together with blue-circle of another study
      Then the response is true: what is stored is told from what is not
      And the other study holds nothing

    @req:store-success-is-whole
    Scenario Outline: Status 200 means that all is stored when <instances> of another study came along
      Given a study of its own of which red-triangle is stored
      When green-square is sent for the study together with <instances> of another study
      Then the response is true: status 200 means that everything is stored

      Examples:
        | instances                    |
        | blue-circle                  |
        | blue-circle and red-triangle |

    @req:store-accounts-once
    Scenario Outline: Each instance is listed once when <instances> of another study came along
      Given a study of its own of which red-triangle is stored
      When green-square is sent for the study together with <instances> of another study
      Then the response accounts for each instance once

      Examples:
        | instances                    |
        | blue-circle                  |
        | blue-circle and red-triangle |

    @req:store-failed-is-absent
    Scenario: What is listed as failed cannot be retrieved
      Given a study of its own of which red-triangle is stored
      When green-square is sent for the study together with blue-circle of another study
      Then the response is true: what is listed as failed is not stored

    @req:store-nothing-is-no-success
    Scenario: A request of which nothing is stored is no success
      Given a study of its own of which green-square is stored
      When blue-circle and red-triangle are sent for another study
      Then the response is true: the request is refused and nothing of it is stored

    @req:store-failed-names-instance
    Scenario: A refused instance is listed by class and UID beside one that is stored
      Given a study of its own of which red-triangle is stored
      When green-square is sent for the study together with blue-circle of another study
      Then the response names blue-circle of another study among what failed

    @req:store-failed-names-instance
    Scenario: Refused instances are listed by class and UID
      Given a study of its own of which green-square is stored
      When blue-circle and red-triangle are sent for another study
      Then the response names blue-circle and red-triangle among what failed

    @req:store-failed-names-instance
    Scenario: Refused instances of two SOP Classes are listed with their own
      Given a copy of the sample basic-text-sr of which nothing is stored
      When image and report are sent for another study
      Then the response names image and report among what failed

    @req:store-failure-reason
    Scenario: A refused instance has a reason beside one that is stored
      Given a study of its own of which red-triangle is stored
      When green-square is sent for the study together with blue-circle of another study
      Then the response gives each failure a reason

    @req:store-failure-reason
    Scenario: Refused instances have a reason
      Given a study of its own of which green-square is stored
      When blue-circle and red-triangle are sent for another study
      Then the response gives each failure a reason

    @req:store-failure-says-why
    Scenario: A refusal lists the instance that was refused
      Given a study of its own of which green-square is stored
      When blue-circle is sent for another study
      Then the response lists what it refuses as failed

    @req:store-malformed-study-uid
    Scenario: A malformed UID in the URL takes no instance
      Given a study of its own of which green-square is stored
      When blue-circle is sent for a study of a malformed UID
      Then the response status is permitted
      And the study holds green-square

  Rule: What is no DICOM file is not stored

    @req:store-part-not-dicom
    Scenario Outline: Nothing is stored of <garbage>
      Given a study of its own of which green-square is stored
      When <garbage> is sent
      Then the response status is permitted
      And the response references nothing as stored
      And the study holds green-square

      Examples:
        | garbage                |
        | a part of random bytes |
        | a part of plain text   |
        | a part without content |

    @req:store-nothing-is-no-success
    Scenario Outline: A request with nothing but <garbage> is no success
      Given a study of its own of which green-square is stored
      When <garbage> is sent
      Then the response is true: the request is refused and nothing of it is stored

      Examples:
        | garbage                |
        | a part of random bytes |
        | a part of plain text   |

    @req:store-truncated-file
    Scenario Outline: Nothing is stored of <garbage>, which ends within a value
      Given a study of its own of which green-square is stored
      When <garbage> is sent
      Then the response status is permitted
      And the response references nothing as stored
      And the study holds green-square

      Examples:
        | garbage              |
        | half of blue-circle  |
        | half of a large file |

    @req:store-refusal-stores-nothing
    Scenario Outline: A good instance beside <garbage> is stored and listed, or all is refused
      Given a study of its own of which green-square is stored
      When blue-circle is sent together with <garbage>
      Then the response is true: its status fits what is stored

      Examples:
        | garbage                |
        | a part of random bytes |
        | a part of plain text   |
        | a part without content |
        | half of red-triangle   |

    @req:store-other-failures
    Scenario: A part that is no DICOM file is reported beside a stored instance
      Given a study of its own of which green-square is stored
      When blue-circle is sent together with a part of random bytes
      Then the response is true: a part that failed is listed beside what is stored

    @req:store-failure-reason-meaning
    Scenario: An unreadable part fails because it is not understood
      Given a study of its own of which green-square is stored
      When a part of random bytes is sent
      Then the reason of a failure says that the content is not understood

    @req:store-failure-reason-meaning
    Scenario: A SOP Class that nobody knows is stored, or fails because it is not supported
      Given a study of its own of which green-square is stored
      When blue-circle is sent bearing a SOP Class that nobody knows
      Then the reason of a failure says that the SOP Class is not supported

  Rule: Messages that are wrong are refused as such

    @req:store-media-type-unsupported
    Scenario Outline: A request <flaw> is of a media type that is not stored
      Given a study of its own of which green-square is stored
      When blue-circle is sent in a message <flaw>
      Then the response is true: the media type is refused as unsupported, or what is sent is stored
      And the study holds green-square

      Examples:
        | flaw                        |
        | of type text/plain          |
        | of type multipart/form-data |

    @req:store-parts-unsupported
    Scenario: A request of parts of plain text is refused
      Given a study of its own of which green-square is stored
      When blue-circle is sent in a message of parts of type text/plain
      Then the response status is permitted
      And the study holds green-square

    @req:store-parts-unsupported-status
    Scenario: A request of parts of plain text is of an unsupported media type
      Given a study of its own of which green-square is stored
      When blue-circle is sent in a message of parts of type text/plain
      Then the response status is permitted

    @req:store-part-of-another-type
    Scenario: A request whose only part is a text does not succeed
      Given a study of its own of which green-square is stored
      When a part of another media type is sent
      Then the response is true: the request is refused and nothing of it is stored

    @req:store-boundary-missing
    Scenario: A request without a boundary is refused
      Given a study of its own of which green-square is stored
      When blue-circle is sent in a message without a boundary
      Then the response status is permitted
      And the study holds green-square

    @req:store-boundary-absent
    Scenario: A boundary that never occurs leaves nothing to store
      Given a study of its own of which green-square is stored
      When blue-circle is sent in a message with a boundary that never occurs
      Then the response references nothing as stored
      And the study holds green-square

    @req:store-truncated-message
    Scenario: An instance whose end is cut off is not stored
      Given a study of its own of which green-square is stored
      When blue-circle is sent in a message cut off within its last part
      Then the response references nothing as stored
      And the study holds green-square

    @req:store-malformed-is-client-error
    Scenario Outline: A request <flaw> is a mistake of the client
      Given a study of its own of which green-square is stored
      When blue-circle is sent in a message <flaw>
      Then the response is true: the request is refused and nothing of it is stored

      Examples:
        | flaw                             |
        | with a boundary that never occurs |
        | cut off within its last part     |

    @req:store-empty-request
    Scenario Outline: A request <flaw> does not succeed
      Given a study of its own of which green-square is stored
      When blue-circle is sent in a message <flaw>
      Then the response is true: the request is refused and nothing of it is stored

      Examples:
        | flaw                 |
        | without a body       |
        | without parts        |
        | without a media type |

    @req:store-no-server-error
    Scenario Outline: A message <flaw> is no error of the server
      Given a study of its own of which green-square is stored
      When blue-circle is sent in a message <flaw>
      Then the response is no error of the server

      Examples:
        | flaw                                 |
        | of type text/plain                   |
        | of type application/octet-stream     |
        | of type multipart/form-data          |
        | of parts of type text/plain          |
        | without a media type                 |
        | without a boundary                   |
        | with a boundary that never occurs    |
        | cut off within its last part         |
        | cut off before its closing boundary  |
        | without a body                       |
        | without parts                        |

    @req:store-no-server-error
    Scenario Outline: Sending <garbage> is no error of the server
      Given a study of its own of which green-square is stored
      When <garbage> is sent
      Then the response is no error of the server

      Examples:
        | garbage                |
        | a part of random bytes |
        | a part of plain text   |
        | a part without content |
        | half of blue-circle    |

    @req:store-unacceptable
    Scenario: A client that accepts only audio stores nothing, or gets another type
      Given a study of its own of which green-square is stored
      When blue-circle is sent accepting audio
      Then the response is true: its status fits what is stored
