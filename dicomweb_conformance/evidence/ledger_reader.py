"""A ledger read back: typed, checked, its worker parts merged in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from dicomweb_conformance.evidence.exchange import Exchange
from dicomweb_conformance.evidence.fields import MalformedLine
from dicomweb_conformance.evidence.ledger_file import (
    LedgerLines,
    Line,
    UnreadableLedger,
    broken,
    chain,
    merged_lines,
    names_merged,
    parts_beside,
    read_lines,
)
from dicomweb_conformance.evidence.lines import (
    SCHEMA_VERSION,
    Footer,
    Forgotten,
    Header,
    Noticed,
    ResetCall,
    ScenarioResult,
    StudyEvent,
    Unscheduled,
    Waited,
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger as it was read, its worker parts merged in.

    ``records`` are all its lines as objects, header first. ``intact`` says that the lines are those that the footer
    sealed (None without a footer). ``studies`` are the stored and removed ones in the order of events.
    """

    path: Path
    records: tuple[Mapping[str, object], ...]
    header: Header
    exchanges: Mapping[int, Exchange]
    scenarios: tuple[ScenarioResult, ...]
    studies: tuple[StudyEvent, ...]
    waits: tuple[Waited, ...]
    forgotten: tuple[Forgotten, ...]
    unscheduled: tuple[Unscheduled, ...]
    footer: Footer | None
    intact: bool | None
    resets: tuple[ResetCall, ...] = ()
    noticed: tuple[Noticed, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the run came to its end and wrote its footer."""
        return self.footer is not None

    @property
    def requests(self) -> int:
        """How many requests were sent, those included that are counted and not kept."""
        return len(self.exchanges) + sum(line.requests for line in self.forgotten)

    @property
    def stored(self) -> tuple[str, ...]:
        """StudyInstanceUIDs that the run was about to store, each once."""
        return _studies(self, "stored")

    @property
    def removed(self) -> tuple[str, ...]:
        """StudyInstanceUIDs that were proven gone, each once."""
        return _studies(self, "removed")


def outstanding(ledger: Ledger) -> tuple[str, ...]:
    """StudyInstanceUIDs that may still be on the target: stored, and not removed since."""
    left: dict[str, None] = {}
    for event in ledger.studies:
        if event.kind == "stored":
            left[event.study] = None
        else:
            left.pop(event.study, None)
    return tuple(left)


def last_unanswered_store(ledger: Ledger) -> float | None:
    """When a store was given up last without a response (seconds since the epoch); None when each was answered."""
    ends = [
        datetime.fromisoformat(exchange.started).timestamp() + exchange.seconds
        for exchange in ledger.exchanges.values()
        if exchange.request.method == "POST" and exchange.response is None
    ]
    return max(ends, default=None)


def read_ledger(path: Path) -> Ledger:
    """Reads a ledger, also one whose run was killed: the footer may be missing, the last line incomplete, and the
    parts of workers unmerged beside it. Behind a footer only ``removed`` lines may stand: those of a later cleanup.

    Raises UnreadableLedger for anything else; the message says what, why, and what to do next.
    """
    lines = read_lines(path)
    header = _header(path, lines.objects)
    found = _checked(path, lines.objects)
    intact = _intact(lines)
    rest: Iterable[Line] = lines.objects[1:]
    if intact is None:
        merged = names_merged(rest)
        parts = [_part(part) for part in parts_beside(path) if part.name not in merged]
        if parts:
            rest = merged_lines([*parts, lines.objects[1:]])
            found = (header, *map(_parsed, rest))
    records = (lines.objects[0], *(line for line in rest if line["type"] != "merged"))
    exchanges = sorted(_all(Exchange, found), key=lambda exchange: exchange.number)
    return Ledger(
        path=path,
        records=records,
        header=header,
        exchanges={exchange.number: exchange for exchange in exchanges},
        scenarios=_all(ScenarioResult, found),
        studies=_all(StudyEvent, found),
        waits=_all(Waited, found),
        resets=_all(ResetCall, found),
        forgotten=_all(Forgotten, found),
        noticed=_all(Noticed, found),
        unscheduled=_all(Unscheduled, found),
        footer=next(iter(_all(Footer, found)), None),
        intact=intact,
    )


def _header(path: Path, lines: tuple[Line, ...]) -> Header:
    if not lines:
        raise UnreadableLedger(
            f"{path} is empty: the run ended before it began. There is nothing to report on; run again."
        )
    if lines[0]["type"] != "header":
        raise UnreadableLedger(
            f"{path} is no ledger: its first line is no header. "
            "Give the ledger.jsonl of a run; what a worker wrote beside it is read with it."
        )
    version = lines[0].get("schema_version")
    if version != SCHEMA_VERSION:
        raise UnreadableLedger(
            f"{path} is written in version {version} of the format; this program reads version {SCHEMA_VERSION}. "
            "Use the version of dicomweb-conformance that wrote it."
        )
    try:
        return Header.from_json(lines[0])
    except MalformedLine as error:
        raise broken(path, 1, f"is malformed: {error}") from error


def _intact(lines: LedgerLines) -> bool | None:
    for number, line in enumerate(lines.objects):
        if line["type"] == "footer":
            return chain(lines.raw[:number]) == line["chain"]
    return None


def _part(path: Path) -> tuple[Line, ...]:
    lines = read_lines(path).objects
    for number, line in enumerate(lines, 1):
        if line["type"] in {"header", "merged", "footer"}:
            raise broken(path, number, f"has the type {line['type']!r}, which only the ledger itself may hold")
    _checked(path, lines)
    return lines


_PARSERS: Mapping[str, Callable[[object], object]] = {
    "header": Header.from_json,
    "exchange": Exchange.from_json,
    "stored": StudyEvent.from_json,
    "removed": StudyEvent.from_json,
    "waited": Waited.from_json,
    "reset": ResetCall.from_json,
    "forgotten": Forgotten.from_json,
    "noticed": Noticed.from_json,
    "scenario": ScenarioResult.from_json,
    "unscheduled": Unscheduled.from_json,
    "footer": Footer.from_json,
    "merged": lambda line: line,
}


def _parsed(line: Line) -> object:
    return _PARSERS[str(line["type"])](line)


def _checked(path: Path, lines: tuple[Line, ...]) -> tuple[object, ...]:
    """What the lines say. Raises UnreadableLedger with the file and the line, which are lost when parts are merged."""
    found: list[object] = []
    numbers: set[object] = set()
    sealed = False
    for number, line in enumerate(lines, 1):
        kind = line["type"]
        if kind not in _PARSERS:
            raise broken(path, number, f"has the unknown type {kind!r}")
        if kind == "header" and number > 1:
            raise broken(path, number, "is a second header")
        if sealed and kind != "removed":
            raise broken(path, number, "stands behind the footer")
        sealed = sealed or kind == "footer"
        try:
            found.append(_parsed(line))
        except MalformedLine as error:
            raise broken(path, number, f"is malformed: {error}") from error
        if kind == "exchange":
            if line["number"] in numbers:
                raise broken(path, number, f"repeats the number {line['number']} of an earlier exchange")
            numbers.add(line["number"])
    return tuple(found)


T = TypeVar("T")


def _all(kind: type[T], values: Iterable[object]) -> tuple[T, ...]:
    return tuple(value for value in values if isinstance(value, kind))


def _studies(ledger: Ledger, kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(event.study for event in ledger.studies if event.kind == kind))
