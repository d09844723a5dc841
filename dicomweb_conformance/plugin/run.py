"""A run of scenarios in one pytest process: alone, as the controller of workers, or as one of these."""

import os
import secrets
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.outcomes import Exit, OutcomeException

from dicomweb_conformance.auth.broker import Place
from dicomweb_conformance.evidence.ledger import (
    LedgerWriter,
    last_unanswered_store,
    outstanding,
    part_path,
    read_ledger,
)
from dicomweb_conformance.evidence.ledger_file import LEDGER
from dicomweb_conformance.evidence.redaction import Redactor
from dicomweb_conformance.places import FEATURES
from dicomweb_conformance.plugin.alone import alone_with_tutorial
from dicomweb_conformance.plugin.crash import result_of_crash
from dicomweb_conformance.plugin.discretion import discreet, mute_libraries
from dicomweb_conformance.plugin.embedded import flavour_of
from dicomweb_conformance.plugin.features import requirements_in, requirements_of
from dicomweb_conformance.plugin.header import header_of, workers_of
from dicomweb_conformance.plugin.interruption import Interruption
from dicomweb_conformance.plugin.judging import VERDICT_PROPERTY, Judging
from dicomweb_conformance.plugin.options import described_budget, described_target
from dicomweb_conformance.plugin.plan import render_plan
from dicomweb_conformance.plugin.preflight import (
    Refused,
    check_access,
    check_tutorial_study_absent,
)
from dicomweb_conformance.plugin.progress import Progress
from dicomweb_conformance.plugin.reading import READ_ONLY, left_out
from dicomweb_conformance.plugin.resetting import reset_after, reset_before
from dicomweb_conformance.plugin.scenario_log import ScenarioLog
from dicomweb_conformance.plugin.scheduling import TutorialScheduling, ids_in_order
from dicomweb_conformance.plugin.scope import Scope, scope_of
from dicomweb_conformance.plugin.session import SESSION, Session
from dicomweb_conformance.plugin.tokens import RunTokens
from dicomweb_conformance.plugin.usage import (
    check_concurrency,
    check_deviations,
    check_read_only,
    check_samples,
    report_folder,
    uses_tutorial,
)
from dicomweb_conformance.removal import linger
from dicomweb_conformance.report.verdict import EXIT_PARTIAL, EXIT_PASS, EXIT_USAGE
from dicomweb_conformance.requirements import Registry
from dicomweb_conformance.target import Target
from dicomweb_conformance.target_options import EMBEDDED_BEARER, EMBEDDED_READ_ONLY_BEARER

if TYPE_CHECKING:
    from dicomweb_conformance.plugin.ending import Ending


class Stopped(Exit):
    """The run ends before it begins; pytest shows the name of this class and the message."""


