Feature: After a deletion everything speaks of what is left
  Counts, modalities and entity tags follow; what is gone is not found; what is stored after it is new.

  Rule: What is gone is not found

    @req:delete-gone-is-not-found
    Scenario Outline: After <entity> was deleted, retrieving it finds nothing
      Given a study of its own of which blue-circle, green-square and red-triangle are stored
      And <entity> was deleted
      When <entity> is retrieved
      Then the response status is permitted

      Examples:
        | entity                     |
        | red-triangle               |
        | the series of red-triangle |
        | the study                  |

    @req:delete-gone-is-not-found
    Scenario Outline: After <entity> was deleted, its metadata is not found
      Given a study of its own of which blue-circle, green-square and red-triangle are stored
      And <entity> was deleted
      When the metadata of <entity> is retrieved
      Then the response status is permitted

      Examples:
        | entity                     |
        | red-triangle               |
        | the series of red-triangle |
        | the study                  |

    @req:delete-gone-is-not-found
    Scenario Outline: After <entity> was deleted, the instance red-triangle is not found
      Given a study of its own of which blue-circle, green-square and red-triangle are stored
      And <entity> was deleted
      When frame 1 of red-triangle is retrieved
      Then the response status is permitted

      Examples:
        | entity                     |
        | red-triangle               |
        | the series of red-triangle |
        | the study                  |

  Rule: Searches speak of what is left

    @req:delete-lowers-counts
    Scenario: Searches count what is left when an instance was deleted
      Given a study of its own of which blue-circle, green-square and red-triangle are stored
      And searches tell of 2 series and 3 instances, 1 and 2 in each
      When red-triangle is deleted
      Then searches tell of 2 series and 2 instances, 1 and 1 in each

    @req:delete-lowers-counts
    Scenario: Searches count what is left when a series was deleted
      Given a study of its own of which blue-circle, green-square and red-triangle are stored
      And searches tell of 2 series and 3 instances, 1 and 2 in each
      When the series of blue-circle is deleted
      Then searches tell of 1 series and 2 instances, 2 in each

    @req:delete-lowers-modalities
    Scenario Outline: The modality of a deleted <what> is no modality of the study any more
      Given a study of its own is stored whose series of blue-circle is of another modality
      And searches tell of the modalities CT and OT
      When <entity> is deleted
      Then searches tell of the modalities <left>

      Examples:
        | what          | entity                     | left |
        | series        | the series of blue-circle  | OT   |
        | larger series | the series of red-triangle | CT   |

    @req:delete-changes-entity-tag
    Scenario: The entity tag of a study's metadata changes when an instance is deleted
      Given a study of its own of which blue-circle and red-triangle are stored
      And the metadata of the study has an entity tag
      And red-triangle was deleted
      When the metadata of the study is retrieved by one who knows that tag
      Then the response status is 200
      And the metadata describes blue-circle

  Rule: What is stored after a deletion is new

    @req:delete-leaves-no-content
    Scenario: An instance that is stored after its deletion comes with its new content
      Given a study of its own of which blue-circle and red-triangle are stored
      And red-triangle was deleted
      When red-triangle is stored anew with other ImageComments
      Then red-triangle and its metadata come with the other ImageComments

    @req:delete-frees-parts
    Scenario Outline: After <entity> was deleted, red-triangle can be stored again beside the others
      Given a study of its own of which blue-circle, green-square and red-triangle are stored
      And <entity> was deleted
      When <instances> are stored
      Then the response status is permitted
      And the study holds blue-circle, green-square and red-triangle

      Examples:
        | entity                     | instances                     |
        | the series of red-triangle | green-square and red-triangle |
        | the study                  | blue-circle, green-square and red-triangle |
