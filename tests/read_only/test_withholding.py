"""What a ledger keeps of an exchange about other people's data, and what is told of a check that failed on it."""

from dataclasses import replace

import httpx
import pytest

from dicomweb_conformance.evidence.exchange import (
    Exchange,
    RecordedBody,
    RecordedError,
    RecordedRequest,
    RecordedResponse,
)
from dicomweb_conformance.evidence.redaction import Redactor
from dicomweb_conformance.evidence.withholding import withheld, withheld_url
from dicomweb_conformance.nonconformity import ImpersonalNonconformity, Nonconformity, NotOffered
from dicomweb_conformance.plugin.discretion import discreet
from dicomweb_conformance.plugin.scenario_log import judged
from dicomweb_conformance.provision import Unprovided

BASE = "https://archive.example/dicom-web"
BODY = RecordedBody(31, "ab" * 32, "Zwetschge^Amalia", "utf-8", True)
EXCHANGE = Exchange(
    number=1,
    scenario=None,
    step=None,
    started="2026-11-23T09:00:00.000Z",
    seconds=0.1,
    first_byte=0.1,
    request=RecordedRequest("GET", f"{BASE}/studies?PatientName=Zwetschge", (("Accept", "*/*"),), None),
    response=RecordedResponse(
        "HTTP/1.1",
        404,
        "Zwetschge not found",
        (
            ("Content-Type", 'text/html; charset=utf-8; name="Zwetschge"'),
            ("Content-Disposition", "attachment; filename=Zwetschge.dcm"),
            ("Content-Length", "31"),
        ),
        BODY,
    ),
    error=RecordedError("RemoteProtocolError", "illegal header line: Zwetschge"),
)


def test_of_a_message_nothing_is_kept_that_may_be_a_value() -> None:
    kept = withheld(EXCHANGE, [BASE])
    assert "Zwetschge" not in str(kept.to_json())
    assert kept.response is not None
    assert kept.response.body == replace(BODY, head="", complete=False)
    assert kept.response.reason == "Not Found"
    assert kept.response.headers == (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Disposition", "[withheld]"),
        ("Content-Length", "31"),
    )


def test_what_the_harness_says_of_a_connection_is_kept() -> None:
    exchange = replace(EXCHANGE, error=RecordedError("ReadTimeout", "no answer within 3 s"))
    assert withheld(exchange, [BASE]).error == RecordedError("ReadTimeout", "no answer within 3 s")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/studies/1.2.3/series/1.2/instances/1/frames/1", None),
        ("/studies/1.2.3/metadata", None),
        ("/studies?StudyInstanceUID=1.2.3&limit=1&offset=2", None),
        ("/studies?PatientID=4711&StudyDate=20200101", "/studies?PatientID=[withheld]&StudyDate=[withheld]"),
        ("/studies?00100020=4711&Zw%65tschge", "/studies?00100020=[withheld]&[withheld]"),
        ("/studies?StudyInstanceUID=Zwetschge%5E", "/studies?StudyInstanceUID=[withheld]"),
        ("/patients/4711/studies/1.2", "/[withheld]"),
        ("/studies/Zwetschge/series/4711", "/studies/[withheld]"),
    ],
)
def test_a_url_names_resources_and_no_values(path: str, kept: str | None) -> None:
    assert withheld_url(BASE + path, [BASE]) == BASE + (path if kept is None else kept)


def test_a_url_elsewhere_is_withheld() -> None:
    assert withheld_url("https://other.example/Zwetschge?x=1", [BASE]) == "https://other.example/[withheld]"


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (Nonconformity("Zwetschge", "Zwetschge^Amalia"), "nonconformant"),
        (NotOffered("no match for Zwetschge"), "unsupported"),
        (Unprovided("Zwetschge is not there"), "blocked"),
        (ValueError("invalid value 'Zwetschge' for VR UI"), "inconclusive"),
        (httpx.RemoteProtocolError("illegal header line: Zwetschge"), "inconclusive"),
    ],
)
def test_a_text_that_nobody_vouches_for_is_withheld(error: Exception, verdict: str) -> None:
    judgement = judged(error, "then", withholds=True)
    assert judgement.verdict == verdict
    assert "Zwetschge" not in str(judgement)
    assert "Zwetschge" not in str(discreet(error, Redactor(), withholds=True))
    assert "Zwetschge" in str(judged(error, "then"))


def test_a_text_that_the_harness_vouches_for_is_told() -> None:
    judgement = judged(ImpersonalNonconformity("status 404", "status 410"), "then", withholds=True)
    assert (judgement.expected, judgement.received) == ("status 404", "status 410")
    assert "no answer" in str(judged(httpx.ReadTimeout("no answer within 3 s"), "then", withholds=True).reason)
