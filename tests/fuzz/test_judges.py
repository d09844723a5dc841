"""No check has an error but a nonconformity, and no survey any, whatever a server answers."""

from collections.abc import Callable

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.survey import thorough_survey, traces
from dicomweb_conformance.survey.sides import bulk_addresses, counts, every_side
from tests.fuzz.judges import all_checks, judge, received
from tests.fuzz.mutations import NUMBERS, spoiled, spoiled_json
from tests.fuzz.readers import DICOM_TOKENS, LINE_TOKENS, XML_TOKENS
from tests.fuzz.seeds import Seeds, seeds

_FRAME_TOKENS = (*NUMBERS, *LINE_TOKENS, *b"image/jpeg image/dicom-rle image/jls image/jp2 transfer-syntax=".split())

ANSWERS: dict[str, Callable[[Seeds], st.SearchStrategy[bytes]]] = {
    "metadata": lambda known: spoiled_json(known.bodies("metadata", "search", "instances")),
    "stored": lambda known: spoiled_json(known.bodies("stored")),
    "files": lambda known: spoiled(known.bodies("files"), (*DICOM_TOKENS, *LINE_TOKENS)),
    "file": lambda known: spoiled(known.bodies("file"), DICOM_TOKENS),
    "frames": lambda known: spoiled(known.bodies("frames"), _FRAME_TOKENS),
    "rendered": lambda known: spoiled(known.bodies("rendered"), NUMBERS),
    "xml": lambda known: spoiled(known.bodies("xml"), (*XML_TOKENS, *LINE_TOKENS)),
}
"""Answers by what was asked, each spoiled in its own way."""

quickly = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_most_checks_are_called() -> None:
    assert len(all_checks()) > 150


@pytest.mark.filterwarnings("ignore")  # as in a run
@pytest.mark.parametrize("name", ANSWERS)
def test_every_check_finds_it_right_or_wrong(name: str) -> None:
    @quickly
    @given(ANSWERS[name](seeds()))
    def answer(body: bytes) -> None:
        judged(name, body)

    answer()


def judged(name: str, body: bytes) -> None:
    """Show a spoiled answer to every check. Raises AssertionError with the places of those that broke."""
    response = received(seeds().answers[name], body)
    broken = []
    for place, (check, kinds) in all_checks().items():
        try:
            judge(check, kinds, response)
        except (Nonconformity, NotOffered):
            continue
        except Exception as error:  # noqa: BLE001 - whatever it is, it is no finding and breaks this test
            broken.append(f"{place}: {type(error).__name__}: {error}")
    # not a bare assert: the long fuzz is not run by pytest
    if broken:
        raise AssertionError("; ".join(broken))


@pytest.mark.filterwarnings("ignore")  # as in a run
def test_every_survey_reads_or_says_why_not() -> None:
    known = seeds()

    @quickly
    @given(ANSWERS["metadata"](known), ANSWERS["files"](known))
    def answer(metadata: bytes, files: bytes) -> None:
        surveyed(known, metadata, files)

    answer()


@pytest.mark.parametrize("odd", ['[{"a": 1}]', '["\u00b2"]', "[[1]]", "[null]", '["%s"]' % ("9" * 5000)])
def test_uids_and_counts_of_any_type_are_surveyed(odd: str) -> None:
    known = seeds()
    tags = ("00080018", "0020000D", "0020000E", "00201206", "00201208", "00201209", "00080061")
    elements = ",".join(f'"{tag}":{{"vr":"UI","Value":{odd}}}' for tag in tags)

    surveyed(known, f"[{{{elements}}}]".encode(), known.answers["files"].body)


def surveyed(known: Seeds, metadata: bytes, files: bytes) -> None:
    """Look at a study whose server answers so."""

    def handle(request: httpx.Request) -> httpx.Response:
        wants_json = "json" in request.headers.get("accept", "")
        content_type = known.answers["metadata" if wants_json else "files"].content_type
        body = metadata if wants_json else files
        return httpx.Response(200, headers={"Content-Type": content_type}, content=body)

    with httpx.Client(transport=httpx.MockTransport(handle)) as http:
        client = Client(http, Addresses.at("http://t"))
        thorough_survey(client, known.study)
        traces(client, known.study)
        every_side(client, known.study, bulk_addresses(client, known.study))
        counts(client, known.study)
