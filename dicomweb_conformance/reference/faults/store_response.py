"""Wrong responses to a store that went well."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.changes import (
    after,
    before,
    replying,
    without_field,
    without_header,
)
from dicomweb_conformance.reference.faults.fault import fault
from dicomweb_conformance.reference.messages import Answer, Attributes, Empty, Reply, Request, Resource
from dicomweb_conformance.reference.outcomes import Outcome

_STORED, _FAILED, _URL = "00081199", "00081198", "00081190"
_CLASS, _INSTANCE, _REASON = "00081150", "00081155", "00081197"
_JSON = "application/dicom+json"
_SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"

Item = Mapping[str, Any]


def _with_module(right: Behaviour, change: Callable[[dict[str, Any]], Attributes]) -> Behaviour:
    """Another Store Instances Response Module."""

    def store_module(request: Request, resource: Resource, outcomes: Sequence[Outcome]) -> Attributes:
        return change(dict(right.store_module(request, resource, outcomes)))

    return replace(right, store_module=store_module)


def _with_items(right: Behaviour, tag: str, change: Callable[[Item], Item]) -> Behaviour:
    """Each item of one of the lists changed."""

    def changed(module: dict[str, Any]) -> Attributes:
        if tag in module:
            module[tag] = {"vr": "SQ", "Value": [change(item) for item in module[tag]["Value"]]}
        return module

    return _with_module(right, changed)


def _labelled(right: Behaviour, media_type: str) -> Behaviour:
    def change(request: Request, reply: Reply) -> Reply:
        if request.method != "POST" or reply.status not in (200, 202):
            return reply
        headers = tuple((name, media_type if value == _JSON else value) for name, value in reply.headers)
        return replace(reply, headers=headers)

    return replying(right, change)


@fault(breaks=("store-response-json", "store-response-default"))
def the_response_is_labelled_as_plain_json(right: Behaviour) -> Behaviour:
    """The Content-Type of the response is application/json."""
    return _labelled(right, "application/json")


@fault(breaks=("store-response-json", "store-response-default"))
def the_response_is_labelled_as_text(right: Behaviour) -> Behaviour:
    """The Content-Type of the response is text/html."""
    return _labelled(right, "text/html")


@fault(breaks=("store-response-default",))
def the_response_is_xml_by_default(right: Behaviour) -> Behaviour:
    """The response comes as XML unless JSON is asked for."""

    def preferring(request: Request) -> Request:
        if request.header("accept") != "*/*":
            return request
        rest = without_field(request, "accept")
        return replace(rest, headers=(*rest.headers, ("accept", "application/dicom+xml")))

    return replace(right, store=before(right.store, preferring))


@fault(breaks=("store-response-xml", "xml-store-response-form"))
def the_response_is_json_even_where_xml_is_asked_for(right: Behaviour) -> Behaviour:
    """The response to a store comes as JSON, whatever is asked for."""

    def preferring(request: Request) -> Request:
        rest = without_field(request, "accept")
        return replace(rest, headers=(*rest.headers, ("accept", "application/dicom+json")))

    return replace(right, store=before(right.store, preferring))


@fault(breaks=("store-response-bare",))
def the_response_is_an_array(right: Behaviour) -> Behaviour:
    """The response dataset stands in an array."""

    def json_document(datasets: Sequence[Attributes], single: bool) -> Any:
        return datasets

    return replace(right, json_document=json_document)


@fault(
    breaks=(
        "store-response-dataset",
        "store-accounts-once",
        "store-completes-study",
        "store-failed-is-absent",
        "store-failed-names-instance",
        "store-failure-reason",
        "store-instance-for-study",
        "store-partial-success",
        "store-several-instances",
        "store-success-is-whole",
        "store-to-study",
    )
)
def the_response_for_a_study_is_empty(right: Behaviour) -> Behaviour:
    """A store at the resource of a study that went well is answered with 200 and no payload."""

    def emptied(answer: Answer) -> Answer:
        return Answer(200, Empty(), answer.headers) if answer.status in (200, 202) else answer

    return replace(right, store=after(right.store, emptied, levels="study"))


@fault(breaks=("store-response-model", "xml-store-response-form"))
def value_representations_are_in_lower_case(right: Behaviour) -> Behaviour:
    """The value representation of the SOP Class UID is written ui."""
    return _with_items(right, _STORED, lambda item: {**item, _CLASS: {**item[_CLASS], "vr": "ui"}})


@fault(breaks=("store-response-model", "xml-store-response-form"))
def uids_in_the_response_are_texts(right: Behaviour) -> Behaviour:
    """The value representation of the SOP Instance UID is LO."""
    return _with_items(right, _STORED, lambda item: {**item, _INSTANCE: {**item[_INSTANCE], "vr": "LO"}})


@fault(breaks=("store-references-class",))
def stored_instances_are_listed_without_class(right: Behaviour) -> Behaviour:
    """Items of ReferencedSOPSequence have no SOP Class UID."""
    return _with_items(right, _STORED, lambda item: {tag: value for tag, value in item.items() if tag != _CLASS})


@fault(breaks=("store-references-class",))
def everything_is_listed_as_secondary_capture(right: Behaviour) -> Behaviour:
    """The SOP Class UID of each stored instance is that of a Secondary Capture Image."""
    return _with_items(right, _STORED, lambda item: {**item, _CLASS: {"vr": "UI", "Value": [_SECONDARY_CAPTURE]}})


@fault(breaks=("store-accounts-once", "store-partial-success"))
def stored_instances_are_listed_twice_beside_failures(right: Behaviour) -> Behaviour:
    """Each stored instance has two items in ReferencedSOPSequence when others failed."""

    def doubled(module: dict[str, Any]) -> Attributes:
        if _STORED in module and _FAILED in module:
            module[_STORED] = {"vr": "SQ", "Value": module[_STORED]["Value"] * 2}
        return module

    return _with_module(right, doubled)


@fault(
    breaks=(
        "store-instance-for-study",
        "store-completes-study",
        "store-several-instances",
        "store-to-study",
        "store-response-dataset",
    )
)
def instances_stored_for_their_study_are_listed_as_failed(right: Behaviour) -> Behaviour:
    """When all that is sent for a study is stored, it is listed in FailedSOPSequence."""

    def store_module(request: Request, resource: Resource, outcomes: Sequence[Outcome]) -> Attributes:
        module = dict(right.store_module(request, resource, outcomes))
        if resource.study is not None and _FAILED not in module:
            module[_FAILED] = module.pop(_STORED)
        return module

    return replace(right, store_module=store_module)


@fault(breaks=("store-failed-names-instance",))
def failed_instances_are_listed_without_class(right: Behaviour) -> Behaviour:
    """Items of FailedSOPSequence have no SOP Class UID."""
    return _with_items(right, _FAILED, lambda item: {tag: value for tag, value in item.items() if tag != _CLASS})


@fault(breaks=("store-failure-reason",))
def failures_have_no_reason(right: Behaviour) -> Behaviour:
    """Items of FailedSOPSequence have no FailureReason."""
    return _with_items(right, _FAILED, lambda item: {tag: value for tag, value in item.items() if tag != _REASON})


@fault(breaks=("store-failure-reason",))
def failure_reasons_are_texts(right: Behaviour) -> Behaviour:
    """FailureReason is a text."""
    return _with_items(right, _FAILED, lambda item: {**item, _REASON: {"vr": "US", "Value": ["A900"]}})


@fault(breaks=("store-failure-reason",))
def failure_reasons_are_zero(right: Behaviour) -> Behaviour:
    """FailureReason is 0, which is the code of success."""
    return _with_items(right, _FAILED, lambda item: {**item, _REASON: {"vr": "US", "Value": [0]}})


@fault(breaks=("store-no-empty-lists",))
def an_empty_list_of_failures_is_sent(right: Behaviour) -> Behaviour:
    """FailedSOPSequence is there without items when nothing failed."""
    return _with_module(right, lambda module: {_URL: module.pop(_URL), _FAILED: {"vr": "SQ"}, **module})


@fault(breaks=("store-response-elements",))
def the_response_holds_a_command_status(right: Behaviour) -> Behaviour:
    """The response dataset has the Status element of DIMSE commands."""
    return _with_module(right, lambda module: {"00000900": {"vr": "US", "Value": [0]}, **module})


@fault(breaks=("store-retrieve-url-of-study",))
def the_retrieve_url_of_the_study_leads_nowhere(right: Behaviour) -> Behaviour:
    """RetrieveURL of the study names a resource that does not exist."""

    def astray(module: dict[str, Any]) -> Attributes:
        urls = module[_URL].get("Value", ())
        return {**module, _URL: {"vr": "UR", "Value": [f"{url}/all" for url in urls]}} if urls else module

    return _with_module(right, astray)


@fault(breaks=("store-retrieve-url-of-instance",))
def the_retrieve_url_of_an_instance_is_that_of_its_series(right: Behaviour) -> Behaviour:
    """RetrieveURL of an instance ends with its series."""

    def shortened(item: Item) -> Item:
        url = item[_URL]["Value"][0].partition("/instances/")[0]
        return {**item, _URL: {"vr": "UR", "Value": [url]}}

    return _with_items(right, _STORED, shortened)


@fault(breaks=("store-retrieve-url-absolute",))
def the_retrieve_urls_are_relative(right: Behaviour) -> Behaviour:
    """RetrieveURL of an instance has neither scheme nor host."""

    def relative(item: Item) -> Item:
        path = "/studies/" + item[_URL]["Value"][0].partition("/studies/")[2]
        return {**item, _URL: {"vr": "UR", "Value": [path]}}

    return _with_items(right, _STORED, relative)


@fault(breaks=("store-retrieve-url-present",))
def instances_have_no_retrieve_url(right: Behaviour) -> Behaviour:
    """Items of ReferencedSOPSequence have no RetrieveURL."""
    return _with_items(right, _STORED, lambda item: {tag: value for tag, value in item.items() if tag != _URL})


@fault(breaks=("store-retrieve-url-vr",))
def retrieve_urls_have_the_old_vr(right: Behaviour) -> Behaviour:
    """The value representation of RetrieveURL is UT."""
    return _with_items(right, _STORED, lambda item: {**item, _URL: {**item[_URL], "vr": "UT"}})


@fault(breaks=("store-location",))
def what_was_created_is_not_located(right: Behaviour) -> Behaviour:
    """The response to a store has no Location."""
    return replace(right, store=after(right.store, without_header("Location")))


@fault(
    breaks=(
        "store-searchable",
        "search-all-instances-attributes",
        "search-all-series-attributes",
        "search-includefield-all",
        "search-study-attributes",
        "search-texts-in-results",
    )
)
def studies_are_found_without_their_id(right: Behaviour) -> Behaviour:
    """A search for studies returns StudyID without value."""

    def returned(*given: Any) -> Attributes:
        found = right.returned(*given)
        return {**found, "00200010": {"vr": "SH"}} if "00200010" in found else found

    return replace(right, returned=returned)


@fault(breaks=("store-retrieve-url-of-instance",))
def retrieve_urls_name_the_first_series(right: Behaviour) -> Behaviour:
    """RetrieveURL of each instance names the series of the first one."""

    def store_module(request: Request, resource: Resource, outcomes: Sequence[Outcome]) -> Attributes:
        first = next((outcome.series for outcome in outcomes if outcome.stored), None)

        def readdressed(item: Item) -> Item:
            above, _, below = item[_URL]["Value"][0].partition("/series/")
            instance = below.partition("/")[2]
            return {**item, _URL: {"vr": "UR", "Value": [f"{above}/series/{first}/{instance}"]}}

        changed = _with_items(right, _STORED, readdressed)
        return changed.store_module(request, resource, outcomes)

    return replace(right, store_module=store_module)


@fault(breaks=("store-failed-names-instance",))
def failed_instances_have_the_class_of_the_first(right: Behaviour) -> Behaviour:
    """Each item of FailedSOPSequence has the SOP Class UID of the first item."""

    def changed(module: dict[str, Any]) -> Attributes:
        items = module.get(_FAILED, {}).get("Value", ())
        alike = [{**item, _CLASS: items[0][_CLASS]} for item in items]
        return {**module, _FAILED: {**module[_FAILED], "Value": alike}} if items else module

    return _with_module(right, changed)
