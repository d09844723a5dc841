"""The whole self-test: the right server, every fault, and the catalogue itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dicomweb_conformance.reference.faults import Fault
from dicomweb_conformance.reference.flavours import FLAVOURS
from dicomweb_conformance.requirements import Registry
from dicomweb_conformance.selftest.judging import Catalogue, Judged, breaks_of, catalogue, judged, not_conformant
from dicomweb_conformance.selftest.observation import Observation
from dicomweb_conformance.selftest.observing import observe


@dataclass
class Proof:
    """What the self-test found.

    When only some faults were asked for, ``right`` is empty (else it has one observation for each flavour), and
    ``catalogue`` is None.
    """

    registry: Registry
    right: list[Observation] = field(default_factory=list)
    catalogue: Catalogue | None = None
    faults: list[Judged] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything is as it is written."""
        if any(each.trouble or not_conformant(each, self.registry) for each in self.right):
            return False
        if self.catalogue is not None and not self.catalogue.complete:
            return False
        return all(each.exact for each in self.faults)


def prove(
    faults: Mapping[str, Fault],
    names: Sequence[str],
    registry: Registry,
    at_once: int,
    tell: Callable[[Observation, Judged | None], None],
    *,
    screened: bool,
    properties: bool = False,
) -> Proof:
    """Run the scenarios against the named faults, or against the right servers and all faults when none are named.

    Each flavour of the server is run by itself, with its own faults and the scenarios of what it offers.

    ``screened`` runs against a fault only the scenarios that it can touch; without names only. What is judged only on
    request is left out; ``properties`` turns that round: of each fault that breaks some of it, exactly that is run, and
    the right server is not. That every must is broken is no matter of legal oddities. ``tell`` gets each observation
    when it is made, with its judgement when it is that of a fault. Raises KeyError for an unknown name, CannotObserve,
    and ValueError where the system cannot fork.
    """
    chosen = [faults[name].name for name in names or faults]
    only = {name: found for name in chosen if (found := breaks_of(faults[name], registry, properties=True))}
    if properties:
        chosen = list(only)
    whole = not names and not properties
    complete = whole and all(fault.legal is None for fault in faults.values())
    proof = Proof(registry, catalogue=catalogue(faults.values(), registry) if complete else None)

    def note(observation: Observation) -> None:
        if observation.fault is None:
            proof.right.append(observation)
            tell(observation, None)
        else:
            proof.faults.append(judged(faults[observation.fault], observation, registry, properties=properties))
            tell(observation, proof.faults[-1])

    for flavour in FLAVOURS:
        own = [name for name in chosen if faults[name].flavour == flavour]
        if own or complete:
            observe(
                own,
                at_once,
                note,
                right=whole,
                screened=screened and whole,
                only=only if properties else None,
                flavour=flavour,
            )
    proof.faults.sort(key=lambda each: each.fault.name)
    return proof
