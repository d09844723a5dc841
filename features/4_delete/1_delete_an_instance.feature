Feature: Delete a specific instance within a study and series
  Deleting an instance takes away that instance, and nothing beside it.

  @tutorial @req:delete-instance
  Scenario: Deleting red-triangle leaves green-square and blue-circle
    Given the stored instances of the study are blue-circle, green-square and red-triangle
    When red-triangle is deleted
    Then the response status is 204
    And the response is empty
    And the study holds blue-circle and green-square

  Rule: A delete needs no Accept header and tolerates any

    @req:delete-with-any-accept
    Scenario: A delete that accepts an arbitrary media type succeeds
      Given a study of its own of which blue-circle and red-triangle are stored
      When red-triangle is deleted accepting an arbitrary media type
      Then the response status is 204

  Rule: What is not there cannot be deleted

    @req:delete-of-the-unknown
    Scenario Outline: Deleting <entity> a second time is answered as not found
      Given a study of its own of which blue-circle and red-triangle are stored
      And <entity> was deleted
      When <entity> is deleted
      Then the response status is permitted

      Examples:
        | entity                     |
        | red-triangle               |
        | the series of red-triangle |
        | the study                  |

    @req:delete-of-the-unknown
    Scenario Outline: Deleting <entity> that never existed is answered as not found
      Given a study of its own of which nothing is stored
      When <entity> is deleted
      Then the response status is permitted

      Examples:
        | entity                     |
        | red-triangle               |
        | the series of red-triangle |
        | the study                  |
