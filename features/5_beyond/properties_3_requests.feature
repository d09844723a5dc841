Feature: Whatever is asked, and in whatever order
  A property holds for every request, not for a chosen one. Examples are made whose values nearly match, whose order
  nobody thought of, or that nobody sends on purpose; of those that break the rule the smallest is kept.

  Rule: Searches find what matches and nothing else

    @req:property-search
    Scenario: Any search by required keys over any small corpus finds what matches
      Then any demanded searches are answered rightly

    @req:property-search-advised
    Scenario: Any search over any small corpus finds what matches, as is advised
      Then any advised searches are answered rightly

  Rule: What was done is seen from every side

    @req:property-sequences
    Scenario: After any sequence of stores and deletions all views agree
      Then any stores and deletions one after another are answered rightly

    @req:property-parallel-stores
    Scenario: Any two stores at the same time leave what both were told
      Then any stores at the same time are answered rightly

  Rule: What is hostile does no harm

    @req:property-hostile-files
    Scenario: Any harmed file does no harm
      Then any harmed files are answered rightly

    @req:property-hostile-messages
    Scenario: Any malformed message does no harm
      Then any malformed messages are answered rightly

    @req:property-hostile-addresses
    Scenario: Any absurd address does no harm
      Then any absurd addresses are answered rightly

    @req:property-hostile-queries
    Scenario: Any garbage in a query does no harm
      Then any garbage queries are answered rightly
