"""The pytest plugin: feature files become tests, tests become verdicts, verdicts become the ledger of a run."""

from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.parser import Feature, Scenario, Step

from dicomweb_conformance.places import REGISTRY
from dicomweb_conformance.plugin.features import PLAIN_TAGS, FeatureFile, UnwantedFeatureFile, tag_marks
from dicomweb_conformance.plugin.garbage import collect_rarely, keep_what_there_is
from dicomweb_conformance.plugin.lint import lint_steps
from dicomweb_conformance.plugin.options import add_options
from dicomweb_conformance.plugin.run import Run
from dicomweb_conformance.plugin.signatures import remember_signatures
from dicomweb_conformance.plugin.step_lookup import StepLookup
from dicomweb_conformance.requirements import RegistryError, load_registry


def pytest_addoption(parser: pytest.Parser) -> None:
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "req(id): the requirement that a scenario tests")
    config.addinivalue_line("markers", "requirement(id, level, profile): the same, with what the registry says of it")
    for tag, says in PLAIN_TAGS.items():
        config.addinivalue_line("markers", f"{tag}: {says}")
    try:
        registry = load_registry(REGISTRY)
    except RegistryError as error:
        raise pytest.UsageError(str(error)) from error
    run = Run(config, registry)
    config.pluginmanager.register(_Hooks(run), "dicomweb-conformance-run")
    if config.getoption("allure_report_dir", None):
        from dicomweb_conformance.allure_bridge import AllureBridge

        config.pluginmanager.register(AllureBridge(run), "dicomweb-conformance-allure")


class _Hooks:
    """Wiring: every hook hands on to the run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.steps = StepLookup()
        self._undo = ExitStack()
        self._undo.callback(self.steps.serve_pytest_bdd())
        self._undo.callback(remember_signatures())
        self._undo.callback(collect_rarely())

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        self._undo.close()

    def pytest_bdd_apply_tag(self, tag: str, function: Any) -> Any:
        for mark in tag_marks(tag, self.run.registry):
            function = mark(function)
        return function

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        if file_path.suffix != ".feature":
            return None
        kind = FeatureFile if self.run.wants(file_path) else UnwantedFeatureFile
        return kind.from_parent(parent, path=file_path)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self.run.start()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        self.run.select(items)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.run.collection_failed(report)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        scenarios = [item for item in session.items if isinstance(item.parent, FeatureFile)]
        lint_steps(session, scenarios, self.steps)
        self.run.collected(scenarios)
        keep_what_there_is()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        return True if self.run.only_plans and not session.testsfailed else None

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput["dicomweb"] = self.run.for_worker(node.gateway.id)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:
        self.run.scheduled(ids)

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str, report: pytest.TestReport, sched: Any) -> None:
        self.run.crashed(crashitem)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        return self.run.scheduler(log)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Generator[None, object, object]:
        if isinstance(item.parent, FeatureFile):
            self.run.scenario_begins(item)
        return (yield)

    def pytest_bdd_before_scenario(self, request: Any, feature: Feature, scenario: Scenario) -> None:
        self.run.log.scenario_known(scenario)

    def pytest_bdd_before_step(self, request: Any, feature: Feature, scenario: Scenario, step: Step) -> None:
        self.run.interruption.check()
        self.run.log.step_begins(step)

    def pytest_bdd_after_step(self, request: Any, feature: Feature, scenario: Scenario, step: Step) -> None:
        self.run.log.step_succeeded()

    def pytest_bdd_step_error(
        self, request: Any, feature: Feature, scenario: Scenario, step: Step, exception: BaseException
    ) -> None:
        self.run.log.step_failed(exception)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        found = call.excinfo
        if found is not None and isinstance(item.parent, FeatureFile):
            call.excinfo = self.run.discreet(found)
        report = yield
        call.excinfo = found
        if isinstance(item.parent, FeatureFile):
            self.run.phase_ended(item, call, report)
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.run.reported(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport, config: pytest.Config) -> tuple[str, str, str] | None:
        return self.run.test_status(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.run.silence_pytest()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> Generator[None, object, object]:
        self.run.interruption.ending = True
        try:
            result = yield
        except KeyboardInterrupt:
            session.exitstatus = self.run.given_up()
            return None
        session.exitstatus = self.run.finish(session.exitstatus)
        return result
