"""Whether an existing instance is retrieved as it should be, and agrees with what else is told of it."""

import re
from collections.abc import Callable

from pydicom import Dataset
from pydicom.uid import UID

from dicomweb_conformance.checks import documents, retrieve_files, retrieve_framing
from dicomweb_conformance.checks.existing import Claim, Look, given, guarded
from dicomweb_conformance.datasets import value
from dicomweb_conformance.json_model import compare
from dicomweb_conformance.nonconformity import ImpersonallyNotOffered, ImpersonalNonconformity, Nonconformity
from dicomweb_conformance.received import Response

_STORED_SO = "unless it was stored so, which is no fault of the target"
_LOST = frozenset({"missing", "emptied", "items"})
_NATIVE = frozenset({None, "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"})


def is_that_instance(look: Look) -> None:
    """The answer holds that instance and nothing else."""
    _came(look.response)
    found = guarded("multipart/related of DICOM files", look.response, lambda: documents.instances(look.response))
    uids = [documents.SOPInstanceUID(each) for each in found]
    if uids != [look.seen.instance.SOPInstanceUID]:
        mine = uids.count(look.seen.instance.SOPInstanceUID)
        raise ImpersonalNonconformity("that instance alone", f"{len(uids)} instances, {mine} of them of that UID")


def framed(expected: str, check: Callable[[Response], None]) -> Claim:
    """Claims what a check of the framing says of the answer."""

    def claim(look: Look) -> None:
        _came(look.response)
        guarded(expected, look.response, lambda: check(look.response))

    return claim


FRAMING = {
    "is framed as multipart/related": framed(
        "a whole multipart/related body of at least one part", retrieve_framing.is_multipart
    ),
    "states the media type of its parts": framed(
        "a type parameter that names the type of the first part", retrieve_framing.states_type
    ),
    "has parts that say what they are": framed("parts under application/dicom", retrieve_framing.parts_are_dicom),
    "has parts of the stated length": framed("parts as long as they say", retrieve_framing.lengths_are_true),
    "is a whole DICOM file": framed(
        f"DICOM files with File Meta Information, {_STORED_SO}", retrieve_files.are_whole_files
    ),
    "agrees with its File Meta Information": framed(
        "File Meta Information that names the instance, its class and its encoding",
        retrieve_files.agree_with_their_meta,
    ),
    "is refused, or says what it is": framed(
        "a refusal, or what can be given under its right name", retrieve_framing.is_refused_or_truthful
    ),
}
"""What a feature claims of a retrieved instance."""


def agrees_with_metadata(look: Look) -> None:
    """Each standard attribute of the retrieved instance that has a value is in its metadata, or left to a reference."""
    ds = _dataset(look)
    wanted = look.seen.instance.SOPInstanceUID
    found = [item for item in given(look.responses[1]) if value(item, "SOPInstanceUID") == wanted]
    if len(found) != 1:
        raise ImpersonallyNotOffered("the metadata do not describe the instance, which is judged elsewhere")
    lost = [each for each in _differences(ds, found[0]) if each[0] in _LOST and not _is_private(each[1])]
    if lost:
        kind, path = lost[0]
        raise ImpersonalNonconformity(
            f"metadata with every attribute of the instance, {_STORED_SO}", f"{len(lost)} lost, first {path} ({kind})"
        )


def _is_private(path: str) -> bool:
    return any(int(tag[3], 16) % 2 for tag in re.findall(r"[0-9A-Fa-f]{8}", path))


def _differences(ds: Dataset, item: object) -> list[tuple[str, str]]:
    try:
        return [(each.kind, each.path) for each in compare(ds, item)]  # type: ignore[arg-type]  # a JSON object
    except (AttributeError, LookupError, NotImplementedError, TypeError, ValueError):
        # pydicom reads a value when it is asked for, and what was stored may be none
        raise ImpersonallyNotOffered("what was stored has values that cannot be read") from None


def is_the_only_frame(look: Look) -> None:
    """The answer is one part, the pixels of the retrieved instance. Only for one frame without compression."""
    expected = _pixels(_dataset(look))
    response = look.responses[1]
    if response.status in (400, 404, 405, 406, 415, 501):
        raise ImpersonallyNotOffered(f"the target answers a request for a frame with {response.status}")
    if response.status != 200:
        raise ImpersonalNonconformity("status 200", f"status {response.status}")
    parts = guarded("multipart/related of frames", response, lambda: documents.parts(response))
    if len(parts) != 1:
        raise ImpersonalNonconformity("one part for one frame", f"{len(parts)} parts")
    stated = _stated_syntax(parts[0].header("content-type"))
    if stated not in _NATIVE:
        raise ImpersonallyNotOffered("the target gives the frame compressed")
    body = parts[0].body
    if body.size not in (len(expected), len(expected) + len(expected) % 2) or body.head(len(expected)) != expected:
        raise ImpersonalNonconformity(
            f"the {len(expected)} bytes of pixel data of the instance", f"{body.size} bytes, which are others"
        )


def _stated_syntax(content_type: str | None) -> str | None:
    for parameter in (content_type or "").split(";")[1:]:
        name, _, text = parameter.partition("=")
        if name.strip().lower() == "transfer-syntax":
            return text.strip().strip('"')
    return None


def _pixels(ds: Dataset) -> bytes:
    try:
        syntax = UID(str(ds.file_meta.TransferSyntaxUID))
        bits = ds.Rows * ds.Columns * ds.SamplesPerPixel * ds.BitsAllocated
        plain = not syntax.is_compressed and syntax.is_little_endian and int(ds.get("NumberOfFrames") or 1) == 1
        pixels = bytes(ds.PixelData)
    except (AttributeError, LookupError, NotImplementedError, TypeError, ValueError):
        raise ImpersonallyNotOffered("the instance has no pixel data that can be compared") from None
    if not plain or bits % 8 or len(pixels) < bits // 8:
        raise ImpersonallyNotOffered("the instance is no image of one frame without compression")
    return pixels[: bits // 8]


def _dataset(look: Look) -> Dataset:
    try:
        found = documents.instances(look.response) if look.response.status == 200 else ()
    except Nonconformity:
        found = ()
    if len(found) != 1:
        raise ImpersonallyNotOffered("the instance cannot be retrieved, which is the matter of another requirement")
    return found[0].ds


def _came(response: Response) -> None:
    if response.status in (401, 403, 405, 501):
        raise ImpersonallyNotOffered(f"the target answers {response.status} to retrieving an instance")
