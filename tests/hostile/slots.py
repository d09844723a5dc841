"""Where a run can be hit: requests that only one requirement sends, and how misbehaviours are dealt to them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.hostile.misbehaviour import Kind, Misbehaviour
from tests.hostile.wire import Exchange

STUDY = r"/studies/1\.2\.826\.0\.1\.3680043\.8\.498\.[0-9]+"
_SERIES = STUDY + r"/series/[0-9.]+"
_INSTANCE = _SERIES + r"/instances/[0-9.]+"

_SLOW_ONES = 2
"""Misbehaviours of one run that last until the time for a response is over."""


@dataclass(frozen=True)
class Slot:
    """The requests of one requirement: method and target match ``request``, Accept begins with ``accept``."""

    requirement: str
    kinds: frozenset[Kind]
    request: str
    accept: str = ""

    def takes(self, exchange: Exchange) -> bool:
        asked = f"{exchange.method} {exchange.target}"
        return re.fullmatch(self.request, asked) is not None and exchange.header("accept").startswith(self.accept)


def _json(requirement: str, target: str) -> Slot:
    return Slot(requirement, frozenset({"any", "json"}), f"GET {target}")


_FILES: frozenset[Kind] = frozenset({"any", "multipart", "instances"})
_FILE: frozenset[Kind] = frozenset({"any", "file", "instances"})

SLOTS = (
    Slot("store-instance-for-study", frozenset({"upload"}), f"POST {STUDY}"),
    Slot("retrieve-series-instances", _FILES, f"GET {_SERIES}"),
    _json("retrieve-series-metadata", f"{_SERIES}/metadata"),
    Slot(
        "retrieve-instance-single-part",
        frozenset({"any", "file", "instances"}),
        f"GET {_INSTANCE}",
        "application/dicom;",
    ),
    _json("retrieve-instance-metadata", f"{_INSTANCE}/metadata"),
    Slot("retrieve-frame", frozenset({"any", "multipart", "frames"}), f"GET {_INSTANCE}/frames/1"),
    _json("search-series-by-uid", r"/series\?.*"),
    _json("search-series-of-study-by-uid", STUDY + r"/series\?.*"),
    _json("search-instances-by-uid", r"/instances\?.*"),
    _json("search-instances-of-study-by-uid", STUDY + r"/instances\?.*"),
    _json("search-instances-of-series-by-uid", _SERIES + r"/instances\?.*"),
    Slot("xml-namespace", frozenset({"xml"}), "GET .*", 'multipart/related; type="application/dicom+xml"'),
)
UNHARMED = ("store-single-instance", "retrieve-study-instances", "retrieve-study-metadata", "search-studies-by-uid")
"""Requirements that no misbehaviour hits, between the others."""


@dataclass(frozen=True)
class Round:
    """The misbehaviours of one run, by the slot that each of them has."""

    dealt: Mapping[Slot, Misbehaviour] = field(default_factory=dict)

    def choose(self, exchange: Exchange) -> "Misbehaviour | None":
        return next((each for slot, each in self.dealt.items() if slot.takes(exchange)), None)


def rounds(misbehaviours: Iterable[Misbehaviour]) -> tuple[Round, ...]:
    """All of them, dealt to as few runs as may be; those that fit few slots first."""
    tables: list[dict[Slot, Misbehaviour]] = []
    for each in sorted(misbehaviours, key=lambda one: sum(one.kind in slot.kinds for slot in SLOTS)):
        for table in tables:
            slot = _free(table, each)
            if slot is not None:
                table[slot] = each
                break
        else:
            table = {}
            slot = _free(table, each)
            assert slot is not None
            table[slot] = each
            tables.append(table)
    return tuple(map(Round, tables))


def _free(table: Mapping[Slot, Misbehaviour], misbehaviour: Misbehaviour) -> Slot | None:
    if misbehaviour.slow and sum(each.slow for each in table.values()) >= _SLOW_ONES:
        return None
    return next((slot for slot in SLOTS if slot not in table and misbehaviour.kind in slot.kinds), None)
