Feature: Delete a specific study
  Deleting a study takes away all that is left of it.

  @tutorial @req:delete-study-cascades
  Scenario: Deleting the study leaves nothing of it
    Given the stored instances of the study are blue-circle
    When the study is deleted
    Then the response status is 204
    And the response is empty
    And nothing of the study is left

  Rule: The cascade takes every series of the study

    @req:delete-study-cascades
    Scenario: Deleting a study of two series leaves nothing of either
      Given a study of its own of which blue-circle, green-square and red-triangle are stored
      When the study is deleted
      Then the response status is 204
      And nothing of the study is left

  Rule: Deleting frees the identifiers

    @req:delete-frees-identifiers
    Scenario: A deleted study can be stored again
      Given a study of its own of which blue-circle, green-square and red-triangle are stored
      And the study was deleted
      When blue-circle, green-square and red-triangle are stored
      Then the response status is permitted
      And the response references blue-circle, green-square and red-triangle as stored
      And the study holds blue-circle, green-square and red-triangle
