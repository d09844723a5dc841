Feature: Retrieve capabilities
  An origin server describes its own resources and methods (PS3.18 8.9, Annex H). Only a target that declares this is
  judged by it.

  Rule: The service describes itself

    @req:capabilities-answered
    Scenario: The service is described when its capabilities are asked for
      When the capabilities are retrieved
      Then the response is a description

    @req:capabilities-media-type
    Scenario: The description is WADL or JSON
      When the capabilities are retrieved
      Then the description is what it says it is

    @req:capabilities-as-asked
    Scenario Outline: The description is <format> when nothing else is acceptable
      When the capabilities are retrieved as <format>
      Then the description is <format>, or that is not acceptable

      Examples:
        | format |
        | WADL   |
        | JSON   |

  Rule: A description in WADL is true

    @req:capabilities-base
    Scenario: The resources that are described are those of the service
      When the capabilities are retrieved as WADL
      Then the base of the resources is the service

    @req:capabilities-methods-exist
    Scenario: The methods that are described are there
      Given the sample shapes is stored
      When the capabilities are retrieved as WADL
      And each GET and POST of the description is tried on green-square
      Then none of them is missing

    @req:capabilities-studies-listed
    Scenario Outline: The description lists <method> for studies
      When the capabilities are retrieved as WADL
      Then the description lists <method> for studies

      Examples:
        | method |
        | GET    |
        | POST   |
