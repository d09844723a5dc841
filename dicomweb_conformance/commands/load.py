"""``load``: the tutorial under load."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dicomweb_conformance.commands.run import with_options
from dicomweb_conformance.run_options import ACCESS

if TYPE_CHECKING:
    from dicomweb_conformance.load.plan import Plan

_WRONG = 1
"""How Locust ends when an answer was wrong."""


@click.command(context_settings={"ignore_unknown_options": True})
@with_options(ACCESS)
@click.option("--users", default=10, show_default=True, type=click.IntRange(min=1), help="users at once")
@click.option("--seconds", default=30, show_default=True, type=click.IntRange(min=1), help="how long they go on")
@click.option(
    "--judge",
    "judged",
    default=0.2,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="part of the journeys whose answers are judged by content; by status all are",
)
@click.option("--report", type=click.Path(path_type=Path), help="folder for figures and the ledger")
@click.argument("locust_options", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def load(
    context: click.Context,
    /,
    users: int,
    seconds: int,
    judged: float,
    report: Path | None,
    locust_options: tuple[str, ...],
    **given: Any,
) -> None:
    """Let many users go through the tutorial at once: by default at the embedded reference server.

    Each stores a small copy of the tutorial's study, searches, retrieves and deletes it. Every further option of Locust
    works too: --processes, --master, --worker, --csv, --html ... It needs the extra [load].

    Exit codes: 0 no answer was wrong; 1 one was; 2 usage or configuration; 3 something is left on the target.
    """
    from dicomweb_conformance.load.beginning import begin
    from dicomweb_conformance.toml_table import UnusableTarget

    if importlib.util.find_spec("locust") is None:
        raise click.UsageError("Locust is missing: pip install 'dicomweb-conformance[load]'")
    with ExitStack() as stack:
        try:
            plan = begin(given, judged, report, stack)
        except (UnusableTarget, FileExistsError) as error:
            raise click.UsageError(str(error)) from error
        ended = _locust(plan, users, seconds, locust_options)
        left = _remove_rest(plan)
    if left:
        click.echo(f"{left} left on the target: dicomweb-conformance cleanup {plan.folder}")
    if ended not in (0, _WRONG):
        raise click.UsageError(f"Locust ended with {ended}; what it said stands above")
    context.exit(ended or (3 if left else 0))


def _locust(plan: Plan, users: int, seconds: int, options: tuple[str, ...]) -> int:
    from dicomweb_conformance import load as package

    file = Path(str(package.__file__)).parent / "locustfile.py"
    command = [sys.executable, "-m", "locust", "--locustfile", str(file), "--headless", "--only-summary"]
    figures = ["--users", str(users), "--spawn-rate", str(users), "--run-time", f"{seconds}s", "--stop-timeout", "30"]
    return subprocess.run(
        [*command, *figures, "--html", str(plan.ledger.parent / "load.html"), *options],
        env=dict(plan.in_environment()),
        check=False,
    ).returncode


def _remove_rest(plan: Plan) -> str:
    from dicomweb_conformance.cleanup import Unremovable, remove_leftovers

    try:
        left = remove_leftovers(plan.ledger, plan.reached).left
    except Unremovable as error:
        return f"What is left cannot be removed ({error}). It is"
    return "" if not left else f"{len(left)} of the studies"
