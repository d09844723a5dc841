"""Markdown, CSV, HAR and badges."""

import base64
import csv
import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from defusedxml.ElementTree import fromstring

from dicomweb_conformance.report import badge
from dicomweb_conformance.report.har import render_har
from dicomweb_conformance.report.markdown import render_markdown
from dicomweb_conformance.report.model import Report
from dicomweb_conformance.report.table import cell, render_csv
from tests.report.hostile import ALL
from tests.report.ledgers import (
    STUDY,
    Record,
    body,
    deviation,
    exchange,
    footer,
    header,
    registry,
    report_on,
    requirement,
    scenario,
    with_target,
)
from tests.report.realistic import realistic_ledger, realistic_registry

REGISTRY = registry(requirement("a"), requirement("b"), requirement("c", level="should"))


@pytest.fixture(scope="module")
def realistic() -> Report:
    return report_on(realistic_ledger(), realistic_registry())


def hostile(text: str) -> Report:
    """A report with this text wherever a target or a user may put text."""
    records: list[Record] = [
        with_target(
            header(selection=[text], operator=text), vendor=text, product=text, url=text,
            deviations=[deviation("c", reason=text, issue=text)],
        ),
        exchange(
            1,
            request={"url": f"http://x/?{text}", "method": text, "headers": [[text, text]], "body": body_of(text)},
            response={
                "reason": text, "headers": [["Content-Type", text], ["Location", text]], "body": body_of(text)
            },
        ),
        exchange(2, response=None, error={"kind": text, "message": text}),
        scenario(text, ["a"], "nonconformant", exchanges=[1], expected=text, received=text, step=text),
        scenario(text, ["b"], "blocked", exchanges=[2], reason=text),
        scenario(text, ["c"], "nonconformant", received=text),
        footer(leftovers=[text], outcome="aborted", reason=text),
    ]  # fmt: skip
    return report_on(records, REGISTRY)


def body_of(text: str) -> Record:
    return {**body("x"), "head": text}


def outside_code(markdown: str) -> str:
    """What is left of a Markdown text without its code spans and fenced blocks (CommonMark 4.5 and 6.1)."""
    without_fences = re.sub(r"^(`{3,})[^`\n]*\n.*?^\1`*\s*$", "", markdown, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", without_fences)


def test_markdown_tells_verdicts_findings_and_what_is_open(realistic: Report) -> None:
    text = render_markdown(realistic)
    assert text.startswith("# ✗ DICOMweb conformance: fail\n")
    assert "| tutorial | ✗ fail | 6/7 | 1/1 |  | `1 nonconformant` |" in text
    assert "NONCONFORMANT  delete-a-series-goes-alone-21   must · tutorial" in text
    for said in ("## Nonconformities: 2", "## Advisories: 1", "## Blocked: 2", "## Declared deviations", STUDY):
        assert said in text


@pytest.mark.parametrize("name", ALL)
def test_hostile_text_stands_in_code_only_in_markdown(name: str) -> None:
    text = render_markdown(hostile(ALL[name]))
    assert len(text) < 40_000
    rest = outside_code(text)
    for sign in ("<script", "<img", "<b>", "javascript:", "# heading", "@user", "evil.example", "~~~", "onerror"):
        assert sign not in rest
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", text)


def test_a_page_with_hundreds_of_findings_stays_small() -> None:
    many = [requirement(f"r{number}") for number in range(500)]
    broken = [scenario(f"s{r.id}", [r.id], "nonconformant") for r in many]
    text = render_markdown(report_on([header(), *broken, footer()], registry(*many)))
    assert len(text) < 100_000
    assert "470 more stand in the report" in text


def rows(report: Report) -> list[dict[str, str]]:
    text = render_csv(report)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_csv_has_a_row_for_each_requirement(realistic: Report) -> None:
    found = rows(realistic)
    assert len(found) == len(realistic.requirements)
    by_id = {row["id"]: row for row in found}
    broken = by_id["delete-a-series-goes-alone-21"]
    assert (broken["verdict"], broken["level"], broken["profile"]) == ("nonconformant", "must", "tutorial")
    assert broken["received"] == "search finds blue-circle, green-square"


@pytest.mark.parametrize("name", ALL)
def test_no_cell_is_a_formula(name: str) -> None:
    for row in rows(hostile(ALL[name])):
        assert not any(value.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())
        assert all(value.isprintable() for value in row.values())
        assert sum(map(len, row.values())) < 10_000


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "＝1", "\t=1", "\r=1"])
def test_what_looks_like_a_formula_is_text(formula: str) -> None:
    assert cell(formula)[0] in "'\\"


def har(report: Report) -> dict[str, Any]:
    text = render_har(report)
    assert text.isascii()
    found: dict[str, Any] = json.loads(text)["log"]
    return found


def test_har_has_every_exchange_with_all_that_the_format_demands(realistic: Report) -> None:
    log = har(realistic)
    assert log["version"] == "1.2"
    assert log["creator"] == {"name": "dicomweb-conformance", "version": "0.1.0"}
    assert len(log["entries"]) == len(realistic.exchanges)
    for entry in log["entries"]:
        assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= entry.keys()
        assert {
            "method",
            "url",
            "httpVersion",
            "cookies",
            "headers",
            "queryString",
            "headersSize",
            "bodySize",
        } <= entry["request"].keys()
        assert {
            "status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize",
            "bodySize",
        } <= entry["response"].keys()  # fmt: skip
        assert {"size", "mimeType"} <= entry["response"]["content"].keys()
        assert entry["time"] == pytest.approx(sum(entry["timings"].values()))


def test_har_keeps_bodies_queries_and_errors() -> None:
    records = [
        header(),
        exchange(1, scenario="features/x::s", request={"url": "http://x/studies?limit=1&PatientID="}),
        exchange(2, response={"body": body("x") | {"encoding": "base64", "head": base64.b64encode(b"\0\1").decode()}}),
        exchange(3, response=None, error={"kind": "ConnectError", "message": "refused"}),
        footer(),
    ]
    one, two, three = har(report_on(records, REGISTRY))["entries"]
    assert one["request"]["queryString"] == [{"name": "limit", "value": "1"}, {"name": "PatientID", "value": ""}]
    assert one["response"]["content"]["text"] == "[{}, {}]"
    assert two["response"]["content"]["encoding"] == "base64"
    assert (three["response"]["status"], three["response"]["_error"]) == (0, "ConnectError: refused")


@pytest.mark.parametrize("name", ALL)
def test_har_takes_any_text(name: str) -> None:
    assert len(har(hostile(ALL[name]))["entries"]) == 2


def test_badges_say_the_verdict_of_a_profile(realistic: Report) -> None:
    tutorial = realistic.profiles[0]
    assert json.loads(badge.endpoint_of(tutorial)) == {
        "schemaVersion": 1, "label": "DICOMweb tutorial", "message": "fail 6/7", "color": "red"
    }  # fmt: skip
    svg: ElementTree.Element = fromstring(badge.svg_of(tutorial))
    assert svg.get("aria-label") == "DICOMweb tutorial: fail 6/7"
    assert "http" not in badge.svg_of(tutorial).replace("http://www.w3.org/2000/svg", "")
