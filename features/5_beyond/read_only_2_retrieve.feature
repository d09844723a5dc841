@read_only
Feature: Existing instances are retrieved and described
  One small instance of each study is retrieved, and its metadata. They must agree with each other and with the UIDs
  that were asked for. What is stored may be wrong through no fault of the target, and then the finding says so.

  Rule: Metadata describe what is there

    @req:metadata-of-study
    Scenario: The metadata of an existing study describe what a search finds
      Given studies that the target holds already
      When each of them is asked for a search for its instances, and its metadata
      Then each answer describes each instance once

    @req:metadata-of-series
    Scenario: The metadata of an existing series describe what a search finds
      Given studies that the target holds already
      When each of them is asked for a search for the instances of a series, and their metadata
      Then each answer describes each instance once

    @req:metadata-of-instance
    Scenario: The metadata of an existing instance describe it alone
      Given studies that the target holds already
      When each of them is asked for the metadata of an instance
      Then each answer describes that instance alone

    @req:metadata-content-type
    Scenario: The metadata of an existing study come as DICOM JSON
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer is DICOM JSON

    @partly @req:metadata-has-attributes
    Scenario: The metadata of an existing instance have its attributes
      Given studies that the target holds already
      When each of them is asked for retrieving an instance, and its metadata
      Then each answer has every attribute of the instance

    @partly @req:json-utf-8
    Scenario: The metadata of an existing study are UTF-8
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer keeps the rules of UTF-8

    @partly @req:json-well-formed
    Scenario: The metadata of an existing study are JSON
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer keeps the rules of well-formed JSON

    @partly @req:json-unique-names
    Scenario: The metadata of an existing study name each attribute once
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer keeps the rules of unique names

    @partly @req:json-array
    Scenario: The metadata of an existing study are datasets in an array
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer keeps the rules of the form of the document

    @partly @req:json-attribute-names
    Scenario: The metadata of an existing study name attributes by their tags
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer keeps the rules of attribute names

    @partly @req:json-no-group-lengths
    Scenario: The metadata of an existing study hold no group lengths
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer keeps the rules of group lengths

    @partly @req:json-vr
    Scenario: The metadata of an existing study state value representations
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer keeps the rules of value representations

    @partly @req:json-value-forms
    Scenario: The metadata of an existing study have values in one form
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer keeps the rules of value forms

    @partly @req:json-empty-attributes
    Scenario: The metadata of an existing study have no value where there is none
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer keeps the rules of empty attributes

    @partly @req:json-person-names
    Scenario: The metadata of an existing study have person names as objects
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer keeps the rules of person names

    @partly @req:json-sequences
    Scenario: The metadata of an existing study have sequences of objects
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer keeps the rules of sequences

    @partly @req:json-binary-values
    Scenario: The metadata of an existing study have no binary value as text
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer keeps the rules of binary values

    @partly @req:json-bulk-data-uri
    Scenario: The metadata of an existing study leave values to URIs
      Given studies that the target holds already
      When each of them is asked for its metadata
      Then each answer keeps the rules of bulk data references

  Rule: Instances come as they should

    @req:retrieve-instance-alone
    Scenario: An existing instance comes alone
      Given studies that the target holds already
      When each of them is asked for retrieving an instance
      Then each answer is that instance

    @partly @req:retrieve-multipart-framing
    Scenario: An existing instance comes framed
      Given studies that the target holds already
      When each of them is asked for retrieving an instance
      Then each answer is framed as multipart/related

    @partly @req:retrieve-multipart-type
    Scenario: An existing instance comes in a multipart that names its type
      Given studies that the target holds already
      When each of them is asked for retrieving an instance
      Then each answer states the media type of its parts

    @partly @req:retrieve-part-type
    Scenario: An existing instance comes under its media type
      Given studies that the target holds already
      When each of them is asked for retrieving an instance
      Then each answer has parts that say what they are

    @partly @req:retrieve-part-length
    Scenario: An existing instance is as long as its part says
      Given studies that the target holds already
      When each of them is asked for retrieving an instance
      Then each answer has parts of the stated length

    @partly @req:retrieve-whole-files
    Scenario: An existing instance comes as a whole DICOM file
      Given studies that the target holds already
      When each of them is asked for retrieving an instance
      Then each answer is a whole DICOM file

    @partly @req:retrieve-file-meta-agrees
    Scenario: An existing instance agrees with its File Meta Information
      Given studies that the target holds already
      When each of them is asked for retrieving an instance
      Then each answer agrees with its File Meta Information

    @partly @req:frames-single-frame-is-one-part @req:frames-equal-stored-pixels
    Scenario: The only frame of an existing instance is its pixel data
      Given studies that the target holds already
      When each of them is asked for retrieving an instance, and its frame
      Then each answer is its only frame

  Rule: What is not there is not found, what is not acceptable is refused

    @req:retrieve-unknown-study
    Scenario: Beside the existing studies an unknown one is not found
      Given studies that the target holds already
      When each of them is asked for retrieving an unknown study
      Then each answer is not found

    @req:retrieve-unknown-series
    Scenario: In an existing study an unknown series is not found
      Given studies that the target holds already
      When each of them is asked for retrieving an unknown series
      Then each answer is not found

    @req:retrieve-unknown-instance
    Scenario: In an existing series an unknown instance is not found
      Given studies that the target holds already
      When each of them is asked for retrieving an unknown instance
      Then each answer is not found

    @req:metadata-of-unknown-study
    Scenario: Beside the existing studies the metadata of an unknown one are not found
      Given studies that the target holds already
      When each of them is asked for the metadata of an unknown study
      Then each answer is not found

    @req:metadata-of-unknown-series
    Scenario: In an existing study the metadata of an unknown series are not found
      Given studies that the target holds already
      When each of them is asked for the metadata of an unknown series
      Then each answer is not found

    @req:metadata-of-unknown-instance
    Scenario: In an existing series the metadata of an unknown instance are not found
      Given studies that the target holds already
      When each of them is asked for the metadata of an unknown instance
      Then each answer is not found

    @partly @req:retrieve-unacceptable
    Scenario: An existing instance is not given under a wrong name
      Given studies that the target holds already
      When each of them is asked for retrieving an instance as sound
      Then each answer is refused, or says what it is

    @partly @req:retrieve-unacceptable-status
    Scenario: An existing instance that is wanted as sound is refused
      Given studies that the target holds already
      When each of them is asked for retrieving an instance as sound
      Then each answer is refused as not acceptable

    @partly @req:metadata-unacceptable-status
    Scenario: The metadata of an existing study that are wanted as sound are refused
      Given studies that the target holds already
      When each of them is asked for its metadata as sound
      Then each answer is refused as not acceptable
