"""Changes of metadata as they go over the wire: the document that was right, made wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.changes import replying
from dicomweb_conformance.reference.messages import Answer, Attributes, Datasets, Reply, Request

Attribute = dict[str, Any]
Change = Callable[[str, Attribute], Attribute | None]

_NEGOTIATING = ("accept-charset", "accept-encoding", "accept-language")
_SEGMENTS = {"study": 3, "series": 5, "instance": 7}


def rewriting_bytes(
    right: Behaviour, change: Callable[[bytes], bytes], levels: str = "study series instance"
) -> Behaviour:
    """The bytes of metadata in DICOM JSON changed, at these levels only, where nothing else was asked for."""
    lengths = {_SEGMENTS[level] for level in levels.split()}

    def rewritten(request: Request, reply: Reply) -> Reply:
        is_metadata = request.segments[-1:] == ("metadata",) and len(request.segments) in lengths
        fields = dict(reply.headers)
        is_plain = "json" in fields.get("Content-Type", "") and "Content-Encoding" not in fields
        if not is_metadata or reply.status != 200 or not is_plain or not _is_simple(request):
            return reply
        body = change(b"".join(piece for piece in reply.body if isinstance(piece, bytes)))
        headers = tuple((name, str(len(body)) if name == "Content-Length" else value) for name, value in reply.headers)
        return Reply(reply.status, headers, (body,))

    return replying(right, rewritten)


def _is_simple(request: Request) -> bool:
    named = {name for name, _ in request.headers} & {"if-none-match", *_NEGOTIATING}
    return request.header("accept") == "application/dicom+json" and not request.query and not named


def rewriting(right: Behaviour, change: Callable[[list[Any]], Any], levels: str = "study series instance") -> Behaviour:
    """The document that metadata in DICOM JSON are changed, at these levels only."""

    def rewritten(body: bytes) -> bytes:
        document = json.loads(body)
        before = json.dumps(document, ensure_ascii=False)
        after = json.dumps(change(document), ensure_ascii=False)
        # what is not wrong stays as it is to the byte
        return body if after == before else after.encode("utf-8", "surrogatepass")

    return rewriting_bytes(right, rewritten, levels)


def describing(right: Behaviour, change: Change, levels: str = "study series instance") -> Behaviour:
    """Each attribute of metadata changed at every depth, or left out where ``change`` gives None."""
    return rewriting(right, lambda datasets: [in_depth(dataset, change) for dataset in datasets], levels)


def describing_datasets(
    right: Behaviour, change: Callable[[dict[str, Any]], dict[str, Any]], levels: str = "study series instance"
) -> Behaviour:
    """Each dataset of metadata changed."""
    return rewriting(right, lambda datasets: [change(dataset) for dataset in datasets], levels)


def in_depth(dataset: dict[str, Any], change: Change) -> dict[str, Any]:
    """The dataset with each attribute changed, also within sequence items."""
    changed = {}
    for tag, attribute in dataset.items():
        inner = attribute
        if attribute["vr"] == "SQ" and "Value" in attribute:
            inner = {**attribute, "Value": [in_depth(item, change) for item in attribute["Value"]]}
        outcome = change(tag, inner)
        if outcome is not None:
            changed[tag] = outcome
    return changed


def in_json(change: Callable[[tuple[Attributes, ...]], tuple[Attributes, ...]]) -> Callable[[Answer], Answer]:
    """Another list of datasets, if they are to be written as DICOM JSON, compressed or not."""

    def changed(answer: Answer) -> Answer:
        if not isinstance(answer.payload, Datasets) or answer.payload.type != "application/dicom+json":
            return answer
        return replace(answer, payload=replace(answer.payload, datasets=change(answer.payload.datasets)))

    return changed


def with_values(attribute: Attribute, change: Callable[[Any], Any]) -> Attribute:
    """The attribute with each of its values changed, nulls excepted."""
    if "Value" not in attribute:
        return attribute
    return {**attribute, "Value": [None if value is None else change(value) for value in attribute["Value"]]}


def of(vrs: str, change: Callable[[Any], Any]) -> Change:
    """A change of each value of these value representations."""
    chosen = vrs.split()
    return lambda tag, attribute: with_values(attribute, change) if attribute["vr"] in chosen else attribute


def is_private(tag: str) -> bool:
    return tag[3] in "13579BDF"


def labelled(right: Behaviour, content_type: str, when: Callable[[Request], bool]) -> Behaviour:
    """Metadata in DICOM JSON under another Content-Type, for some requests."""

    def changed(request: Request, reply: Reply) -> Reply:
        is_json = dict(reply.headers).get("Content-Type") == "application/dicom+json"
        if request.segments[-1:] != ("metadata",) or not is_json or not when(request):
            return reply
        headers = tuple((name, content_type if name == "Content-Type" else value) for name, value in reply.headers)
        return replace(reply, headers=headers)

    return replying(right, changed)
