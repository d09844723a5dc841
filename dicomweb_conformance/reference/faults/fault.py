"""What a fault is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from dicomweb_conformance.reference.behaviour import Behaviour


@dataclass(frozen=True)
class Fault:
    """A named way to be wrong.

    ``breaks`` are the requirements that it makes nonconformant, ``says`` is what a client sees, ``flavour`` names the
    right server that it makes wrong (see ``flavours``). An oddity breaks nothing: ``legal`` cites what allows it, and
    the server stays right.
    """

    name: str
    breaks: tuple[str, ...]
    says: str
    apply: Callable[[Behaviour], Behaviour]
    flavour: str = "standard"
    legal: str | None = None


def fault(*, breaks: tuple[str, ...], flavour: str = "standard") -> Callable[[Callable[[Behaviour], Behaviour]], Fault]:
    """Make a function on behaviours a fault; it needs a docstring of one line."""

    def made(function: Callable[[Behaviour], Behaviour]) -> Fault:
        says = (function.__doc__ or "").strip()
        if not says or "\n" in says:
            raise ValueError(f"The fault {function.__name__} needs a docstring of one line.")
        return Fault(function.__name__.replace("_", "-"), breaks, says, function, flavour)

    return made


def oddity(*, legal: str) -> Callable[[Callable[[Behaviour], Behaviour]], Fault]:
    """Make a function on behaviours an oddity: rare, allowed by the cited clause, and no reason to accuse a server."""

    def made(function: Callable[[Behaviour], Behaviour]) -> Fault:
        return replace(fault(breaks=())(function), legal=legal)

    return made


microsoft = partial(fault, flavour="microsoft")
"""Make a function a fault of the server in the manner of Microsoft's DICOM service."""
