"""Copies of datasets that are made often: what is the same in every copy is encoded once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dicomweb_conformance.samples.copies import copied, new_uid
from dicomweb_conformance.samples.part10 import NamedDataset, encoded
from dicomweb_conformance.study import Instance, Reference, Study

_LONG, _SHORT = 44, 43
"""Characters of the UIDs that fit: both take 44 bytes, for the length of a value is even (PS3.5 9.1)."""
_PLAIN = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True)
class Mould:
    """The file of a dataset, in pieces; between each two of them is a place.

    ``places`` says what fills each: the index of a UID in ``uids``, those that a copy has others for, then PatientID,
    then AccessionNumber. There are no pieces when the file cannot be put together so.
    """

    named: NamedDataset
    uids: tuple[str, ...]
    pieces: tuple[bytes, ...]
    places: tuple[int, ...]

    def cast(self, uids: Callable[[str], str], PatientID: str, AccessionNumber: str) -> bytes | None:
        """The bytes of the copy's file, as pydicom writes them; None where what is new does not fit."""
        values = [uids(uid) for uid in self.uids]
        if not self.pieces or any(len(value) not in (_LONG, _SHORT) for value in values):
            return None
        fillings = [*(value.encode("ascii").ljust(_LONG, b"\0") for value in values)]
        fillings += [PatientID.encode("ascii"), AccessionNumber.encode("ascii")]
        filled = (fillings[place] + piece for place, piece in zip(self.places, self.pieces[1:], strict=True))
        return b"".join((self.pieces[0], *filled))


def mould_of(named: NamedDataset, id_length: int, accession_length: int) -> Mould:
    """The mould for copies whose PatientID and AccessionNumber have these lengths.

    What is cast from it is compared with what pydicom writes for UIDs of both lengths. So a place that was not found,
    such as in deflated data, and one where a short UID is not padded, as among several values, give no pieces.
    """
    identifiers = _text("id", id_length), _text("accession", accession_length)
    seen: dict[str, str] = {}

    def uids(uid: str) -> str:
        return seen.setdefault(uid, _uid("mould", uid, _LONG))

    pattern = encoded(copied(named, uids, *identifiers))
    marks = [mark.encode("ascii") for mark in (*seen.values(), *identifiers)]
    parts = re.split(b"(" + b"|".join(marks) + b")", pattern)
    mould = Mould(named, tuple(seen), tuple(parts[::2]), tuple(marks.index(mark) for mark in parts[1::2]))
    others = _text("another id", id_length), _text("another accession", accession_length)
    for length in (_LONG, _SHORT):

        def proof(uid: str, length: int = length) -> str:
            return _uid("proof", uid, length)

        if mould.cast(proof, *others) != encoded(copied(named, proof, *others)):
            return Mould(named, tuple(seen), (), ())
    return mould


def write_casts(
    name: str,
    moulds: Sequence[Mould],
    uids: Callable[[str], str],
    folder: Path,
    PatientID: str,
    AccessionNumber: str,
) -> Study:
    """As ``write_copy``, from moulds for identifiers of these lengths."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = _PLAIN.fullmatch(PatientID) and _PLAIN.fullmatch(AccessionNumber)
    instances = []
    for mould in moulds:
        named, path = mould.named, folder / f"{mould.named.name}.dcm"
        data = mould.cast(uids, PatientID, AccessionNumber) if plain else None
        path.write_bytes(data or encoded(copied(named, uids, PatientID, AccessionNumber)))
        old = (named.ds.StudyInstanceUID, named.ds.SeriesInstanceUID, named.ds.SOPInstanceUID)
        reference = Reference(*(new_uid(str(uid), uids) for uid in old))
        instances.append(
            Instance(named.name, path, reference, str(named.ds.SOPClassUID), str(named.transfer_syntax), named.decoded)
        )
    return Study(name, tuple(instances))


def _text(what: str, length: int) -> str:
    return sha256(what.encode()).hexdigest()[:length]


def _uid(what: str, uid: str, length: int) -> str:
    digits = str(int(sha256(f"{what} {uid}".encode()).hexdigest(), 16))
    return f"2.25.1{digits}"[:length]
