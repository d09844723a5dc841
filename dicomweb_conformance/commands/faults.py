"""``faults``: the catalogue of named wrong behaviours, and what catches each."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
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
@click.option("--legal", is_flag=True, help="legal oddities, which break nothing, in place of faults")
@click.option("--jobs", type=click.IntRange(min=1), help="so many runs at a time; default: one for each processor")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.pass_context
def faults(
    context: click.Context,
    is_run: bool,
    all_scenarios: bool,
    properties: bool,
    legal: bool,
    jobs: int | None,
    form: str,
    names: tuple[str, ...],
) -> None:
    """List the faults of the reference server and the requirements that each breaks: all, or the named ones.

    With --run, all scenarios are run against the reference server with each fault that is named. When none is named,
    they are run against the right server first, and then against each fault those that it answers in another way.
    Properties take longer, and are run by themselves, with --properties. With --legal it is the other way round: the
    server does in a rare way what the standard allows, and nothing may be said against it.

    Exit codes: 0 each fault is found by exactly the requirements that it breaks; 1 not so; 2 usage, or the scenarios
    cannot be run.
    """
    from dicomweb_conformance.reference.faults import FAULTS, ODDITIES

    known = ODDITIES if legal else FAULTS
    unknown = [name for name in names if name not in known]
    if unknown:
        raise click.UsageError(f"unknown fault {unknown[0]}; 'dicomweb-conformance faults' lists them")
    if is_run:
        at_once = jobs or os.cpu_count() or 1
        context.exit(_run(known, names, at_once, form, screened=not all_scenarios, properties=properties))
    listed = [known[name] for name in names or known]
    click.echo(json.dumps(_as_data(listed), indent=1) if form == "json" else _as_text(listed))


def _as_data(listed: Iterable[Fault]) -> list[dict[str, Any]]:
    return [
        {
            "name": fault.name,
            "breaks": list(fault.breaks),
            "says": fault.says,
            **({} if fault.legal is None else {"legal": fault.legal}),
        }
        for fault in listed
    ]


def _as_text(listed: Sequence[Fault]) -> str:
    said = [f"{fault.name}\n  {fault.says}\n  {_standing(fault)}" for fault in listed]
    count = f"{len(listed)} {_called(listed)}"
    return "\n".join([*said, f"\n{count}; run one with 'dicomweb-conformance run --fault NAME'"])


def _standing(fault: Fault) -> str:
    return f"breaks {', '.join(fault.breaks)}" if fault.legal is None else f"is legal by {fault.legal}"


def _called(listed: Sequence[Fault]) -> str:
    one, many = ("fault", "faults") if all(each.legal is None for each in listed) else ("oddity", "oddities")
    return one if len(listed) == 1 else many


def _run(
    known: Mapping[str, Fault], names: Sequence[str], at_once: int, form: str, *, screened: bool, properties: bool
) -> int:
    from dicomweb_conformance.selftest.observing import CannotObserve
    from dicomweb_conformance.selftest.proof import prove
    from dicomweb_conformance.selftest.telling import text_of, text_of_right

    since = time.monotonic()

    def tell(observation: Observation, judged: Judged | None) -> None:
        if form == "text":
            click.echo(text_of_right(observation, registry) if judged is None else text_of(judged))

    try:
        registry = load_registry(REGISTRY)
        proof = prove(known, names, registry, at_once, tell, screened=screened, properties=properties)
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
    faults = [judged.fault for judged in proof.faults]
    judged_well = "found exactly" if _called(faults).startswith("fault") else "passed"
    lines.append(f"\n{len(faults)} {_called(faults)}, {exact} {judged_well}, {len(wrong)} not, in {seconds:.0f} s")
    return "\n".join([*lines, *(f"  {name}" for name in wrong)])
