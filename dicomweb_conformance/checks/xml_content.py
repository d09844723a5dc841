"""What Native DICOM Model documents say, compared with what was stored and with DICOM JSON (PS3.18 F.3.1)."""

from collections.abc import Sequence

from dicomweb_conformance.checks import metadata, xml_documents
from dicomweb_conformance.checks.aspects import Aspect, named_path, of_aspect
from dicomweb_conformance.checks.metadata import AsRetrieved
from dicomweb_conformance.comparison.differences import Difference
from dicomweb_conformance.dataset_comparison import compare as compare_instances
from dicomweb_conformance.datasets import JsonDataset, value
from dicomweb_conformance.native_model import Node, agree, bulk_values, compare, line_ends
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Study

_UNIQUE_KEYS = {"studies": "0020000D", "series": "0020000E", "instances": "00080018"}


def keeps(response: Response, aspect: Aspect, study: Study, as_retrieved: AsRetrieved) -> None:
    """The document of each instance says what was stored, in one aspect.

    As with metadata in JSON, a difference counts only when the document differs from the instance as it is retrieved
    too. Binary values may be left to a reference, or out. Raises NotOffered as ``of_aspect`` does.
    """
    for stored, received in xml_documents.described(response, study):
        found = of_aspect(aspect, stored.ds, _without_bulk(compare(stored.ds, received)))
        _none(_not_as_retrieved(found, stored, received, as_retrieved), f"of {stored.name}")


def keeps_everything(response: Response, study: Study, as_retrieved: AsRetrieved) -> None:
    """As ``keeps``, in every aspect."""
    for stored, received in xml_documents.described(response, study):
        found = _without_bulk(compare(stored.ds, received))
        _none(_not_as_retrieved(found, stored, received, as_retrieved), f"of {stored.name}")


def keeps_line_ends(response: Response, study: Study) -> None:
    """Texts of several lines have the line ends that were stored."""
    for stored, received in xml_documents.described(response, study):
        _none(line_ends(stored.ds, received), f"of {stored.name}")


def refers_to_bulk_data(response: Response, study: Study) -> None:
    """Some value is left to a BulkData with a uri. Raises NotOffered when none is."""
    if not any(bulk_values(stored.ds, root) for stored, root in xml_documents.described(response, study)):
        raise NotOffered("the documents leave no value to a reference")


def metadata_agrees(response: Response, json: Response, study: Study) -> None:
    """The documents say of each instance what the metadata in DICOM JSON say, no less and no more."""
    by_uid = {str(value(ds, "SOPInstanceUID")): ds for _, ds in metadata.described(json, study)}
    for stored, root in xml_documents.described(response, study):
        ds = by_uid.get(str(stored.reference.SOPInstanceUID))
        if ds is not None:
            _none(agree(ds, root), f"of {stored.name}, in DICOM JSON")


def results_agree(response: Response, json: Sequence[JsonDataset], resource: str) -> None:
    """The documents are the same matches as those in DICOM JSON, and say the same of each."""
    key = _UNIQUE_KEYS[resource]
    by_uid = {_json_value(ds, key): ds for ds in json}
    found = {xml_documents.value(root, key): root for root in xml_documents.roots(response)}
    if not by_uid or len(xml_documents.roots(response)) != len(json) or found.keys() != by_uid.keys():
        raise Nonconformity(
            f"a document for each of the {len(json)} matches in DICOM JSON",
            f"{len(xml_documents.roots(response))} documents, {len(found.keys() & by_uid.keys())} of them for a match",
        )
    for uid, root in found.items():
        _none(agree(by_uid[uid], root), f"of the match {uid}, in DICOM JSON")


def _not_as_retrieved(
    found: Sequence[Difference], stored: Instance, received: Node, as_retrieved: AsRetrieved
) -> Sequence[Difference]:
    retrieved = as_retrieved(stored) if found else None
    if retrieved is None or not compare_instances(stored.ds, retrieved):
        return found
    also = {difference.path for difference in compare(retrieved, received)}
    return tuple(difference for difference in found if difference.path in also)


def _json_value(ds: JsonDataset, tag: str) -> str | None:
    attribute = ds.get(tag)
    values = attribute.get("Value") if isinstance(attribute, dict) else None
    return str(values[0]) if isinstance(values, list) and values else None


def _without_bulk(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    return tuple(difference for difference in differences if difference.kind != "bulk-missing")


def _none(found: Sequence[Difference], where: str) -> None:
    if found:
        first = found[0]
        more = f" (and {len(found) - 1} more differences)" if len(found) > 1 else ""
        raise Nonconformity(f"{named_path(first.path)} {where}: {first.expected}", f"{first.received}{more}")
