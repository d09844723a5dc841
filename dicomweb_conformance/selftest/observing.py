"""Runs every scenario against the reference server, once for each fault and once without any."""

from __future__ import annotations

import gc
import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import pytest

from dicomweb_conformance.commands.run import run_pytest
from dicomweb_conformance.plugin.run import LEDGER, Run
from dicomweb_conformance.selftest.lookup import steps_found_once
from dicomweb_conformance.selftest.observation import Observation, found_in
from dicomweb_conformance.selftest.processes import Ended, forked

PATIENCE = 180.0
"""Seconds that the scenarios may take against one server."""
_LOG = "log"
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


def observe(servers: Sequence[Server], at_once: int, tell: Callable[[Observation], None]) -> None:
    """Run all scenarios against each server, ``at_once`` of them at a time; ``tell`` gets each observation.

    The scenarios are collected once. Each server then gets a fork of this process that goes on as an ordinary run
    would, with the embedded server and a ledger of its own; only the reports are not written.
    Raises CannotObserve, and ValueError where the system cannot fork.
    """
    with tempfile.TemporaryDirectory(prefix="dicomweb-faults-") as folder, steps_found_once():
        # Threads do not survive a fork; nothing here multiplies matrices
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        said = io.StringIO()
        forks = _Forks(servers, Path(folder), at_once, tell, said)
        with redirect_stdout(said), redirect_stderr(said):
            run_pytest(list(_ARGUMENTS), plugins=[forks])
        if not forks.done:
            raise CannotObserve("\n".join(line for line in said.getvalue().splitlines() if not _is_count(line)))


@dataclass
class _Forks:
    """The plugin of pytest that runs the collected scenarios, once for each server."""

    servers: Sequence[Server]
    folder: Path
    at_once: int
    tell: Callable[[Observation], None]
    said: TextIO
    done: bool = field(default=False, init=False)
    _is_fork: bool = field(default=False, init=False)
    _stdout: TextIO = field(default_factory=lambda: sys.stdout, init=False)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.said.write(f"{report.nodeid}: {report.longreprtext}\n")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if self._is_fork or session.testsfailed:
            return None
        # What exists now is never looked at again by the collector of a fork, which so copies fewer pages
        gc.collect()
        gc.freeze()
        for ended in forked(partial(self._carry_out, session), self.servers, self.at_once, PATIENCE):
            observation = self._observation(ended)
            with redirect_stdout(self._stdout):
                self.tell(observation)
        self.done = True
        return True

    def _carry_out(self, session: pytest.Session, server: Server) -> None:
        """In the fork: what pytest would have done here in a run against this server."""
        self._is_fork = True
        folder = self._folder(server)
        folder.mkdir()
        sys.stdout = sys.stderr = (folder / _LOG).open("w", encoding="utf-8")
        tempfile.tempdir = str(folder)
        options = session.config.option
        options.collectonly, options.brief = False, False
        options.fault, options.report = server, str(folder)
        hooks: Any = session.config.pluginmanager.get_plugin("dicomweb-conformance-run")
        run: Run = hooks.run
        run.start()
        run.select(session.items)
        session.config.hook.pytest_runtestloop(session=session)

    def _observation(self, ended: Ended[Server]) -> Observation:
        folder = self._folder(ended.work)
        scenarios = tuple(found_in(folder / LEDGER))
        trouble = ended.trouble
        if trouble is not None:
            last = (folder / _LOG).read_text(encoding="utf-8").strip().splitlines()[-1:]
            trouble = ": ".join([trouble, *last])
        shutil.rmtree(folder)
        return Observation(ended.work, scenarios, ended.seconds, trouble)

    def _folder(self, server: Server) -> Path:
        return self.folder / (server or "right server")


def _is_count(line: str) -> bool:
    """Whether pytest says here how many scenarios a file holds."""
    return not line.strip() or bool(re.fullmatch(r"\S+\.feature: \d+", line))
