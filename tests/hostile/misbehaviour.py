"""A named misbehaviour: what a server does on the wire instead of answering rightly, and what a run says of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.hostile.wire import Exchange

Kind = Literal["any", "json", "multipart", "instances", "frames", "file", "xml", "upload"]
"""What is asked for: anything, DICOM JSON, any multipart, that of files, that of frames, one file, XML; or a store."""

Act = Callable[[Exchange], None]

INCONCLUSIVE = frozenset({"inconclusive"})
NONCONFORMANT = frozenset({"nonconformant"})
CONFORMANT = frozenset({"conformant"})
"""The server may do that, and no reader has to care."""


@dataclass(frozen=True)
class Misbehaviour:
    """``verdicts`` are those that the requirement of the request may get, ``says`` stands in what the run says of it.

    ``slow`` ones last until the time for a whole response is over.
    """

    name: str
    kind: Kind
    act: Act
    verdicts: frozenset[str]
    says: str
    slow: bool


MISBEHAVIOURS: dict[str, Misbehaviour] = {}
"""All of them by name, in the order of the modules that define them."""


def misbehaviour(kind: Kind, verdicts: frozenset[str], says: str = "", *, slow: bool = False) -> Callable[[Act], Act]:
    """Makes a function a misbehaviour whose name is the function's, in words."""

    def enter(act: Act) -> Act:
        name = act.__name__.replace("_", " ")
        if name in MISBEHAVIOURS:
            raise ValueError(f"two misbehaviours have the name {name!r}")
        MISBEHAVIOURS[name] = Misbehaviour(name, kind, act, verdicts, says, slow)
        return act

    return enter
