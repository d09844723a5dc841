"""The right servers that there are: as the standard has it, and in the manner of a product that says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.conformant import CONFORMANT
from dicomweb_conformance.reference.microsoft import MICROSOFT, VERSION


@dataclass(frozen=True)
class Flavour:
    """A right server: what it does, and the path below which its services lie."""

    behaviour: Behaviour
    path: str = ""


FLAVOURS: Mapping[str, Flavour] = MappingProxyType(
    {"standard": Flavour(CONFORMANT), "microsoft": Flavour(MICROSOFT, f"/{VERSION}")}
)
"""All flavours by name."""
