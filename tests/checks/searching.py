"""Hand-made answers to searches over the search corpus."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydicom.datadict import dictionary_VR, tag_for_keyword

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks.searched import Answer, Searched
from dicomweb_conformance.matching.entities import UNIQUE_KEYS, StoredEntity, entities_of
from dicomweb_conformance.received import Response
from dicomweb_conformance.samples.corpus import write_corpus
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Level, Reference

P = "HAND"
Attribute = dict[str, Any]
Ds = dict[str, Attribute]


def stored_corpus(folder: Path) -> tuple[StoredEntity, ...]:
    """The entities of a corpus with the prefix P."""
    return entities_of(write_corpus(P, lambda uid: derived_uid("hand", uid), folder))


def tag(keyword: str) -> str:
    return f"{tag_for_keyword(keyword):08X}"


def text(keyword: str, *values: Any) -> Ds:
    """An attribute as the DICOM JSON model has it."""
    return {tag(keyword): {"vr": dictionary_VR(keyword), **({"Value": list(values)} if values else {})}}


def response(
    body: Any, status: int = 200, media_type: str | None = "application/dicom+json", **headers: str
) -> Response:
    """A response whose body is JSON, or the bytes given."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
    if media_type is not None:
        fields.append(("Content-Type", media_type))
    return Response("GET", "http://here/studies", status, tuple(fields), Body.of(content))


class Maker:
    """Makes searches of a level with the given answers."""

    def __init__(self, corpus: tuple[StoredEntity, ...]) -> None:
        self.corpus = corpus

    def entity(self, name: str) -> StoredEntity:
        return next(entity for entity in self.corpus if entity.name == name)

    def ds(self, name: str, *more: Mapping[str, Attribute]) -> Ds:
        """A match that bears its unique key, and what is given."""
        entity = self.entity(name)
        made = text(UNIQUE_KEYS[entity.level], entity.uid)
        for each in more:
            made.update(each)
        return made

    def answers(
        self,
        responses: Iterable[Response],
        *query: tuple[str, str],
        level: Level = "study",
        within: Reference | None = None,
    ) -> Searched:
        filled = tuple((name, value.replace("{P}", P)) for name, value in query)
        return Searched(level, within, self.corpus, tuple(Answer(filled, each) for each in responses))

    def found(self, names: Iterable[str], *query: tuple[str, str], level: Level = "study") -> Searched:
        """One search that found these, with nothing but their unique keys."""
        return self.answers([response([self.ds(name) for name in names])], *query, level=level)
