"""Is a fault found by exactly the requirements that it breaks, and is nothing said against the right server?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dicomweb_conformance.reference.faults import Fault
from dicomweb_conformance.requirements import ON_REQUEST, Registry
from dicomweb_conformance.selftest.observation import Observation

HINDERED = ("blocked", "inconclusive")


@dataclass(frozen=True)
class Judged:
    """A fault and what the scenarios made of it.

    ``caught`` are the requirements that it breaks and that turned nonconformant, ``missed`` those that did not,
    ``accused`` those that turned nonconformant though it does not break them. ``hindered`` are the requirements that
    could not be judged; they are no accusation.
    """

    fault: Fault
    observation: Observation
    caught: tuple[str, ...]
    missed: tuple[str, ...]
    accused: tuple[str, ...]
    hindered: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether exactly what the fault breaks was found, in a run that came to its end.

        With a legal oddity nothing may be hindered either.
        """
        hindered = self.hindered if self.fault.legal is not None else ()
        return not (self.missed or self.accused or hindered or self.observation.trouble)


def judged(fault: Fault, observation: Observation, registry: Registry, *, properties: bool = False) -> Judged:
    """Hold what was observed against what the fault breaks: of its properties, or of all its other requirements."""
    found = frozenset(observation.with_verdict("nonconformant"))
    breaks = breaks_of(fault, registry, properties=properties)
    return Judged(
        fault,
        observation,
        caught=tuple(each for each in breaks if each in found),
        missed=tuple(each for each in breaks if each not in found),
        accused=tuple(sorted(found - set(breaks))),
        hindered=observation.with_verdict(*HINDERED),
    )


def breaks_of(fault: Fault, registry: Registry, *, properties: bool) -> tuple[str, ...]:
    """What the fault breaks: those requirements that are judged only on request, or all others."""

    def is_property(requirement: str) -> bool:
        return requirement in registry and registry[requirement].profile in ON_REQUEST

    return tuple(each for each in fault.breaks if is_property(each) == properties)


def not_conformant(observation: Observation, registry: Registry) -> tuple[str, ...]:
    """The requirements that the right server was run for and does not meet.

    Unsupported is right only for a requirement with a condition. What the registry does not know is not met.
    """
    return tuple(
        requirement
        for requirement, verdict in observation.verdicts.items()
        if verdict != "conformant"
        and not (verdict == "unsupported" and requirement in registry and registry[requirement].condition is not None)
    )


@dataclass(frozen=True)
class Catalogue:
    """What is wrong with the faults as they are written.

    ``unproven`` are the testable requirements of level must that no fault breaks; ``unknown`` are pairs of a fault and
    a requirement that it names and the registry does not know.
    """

    unproven: tuple[str, ...]
    unknown: tuple[tuple[str, str], ...]

    @property
    def complete(self) -> bool:
        return not (self.unproven or self.unknown)


def catalogue(faults: Iterable[Fault], registry: Registry) -> Catalogue:
    """Hold the faults against the registry."""
    named = [(fault.name, requirement) for fault in faults for requirement in fault.breaks]
    broken = {requirement for _, requirement in named}
    musts = (r.id for r in registry.requirements.values() if r.level == "must" and r.untestable is None)
    return Catalogue(
        unproven=tuple(requirement for requirement in musts if requirement not in broken),
        unknown=tuple((fault, requirement) for fault, requirement in named if requirement not in registry),
    )
