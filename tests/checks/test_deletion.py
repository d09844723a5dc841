"""Counts after a deletion, and the content of what was stored after it."""

from dataclasses import replace

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


@pytest.mark.parametrize("status", [200, 202, 204])
def test_a_deletion_succeeds_in_any_way_of_http(status: int) -> None:
    deletion.succeeds(replace(response(), status=status))


@pytest.mark.parametrize("status", [207, 301, 404, 409, 500])
def test_another_answer_is_no_success_of_a_deletion(status: int) -> None:
    with pytest.raises(Nonconformity, match="status 200 or 202 or 204"):
        deletion.succeeds(replace(response(), status=status))
