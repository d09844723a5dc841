"""junit.xml says to a CI system what the exit code says to the shell."""

from xml.etree import ElementTree

import pytest
from defusedxml.ElementTree import fromstring

from dicomweb_conformance.report.junit import render_junit
from dicomweb_conformance.report.verdict import exit_code
from tests.report.hostile import ALL
from tests.report.ledgers import (
    Record,
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

REGISTRY = registry(requirement("a"), requirement("b", level="should"))

# children and attributes that Jenkins' junit-10.xsd permits
CONTENT = {
    "testsuites": ({"testsuite"}, {"name", "time", "tests", "failures", "errors"}, set()),
    "testsuite": (
        {"properties", "testcase"},
        {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"},
        {"name", "tests", "failures", "errors"},
    ),
    "properties": ({"property"}, set(), set()),
    "property": (set(), {"name", "value"}, {"name", "value"}),
    "testcase": ({"skipped", "error", "failure", "system-out"}, {"name", "classname", "time"}, {"name"}),
    "skipped": (set(), {"type", "message"}, set()),
    "error": (set(), {"type", "message"}, set()),
    "failure": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}


def junit(*records: Record, head: Record | None = None) -> ElementTree.Element:
    report = report_on([head or header(), *records, footer()], REGISTRY)
    root: ElementTree.Element = fromstring(render_junit(report))
    assert_common_schema(root)
    red = any(int(root.get(name, "")) for name in ("failures", "errors"))
    assert red == (exit_code(report) != 0)
    return root


def assert_common_schema(element: ElementTree.Element) -> None:
    children, allowed, needed = CONTENT[element.tag]
    assert needed <= set(element.keys()) <= allowed, element.tag
    for child in element:
        assert child.tag in children, f"{child.tag} in {element.tag}"
        assert_common_schema(child)


def the_case(root: ElementTree.Element) -> ElementTree.Element:
    (case,) = root.iter("testcase")
    return case


def test_a_conformant_scenario_is_a_plain_testcase() -> None:
    root = junit(scenario("Deleting works", ["a"]))
    case = the_case(root)
    assert (case.get("name"), case.get("time")) == ("Deleting works", "0.040")
    assert {child.tag for child in case} == {"system-out"}
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("1", "0", "0")


def test_a_nonconformant_must_is_a_failure_with_the_whole_finding() -> None:
    root = junit(exchange(14, step=2), scenario("s", ["a"], "nonconformant", exchanges=[14]))
    failure = the_case(root).find("failure")
    assert failure is not None
    text = failure.text or ""
    assert text.startswith('NONCONFORMANT  a   must · tutorial, "Delete a specific series within a study"\n')
    for row in (
        "  scenario  s",
        "  expected  search finds blue-circle",
        "  evidence  #14 GET /studies/",
        "  curl      curl ",
    ):
        assert row in text
    assert "blue-circle, green-square" in (failure.get("message") or "")


@pytest.mark.parametrize("verdict", ["blocked", "inconclusive"])
def test_what_could_not_be_judged_is_an_error_so_that_ci_is_not_green(verdict: str) -> None:
    error = the_case(junit(scenario("s", ["a"], verdict))).find("error")
    assert error is not None
    assert (error.get("type"), error.get("message")) == (verdict, f"the reason why it is {verdict}")


def test_what_is_not_supported_is_skipped() -> None:
    report = report_on([header(), scenario("s", ["b"], "unsupported"), scenario("t", ["a"]), footer()], REGISTRY)
    root = fromstring(render_junit(report))
    (skipped,) = root.iter("skipped")
    assert skipped.get("type") == "unsupported"
    assert exit_code(report) == 0


def test_an_advisory_is_no_failure_but_told() -> None:
    root = junit(scenario("s", ["b"], "nonconformant"), scenario("t", ["a"]))
    out = next(root.iter("system-out")).text or ""
    assert "blue-circle, green-square" in out
    assert {"name": "advisory b", "value": "search finds blue-circle, green-square"} in [
        dict(element.attrib) for element in root.iter("property")
    ]


def test_a_declared_deviation_is_skipped_with_its_reason() -> None:
    head = with_target(header(), deviations=[deviation("a")])
    skipped = the_case(junit(scenario("s", ["a"], "nonconformant"), head=head)).find("skipped")
    assert skipped is not None
    assert "Answers 404" in (skipped.get("message") or "")


def test_a_stale_deviation_is_a_failure() -> None:
    root = junit(scenario("s", ["a"]), head=with_target(header(), deviations=[deviation("a")]))
    (failure,) = root.iter("failure")
    assert failure.get("type") == "stale-deviation"


def test_properties_carry_requirement_ids() -> None:
    root = junit(scenario("s", ["a", "b"]))
    assert [p.get("value") for p in root.iter("property") if p.get("name") == "requirements of s"] == ["a b"]


@pytest.mark.parametrize("name", ALL)
def test_hostile_text_leaves_the_document_well_formed_and_bounded(name: str) -> None:
    text = ALL[name]
    broken = scenario(text, ["a", "b"], "nonconformant", received=text, expected=text, step=text)
    report = report_on([header(), broken, scenario(text, ["a"], "blocked", reason=text), footer()], REGISTRY)
    written = render_junit(report)
    written.encode("utf-8")
    assert len(written) < 50_000
    assert_common_schema(fromstring(written))
    assert "\x1b" not in written
