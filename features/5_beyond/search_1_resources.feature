Feature: Search in all six places
  Studies, series and instances can be searched over the whole service, series and instances also within a study, and
  instances within a series. The search corpus is fifteen small studies with near misses on purpose. Their series are
  named by SeriesNumber, their instances by InstanceNumber: adams-john/10/1. {P} is a prefix of the run, which all
  identifiers have; {adams-john/10} is the UID of that series.

  @req:search-all-studies
  Scenario: A search for studies finds a study of four series among all studies, once
    Given the search corpus is stored
    When studies are searched by StudyInstanceUID "{adams-john}" and PatientID "{P}ID1"
    Then the search finds only adams-john

  @req:search-series-of-study
  Scenario: A search for the series of a study finds all of them and none of another study
    Given the search corpus is stored
    When series of adams-john are searched
    Then the search finds only adams-john/1, adams-john/2, adams-john/10 and adams-john/11

  @req:search-instances-of-series
  Scenario: A search for the instances of a series finds all of them and none of another series
    Given the search corpus is stored
    When instances of adams-johnny/1 are searched
    Then the search finds only adams-johnny/1/1, adams-johnny/1/2, adams-johnny/1/10 and adams-johnny/1/11

  @req:search-instances-of-study
  Scenario: A search for the instances of a study finds those of all its series and none of another study
    Given the search corpus is stored
    When instances of adams-john are searched
    Then the search finds only adams-john/1/1, adams-john/1/2, adams-john/2/1, adams-john/10/1 and adams-john/11/1

  @req:search-all-series
  Scenario: A search for series over all studies finds every series of the study that its key names
    Given the search corpus is stored
    When series are searched by StudyInstanceUID "{adams-john}"
    Then the search finds only adams-john/1, adams-john/2, adams-john/10 and adams-john/11

  @req:search-all-instances
  Scenario: A search for instances over all studies finds every instance of the study that its key names
    Given the search corpus is stored
    When instances are searched by StudyInstanceUID "{adams-john}"
    Then the search finds only adams-john/1/1, adams-john/1/2, adams-john/2/1, adams-john/10/1 and adams-john/11/1

  @req:search-foreign-series
  Scenario: A search below a series of another study does not find its instances
    Given the search corpus is stored
    When instances of percent/60 in plato are searched
    Then the search finds nothing

  @req:search-unknown-parent
  Scenario Outline: A search for <scope> that was never stored finds nothing
    Given the search corpus is stored
    When <scope> are searched
    Then the search finds nothing

    Examples:
      | scope                   |
      | series of unknown-uid    |
      | instances of unknown-uid |

  @req:search-study-in-path-and-key
  Scenario: The study of the path may be a key as well
    Given the search corpus is stored
    When series of adams-john are searched by StudyInstanceUID "{adams-john}" and Modality "SR"
    Then the search finds only adams-john/2

  @req:search-no-match-is-empty
  Scenario Outline: A search for <scope> without a match is an empty success
    Given the search corpus is stored
    And the target offers <scope>
    When <scope> are searched by <key> "<value>"
    Then the search result is empty

    Examples:
      | scope                | key               | value         |
      | studies              | StudyInstanceUID  | {unknown-uid} |
      | studies              | PatientID         | {P}NOBODY     |
      | series               | SeriesInstanceUID | {unknown-uid} |
      | series of adams-john | Modality          | ZZ            |
      | instances            | SOPInstanceUID    | {unknown-uid} |
      | instances of plato   | SOPInstanceUID    | {unknown-uid} |
