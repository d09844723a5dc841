"""The rules of the DICOM JSON model, wherever DICOM JSON comes."""

from pytest_bdd import then

from dicomweb_conformance.checks import json_rules
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study
from steps.vocabulary import phrase


@then(phrase("the metadata can be read, and has the finite numbers that were stored"))
def survives_what_is_not_finite(response: Response, study: Study) -> None:
    json_rules.survives_what_is_not_finite(response, study)


@then(phrase("the metadata keeps the rules for {family:RuleFamily}"))
def metadata_keeps(response: Response, study: Study, family: json_rules.Family) -> None:
    json_rules.metadata_keeps(response, family, study)


@then(phrase("the search result keeps the rules of DICOM JSON"))
def search_keeps(response: Response, study: Study) -> None:
    json_rules.search_keeps(response, study)
