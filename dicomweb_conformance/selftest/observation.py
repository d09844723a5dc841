"""What a run against one server found, by scenario and by requirement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from dicomweb_conformance.report.verdict import requirement_verdict


@dataclass(frozen=True)
class Found:
    """The verdict of one scenario, and why: ``expected`` and ``received`` of a finding, else the ``reason``."""

    id: str
    title: str
    requirements: tuple[str, ...]
    verdict: str
    step: str | None = None
    expected: str | None = None
    received: str | None = None
    reason: str | None = None

    @property
    def why(self) -> str:
        """The finding or the trouble in one line."""
        said = self.reason if self.expected is None else f"expected {self.expected}; received {self.received}"
        return " ".join((said or "").split())


@dataclass(frozen=True)
class Observation:
    """All scenarios, run once against the server with ``fault``, or against the right one when that is None.

    ``flavour`` names the right server (see ``reference.flavours``). ``run`` is how many of them were run; the others
    cannot be touched by the fault. ``trouble`` says why the run did not come to its end.
    """

    fault: str | None
    scenarios: tuple[Found, ...]
    run: int
    seconds: float
    trouble: str | None = None
    flavour: str = "standard"

    @cached_property
    def verdicts(self) -> Mapping[str, str]:
        """The verdict of each requirement that a scenario was run for, as in the report of a run."""
        return MappingProxyType(
            {
                requirement: requirement_verdict([found.verdict for found in self.of(requirement)], not_run=False)
                for requirement in sorted({each for found in self.scenarios for each in found.requirements})
            }
        )

    def of(self, requirement: str, verdict: str | None = None) -> tuple[Found, ...]:
        """The scenarios of a requirement, those with this verdict or all."""
        return tuple(s for s in self.scenarios if requirement in s.requirements and verdict in (None, s.verdict))

    def with_verdict(self, *verdicts: str) -> tuple[str, ...]:
        """The requirements that have one of these verdicts."""
        return tuple(requirement for requirement, verdict in self.verdicts.items() if verdict in verdicts)


def found_in(ledger: Path) -> Iterable[Found]:
    """The scenarios of a ledger, also of one that was cut short; nothing when there is none."""
    if not ledger.exists():
        return
    with ledger.open("rb") as lines:
        for line in lines:
            # `type` stands first in a line of the ledger; parsing all exchanges would take longer than writing them
            if line.startswith(b'{"type":"scenario"') and line.endswith(b"\n"):
                said = json.loads(line)
                yield Found(
                    id=said["id"],
                    title=said["title"],
                    requirements=tuple(said["requirements"]),
                    verdict=said["verdict"],
                    step=said["step"],
                    expected=said["expected"],
                    received=said["received"],
                    reason=said["reason"],
                )
