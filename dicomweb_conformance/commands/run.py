"""``run``: judge a target. It builds the arguments of pytest, and nothing else."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from dicomweb_conformance.places import FEATURES, IN_CHECKOUT, REGISTRY, SUITE
from dicomweb_conformance.requirements import PROFILES
from dicomweb_conformance.run_options import RUN, Option, arguments_of

_USAGE = 2
_PYTEST_USAGE_ERROR = 4
_LARGEST_OWN_CODE = 3
_INI = Path(__file__).parent.parent / "suite.ini"


def _type(option: Option) -> Any:
    if option.metavar is None:
        return None
    if option.choices:
        return click.Choice(option.choices)
    return option.type


def _requirements(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    from dicomweb_conformance.requirements import load_registry

    return [id_ for id_ in load_registry(REGISTRY).requirements if id_.startswith(begun)]


def _profiles(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    return [profile for profile in PROFILES if profile.startswith(begun)]


def _faults(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    from dicomweb_conformance.reference.faults import VARIANTS

    return [name for name in VARIANTS if name.startswith(begun)]


_COMPLETED = {"only": _requirements, "profile": _profiles, "fault": _faults}


def with_options(options: tuple[Option, ...]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Adds the options of a table to a command."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = click.option(
                *filter(None, (option.name, option.short)),
                option.key,
                help=option.help,
                is_flag=option.metavar is None,
                multiple=option.repeatable,
                metavar=option.metavar,
                type=_type(option),
                shell_complete=_COMPLETED.get(option.key),
            )(command)
        return command

    return decorate


@click.command(context_settings={"ignore_unknown_options": True})
@with_options(RUN)
@click.option("--last-failed", "--lf", is_flag=True, help="only the scenarios that failed in the last run")
@click.option("-n", "workers", metavar="WORKERS", help="run on so many processes")
@click.argument("pytest_options", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def run(
    context: click.Context, /, workers: str | None, last_failed: bool, pytest_options: tuple[str, ...], **given: Any
) -> None:
    """Judge a target: by default the embedded reference server.

    Every further option of pytest works too: -k, -m, -x, --junitxml, --alluredir ...

    Exit codes: 0 every judged profile passes; 1 nonconformant, or a stale deviation; 2 usage or configuration;
    3 partial or inconclusive, or the target cannot be reached.
    """
    failed = ["--lf"] if last_failed else []
    context.exit(run_pytest([*arguments_of(RUN, given), *failed, *_workers(workers), *pytest_options]))


def run_pytest(arguments: list[str], plugins: Sequence[object] = ()) -> int:
    """Run the suite's features in this process, with further plugins of pytest; returns the exit code of the run."""
    import pytest

    # What the environment or the folder wants of pytest is not meant for this run.
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    code = int(pytest.main([*_own_arguments(arguments), *arguments], plugins=plugins))
    return code if code <= _LARGEST_OWN_CODE else _USAGE


def _own_arguments(arguments: list[str]) -> list[str]:
    base = SUITE if IN_CHECKOUT else Path.cwd()
    own = [
        *("-c", str(_INI)),
        f"--rootdir={SUITE}",
        f"--confcutdir={SUITE}",
        *("-o", f"cache_dir={base / 'reports' / 'runs' / '.cache'}"),
        "--disable-plugin-autoload",
        *("-p", "pytest-bdd"),
        *("-p", "no:doctest"),
        *("-qq", "--no-header", "--no-summary", "--tb=no", "--brief"),
    ]
    if any(argument.startswith(("-n", "--numprocesses", "--dist", "--tx")) for argument in arguments):
        own += ["-p", "xdist"]
    if any(argument.startswith("--alluredir") for argument in arguments):
        own += ["-p", "allure_pytest"]
    if not any(".feature" in argument for argument in arguments):
        own.append(str(FEATURES))
    return own


def _workers(workers: str | None) -> list[str]:
    return ["-n", workers] if workers else []
