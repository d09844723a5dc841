"""Requests with absurd UIDs in their path, and searches with garbage in their query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

from hypothesis import strategies as st

from dicomweb_conformance.datasets import NoDatasets, datasets_in, value
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.properties.ground import Ground
from dicomweb_conformance.properties.hostile_files import ABSURD_UIDS
from dicomweb_conformance.properties.hostile_store import Files, begun, is_unharmed, no_server_error
from dicomweb_conformance.received import Response

E = TypeVar("E")

_JSON = "application/dicom+json"
_ANY = 'multipart/related; type="application/dicom"; transfer-syntax=*'
_PATHS = (
    "studies/{X}",
    "studies/{X}/metadata",
    "studies/{X}/series",
    "studies/{X}/instances",
    "studies/{S}/series/{X}",
    "studies/{S}/series/{X}/metadata",
    "studies/{S}/series/{X}/instances",
    "studies/{S}/series/{E}/instances/{X}",
    "studies/{S}/series/{E}/instances/{X}/metadata",
    "studies/{S}/series/{E}/instances/{X}/frames/1",
    "studies/{X}/series/{E}/instances/{I}",
    "studies/{S}/series/{X}/instances/{I}",
)
_FRAMES = ("0", "-1", "1,", ",1", "1,,2", "x", "1-2", "99999999999999999999", "1.0", "%20", "1;2", "\u0661")


@dataclass(frozen=True)
class HostileAddress:
    """A path of ``_PATHS`` with something absurd for a UID, or for the number of a frame."""

    path: str
    absurd: str

    def __str__(self) -> str:
        shown = self.absurd if len(self.absurd) <= 70 else f"a text of {len(self.absurd)} characters"
        return f"GET {self.path} with {shown!r}"


def hostile_addresses() -> st.SearchStrategy[tuple[HostileAddress, ...]]:
    """Every path with every absurdity. Nothing is deleted by such an address: it might be somebody else's."""
    # What a path may lose on its way by the rules for URLs (RFC 3986 5.2.4, 6.2.2) asks for something else.
    uids = st.sampled_from([uid for uid in ABSURD_UIDS if uid and ".." not in uid and "/" not in uid])
    slashed = st.sampled_from(["1.2/3", "1.2/../1.3", "..x", "1.2/metadata"])
    texts = st.text(st.characters(min_codepoint=32, exclude_characters="./\\", exclude_categories=["Cs"]), min_size=1,
                    max_size=8)  # fmt: skip
    addresses = st.builds(HostileAddress, st.sampled_from(_PATHS), st.one_of(uids, uids, slashed, texts))
    frames = st.builds(
        HostileAddress, st.just("studies/{S}/series/{E}/instances/{I}/frames/{X}"), st.sampled_from(_FRAMES)
    )
    return _several(st.one_of(addresses, addresses, frames))


def judge_addresses(ground: Ground, examples: Sequence[HostileAddress]) -> None:
    """Nothing is there: a client error, or an empty answer; and what is stored is still served.

    Raises Nonconformity, NotOffered and Unprovided when what is good is not stored either.
    """
    files = begun(ground)
    for example in examples:
        _judge_address(ground, files, example)
    is_unharmed(ground, files)


def _judge_address(ground: Ground, files: Files, example: HostileAddress) -> None:
    path = example.path.replace("{X}", quote(example.absurd, safe=""))
    for mark, uid in zip("SEI", path_uids(files), strict=True):
        path = path.replace(f"{{{mark}}}", uid)
    is_search = example.path.endswith(("/series", "/instances"))
    accept = _JSON if is_search or path.endswith("/metadata") else "*/*" if "/frames/" in path else _ANY
    response = ground.client.get(f"{ground.client.addresses.retrieve}/{path}", accept=accept)
    no_server_error(response, str(example))
    if 200 <= response.status < 300 and example.absurd not in path_uids(files) and not _is_empty(response):
        raise Nonconformity(
            f"a client error, or nothing, for {example}", f"status {response.status} with something in it"
        )


