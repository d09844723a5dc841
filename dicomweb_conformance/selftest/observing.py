"""Runs every scenario against the reference server, once for each fault and once without any."""

from __future__ import annotations

import gc
import io
import os
import pickle
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import pytest

from dicomweb_conformance.commands.run import run_pytest
from dicomweb_conformance.evidence.ledger import read_ledger
from dicomweb_conformance.evidence.ledger_file import LEDGER
from dicomweb_conformance.plugin.embedded import OFFERED
from dicomweb_conformance.plugin.run import Run
from dicomweb_conformance.properties.budget import CI_SEED
from dicomweb_conformance.reference import app
from dicomweb_conformance.reference.faults import with_fault
from dicomweb_conformance.reference.flavours import FLAVOURS
from dicomweb_conformance.requirements import ON_REQUEST
from dicomweb_conformance.selftest.differing import differences
from dicomweb_conformance.selftest.observation import Found, Observation, found_in
from dicomweb_conformance.selftest.processes import Ended, forked
from dicomweb_conformance.selftest.rehearsal import Scene, rehearse
from dicomweb_conformance.selftest.screening import Screen, screen
from dicomweb_conformance.selftest.tape import AFTER, Entry, Place, taping
from dicomweb_conformance.target_options import EMBEDDED_BEARER, EMBEDDED_READ_ONLY_BEARER

PATIENCE = 180.0
"""Seconds that the scenarios may take against one server."""
_LOG, _TAPE, _REHEARSAL = "log", "tape", "the rehearsal"
_BEARERS = (EMBEDDED_BEARER, EMBEDDED_READ_ONLY_BEARER)
_ARGUMENTS = (
    "--collect-only",
    "--capture=no",
    *("-p", "no:cacheprovider"),
    *("-p", "no:logging"),
)

Server = str | None
"""The name of a fault, or None for the right server."""


class CannotObserve(Exception):
    """The scenarios could not be collected; the message is what pytest said."""


def observe(
    faults: Sequence[str],
    at_once: int,
    tell: Callable[[Observation], None],
    *,
    right: bool,
    screened: bool,
    only: Mapping[str, Sequence[str]] | None = None,
    flavour: str = "standard",
) -> None:
    """Run the scenarios against the ``right`` server of a flavour and its faults, ``at_once`` of them at a time.

    ``tell`` gets each observation. The scenarios are collected once. Each server then gets a fork of this process that
    goes on as an ordinary run would, with the embedded server and a ledger of its own; only the reports are not
    written. ``screened`` needs the right server, and runs against a fault only the scenarios that it can touch; the
    others have the verdict that they have on the right server. ``only`` are the requirements to run for each fault, of
    the profiles that are judged on request; None runs all requirements of all other profiles.
    Raises CannotObserve, and ValueError where the system cannot fork.
    """
    with tempfile.TemporaryDirectory(prefix="dicomweb-faults-") as folder:
        # Threads do not survive a fork; nothing here multiplies matrices
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        said = io.StringIO()
        forks = _Forks(faults, right, screened, Path(folder), at_once, tell, said, only, flavour)
        with redirect_stdout(said), redirect_stderr(said):
            run_pytest(list(_ARGUMENTS), plugins=[forks])
        if not forks.done:
            raise CannotObserve("\n".join(line for line in said.getvalue().splitlines() if not _is_count(line)))


@dataclass(frozen=True)
class _Taped:
    """The run against the right server: what it observed, what was asked and answered, and who needs which answer."""

    observation: Observation
    scenes: Sequence[Scene]
    screen: Screen

    def with_found(self, found: Sequence[Found]) -> tuple[Found, ...]:
        """The scenarios of the right server, those replaced that were run again."""
        again = {each.id: each for each in found}
        return tuple(again.get(each.id, each) for each in self.observation.scenarios)


