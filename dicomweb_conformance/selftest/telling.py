"""What the self-test found, as text and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dicomweb_conformance.requirements import Registry
from dicomweb_conformance.selftest.judging import HINDERED, Catalogue, Judged, not_conformant
from dicomweb_conformance.selftest.observation import Found, Observation

_SHOWN = 3
_LONGEST = 240


def text_of(judged: Judged) -> str:
    """A fault, what caught it, and what differs from what it says that it breaks."""
    observation = judged.observation
    said = "exact" if judged.exact else "WRONG"
    lines = [f"{said:7}{judged.fault.name}  ({observation.run} scenarios, {observation.seconds:.1f} s)"]
    if observation.trouble:
        lines.append(f"         the run did not end well: {observation.trouble}")
    lines += (f"         {each}, caught by {_titles(observation.of(each, 'nonconformant'))}" for each in judged.caught)
    lines += (f"  MISSED {each}, {_instead(observation, each)}" for each in judged.missed)
    for requirement in judged.accused:
        lines.append(f"  WRONGLY ACCUSED {requirement}")
        lines += _reasons(observation.of(requirement, "nonconformant"))
    if judged.hindered:
        lines.append(f"         not judged: {_tally(observation)}")
    return "\n".join(lines)


def text_of_right(observation: Observation, registry: Registry) -> str:
    """The right server, and what was said against it."""
    against = not_conformant(observation, registry)
    exact = not against and not observation.trouble
    lines = [
        f"{'exact' if exact else 'WRONG':7}the right server, {observation.flavour}  ({observation.seconds:.1f} s, "
        f"{len(observation.scenarios)} scenarios, {len(observation.verdicts)} requirements)"
    ]
    if observation.trouble:
        lines.append(f"         the run did not end well: {observation.trouble}")
    for requirement in against:
        verdict = observation.verdicts[requirement]
        lines.append(f"  {verdict.upper()} {requirement}")
        lines += _reasons(observation.of(requirement, verdict))
    return "\n".join(lines)


def text_of_catalogue(found: Catalogue) -> str:
    """What is wrong with the faults as they are written; empty when nothing is."""
    lines = [
        f"WRONG  {fault} breaks {requirement}, which is not in the registry" for fault, requirement in found.unknown
    ]
    if found.unproven:
        lines.append(f"WRONG  {len(found.unproven)} requirements of level must that no fault breaks:")
        lines += [f"         {requirement}" for requirement in found.unproven]
    return "\n".join(lines)


def data_of(judged: Judged) -> dict[str, Any]:
    """A fault and what caught it, ready for JSON."""
    observation = judged.observation
    return {
        "name": judged.fault.name,
        "breaks": list(judged.fault.breaks),
        "says": judged.fault.says,
        "exact": judged.exact,
        "seconds": round(observation.seconds, 3),
        "run": observation.run,
        "trouble": observation.trouble,
        "caught": _data(observation, judged.caught, "nonconformant"),
        "missed": [{"requirement": each, "instead": _instead(observation, each)} for each in judged.missed],
        "accused": _data(observation, judged.accused, "nonconformant"),
        "hindered": {verdict: list(observation.with_verdict(verdict)) for verdict in HINDERED},
        "text": text_of(judged),
    }


def data_of_right(observation: Observation, registry: Registry) -> dict[str, Any]:
    """The right server and what was said against it, ready for JSON."""
    against = not_conformant(observation, registry)
    return {
        "flavour": observation.flavour,
        "exact": not against and not observation.trouble,
        "seconds": round(observation.seconds, 3),
        "trouble": observation.trouble,
        "scenarios": len(observation.scenarios),
        "requirements": dict(observation.verdicts),
        "against": [entry for each in against for entry in _data(observation, [each], observation.verdicts[each])],
        "text": text_of_right(observation, registry),
    }


def _data(observation: Observation, requirements: Iterable[str], verdict: str) -> list[dict[str, Any]]:
    return [
        {
            "requirement": requirement,
            "verdict": verdict,
            "scenarios": [
                {"id": found.id, "title": found.title, "step": found.step, "why": found.why}
                for found in observation.of(requirement, verdict)
            ],
        }
        for requirement in requirements
    ]


def _instead(observation: Observation, requirement: str) -> str:
    verdict = observation.verdicts.get(requirement)
    if verdict is None:
        return "no scenario was run for it"
    why = next((found.why for found in observation.of(requirement, verdict) if found.why), "")
    return _cut(f"{verdict} instead" + (f": {why}" if why else ""))


def _titles(scenarios: tuple[Found, ...]) -> str:
    more = f" and {len(scenarios) - 1} more" if len(scenarios) > 1 else ""
    return f"'{scenarios[0].title}'{more}"


def _reasons(scenarios: tuple[Found, ...]) -> Iterator[str]:
    for found in scenarios[:_SHOWN]:
        yield f"         {found.id}"
        yield _cut(f"           {found.step}: {found.why}" if found.step else f"           {found.why}")
    if len(scenarios) > _SHOWN:
        yield f"         and {len(scenarios) - _SHOWN} more scenarios"


def _tally(observation: Observation) -> str:
    counts = [(len(observation.with_verdict(verdict)), verdict) for verdict in HINDERED]
    said = ", ".join(f"{count} {verdict}" for count, verdict in counts if count)
    first = next(found for found in observation.scenarios if found.verdict in HINDERED)
    return _cut(f"{said}; first {first.requirements[0]}: {first.why}")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
