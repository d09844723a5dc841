"""What the processes of Locust must know, handed to them in the environment."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dicomweb_conformance.target_options import EMBEDDED_BEARER

VARIABLE = "DICOMWEB_LOAD"


@dataclass(frozen=True)
class Plan:
    """``options`` reach the target; ``embedded`` is the base URL of the embedded server when that is the target.

    ``run_id`` is what all UIDs derive from, ``folder`` takes the ledger. Of the journeys the part ``judged`` (0 to 1)
    has its content looked at.
    """

    options: Mapping[str, Any]
    embedded: str | None
    run_id: str
    folder: str
    judged: float

    def in_environment(self) -> Mapping[str, str]:
        """The environment of a process that is to follow the plan."""
        return {**os.environ, VARIABLE: json.dumps(asdict(self))}

    @property
    def reached(self) -> Mapping[str, Any]:
        """The options that reach the target, the embedded one by its address."""
        if self.embedded is None:
            return self.options
        return {**self.options, "url": self.embedded, "header": [f"Authorization: Bearer {EMBEDDED_BEARER}"]}

    @property
    def ledger(self) -> Path:
        """The ledger of all processes."""
        return Path(self.folder) / "ledger.jsonl"


def plan_of(environment: Mapping[str, str]) -> Plan:
    """The plan that the environment holds. Raises KeyError when it holds none."""
    return Plan(**json.loads(environment[VARIABLE]))
