"""Wrong ways to say what was stored where Microsoft's service has rules of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.changes import after, with_datasets
from dicomweb_conformance.reference.faults.fault import microsoft
from dicomweb_conformance.reference.messages import Attribute, Attributes


def _without(attribute: Attribute, *tags: str) -> Attribute:
    if attribute["vr"] != "SQ":
        return attribute
    items = [{tag: each for tag, each in item.items() if tag not in tags} for item in attribute["Value"]]
    return {**attribute, "Value": items}


def _answered(right: Behaviour, tag: str, change: Callable[[Attribute], Attribute]) -> Behaviour:
    """One attribute of the response to a store changed."""

    def changed(dataset: Attributes) -> Attributes:
        return {key: change(each) if key == tag else each for key, each in dataset.items()}

    return replace(right, store=after(right.store, with_datasets(changed)))


@microsoft(breaks=("store-study-url-given",))
def the_url_of_the_study_is_empty(right: Behaviour) -> Behaviour:
    """The RetrieveURL of the study has no value."""
    return _answered(right, "00081190", lambda attribute: {"vr": "UR"})


@microsoft(breaks=("store-study-url-given",))
def the_url_of_the_study_has_no_version(right: Behaviour) -> Behaviour:
    """The RetrieveURL of the study leads nowhere, because it lacks the version."""
    return _answered(
        right,
        "00081190",
        lambda attribute: {**attribute, "Value": [url.replace("/v2/", "/") for url in attribute["Value"]]},
    )


@microsoft(breaks=("store-items-complete",))
def stored_instances_have_no_url(right: Behaviour) -> Behaviour:
    """Stored instances are listed without RetrieveURL."""
    return _answered(right, "00081199", lambda attribute: _without(attribute, "00081190"))


@microsoft(breaks=("store-items-complete",))
def stored_instances_have_no_class(right: Behaviour) -> Behaviour:
    """Stored instances are listed without their SOP Class."""
    return _answered(right, "00081199", lambda attribute: _without(attribute, "00081150"))


@microsoft(breaks=("store-invalid-value-warned",))
def a_warning_is_a_status_only(right: Behaviour) -> Behaviour:
    """An instance with an invalid value is stored with 202, and nobody is told why."""

    def change(dataset: Attributes) -> Attributes:
        return {tag: _without(attribute, "00081196", "00741048") for tag, attribute in dataset.items()}

    return replace(right, store=after(right.store, with_datasets(change)))
