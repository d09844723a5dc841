"""What a person reads at the end of a run."""

import unicodedata

import pytest

from dicomweb_conformance.report.model import Report
from dicomweb_conformance.report.style import Style, style_for
from dicomweb_conformance.report.terminal import render_terminal
from tests.report.hostile import ALL
from tests.report.ledgers import (
    STUDY,
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

REGISTRY = registry(requirement("a"), requirement("b"), requirement("c", level="should"), requirement("d", level="may"))


def report_of(*records: Record, head: Record | None = None, end: Record | None = None) -> Report:
    return report_on([head or header(), *records, end or footer()], REGISTRY)


def test_a_nonconformity_has_the_shape_of_the_design() -> None:
    text = render_terminal(
        report_of(
            exchange(14, step=2, request={"headers": [["Accept", "application/dicom+json"]]}),
            scenario("Deleting leaves only blue-circle", ["a"], "nonconformant", exchanges=[14]),
        )
    )
    path = f"/studies/{STUDY}/instances"
    expected = f"""\
NONCONFORMANT  a   must · tutorial, "Delete a specific series within a study"
  scenario  Deleting leaves only blue-circle
  step      Then the study holds blue-circle
  expected  search finds blue-circle
  received  search finds blue-circle, green-square
  evidence  #14 GET {path} -> 200, 2 matches
  curl      curl -H 'Accept: application/dicom+json' 'http://archive.example/dicom-web{path}'
  again     dicomweb-conformance run --url http://archive.example/dicom-web --only a
"""
    assert text.startswith(expected)


def test_the_verdict_is_the_last_line() -> None:
    everything = [scenario("s", [r]) for r in "abcd"]
    assert render_terminal(report_of(*everything)).splitlines()[-1].startswith("PASS")
    broken = [scenario("x", ["a"], "nonconformant"), *everything]
    assert render_terminal(report_of(*broken)).splitlines()[-1] == "FAIL  1 requirement is not met"
    blocked = [scenario("x", ["a"], "blocked"), *everything]
    assert render_terminal(report_of(*blocked)).splitlines()[-1].startswith("PARTIAL")


def test_a_profile_line_counts_by_level() -> None:
    text = render_terminal(report_of(scenario("s", ["a"]), scenario("t", ["b"], "nonconformant"), scenario("u", ["c"])))
    (line,) = [line for line in text.splitlines() if line.startswith("tutorial")]
    assert "must 1/2 conformant, 1 nonconformant" in line
    assert "should 1/1 conformant" in line
    assert line.endswith("(1 nonconformant)")


def test_one_cause_of_many_blocked_requirements_is_told_once() -> None:
    text = render_terminal(report_of(*(scenario("s", [r], "blocked", reason="store answers 503") for r in "abc")))
    assert text.count("store answers 503") == 1
    assert "BLOCKED  3 requirements" in text


def test_a_feature_that_is_not_offered_is_no_advisory() -> None:
    text = render_terminal(report_of(scenario("s", ["d"], "nonconformant")))
    assert "ADVISORY" not in text
    assert "ADVISORY" in render_terminal(report_of(scenario("s", ["c"], "nonconformant")))


def test_leftovers_waits_deviations_and_the_report_folder_are_told() -> None:
    text = render_terminal(
        report_of(
            scenario("s", ["a"], "nonconformant"),
            scenario("t", ["b"]),
            {"type": "waited", "seconds": 0.5, "why": "settle"},
            {"type": "waited", "seconds": 1.0, "why": "settle"},
            head=with_target(header(), deviations=[deviation("a"), deviation("b", reason="never mind")]),
            end=footer(leftovers=["1.2.3"]),
        ),
        folder="reports/runs/one",
    )
    for said in (
        "DEVIATES  1 requirement",
        "Answers 404",
        "STALE DEVIATION  b",
        "1.2.3",
        "waited 1.5 s",
        "reports/runs/one",
    ):
        assert said in text


def test_the_command_to_judge_again_reaches_the_same_target() -> None:
    broken = scenario("s", ["a"], "nonconformant")
    told = with_target(header(), again=["--target", "my target.toml", "--uids=fresh"])
    assert "run --target 'my target.toml' --uids=fresh --only a\n" in render_terminal(report_of(broken, head=told))
    untold = render_terminal(report_of(broken, head=header(uids="fresh")))
    assert "run --url http://archive.example/dicom-web --uids fresh --only a\n" in untold


def test_colours_only_where_they_are_wanted() -> None:
    assert style_for(True, {"TERM": "xterm"}).enabled
    assert not style_for(True, {"TERM": "xterm", "NO_COLOR": "1"}).enabled
    assert not style_for(False, {"TERM": "xterm"}).enabled
    assert not style_for(True, {"TERM": "dumb"}).enabled


def test_colours_change_nothing_but_colours() -> None:
    report = report_of(scenario("s", ["a"], "nonconformant"), scenario("t", ["b"], "blocked"))
    plain = render_terminal(report)
    assert "\x1b" not in plain
    coloured = render_terminal(report, Style(True))
    for code in ("1", "2", "31", "32", "33", "35"):
        coloured = coloured.replace(f"\x1b[1;{code}m", "").replace(f"\x1b[{code}m", "")
    assert coloured.replace("\x1b[0m", "") == plain


@pytest.mark.parametrize("name", ALL)
def test_hostile_text_is_inert_and_bounded(name: str) -> None:
    text = ALL[name]
    written = render_terminal(
        report_of(
            exchange(14, request={"url": text, "method": text[:50], "headers": [[text[:50], text]]}),
            exchange(15, response=None, error={"kind": text, "message": text}),
            scenario(text, ["a"], "nonconformant", received=text, expected=text, step=text, exchanges=[14]),
            scenario(text, ["b"], "blocked", reason=text),
            scenario(text, ["c"], "nonconformant", received=text, exchanges=[15]),
            head=with_target(header(selection=[text]), product=text, url=text[:2000]),
            end=footer(outcome="aborted", reason=text, leftovers=[text]),
        )
    )
    assert len(written) < 40_000
    categories = {unicodedata.category(c) for line in written.split("\n") for c in line}
    assert categories.isdisjoint({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