def path_uids(files: Files) -> tuple[str, str, str]:
    """The UIDs of the anchor, from the study down."""
    reference = files["anchor"].reference
    return reference.StudyInstanceUID, str(reference.SeriesInstanceUID), str(reference.SOPInstanceUID)


_NAMES = (
    "PatientName", "PatientBirthDate", "StudyDate", "StudyTime", "ModalitiesInStudy", "limit", "offset", "includefield",
    "fuzzymatching", "StudyInstanceUID", "NumberOfStudyRelatedSeries", "00100010", "0010001", "001000100",
    "PatientName.PatientID", "RequestAttributesSequence.", ".", "..", "", "x", "'", "00091001", "FFFFFFFF", "7FE00010",
    "OtherPatientIDsSequence.PatientID", "RequestAttributesSequence", "RequestAttributesSequence.NoSuch",
)  # fmt: skip
_VALUES = (
    "", " ", "x", "-", "--", "-1", "0", "99999999999999999999999", "1e9", "NaN", "20201301", "20200101-20190101",
    "20200230", "-20200101-", "240000", "2020", "'", "' OR 1=1 --", '"', "\\", "%", "%00", "*" * 40, "?" * 200, ",",
    ",,,", "1.2.,", "[", "(", "(a+)+$", "{}", "<x>", "\x00", "\n", "é", "山", "\U0001f600", "true", "maybe",
    "x" * 5000, "a\\b", "=", "&", ";", "all", "PatientName,,StudyDate", "../../etc/passwd",
)  # fmt: skip


@dataclass(frozen=True)
class HostileQuery:
    """Garbage beside a key that is right: the UID of a study that is stored, or of one that never was."""

    garbage: tuple[tuple[str, str], ...]
    stored: bool

    def __str__(self) -> str:
        shown = " & ".join(f"{name}={value if len(value) <= 60 else f'{len(value)} characters'}"
                           for name, value in self.garbage)  # fmt: skip
        return f"a search for studies by {shown!r} and the StudyInstanceUID of {'one' if self.stored else 'none'}"


def hostile_queries() -> st.SearchStrategy[tuple[HostileQuery, ...]]:
    """Every name with every value, one to three of them."""
    texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    pairs = st.tuples(
        st.one_of(*[st.sampled_from(_NAMES)] * 4, texts), st.one_of(*[st.sampled_from(_VALUES)] * 4, texts)
    )
    return _several(st.builds(HostileQuery, st.lists(pairs, min_size=1, max_size=3).map(tuple), st.booleans()))


def _several(examples: st.SearchStrategy[E]) -> st.SearchStrategy[tuple[E, ...]]:
    """Some at a time: what they start from costs more than they do."""
    return st.lists(examples, min_size=1, max_size=6).map(tuple)


def judge_queries(ground: Ground, examples: Sequence[HostileQuery]) -> None:
    """Refused, or answered with nothing that the right key excludes. Raises as ``judge_addresses`` does."""
    files = begun(ground)
    for example in examples:
        _judge_query(ground, files, example)
    is_unharmed(ground, files)


def _judge_query(ground: Ground, files: Files, example: HostileQuery) -> None:
    uid = files["anchor"].reference.StudyInstanceUID if example.stored else ground.uid("never stored")
    # A key that is given twice has no meaning; what is garbage for another study is not asked.
    garbage = [pair for pair in example.garbage if pair[0] != "StudyInstanceUID"]
    response = ground.client.search("studies", [("StudyInstanceUID", uid), *garbage])
    no_server_error(response, str(example))
    if 200 <= response.status < 300:
        found = _found(response)
        wrong = [each for each in found if each != uid]
        if wrong or (found and not example.stored) or len(found) > 1:
            raise Nonconformity(f"nothing that the StudyInstanceUID excludes, for {example}", f"{len(found)} matches")


def _found(response: Response) -> list[str]:
    if response.status == 204 or not response.body.size:
        return []
    try:
        return [str(value(ds, "StudyInstanceUID")) for ds in datasets_in(response.body)]
    except NoDatasets as error:
        raise Nonconformity("a search result in DICOM JSON", str(error)) from error


def _is_empty(response: Response) -> bool:
    return not response.parts and response.body.read().strip() in (b"", b"[]")
