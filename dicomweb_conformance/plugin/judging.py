"""A scenario that ended gets its verdict: in the ledger, and in what pytest tells of it."""

from typing import Any

import pytest

from dicomweb_conformance.plugin.discretion import WITHHELD_TEXT, discreet_text
from dicomweb_conformance.plugin.features import parsed, requirements_of
from dicomweb_conformance.plugin.preflight import credentials_message
from dicomweb_conformance.plugin.scenario_log import Judgement, judged
from dicomweb_conformance.plugin.session import Session
from dicomweb_conformance.requirements import Requirement

VERDICT_PROPERTY = "dicomweb-verdict"
TOKEN_REFUSED = "the target refused the bearer token (401) within the scenario; the next request bore another"
_NOT_FAILED = frozenset({"conformant", "unsupported"})


class Judging:
    """Judges one scenario after the other. ``strict`` makes a recommendation that is not followed fail a test."""

    def __init__(self, session: Session, strict: bool) -> None:
        self._session = session
        self._gating = frozenset({"must", "should"} if strict else {"must"})
        self._refusals_before = 0

    def scenario_begins(self) -> None:
        """Tokens that are refused from now on are refused in this scenario."""
        self._refusals_before = self._session.auth.refusals

    def phase_ended(self, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> None:
        """After the call, or a setup that failed, the scenario has its verdict and goes into the ledger."""
        session, log = self._session, self._session.log
        if log.withholds:
            _withhold(report)
        if report.when == "teardown" or (report.when == "setup" and report.passed):
            return
        if call.excinfo is not None:
            log.fail(judged(call.excinfo.value, None, log.withholds))
        self._consider_credentials(item)
        requirements = requirements_of(item, session.registry)
        self._consider_deletion(requirements)
        feature = parsed(item.parent)  # type: ignore[arg-type]  # scenarios lie in feature files only
        result = log.result(item.name, feature, _tags(item), [requirement.id for requirement in requirements])
        session.ledger.scenario(result)
        report.user_properties.append((VERDICT_PROPERTY, result.verdict))
        excused = {deviation.requirement for deviation in session.target.deviations}
        counts = any(r.level in self._gating and r.id not in excused for r in requirements)
        if result.verdict in _NOT_FAILED or not counts:
            report.outcome = "passed" if result.verdict == "conformant" else "skipped"
            if report.outcome == "skipped":
                said = discreet_text(result.reason or result.received or "", session.redactor)
                report.longrepr = (str(item.path), 0, f"{result.verdict}: {said}")
        else:
            report.longrepr = discreet_text(_told(result), session.redactor)

    def _consider_credentials(self, item: pytest.Item) -> None:
        session, log = self._session, self._session.log
        if log.judgement.verdict == "conformant":
            return
        if session.auth.trouble is not None:
            item.session.shouldstop = f"there is no token any more: {session.redactor.text(str(session.auth.trouble))}"
            return
        if session.auth.refusals > self._refusals_before:
            # A judged request is not sent again with a new token; the next one is.
            log.override(Judgement("inconclusive", reason=TOKEN_REFUSED))
            if session.auth.refusals_in_a_row < 2:
                return
        status = log.credentials_refused
        if status is None:
            return
        message = credentials_message(session.target.url, status)
        log.override(Judgement("inconclusive", reason=message))
        if status == 401 or "POST" not in log.admitted:
            item.session.shouldstop = message

    def _consider_deletion(self, requirements: tuple[Requirement, ...]) -> None:
        session, log = self._session, self._session.log
        # What a scenario on deletion starts from may need a deletion itself; where the target neither declares nor
        # offers it, that is all there is to say.
        deletes = any("delete" in requirement.needs for requirement in requirements)
        undeclared = not session.target.offers("delete") and "DELETE" in log.not_offered
        if deletes and undeclared and log.judgement.verdict in ("blocked", "nonconformant"):
            log.override(Judgement("unsupported", reason="the target does not offer deletion, and does not declare it"))


def _withhold(report: pytest.TestReport) -> None:
    # a traceback may show local values, and a library may have printed what it read
    report.sections = []
    if report.failed:
        report.longrepr = f"{report.when} failed; the rest is {WITHHELD_TEXT}"


def _tags(item: pytest.Item) -> list[str]:
    return sorted(mark.name for mark in item.iter_markers() if mark.name in ("tutorial", "serial"))


def _told(result: Any) -> str:
    steps = "\n".join(f"  {'ok' if s.outcome == 'ok' else s.outcome:12}{s.keyword} {s.text}" for s in result.steps)
    found = (
        f"  expected  {result.expected}\n  received  {result.received}"
        if result.verdict == "nonconformant"
        else f"  reason    {result.reason}"
    )
    return f"{result.verdict.upper()}  {', '.join(result.requirements)}\n{steps}\n{found}"
