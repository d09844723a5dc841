Feature: Delete a specific series within a study
  Deleting a series takes away the series and its instances, and nothing beside it.

  @tutorial @req:delete-series-cascades
  Scenario: Deleting the series of green-square leaves only blue-circle
    Given the stored instances of the study are blue-circle and green-square
    When the series of green-square is deleted
    Then the response status is 204
    And the response is empty
    And the study holds blue-circle

  Rule: The cascade takes every instance of the series

    @req:delete-series-cascades
    Scenario: Deleting a series of two instances deletes both
      Given a study of its own of which blue-circle, green-square and red-triangle are stored
      When the series of green-square is deleted
      Then the response status is 204
      And the study holds blue-circle

  Rule: A series without instances is no series

    @req:delete-empties-series
    Scenario: A series whose last instance was deleted is not found by a search
      Given a study of its own of which blue-circle and red-triangle are stored
      And red-triangle was deleted
      When series within the study are searched
      Then the search finds the series of blue-circle
