"""Hostile store requests: nothing that was refused is stored, and the next good request is served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from dicomweb_conformance.checks.store_outcome import Looked, claims_if_any, is_stored, is_success
from dicomweb_conformance.multipart import OutgoingPart, new_boundary, write_multipart
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.properties.ground import Ground
from dicomweb_conformance.properties.hostile_files import Harm, Harmed, harms
from dicomweb_conformance.properties.hostile_messages import Mess, messes
from dicomweb_conformance.received import Response
from dicomweb_conformance.samples.instances import small_image
from dicomweb_conformance.samples.nested import nested_sequences
from dicomweb_conformance.samples.part10 import NamedDataset, shallow_copy, write_study
from dicomweb_conformance.study import Instance, Study
from dicomweb_conformance.survey import poll

_DICOM = "application/dicom"
_MOST = 6
_EXCUSED = (501, 503, 507)
"""What a server may say of itself: that it has no such SOP Class, no time, or no space (RFC 9110 15.6, PS3.18 8.5)."""


@dataclass(frozen=True)
class HostileFile:
    """A file that was harmed, sent alone or behind a good one."""

    harm: Harm
    beside: bool

    def __str__(self) -> str:
        return f"a file with {self.harm}" + (" behind a good one" if self.beside else "")


def hostile_files() -> st.SearchStrategy[tuple[HostileFile, ...]]:
    """Every harm, alone and behind a good file; some at a time, since what they start from costs more."""
    return st.lists(st.builds(HostileFile, harms(), st.booleans()), min_size=1, max_size=_MOST).map(tuple)


def hostile_messages() -> st.SearchStrategy[tuple[Mess, ...]]:
    """Every way to get a message wrong, some at a time."""
    return st.lists(messes(), min_size=1, max_size=_MOST).map(tuple)


@dataclass
class Files:
    """The instances of one example, in one study, each written and claimed when it is first asked for.

    ``anchor`` is stored before, ``after`` behind the hostile requests; ``harmed`` ones have sequences with both forms
    of length.
    """

    ground: Ground
    _written: dict[str, Instance] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Instance:
        if name not in self._written:
            self._written[name] = self._write(name)
        return self._written[name]

    def _write(self, name: str) -> Instance:
        ds = shallow_copy(nested_sequences()[0].ds if name.startswith("harmed") else small_image("hostile"))
        ds.PatientID, ds.AccessionNumber = self.ground.prefix, ""
        ds.StudyInstanceUID, ds.SeriesInstanceUID = self.ground.uid("hostile"), self.ground.uid(name)
        ds.SOPInstanceUID = self.ground.uid(f"{name}/1")
        study = write_study(name, [NamedDataset("image", ds)], self.ground.folder() / name)
        self.ground.claim(study)
        return study.instances[0]


def judge_files(ground: Ground, examples: Sequence[HostileFile]) -> None:
    """Send harmed files, one request each.

    Raises Nonconformity, NotOffered and Unprovided when what is good is not stored either.
    """
    files = begun(ground)
    for number, example in enumerate(examples):
        try:
            _judge_file(ground, files, str(number), example)
        except Nonconformity as error:
            raise Nonconformity(f"{error.expected}, for {example}", error.received) from error
    _serves_on(ground, files)


def judge_messages(ground: Ground, examples: Sequence[Mess]) -> None:
    """Send a good file in each of some bad messages. Raises as ``judge_files`` does."""
    files = begun(ground)
    for number, example in enumerate(examples):
        try:
            _judge_message(ground, files[f"good {number}"], example)
        except Nonconformity as error:
            raise Nonconformity(f"{error.expected}, for a message {example}", error.received) from error
    _serves_on(ground, files)


def _judge_file(ground: Ground, files: Files, number: str, example: HostileFile) -> None:
    bad = files[f"harmed {number}"]
    harmed = example.harm.to(bad.path.read_bytes())
    good = files[f"good {number}"] if example.beside else None
    response = _store(ground, [*([good.path.read_bytes()] if good else []), harmed.content])
    no_server_error(response)
    _good_fits(ground, response, good)
    _bad_fits(ground, response, bad, harmed, alone=good is None)


def _judge_message(ground: Ground, sent: Instance, example: Mess) -> None:
    message = example.of(sent.path.read_bytes())
    response = ground.client.store_body(message.body, content_type=message.content_type)
    no_server_error(response)
    _good_fits(ground, response, sent)


def begun(ground: Ground) -> Files:
    """The files of an example, of which the anchor is stored. Raises NotOffered and Unprovided when it cannot be."""
    files = Files(ground)
    ground.store([Study("anchor", (files["anchor"],))])
    return files


def _store(ground: Ground, contents: list[bytes]) -> Response:
    boundary = new_boundary()
    parts = [OutgoingPart((("Content-Type", _DICOM),), content) for content in contents]
    body = b"".join(write_multipart(parts, boundary))
    return ground.client.store_body(body, content_type=f'multipart/related; type="{_DICOM}"; boundary="{boundary}"')


def no_server_error(response: Response, what: str = "what was sent") -> None:
    """A mistake in a request is not answered as one of the server (RFC 9110 15.6, PS3.18 8.5)."""
    if response.status >= 500 and response.status not in _EXCUSED:
        raise Nonconformity(f"no server error, since {what} is the cause", f"status {response.status}")


def _good_fits(ground: Ground, response: Response, good: Instance | None) -> None:
    """What could be stored is stored exactly when the response says so (PS3.18 Table 10.5.3-1)."""
    if good is None:
        return
    listed = is_success(response) and good.reference.SOPInstanceUID in claims_if_any(response).stored
    seconds = ground.settle if listed else 0.0
    stored = poll(lambda: _is_there(ground, good), lambda there: there, seconds, ground.waited)
    if stored and not is_success(response):
        raise Nonconformity(f"nothing stored, because the status is {response.status}", "the good instance is stored")
    if stored != listed:
        raise Nonconformity(
            "what is listed as stored is what is stored",
            f"status {response.status}, {'stored and not listed' if stored else 'listed and not stored'}",
        )


def _bad_fits(ground: Ground, response: Response, bad: Instance, harmed: Harmed, *, alone: bool) -> None:
    claims = claims_if_any(response)
    listed = is_success(response) and bad.reference.SOPInstanceUID in claims.stored
    if harmed.hopeless and (listed or (alone and is_success(response))):
        raise Nonconformity("a client error, or 202 without it, for what is no whole dataset", _told(response, listed))
    if harmed.renamed:
        return
    # What was sent spoiled may come back spoiled: that anything comes shows that it was stored.
    stored = ground.client.retrieve(bad.reference).status == 200
    if stored and (harmed.hopeless or not listed):
        raise Nonconformity("what was refused is not stored", f"status {response.status}, and it is stored")


def _told(response: Response, listed: bool) -> str:
    return f"status {response.status}" + (", listed as stored" if listed else "")


def _is_there(ground: Ground, instance: Instance) -> bool:
    return is_stored(Looked(instance, ground.client.retrieve(instance.reference)))


def is_unharmed(ground: Ground, files: Files) -> None:
    """What was stored before is still given. Raises Nonconformity."""
    if not _is_there(ground, files["anchor"]):
        raise Nonconformity("what was stored before is still there", "it is gone")


def _serves_on(ground: Ground, files: Files) -> None:
    """What was stored before is still given, and the next good request stores."""
    is_unharmed(ground, files)
    after = files["after"]
    response = ground.client.store([after])
    if not is_success(response):
        raise Nonconformity("the next good request is served", f"status {response.status}")
    if not poll(lambda: _is_there(ground, after), lambda there: there, ground.settle, ground.waited):
        raise Nonconformity("the next good request stores", "nothing is stored")
