Feature: Those who have no credentials learn and change nothing
  Where a target asks for credentials, it asks everyone, for everything, and a refusal gives nothing away. Only a run
  with credentials can tell.

  Rule: Strangers are refused

    @req:security-strangers-refused
    Scenario Outline: A stranger is refused <place>
      Given the sample shapes is stored
      When a stranger requests <place>
      Then the response is a refusal for want of credentials

      Examples:
        | place                                 |
        | the search for studies                |
        | the search for series                 |
        | the search for instances              |
        | the search for instances of the study |
        | the metadata of the study             |
        | the metadata of red-triangle          |
        | the whole study                       |
        | the instance red-triangle             |
        | frame 1 of red-triangle               |
        | the picture of red-triangle           |

    @req:security-wrong-credentials-refused
    Scenario Outline: One with wrong credentials is refused <place>
      Given the sample shapes is stored
      When one with wrong credentials requests <place>
      Then the response is a refusal for want of credentials

      Examples:
        | place                     |
        | the search for studies    |
        | the metadata of the study |
        | the instance red-triangle |
        | frame 1 of red-triangle   |

    @req:security-strangers-store-nothing
    Scenario Outline: What <who> sends is not stored
      Given a study of its own of which nothing is stored
      When <who> stores the study
      Then the response is a refusal for want of credentials
      And nothing of the study is left

      Examples:
        | who                        |
        | a stranger                 |
        | one with wrong credentials |

    @req:security-strangers-delete-nothing
    Scenario Outline: What <who> deletes stays
      Given a study of its own of which red-triangle is stored
      When <who> deletes the study
      Then the response is a refusal for want of credentials
      And the study holds red-triangle

      Examples:
        | who                        |
        | a stranger                 |
        | one with wrong credentials |

  Rule: A refusal says what is asked for, and nothing else

    @req:security-challenge
    Scenario Outline: A stranger who requests <place> is told which credentials are asked for
      Given the sample shapes is stored
      When a stranger requests <place>
      Then the response says which credentials are asked for

      Examples:
        | place                     |
        | the search for studies    |
        | the metadata of the study |
        | the instance red-triangle |
        | frame 1 of red-triangle   |

    @req:security-challenge
    Scenario: A stranger who stores a study is told which credentials are asked for
      Given a study of its own of which nothing is stored
      When a stranger stores the study
      Then the response says which credentials are asked for

    @req:security-refusal-tells-nothing
    Scenario Outline: A stranger who is refused <place> learns nothing of the patient
      Given the sample shapes is stored
      When a stranger requests <place>
      Then a refusal tells nothing of the patient

      Examples:
        | place                     |
        | the search for studies    |
        | the metadata of the study |
        | the instance red-triangle |
        | frame 1 of red-triangle   |

    @req:security-hides-existence
    Scenario Outline: A stranger cannot tell <place> from that of an unknown study
      Given the sample shapes is stored
      When a stranger requests <place>
      And a stranger requests <unknown> as well
      Then both are refused alike

      Examples:
        | place                     | unknown                          |
        | the metadata of the study | the metadata of an unknown study |
        | the whole study           | an unknown study                 |

    @req:security-401
    Scenario Outline: A stranger who requests <place> is answered with 401
      Given the sample shapes is stored
      When a stranger requests <place>
      Then the response status is 401

      Examples:
        | place                     |
        | the search for studies    |
        | the metadata of the study |

  Rule: One who may only read reads, and changes nothing

    @req:security-reader-reads
    Scenario Outline: One who may only read gets <place>
      Given the sample shapes is stored
      When one who may only read requests <place>
      Then <place> comes

      Examples:
        | place                     |
        | the search for studies    |
        | the metadata of the study |
        | the instance red-triangle |

    @req:security-reader-stores-nothing
    Scenario: What one who may only read sends is not stored
      Given a study of its own of which nothing is stored
      When one who may only read stores the study
      Then the response status is permitted
      And nothing of the study is left

    @req:security-reader-deletes-nothing
    Scenario: What one who may only read deletes stays
      Given a study of its own of which red-triangle is stored
      When one who may only read deletes the study
      Then the response status is permitted
      And the study holds red-triangle
