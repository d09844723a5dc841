Feature: Whatever is stored comes back
  A property holds for every dataset, not for a chosen one. Examples are made, with values at the edges of what PS3.5
  permits; of those that break the rule the smallest is kept.

  Rule: What is stored comes back as it was stored

    @req:property-instance-is-equal
    Scenario: Any valid dataset comes back equal as an instance
      When any valid dataset is stored
      Then it comes back equal as instance

    @req:property-metadata-are-equal
    Scenario: Any valid dataset comes back equal as metadata
      When any valid dataset is stored
      Then it comes back equal as metadata

    @req:property-xml-is-equal
    Scenario: Any valid dataset comes back equal as DICOM XML
      When any valid dataset is stored
      Then it comes back equal as DICOM XML

    @req:property-pixels-are-equal
    Scenario: Any valid image comes back equal as an instance
      When any valid image is stored
      Then it comes back equal as instance

    @req:property-frames-are-equal
    Scenario: Any valid image comes back equal as frames
      When any valid image is stored
      Then it comes back equal as frames

  Rule: What is stored is found

    @req:property-found-by-its-keys
    Scenario: Any valid dataset is found by the values of its keys
      When any valid dataset with keys is stored
      Then it is found by each of its keys
