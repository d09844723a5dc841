"""Counts after a deletion, and the content of what was stored after it."""

import pytest

from dicomweb_conformance.body import Body
from dicomweb_conformance.checks import deletion
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response

FOUND = {"series": (2,), "instances": (3,), "instances of each series": (1, 2), "modalities": ("CT", "OT")}


def response(**headers: str) -> Response:
    return Response("GET", "http://target/", 200, tuple(headers.items()), Body.of(b""))


def test_counts_are_those_expected() -> None:
    deletion.counts_are(FOUND, {"series": (2,), "instances of each series": (1, 2)})
    for wrong in ({"series": (1,)}, {"instances": (4,)}, {"modalities": ("CT",)}, {"instances of each series": (2,)}):
        with pytest.raises(Nonconformity):
            deletion.counts_are(FOUND, wrong)


def test_counts_that_were_wrong_before_prove_nothing() -> None:
    deletion.counts_were(FOUND, {"series": (2,)})
    with pytest.raises(NotOffered):
        deletion.counts_were({**FOUND, "series": (None,)}, {"series": (2,)})


def test_without_an_entity_tag_nothing_is_said() -> None:
    assert deletion.tag_of(response(ETag='W/"1"')) == 'W/"1"'
    with pytest.raises(NotOffered):
        deletion.tag_of(response())


def test_the_content_must_be_readable() -> None:
    with pytest.raises(Nonconformity):
        deletion.are_of(response(), response(), "ImageComments", "new")