class Run:
    """What the hooks do. A process is alone, controller or worker; only the first two own the report."""

    def __init__(self, config: pytest.Config, registry: Registry) -> None:
        self.config = config
        self.registry = registry
        self.log = ScenarioLog()
        self.session: Session | None = None
        self.interruption = Interruption()
        self._stack = ExitStack()
        self._clock = time.perf_counter()
        self._worker: dict[str, Any] | None = getattr(config, "workerinput", {}).get("dicomweb")
        self._progress: Progress | None = None
        self._outcome: tuple[str, str | None] = ("finished", None)
        self._ended: set[str] = set()
        self._crashed = False
        self._unusable: list[str] = []
        self._scope: Scope | None = None
        self._ending: Ending | None = None
        self._plan: str | None = None
        self._places: list[Place | None] = []
        self._judging: Judging | None = None

    @property
    def is_worker(self) -> bool:
        return self._worker is not None

    # -- beginning

    def start(self) -> None:
        """Open the target and the ledger, if this pytest run has anything to do with feature files."""
        option = self.config.getoption
        if not self.is_worker and (option("collectonly") or not _means_features(self.config)):
            return
        if option("dry_run") and not self.is_worker:
            self._scope = scope_of(self.config, self._planned_target(), self.registry)
        elif self._worker is None:
            self._start_alone_or_as_controller()
        else:
            self._open(
                self._worker["url"],
                self._worker["run_id"],
                Path(self._worker["folder"]),
                self._worker["id"],
                self._worker["seed"],
                self._worker["tokens"],
            )

    def _start_alone_or_as_controller(self) -> None:
        # a worker writes no report
        from dicomweb_conformance.plugin.ending import ending_of

        option = self.config.getoption
        self._ending = ending_of(self.config)
        embedded = None
        described = bool(option("url") or option("target"))
        if option("fault") and described:
            raise pytest.UsageError("--fault makes the embedded server wrong; it cannot be used with --url or --target")
        if option("samples"):
            check_samples(Path(option("samples")))
        if described:
            described_target(self.config, None)
        else:
            from dicomweb_conformance.reference.serve import running

            embedded = self._stack.enter_context(
                running(
                    fault=option("fault"),
                    bearer=EMBEDDED_BEARER,
                    read_only_bearer=EMBEDDED_READ_ONLY_BEARER,
                    flavour=flavour_of(self.config) or "standard",
                )
            )
        run_id = secrets.token_hex(8)
        session = self._open(embedded, run_id, report_folder(self.config, run_id), None)
        check_deviations(session)
        check_read_only(self.config, session.target)
        check_concurrency(session, workers_of(self.config))
        session.ledger.header(header_of(self.config, session))
        if self._scope is not None and self._scope.only_reads:
            for id_, reason in left_out(FEATURES, filter(self._scope.covers, self.registry.requirements.values())):
                session.ledger.unscheduled(id_, reason)
        self.interruption.install()
        try:
            with_tutorial = uses_tutorial(session)
            if with_tutorial:
                self._stack.enter_context(alone_with_tutorial(session.target.url))
            reset_before(session)
            check_access(session.client, session.target.url)
            if with_tutorial:
                check_tutorial_study_absent(
                    session.client, session.removal, session.target.url, option("replace_existing")
                )
        except Refused as refused:
            said = session.redactor.text(str(refused))
            self._outcome = ("aborted", said)
            self._seal()
            self.silence_pytest()
            raise Stopped(said, refused.exit_code) from refused
        except KeyboardInterrupt:
            self._outcome = ("aborted", "interrupted before anything was stored")
            self._seal()
            self.silence_pytest()
            raise Stopped("interrupted before anything was stored", EXIT_PARTIAL) from None
        if option("brief"):
            self._progress = Progress(sys.__stdout__ or sys.stdout, os.environ)
            _hush(self.config.pluginmanager.getplugin("terminaldistreporter"))

    def _planned_target(self) -> Target:
        if self.config.getoption("tx", None):
            raise pytest.UsageError("--dry-run runs nothing, so workers (-n) have nothing to do; leave one of them out")
        return described_target(self.config, "http://127.0.0.1")

    def _open(
        self,
        embedded: str | None,
        run_id: str,
        folder: Path,
        worker: str | None,
        seed: int | None = None,
        tokens: Place | None = None,
    ) -> Session:
        target = described_target(self.config, embedded)
        budget = described_budget(self.config, os.environ)
        self._scope = scope_of(self.config, target, self.registry)
        folder.mkdir(parents=True, exist_ok=True)
        ledger = folder / LEDGER
        option = self.config.getoption
        redactor = Redactor(target.access.secrets, headers=target.access.hidden)
        self.session = Session(
            target=target,
            registry=self.registry,
            profiles=self._scope.profiles,
            run_id=run_id,
            uids=option("uids"),
            folder=folder,
            samples=Path(option("samples")) if option("samples") else None,
            ledger=LedgerWriter(part_path(ledger, worker) if worker else ledger, redactor),
            redactor=redactor,
            log=self.log,
            budget=budget if seed is None else replace(budget, seed=seed),
            tokens=RunTokens(target, redactor.learn, tokens),
            waiting=self.interruption,
        )
        self.config.stash[SESSION] = self.session
        self._judging = Judging(self.session, option("strict_should"))
        self.log.withholds = target.only_reads
        if target.only_reads:
            mute_libraries()
        return self.session

    def for_worker(self, worker: str) -> dict[str, Any] | None:
        """What a worker needs to know to take part."""
        if self.session is None:
            return None
        embedded = None if self.config.getoption("url") or self.config.getoption("target") else self.session.target.url
        return {
            "url": embedded,
            "run_id": self.session.run_id,
            "folder": str(self.session.folder),
            "id": worker,
            "seed": self.session.budget.seed,
            "tokens": self._place_of_tokens(self.session),
        }

    def _place_of_tokens(self, session: Session) -> Place | None:
        if not self._places:
            self._places.append(self._stack.enter_context(session.tokens.served()))
        return self._places[0]

    def scheduler(self, log: Any) -> Any:
        """Keeps the tutorial's scenarios together."""
        if self.session is None:
            return None
        return TutorialScheduling(self.config, log, ids_in_order(FEATURES, self.config.rootpath))

    # -- selection

    def wants(self, features: Path) -> bool:
        """Whether a feature file may hold a scenario that is judged, so that it must be read.

        What cannot be used in it must be told, and a scenario that is named must be found.
        """
        if self._scope is None or any("::" in str(argument) for argument in self.config.args):
            return True
        try:
            ids = requirements_in(features)
        except (OSError, UnicodeDecodeError):
            return True
        known = [self.registry[id_] for id_ in ids if id_ in self.registry]
        return len(known) < len(ids) or not ids or self._scope.takes(known, self._scope.only_reads)

    def select(self, items: list[pytest.Item]) -> None:
        """Leave out the scenarios of profiles and requirements that are not judged."""
        if self._scope is None:
            return
        kept: list[pytest.Item] = []
        dropped: list[pytest.Item] = []
        for item in items:
            wanted = self._scope.takes(
                requirements_of(item, self.registry), item.get_closest_marker(READ_ONLY) is not None
            )
            (kept if wanted else dropped).append(item)
        items[:] = kept
        if dropped:
            self.config.hook.pytest_deselected(items=dropped)

    def collected(self, items: list[pytest.Item]) -> None:
        """The scenarios to run are known."""
        self.scheduled([item.nodeid for item in items])
        if self._scope is not None and self.session is None:
            tested = (requirements_of(item, self.registry) for item in items)
            described = self.config.getoption("url") or self.config.getoption("target")
            named = self._planned_target().url if described else "the embedded reference server"
            self._plan = render_plan(named, self._scope, self.registry, tested)

    @property
    def only_plans(self) -> bool:
        """Whether nothing is run, because only the plan was asked for."""
        return self._plan is not None

    def scheduled(self, ids: list[str]) -> None:
        """So many scenarios will run."""
        if self._progress is not None:
            self._progress.total = len(ids)

    def collection_failed(self, report: pytest.CollectReport) -> None:
        """A feature file cannot be used; the run will end, and say so."""
        self._unusable.append(str(report.longrepr))

    # -- one scenario

    def scenario_begins(self, item: pytest.Item) -> None:
        """From now on every exchange belongs to this scenario."""
        self.interruption.judging = True
        self.log.begin(item.nodeid)
        if self._judging is not None:
            self._judging.scenario_begins()

    def phase_ended(self, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> None:
        """After the call, or a setup that failed, the scenario has its verdict."""
        if self._judging is not None:
            self._judging.phase_ended(item, call, report)

    def discreet(self, found: pytest.ExceptionInfo[BaseException]) -> pytest.ExceptionInfo[BaseException]:
        """The exception as others may tell of it; outcomes of pytest itself, such as a skip, stay what they are."""
        if self.session is None or isinstance(found.value, OutcomeException):
            return found
        told = discreet(found.value, self.session.redactor, self.log.withholds)
        return pytest.ExceptionInfo.from_exc_info((type(told), told, found.tb))

    # -- in the controller, or alone

    def reported(self, report: pytest.TestReport) -> None:
        """Count a scenario that ended, here or in a worker."""
        verdict = dict(report.user_properties).get(VERDICT_PROPERTY)
        if self._progress is None or verdict is None or report.nodeid in self._ended:
            return
        self._ended.add(report.nodeid)
        self._progress.ended(str(verdict), _chapter(report.nodeid))

    def test_status(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """The command line has a progress line of its own instead of pytest's letters."""
        if self._progress is None:
            return None
        return ("", "", "") if report.passed or report.when != "call" else (report.outcome, "", "")

    def crashed(self, node_id: str) -> None:
        """A worker died while it ran this scenario; what it stored is removed at the end."""
        self._crashed = True
        result = result_of_crash(node_id, self.config.rootpath)
        if self.session is not None and result is not None:
            self.session.ledger.scenario(result)

    def finish(self, exitstatus: int) -> int:
        """As ``_finish``; who interrupts that too wants the end at once."""
        try:
            code = self._finish(exitstatus)
        except KeyboardInterrupt:
            return self.given_up()
        return EXIT_PARTIAL if self.interruption.count and code == EXIT_PASS else code

    def given_up(self) -> int:
        """Say what to do where the end of the run was interrupted; returns the exit code."""
        if self.session is not None and not self.is_worker:
            self._show(
                "Interrupted again: the run ends at once, and data of it may be on the target. "
                f"Remove them by: dicomweb-conformance cleanup {self.session.folder}"
            )
        return EXIT_PARTIAL

    def _finish(self, exitstatus: int) -> int:
        """Remove what is left on the target, seal the ledger, write the reports, and say how the run ended."""
        if self._plan is not None and exitstatus == pytest.ExitCode.OK:
            self._show(self._plan)
        if self.session is None:
            return exitstatus
        if self.is_worker:
            self.session.close()
            return exitstatus
        if self._outcome[0] == "aborted" or exitstatus == pytest.ExitCode.USAGE_ERROR:
            self._stack.close()
            return exitstatus
        if self._unusable:
            self._outcome = ("aborted", "feature files cannot be used")
            self._seal()
            self._stack.close()
            self._show("Nothing was run, because feature files cannot be used:\n" + "\n".join(self._unusable))
            return EXIT_USAGE
        if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            self._outcome = ("aborted", "nothing was selected")
            self._seal()
            self._stack.close()
            self._show("Nothing was run: no scenario fits --profile, --only, -k, -m or the paths given together.")
            return EXIT_USAGE
        if exitstatus in (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR):
            self._outcome = ("interrupted", _stop_reason(self.config, exitstatus))
        elif self.interruption.count:
            self._outcome = ("interrupted", "stopped while it ended")
        self._seal()
        self._stack.close()
        assert self._ending is not None
        text, code = self._ending.conclude(self.session.folder / LEDGER, self.registry)
        self._show(text)
        return code

    def silence_pytest(self) -> None:
        """Keep pytest from having the last word, where the run has a summary of its own."""
        # It would frame the reason for an early end by a line of exclamation marks and the name of a class
        if self.config.getoption("brief"):
            self.config.pluginmanager.unregister(name="terminalreporter")

    def _seal(self) -> None:
        session = self.session
        assert session is not None
        session.ledger.absorb()
        merged = read_ledger(session.ledger.path)
        session.go_on_after(max(merged.exchanges, default=0))
        self._remove(outstanding(merged), last_unanswered_store(merged))
        if not session.target.only_reads:
            reset_after(session, outstanding(read_ledger(session.ledger.path)))
        if session.turnstile is not None:
            session.turnstile.remove()
        session.hang_up()
        outcome, reason = self._outcome
        session.ledger.footer(outcome, round(time.perf_counter() - self._clock, 3), reason)
        session.close()

    def _remove(self, studies: tuple[str, ...], unanswered: float | None) -> None:
        """Remove studies; ``unanswered`` is when the sender of a store gave up or died (seconds since the epoch)."""
        session = self.session
        assert session is not None
        stopped = self._outcome[0] == "interrupted" and bool(self.config.getoption("tx", None))
        known = [] if unanswered is None else [unanswered]
        unknown = [time.time()] if self._crashed or stopped else []
        given_up = [*session.doubtful.values(), *known, *unknown]
        if studies and given_up:
            for study in studies:
                session.removal.remove(study, note=False)
            session.waited(linger(max(given_up)), "a store that nobody waits for any more")
        for study in studies:
            session.removal.remove(study)

    def _show(self, text: str) -> None:
        if self._progress is not None:
            self._progress.clear()
            self._progress.out.write(f"{text}\n")
            self._progress.out.flush()
            return
        reporter = self.config.pluginmanager.getplugin("terminalreporter")
        reporter.ensure_newline()
        reporter.write_line(text)


def _means_features(config: pytest.Config) -> bool:
    paths = [Path(str(argument).split("::")[0]).absolute() for argument in config.args]
    return any(path == FEATURES or FEATURES in path.parents or path in FEATURES.parents for path in paths)


def _chapter(nodeid: str) -> str:
    parts = nodeid.split("/")
    return parts[1].split("_", 1)[-1] if len(parts) > 2 else nodeid


def _stop_reason(config: pytest.Config, exitstatus: int) -> str:
    return "stopped before the end" if exitstatus == pytest.ExitCode.INTERRUPTED else "the harness itself failed"


def _hush(workers: Any) -> None:
    """Keep xdist from telling how its processes come up; it still tells when one goes down."""
    if workers is not None:
        workers.setstatus = workers.ensure_show_status = lambda *_, **__: None
