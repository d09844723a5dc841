Feature: Mistakes of the client are answered as such
  Whatever is sent, an answer comes: one that does not blame the server for what the client did, says what was wrong,
  and gives nothing away.

  Rule: Every request is answered

    @req:http-every-request-answered
    Scenario Outline: To <oddity> the target answers
      Given the sample shapes is stored
      When <oddity> is sent to the service
      Then the response is no error of the target

      Examples:
        | oddity                               |
        | a query of 6000 characters           |
        | a query of 500 parameters            |
        | a percent sign that encodes nothing  |
        | an encoded octet that is no UTF-8    |
        | an encoded NUL                       |
        | a key of Cyrillic letters            |
        | a key without value and equals sign  |
        | a key that is half a tag             |
        | a date that is none                  |
        | ampersands alone                     |
        | a range that ends before it begins   |
        | a path out of the service            |
        | a UID that is a word                 |
        | a UID of 2000 digits                 |
        | a UID of other digits                |
        | a UID with an encoded NUL            |
        | an empty step in the path            |

    @req:http-unknown-method
    Scenario Outline: A method that nobody knows is refused on <place>
      Given the sample shapes is stored
      When BREW is tried on <place>
      Then the response status is permitted

      Examples:
        | place                     |
        | the search for studies    |
        | the metadata of the study |

  Rule: A refusal explains itself and gives nothing away

    @req:http-error-explained
    Scenario Outline: A refusal of <place> is explained
      Given the sample shapes is stored
      When <place> is requested accepting <accept>
      Then the response explains its refusal

      Examples:
        | place                            | accept     |
        | the metadata of an unknown study | anything   |
        | an unknown study                 | DICOM JSON |
        | the metadata of the study        | sound only |
        | the search for studies           | sound only |

    @req:http-error-without-stack-trace
    Scenario Outline: A refusal of <place> holds no stack trace
      Given the sample shapes is stored
      When <place> is requested accepting <accept>
      Then the response shows nothing of the target's inside

      Examples:
        | place                            | accept        |
        | the metadata of an unknown study | anything      |
        | the metadata of the study        | sound only    |
        | the instance red-triangle        | an open quote |
        | the search for studies           | a slash alone |

    @req:http-error-without-stack-trace
    Scenario Outline: The answer to <oddity> holds no stack trace
      Given the sample shapes is stored
      When <oddity> is sent to the service
      Then the response shows nothing of the target's inside

      Examples:
        | oddity                            |
        | an encoded octet that is no UTF-8 |
        | a UID that is a word              |
        | a UID with an encoded NUL         |

    @req:http-error-without-patient-data
    Scenario Outline: A refusal of <place> tells nothing of the patient
      Given the sample shapes is stored
      When <place> is requested accepting <accept>
      Then a refusal tells nothing of the patient

      Examples:
        | place                     | accept     |
        | the metadata of the study | sound only |
        | the instance red-triangle | sound only |
        | frame 1 of red-triangle   | sound only |
        | the search for studies    | sound only |
