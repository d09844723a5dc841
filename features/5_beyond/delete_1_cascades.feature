Feature: A deletion takes away what is named, and nothing beside it
  What is deleted is gone from every search and every retrieval alike; everything beside it stays as it was.

  Rule: What is deleted is gone from every side

    @req:delete-instance-everywhere
    Scenario: A deleted instance is gone from every side, its siblings are not
      Given a study of its own of which blue-circle, green-square and red-triangle are stored
      And every search and retrieval shows blue-circle, green-square and red-triangle
      When red-triangle is deleted
      Then the response status is permitted
      And every search and retrieval shows blue-circle and green-square

    @req:delete-instance-everywhere
    Scenario: A deleted instance that was the last of its series is gone from every side
      Given a study of its own of which blue-circle, green-square and red-triangle are stored
      And every search and retrieval shows blue-circle, green-square and red-triangle
      When blue-circle is deleted
      Then the response status is permitted
      And every search and retrieval shows green-square and red-triangle

    @req:delete-instance-everywhere
    Scenario Outline: Of a series of three, <instance> alone is deleted
      Given a copy of the sample three-series is stored
      And every search and retrieval shows first-image, second-image, third-image, fourth-image and fifth-image
      When <instance> is deleted
      Then the response status is permitted
      And every search and retrieval shows <left>

      Examples:
        | instance     | left                                                    |
        | first-image  | second-image, third-image, fourth-image and fifth-image |
        | second-image | first-image, third-image, fourth-image and fifth-image  |
        | third-image  | first-image, second-image, fourth-image and fifth-image |

    @req:delete-instance-everywhere
    Scenario: An instance is deleted whose UID is the beginning of others
      Given a copy of the sample uids-that-begin-alike is stored
      And every search and retrieval shows first-image, second-image, third-image, fourth-image and fifth-image
      When first-image is deleted
      Then the response status is permitted
      And every search and retrieval shows second-image, third-image, fourth-image and fifth-image

    @req:delete-series-everywhere
    Scenario: A series is deleted whose UID is the beginning of others
      Given a copy of the sample uids-that-begin-alike is stored
      And every search and retrieval shows first-image, second-image, third-image, fourth-image and fifth-image
      When the series of first-image is deleted
      Then the response status is permitted
      And every search and retrieval shows fourth-image and fifth-image

    @req:delete-series-everywhere
    Scenario: A series of eleven images is gone from every side, the neighbouring one is not
      Given a copy of the sample twelve-images is stored
      And every search and retrieval shows image-1, image-2, image-3, image-4, image-5, image-6, image-7, image-8, image-9, image-10, image-11 and image-12
      When the series of image-1 is deleted
      Then the response status is permitted
      And every search and retrieval shows image-12

    @req:delete-study-everywhere
    Scenario: A study of twelve images is gone from every side
      Given a copy of the sample twelve-images is stored
      And every search and retrieval shows image-1, image-2, image-3, image-4, image-5, image-6, image-7, image-8, image-9, image-10, image-11 and image-12
      When the study is deleted
      Then the response status is permitted
      And no search and no retrieval shows anything of the study

    @req:delete-series-everywhere
    Scenario: The last series of three stays when the others are deleted one after the other
      Given a copy of the sample three-series is stored
      And every search and retrieval shows first-image, second-image, third-image, fourth-image and fifth-image
      And the series of first-image was deleted
      When the series of fourth-image is deleted
      Then the response status is permitted
      And every search and retrieval shows fifth-image

    @req:delete-series-everywhere
    Scenario Outline: The deleted series of <instance> is gone from every side, the neighbouring series is not
      Given a study of its own of which blue-circle, green-square and red-triangle are stored
      And every search and retrieval shows blue-circle, green-square and red-triangle
      When the series of <instance> is deleted
      Then the response status is permitted
      And every search and retrieval shows <left>

      Examples:
        | instance     | left                          |
        | red-triangle | blue-circle                   |
        | blue-circle  | green-square and red-triangle |

    @req:delete-study-everywhere
    Scenario: A deleted study is gone from every side
      Given a study of its own of which blue-circle, green-square and red-triangle are stored
      And every search and retrieval shows blue-circle, green-square and red-triangle
      When the study is deleted
      Then the response status is permitted
      And no search and no retrieval shows anything of the study

    @req:delete-study-everywhere
    Scenario: A study that is deleted instance by instance is gone from every side
      Given a study of its own of which blue-circle and red-triangle are stored
      And every search and retrieval shows blue-circle and red-triangle
      And blue-circle was deleted
      When red-triangle is deleted
      Then the response status is permitted
      And no search and no retrieval shows anything of the study

    @req:delete-empties-study
    Scenario: A study whose last instance was deleted is not found by a search
      Given a study of its own of which red-triangle is stored
      And red-triangle was deleted
      When studies are searched by the StudyInstanceUID of the study
      Then the search finds 0 matches

  Rule: Neighbours are untouched

    @req:delete-spares-studies
    Scenario Outline: Deleting the study leaves <neighbour> as it was
      Given a study of its own of which blue-circle and red-triangle are stored
      And <neighbour> is stored
      When the study is deleted
      Then the response status is permitted
      And every search and retrieval shows all of <neighbour>

      Examples:
        | neighbour                                       |
        | another study of the patient                    |
        | a study of another patient                      |
        | a study whose UID begins with that of the study |

    @req:delete-spares-studies
    Scenario: Deleting a series leaves another study of the patient as it was
      Given a study of its own of which blue-circle and red-triangle are stored
      And another study of the patient is stored
      When the series of red-triangle is deleted
      Then the response status is permitted
      And every search and retrieval shows all of another study of the patient

    @req:delete-under-wrong-parent
    Scenario: An instance is not deleted under a series that is not its own
      Given a study of its own of which blue-circle and red-triangle are stored
      When red-triangle is deleted under the series of blue-circle
      Then the response status is permitted
      And the study holds blue-circle and red-triangle

    @req:delete-metadata-deletes-nothing
    Scenario Outline: DELETE of <place> deletes nothing
      Given a study of its own of which blue-circle and red-triangle are stored
      When DELETE is tried on <place>
      Then the study holds blue-circle and red-triangle

      Examples:
        | place                        |
        | the metadata of the study    |
        | the metadata of red-triangle |
        | frame 1 of red-triangle      |

    @req:delete-malformed-uid
    Scenario Outline: Deleting <uid> as <level> deletes nothing
      Given a study of its own of which blue-circle and red-triangle are stored
      When <uid> is deleted as <level> of the study
      Then the response status is permitted
      And the study holds blue-circle and red-triangle

      Examples:
        | uid                      | level    |
        | a word                   | study    |
        | a UID with a dollar sign | series   |
        | a UID of 65 characters   | series   |
        | a word                   | instance |

    @req:delete-malformed-uid-is-400
    Scenario Outline: Deleting <uid> as <level> is answered with 400
      Given a study of its own of which blue-circle and red-triangle are stored
      When <uid> is deleted as <level> of the study
      Then the response status is 400

      Examples:
        | uid                      | level    |
        | a UID with a dollar sign | study    |
        | a UID with a dollar sign | series   |
        | a UID with a dollar sign | instance |

    @req:delete-heeds-no-request-fields
    Scenario: A delete with a body and odd header fields succeeds
      Given a study of its own of which blue-circle and red-triangle are stored
      When red-triangle is deleted with a body and fields that mean nothing
      Then the response status is permitted
