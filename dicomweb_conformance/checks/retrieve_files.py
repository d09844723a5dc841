"""Retrieved instances as DICOM files, and their transfer syntaxes (PS3.10 7, PS3.18 8.7.3)."""

import re
from collections.abc import Collection, Iterator

from pydicom.datadict import keyword_for_tag
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.documents import RetrievedInstance
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.part10 import meta_elements, meta_length
from dicomweb_conformance.received import Response

BANNED = frozenset({str(ImplicitVRLittleEndian), str(ExplicitVRBigEndian)})
"""Never used in responses (PS3.18 8.7.3, 8.7.3.4)."""

_UNCOMPRESSED = BANNED | {str(ExplicitVRLittleEndian), str(DeflatedExplicitVRLittleEndian)}
_NEEDED = (0x00020002, 0x00020003, 0x00020010)


def are_whole_files(response: Response) -> None:
    """Each instance is a DICOM file that can be read without force, with what it is in its File Meta Information."""
    for instance in _some_instances(response):
        meta = instance.ds.file_meta
        for tag in _NEEDED:
            if tag not in meta or not meta[tag].value:
                raise Nonconformity(
                    f"{keyword_for_tag(tag)} in the File Meta Information of {_name(instance)}", "no such element"
                )


def agree_with_their_meta(response: Response) -> None:
    """File Meta Information and dataset name the same instance, class and encoding (PS3.10 7.1)."""
    for instance in _some_instances(response):
        meta, ds = instance.ds.file_meta, instance.ds
        for stated, actual in (
            ("MediaStorageSOPInstanceUID", "SOPInstanceUID"),
            ("MediaStorageSOPClassUID", "SOPClassUID"),
        ):
            # That it is there at all is an affair of are_whole_files.
            if meta.get(stated) and meta.get(stated) != ds.get(actual):
                raise Nonconformity(f"{stated} {ds.get(actual)}, as {actual}", f"{stated} {meta.get(stated)}")
        _is_encoded_as_stated(instance)


def state_their_meta_length(response: Response) -> None:
    """Where the File Meta Information states its length, that is its own (PS3.10 7.1)."""
    for instance in _some_instances(response):
        stated = next((value for number, value in meta_elements(instance.body) if number == 0), None)
        actual = meta_length(instance.body)
        if stated is not None and int.from_bytes(stated, "little") != actual:
            raise Nonconformity(
                f"length {actual} of the File Meta Information of {_name(instance)}",
                f"length {int.from_bytes(stated, 'little')}",
            )


def pad_their_meta_uids(response: Response) -> None:
    """UIDs of the File Meta Information have an even length, by a NUL behind them and nothing else (PS3.5 9.1)."""
    for instance in _some_instances(response):
        for number, value in meta_elements(instance.body):
            if number and (len(value) % 2 or re.fullmatch(rb"[0-9.]*\0?", value) is None):
                keyword = keyword_for_tag(0x00020000 + number) or f"(0002,{number:04X})"
                raise Nonconformity(f"{keyword} of {_name(instance)} padded with NUL", f"{value!r}"[:100])


def have_even_pixel_data(response: Response) -> None:
    """Uncompressed pixel data has an even length, with a pad byte where it needs one (PS3.5 7.1.1, 8.1.1)."""
    for instance in _uncompressed(response):
        length = len(instance.ds.get("PixelData") or b"")
        if length % 2:
            raise Nonconformity(f"pixel data of even length in {_name(instance)}", f"{length} bytes")


def have_no_offsets(response: Response) -> None:
    """An Extended Offset Table is there for encapsulated pixel data only (PS3.3 C.7.6.3.1.8)."""
    for instance in _uncompressed(response):
        if "ExtendedOffsetTable" in instance.ds:
            raise Nonconformity(f"no ExtendedOffsetTable in {_name(instance)}", "one, though nothing is encapsulated")


def say_that_they_lost(response: Response) -> None:
    """LossyImageCompression is 01, which is not reset by decompression (PS3.3 C.7.6.1.1.5). Raises NotOffered when the
    target refuses."""
    if response.status >= 400:
        raise NotOffered(f"the target answers {response.status}")
    for instance in _some_instances(response):
        said = instance.ds.get("LossyImageCompression")
        if said != "01":
            raise Nonconformity(f"LossyImageCompression 01 of {_name(instance)}", f"{said or 'no value'}")


def _uncompressed(response: Response) -> Iterator[RetrievedInstance]:
    """Raises NotOffered when the target refuses, or gives what is compressed only."""
    if response.status >= 400:
        raise NotOffered(f"the target answers {response.status}")
    found = [each for each in _some_instances(response) if documents.transfer_syntax(each) in _UNCOMPRESSED]
    if not found:
        raise NotOffered("the target gives compressed instances as they are")
    return iter(found)


def are_in(response: Response, syntaxes: Collection[str]) -> None:
    """Each instance is in one of these transfer syntaxes."""
    for instance in _some_instances(response):
        found = documents.transfer_syntax(instance)
        if found not in syntaxes:
            wanted = " or ".join(map(_syntax_name, sorted(syntaxes)))
            raise Nonconformity(f"{_name(instance)} in {wanted}", _syntax_name(found))
        _is_encoded_as_stated(instance)


def are_in_if_offered(response: Response, syntax: str) -> None:
    """Each instance is in the transfer syntax. Raises NotOffered when the target refuses it, or gives another one."""
    if response.status >= 400:
        raise NotOffered(f"the target answers {response.status} to transfer-syntax={syntax}")
    found = {documents.transfer_syntax(instance) for instance in _some_instances(response)}
    if str(ExplicitVRLittleEndian) in found and syntax != ExplicitVRLittleEndian:
        raise NotOffered(f"the target gives the default instead of {_syntax_name(syntax)}")
    are_in(response, (syntax,))


def are_in_legal_syntaxes(response: Response) -> None:
    """No instance is in Implicit VR Little Endian or Explicit VR Big Endian."""
    for instance in _some_instances(response):
        found = documents.transfer_syntax(instance)
        if found in BANNED:
            raise Nonconformity(f"{_name(instance)} in a transfer syntax that PS3.18 permits", _syntax_name(found))


def _is_encoded_as_stated(instance: RetrievedInstance) -> None:
    # pydicom looks at the first element, and reads on in the encoding that it finds.
    found = next((each for each in instance.complaints if re.search("found (ex|im)plicit VR", each)), None)
    if found is not None:
        stated = _syntax_name(documents.transfer_syntax(instance))
        raise Nonconformity(f"a dataset in {stated}, as the File Meta Information states", found)


def _some_instances(response: Response) -> tuple[RetrievedInstance, ...]:
    found = documents.instances(response)
    if not any(map(documents.SOPInstanceUID, found)):
        raise Nonconformity(
            "at least one instance", f"status {response.status}, {len(found)} parts without SOPInstanceUID"
        )
    return found


def _name(instance: RetrievedInstance) -> str:
    return f"instance {documents.SOPInstanceUID(instance)}"


def _syntax_name(uid: str | None) -> str:
    return "no TransferSyntaxUID" if uid is None else f"{UID(uid).name} ({uid})" if UID(uid).name != uid else uid
