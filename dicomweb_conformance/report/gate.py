"""What a CI gate makes of a report: the exit code that the user asked for by ``--fail-on``. Pure functions."""

from dataclasses import dataclass

from dicomweb_conformance.report.compare.comparison import compare
from dicomweb_conformance.report.compare.documents import Results, results_of
from dicomweb_conformance.report.inert import inert
from dicomweb_conformance.report.model import Report
from dicomweb_conformance.report.results import results_of as document_of
from dicomweb_conformance.report.verdict import (
    EXIT_NONCONFORMANT,
    EXIT_PARTIAL,
    EXIT_PASS,
    FINISHED,
    exit_code,
    overall,
)

NAMED = 8
"""So many requirements are named; the report has all."""


@dataclass(frozen=True)
class Gate:
    """The exit code, and one line that says why it is not that of the report; None where it is."""

    code: int
    says: str | None = None


def gate(report: Report, fail_on: str | None = None, baseline: Results | None = None) -> Gate:
    """The exit code of a run that was told when to fail.

    None: the exit code of the report. ``nonconformant``: what is unsupported or untested fails nothing.
    ``advisory``: a recommendation that is not followed fails the run too. ``partial``: everything but a pass of every
    profile does, also what was declared as deviating or left out by a selection.
    ``regression``: only what got worse since ``baseline``, which is needed then, and stale deviations.
    Whatever was asked for: a run that did not finish, or judged nothing, is never 0.
    """
    match fail_on:
        case "regression":
            assert baseline is not None
            return _regression(report, baseline)
        case "nonconformant":
            return _nonconformant(report)
        case "advisory":
            advised = [result.id for result in report.advisories]
            if advised and exit_code(report) != EXIT_NONCONFORMANT:
                return _failing(advised, "recommendation", "not followed")
            return Gate(exit_code(report))
        case "partial":
            if exit_code(report) == EXIT_PASS and overall(report) != "pass":
                return Gate(EXIT_PARTIAL, "gate      PARTIAL  not every judged profile passes")
            return Gate(exit_code(report))
        case _:
            return Gate(exit_code(report))


def _nonconformant(report: Report) -> Gate:
    code = exit_code(report)
    doubtful = report.with_verdict("blocked", "inconclusive")
    if code == EXIT_PARTIAL and _was_carried_out(report) and not doubtful:
        return Gate(EXIT_PASS, "gate      PASS  nothing was found wrong")
    return Gate(code)


def _regression(report: Report, baseline: Results) -> Gate:
    own = results_of(document_of(report), "this run")
    worse = [
        row.id
        for row in compare([baseline, own]).regressions(report.gating)
        # what the selection left out was not looked at, and cannot have got worse
        if not (report.run.selection and row.verdicts[-1] == "untested")
    ]
    if worse:
        return _failing(worse, "requirement", "worse than in the baseline")
    if report.stale:
        return _failing([result.id for result in report.stale], "declared deviation", "stale")
    if not _was_carried_out(report):
        return Gate(EXIT_PARTIAL, "gate      PARTIAL  the run did not finish, so nothing can be said")
    return Gate(EXIT_PASS, "gate      PASS  nothing is worse than in the baseline")


def _was_carried_out(report: Report) -> bool:
    return report.run.outcome == FINISHED and any(result.scenarios for result in report.requirements)


def _failing(ids: list[str], what: str, how: str) -> Gate:
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    counted = f"{len(ids)} {what}{'s' if len(ids) != 1 else ''}"
    return Gate(EXIT_NONCONFORMANT, f"gate      FAIL  {counted} {how}: {inert(', '.join(ids[:NAMED]))}{more}")
