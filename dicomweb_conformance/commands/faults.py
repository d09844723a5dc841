"""``faults``: the catalogue of named wrong behaviours, and what catches each."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from dicomweb_conformance.places import REGISTRY
from dicomweb_conformance.requirements import RegistryError, load_registry

if TYPE_CHECKING:
    from dicomweb_conformance.reference.faults import Fault
    from dicomweb_conformance.selftest.judging import Judged
    from dicomweb_conformance.selftest.observation import Observation
    from dicomweb_conformance.selftest.proof import Proof


@click.command()
@click.option("--run", "is_run", is_flag=True, help="run all scenarios against each fault, and show what catches it")
@click.option("--all-scenarios", is_flag=True, help="run also those that a fault cannot touch")
@click.option("--properties", is_flag=True, help="with --run: the properties that each fault breaks, and nothing else")
@click.option("--jobs", type=click.IntRange(min=1), help="so many runs at a time; default: one for each processor")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.pass_context
def faults(
    context: click.Context,
    is_run: bool,
    all_scenarios: bool,
    properties: bool,
    jobs: int | None,
    form: str,
    names: tuple[str, ...],
) -> None:
    """List the faults of the reference server and the requirements that each breaks: all, or the named ones.

    With --run, all scenarios are run against the reference server with each fault that is named. When none is named,
    they are run against the right server first, and then against each fault those that it answers in another way.
    Properties take longer, and are run by themselves, with --properties.

    Exit codes: 0 each fault is found by exactly the requirements that it breaks; 1 not so; 2 usage, or the scenarios
    cannot be run.
    """
    from dicomweb_conformance.reference.faults import FAULTS

    unknown = [name for name in names if name not in FAULTS]
    if unknown:
        raise click.UsageError(f"unknown fault {unknown[0]}; 'dicomweb-conformance faults' lists them")
    if is_run:
        context.exit(_run(names, jobs or os.cpu_count() or 1, form, screened=not all_scenarios, properties=properties))
    listed = [FAULTS[name] for name in names or FAULTS]
    click.echo(json.dumps(_as_data(listed), indent=1) if form == "json" else _as_text(listed))


def _as_data(listed: Iterable[Fault]) -> list[dict[str, Any]]:
    return [{"name": fault.name, "breaks": list(fault.breaks), "says": fault.says} for fault in listed]


def _as_text(listed: Sequence[Fault]) -> str:
    said = [f"{fault.name}\n  {fault.says}\n  breaks {', '.join(fault.breaks)}" for fault in listed]
    count = f"{len(listed)} fault{'s' if len(listed) != 1 else ''}"
    return "\n".join([*said, f"\n{count}; run one with 'dicomweb-conformance run --fault NAME'"])


def _run(names: Sequence[str], at_once: int, form: str, *, screened: bool, properties: bool) -> int:
    from dicomweb_conformance.reference.faults import FAULTS
    from dicomweb_conformance.selftest.observing import CannotObserve
    from dicomweb_conformance.selftest.proof import prove
    from dicomweb_conformance.selftest.telling import text_of, text_of_right

    since = time.monotonic()

    def tell(observation: Observation, judged: Judged | None) -> None:
        if form == "text":
            click.echo(text_of_right(observation, registry) if judged is None else text_of(judged))

    try:
        registry = load_registry(REGISTRY)
        proof = prove(FAULTS, names, registry, at_once, tell, screened=screened, properties=properties)
    except (RegistryError, CannotObserve) as error:
        raise click.UsageError(f"the scenarios cannot be run: {error}") from error
    seconds = time.monotonic() - since
    click.echo(_proof_as_json(proof, seconds) if form == "json" else _summary(proof, seconds))
    return 0 if proof.holds else 1


def _proof_as_json(proof: Proof, seconds: float) -> str:
    from dicomweb_conformance.selftest.telling import data_of, data_of_right

    document = {
        "holds": proof.holds,
        "seconds": round(seconds, 3),
        "right": [data_of_right(each, proof.registry) for each in proof.right] or None,
        "faults": [data_of(judged) for judged in proof.faults],
        "unproven": list(proof.catalogue.unproven) if proof.catalogue else None,
        "unknown": [list(pair) for pair in proof.catalogue.unknown] if proof.catalogue else None,
    }
    return json.dumps(document, indent=1)


def _summary(proof: Proof, seconds: float) -> str:
    from dicomweb_conformance.selftest.telling import text_of_catalogue

    exact = sum(judged.exact for judged in proof.faults)
    lines = [text_of_catalogue(proof.catalogue)] if proof.catalogue and not proof.catalogue.complete else []
    wrong = [judged.fault.name for judged in proof.faults if not judged.exact]
    lines.append(f"\n{len(proof.faults)} faults, {exact} found exactly, {len(wrong)} not, in {seconds:.0f} s")
    return "\n".join([*lines, *(f"  {name}" for name in wrong)])
