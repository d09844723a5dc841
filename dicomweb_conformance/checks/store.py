"""The store response dataset (PS3.18 10.5.3 and Table I.2-1 of PS3.18 Annex I)."""

from collections.abc import Sequence

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.names import exactly, listed, named
from dicomweb_conformance.datasets import JsonDataset, items, value
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Study


def references(response: Response, instances: Sequence[Instance], study: Study) -> None:
    """The response references exactly these instances as stored, and reports none as failed.

    A status of 202 says that something needs attention; with all stored, each item then bears a WarningReason.
    """
    ds = documents.dataset(response)
    _none_failed(ds, study)
    stored = items(ds, "ReferencedSOPSequence")
    exactly([_uid(item) for item in stored], instances, study, "the response references")
    if response.status == 202 and not all(value(item, "WarningReason") is not None for item in stored):
        raise Nonconformity(
            "status 202 only with a WarningReason or a failed instance",
            "status 202, everything stored, no WarningReason",
        )


def reports_failed(response: Response, instances: Sequence[Instance], study: Study) -> None:
    """The response reports exactly these instances as failed, each with a FailureReason."""
    failed = items(documents.dataset(response), "FailedSOPSequence")
    exactly([_uid(item) for item in failed], instances, study, "the response reports as failed")
    if not all(isinstance(value(item, "FailureReason"), int) for item in failed):
        raise Nonconformity("a FailureReason in each item of FailedSOPSequence", "an item without one")


def _none_failed(ds: JsonDataset, study: Study) -> None:
    failed = items(ds, "FailedSOPSequence")
    if failed:
        reasons = ", ".join(str(value(item, "FailureReason")) for item in failed)
        names = listed(named([_uid(item) for item in failed], study))
        raise Nonconformity("no instance reported as failed", f"{names} reported as failed, FailureReason {reasons}")


def _uid(item: JsonDataset) -> str | None:
    uid = value(item, "ReferencedSOPInstanceUID")
    return uid if isinstance(uid, str) else None