@dataclass
class _Forks:
    """The plugin of pytest that runs the collected scenarios, once for each server."""

    faults: Sequence[str]
    right: bool
    screened: bool
    folder: Path
    at_once: int
    tell: Callable[[Observation], None]
    said: TextIO
    only: Mapping[str, Sequence[str]] | None
    flavour: str
    done: bool = field(default=False, init=False)
    _is_fork: bool = field(default=False, init=False)
    _is_over: bool = field(default=False, init=False)
    _taped: _Taped | None = field(default=None, init=False)
    _stdout: TextIO = field(default_factory=lambda: sys.stdout, init=False)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.said.write(f"{report.nodeid}: {report.longreprtext}\n")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self) -> None:
        self._is_over = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self) -> None:
        self._is_over = True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if self._is_fork or session.testsfailed:
            return None
        if self.right:
            self._run(session, [None])
        self._run(session, self.faults)
        self.done = True
        return True

    def _run(self, session: pytest.Session, servers: Sequence[Server]) -> None:
        # What exists now is never looked at again by the collector of a fork, which so copies fewer pages
        gc.collect()
        gc.freeze()
        for ended in forked(partial(self._carry_out, session), servers, self.at_once, PATIENCE):
            observation = self._observation(ended)
            with redirect_stdout(self._stdout):
                self.tell(observation)

    def _carry_out(self, session: pytest.Session, server: Server) -> None:
        """In the fork: what pytest would have done here in a run against this server."""
        self._is_fork = True
        folder = self._folder(server)
        folder.mkdir()
        sys.stdout = sys.stderr = (folder / _LOG).open("w", encoding="utf-8")
        tempfile.tempdir = str(folder)
        hooks: Any = session.config.pluginmanager.get_plugin("dicomweb-conformance-run")
        run: Run = hooks.run
        tape: list[Entry] = []
        right = FLAVOURS[self.flavour]
        if self._taped is not None and server is not None:
            found = differences(self._taped.scenes, right.behaviour, partial(with_fault, name=server), _BEARERS)
            touched = self._taped.screen.touched(found)
            session.items = [item for item in session.items if item.nodeid in touched]
        elif server is None and self.screened:
            # The embedded server is this one plus a fault; there is no other way in
            taped = replace(right, behaviour=taping(right.behaviour, partial(self._place, run), tape.append))
            vars(app)["FLAVOURS"] = {**FLAVOURS, self.flavour: taped}
        options = session.config.option
        options.collectonly, options.brief = False, False
        options.fault, options.report = server, str(folder)
        if self.flavour != "standard":
            options.profile = list(OFFERED[self.flavour])
        if self.only is not None and server is not None:
            options.profile, options.only, options.seed = list(ON_REQUEST), list(self.only[server]), CI_SEED
        run.start()
        run.select(session.items)
        session.config.hook.pytest_runtestloop(session=session)
        if tape:
            (folder / _TAPE).write_bytes(pickle.dumps(tape, pickle.HIGHEST_PROTOCOL))

    def _place(self, run: Run) -> Place | None:
        scenario, step = run.log.place()
        return None if scenario is None else Place(scenario, AFTER if self._is_over else step)

    def _observation(self, ended: Ended[Server]) -> Observation:
        folder = self._folder(ended.work)
        found = tuple(found_in(folder / LEDGER))
        trouble = ended.trouble
        if trouble is not None:
            last = (folder / _LOG).read_text(encoding="utf-8").strip().splitlines()[-1:]
            trouble = ": ".join([trouble, *last])
        scenarios = self._taped.with_found(found) if self._taped else found
        observation = Observation(ended.work, scenarios, len(found), ended.seconds, trouble, self.flavour)
        if (folder / _TAPE).exists():
            tape = pickle.loads((folder / _TAPE).read_bytes())
            scenes = rehearse(tape, FLAVOURS[self.flavour].behaviour, self.folder / _REHEARSAL, _BEARERS)
            self._taped = _Taped(observation, scenes, screen(tape, read_ledger(folder / LEDGER)))
        shutil.rmtree(folder)
        return observation

    def _folder(self, server: Server) -> Path:
        return self.folder / (server or "right server")


def _is_count(line: str) -> bool:
    """Whether pytest says here how many scenarios a file holds."""
    return not line.strip() or bool(re.fullmatch(r"\S+\.feature: \d+", line))
