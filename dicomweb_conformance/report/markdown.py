"""``summary.md``: the report for the page of a CI job.

Text that a target or a user supplied stands in code only, where no Markdown, HTML, link, mention or issue number acts.
"""

import re
from collections.abc import Iterator

from dicomweb_conformance.report.findings import by_reason, findings_of, one_line
from dicomweb_conformance.report.inert import shown
from dicomweb_conformance.report.model import LEVELS, ProfileResult, Report, RequirementResult
from dicomweb_conformance.report.tone import SYMBOLS
from dicomweb_conformance.report.verdict import overall

FINDINGS = 30
"""Findings that are shown whole; a CI job page is limited in size."""

NAMES = 40

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def render_markdown(report: Report) -> str:
    """The page."""
    return "\n".join(_lines(report)) + "\n"


def code(text: str) -> str:
    """The text as a code span (CommonMark 6.1), safe in a table cell too."""
    line = shown(text).replace("|", "\\|") or " "
    ticks = "`" * (_longest_run(line) + 1)
    return f"{ticks} {line} {ticks}" if "`" in line else f"{ticks}{line}{ticks}"


def fence(text: str) -> str:
    """The text as a fenced code block (CommonMark 4.5)."""
    ticks = "`" * max(3, _longest_run(text) + 1)
    return f"{ticks}text\n{text}\n{ticks}"


def plain(text: str) -> str:
    """The text with every character escaped that could have a meaning."""
    return _PUNCTUATION.sub(r"\\\1", shown(text))


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _lines(report: Report) -> Iterator[str]:
    verdict = overall(report)
    yield f"# {SYMBOLS[verdict]} DICOMweb conformance: {verdict}"
    yield ""
    yield f"{code(report.target.title)} at {code(report.target.url)}, {code(report.run.started)}, "
    run = report.run
    yield f"{plain(report.suite)} {plain(report.suite_version)}, {run.requests:,} requests in {run.seconds:.1f} s"
    yield ""
    yield "| Profile | Verdict | must | should | may | |"
    yield "|---|---|--:|--:|--:|---|"
    yield from (_profile(profile) for profile in report.profiles)
    for remark in report.remarks:
        yield ""
        yield f"> {code(remark)}"
    yield from _failures(report)
    yield from _advisories(report)
    yield from _deviations(report)
    yield from _open(report)
    if report.run.leftovers:
        yield from _heading("Left on the target")
        yield from (f"- {code(study)}" for study in report.run.leftovers)


def _profile(profile: ProfileResult) -> str:
    counted = (
        f"{profile.counts[level]['conformant']}/{profile.count(level)}" if profile.count(level) else ""
        for level in LEVELS
    )
    cells = (
        plain(profile.name),
        f"{SYMBOLS[profile.verdict]} {profile.verdict}",
        *counted,
        code(profile.reason) if profile.reason else "",
    )
    return f"| {' | '.join(cells)} |"


def _heading(text: str) -> Iterator[str]:
    yield from ("", f"## {text}", "")


def _failures(report: Report) -> Iterator[str]:
    if not report.failures:
        return
    yield from _heading(f"Nonconformities: {len(report.failures)}")
    findings = [finding for result in report.failures for finding in findings_of(report, result)]
    for finding in findings[:FINDINGS]:
        yield fence(finding.text)
        yield ""
    if len(findings) > FINDINGS:
        yield f"{len(findings) - FINDINGS} more stand in the report. All requirements that are not met:"
        yield _names(report.failures)


def _advisories(report: Report) -> Iterator[str]:
    if not report.advisories:
        return
    yield from _heading(f"Advisories: {len(report.advisories)}")
    for result in report.advisories[:FINDINGS]:
        broken = next(s for s in result.scenarios if s.verdict == "nonconformant")
        yield f"- {code(result.id)} {plain(result.requirement.text)} {code(one_line(broken))}"
    if len(report.advisories) > FINDINGS:
        yield f"- {len(report.advisories) - FINDINGS} more"


def _deviations(report: Report) -> Iterator[str]:
    declared = [(result, result.deviation) for result in report.requirements if result.deviation]
    if not declared:
        return
    yield from _heading("Declared deviations")
    for result, deviation in declared:
        stale = f" **stale: {plain(deviation.stale)}**" if deviation.stale else ""
        yield f"- {code(result.id)} {code(deviation.reason)}{stale}"


def _open(report: Report) -> Iterator[str]:
    for verdict in ("blocked", "inconclusive", "unsupported", "untested"):
        results = report.with_verdict(verdict)
        if results:
            yield from _heading(f"{verdict.capitalize()}: {len(results)}")
            for reason, alike in by_reason(results).items():
                yield f"- {code(reason)}: {_names(alike)}"


def _names(results: tuple[RequirementResult, ...] | list[RequirementResult]) -> str:
    more = f" and {len(results) - NAMES} more" if len(results) > NAMES else ""
    return ", ".join(code(result.id) for result in results[:NAMES]) + more
