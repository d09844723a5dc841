"""Shows scenarios in Allure: their Gherkin steps, the exchanges of each step, and what the registry says of them.

Only this module imports allure, and only a run with ``--alluredir`` imports this module.
"""

from contextlib import AbstractContextManager
from typing import Any

import allure
import pytest
from pytest_bdd.parser import Feature, Scenario, Step

from dicomweb_conformance.evidence.exchange import Exchange, Headers, RecordedBody
from dicomweb_conformance.plugin.discretion import discreet
from dicomweb_conformance.plugin.features import FeatureFile, requirements_of
from dicomweb_conformance.plugin.run import Run
from dicomweb_conformance.report.citations import pieces_of

_SEVERITY = {
    "must": allure.severity_level.CRITICAL,
    "should": allure.severity_level.MINOR,
    "may": allure.severity_level.TRIVIAL,
}


class AllureBridge:
    """Opens an Allure step for each Gherkin step, and closes it however the step ends."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._open: AbstractContextManager[Any] | None = None

    def pytest_bdd_before_scenario(self, request: Any, feature: Feature, scenario: Scenario) -> None:
        item = request.node
        if not isinstance(item.parent, FeatureFile):
            return
        allure.dynamic.title(scenario.name)
        allure.dynamic.feature(feature.name)
        if scenario.rule is not None:
            allure.dynamic.story(scenario.rule.name)
        for requirement in requirements_of(item, self._run.registry):
            allure.dynamic.epic(requirement.transaction)
            allure.dynamic.severity(_SEVERITY[requirement.level])
            allure.dynamic.tag(requirement.id, requirement.profile, requirement.level)
            allure.dynamic.description(f"{requirement.text}\n\n{requirement.cites}")
            for piece in pieces_of(requirement.cites):
                if piece.url is not None:
                    allure.dynamic.link(piece.url, name=piece.text)

    def pytest_bdd_before_step(self, request: Any, feature: Feature, scenario: Scenario, step: Step) -> None:
        self._close(None)
        self._open = allure.step(f"{step.keyword.strip()} {step.name}")
        self._open.__enter__()

    # Before the run hears of it: the exchanges of the step are shown inside the step.
    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_after_step(self, request: Any, feature: Feature, scenario: Scenario, step: Step) -> None:
        self._close(None)

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_step_error(
        self, request: Any, feature: Feature, scenario: Scenario, step: Step, exception: BaseException
    ) -> None:
        session = self._run.session
        self._close(discreet(exception, session.redactor, session.target.only_reads) if session else exception)

    def pytest_bdd_after_scenario(self, request: Any, feature: Feature, scenario: Scenario) -> None:
        self._close(None)

    def _close(self, error: BaseException | None) -> None:
        if self._open is None:
            return
        for exchange in self._run.log.step_exchanges:
            _show(exchange)
        self._open.__exit__(type(error) if error else None, error, None)
        self._open = None


def _show(exchange: Exchange) -> None:
    outcome = str(exchange.response.status) if exchange.response else f"failed: {exchange.error}"
    with allure.step(f"{exchange.request.method} {exchange.request.url} -> {outcome}"):
        request = exchange.request
        _attach("request", f"{request.method} {request.url}", request.headers, request.body)
        if exchange.response is not None:
            response = exchange.response
            first = f"{response.http_version} {response.status} {response.reason}"
            _attach("response", first, response.headers, response.body)


def _attach(name: str, first: str, headers: Headers, body: RecordedBody | None) -> None:
    lines = [first, *(f"{key}: {value}" for key, value in headers), ""]
    if body is not None:
        lines.append(body.head if body.encoding == "utf-8" else f"{body.size} bytes, sha256 {body.sha256}")
        if not body.complete:
            lines.append(f"[{body.size} bytes in all]")
    allure.attach("\n".join(lines), name=name, attachment_type=allure.attachment_type.TEXT)
