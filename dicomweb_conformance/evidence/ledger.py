"""The ledger of a run: the append-only record from which every report is computed (JSON Lines, UTF-8)."""

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from dicomweb_conformance.evidence.exchange import Exchange, timestamp
from dicomweb_conformance.evidence.fields import MalformedLine
from dicomweb_conformance.evidence.ledger_file import (
    Line,
    UnreadableLedger,
    broken,
    chain,
    chain_next,
    chain_start,
    encode,
    merge,
    merged_lines,
    names_merged,
    part_path,
    parts_beside,
    read_lines,
)
from dicomweb_conformance.evidence.lines import (
    SCHEMA_VERSION,
    Footer,
    Header,
    ScenarioResult,
    StepResult,
    StudyEvent,
    Unscheduled,
    Waited,
)
from dicomweb_conformance.evidence.redaction import Redactor

__all__ = [
    "Footer",
    "Header",
    "Ledger",
    "LedgerWriter",
    "ScenarioResult",
    "StepResult",
    "StudyEvent",
    "UnreadableLedger",
    "Unscheduled",
    "Waited",
    "chain",
    "merge",
    "outstanding",
    "part_path",
    "parts_beside",
    "read_ledger",
]

# members that hold names of the format, UIDs, times and digests: a numeric secret would hit them by chance,
# and neither cleanup nor a report could do without them
_PLAIN = frozenset(
    "type schema_version id run started finished at study verdict outcome sha256 encoding chain scenario requirement "
    "requirements tags leftovers uids parts http_version method keyword".split()
)


class LedgerWriter:
    """Appends lines to a ledger, or to a worker's part of one; each is redacted and written whole by one write.

    A process that is killed leaves a file that is readable to its last whole line. May be used by several threads.
    """

    def __init__(self, path: Path, redactor: Redactor) -> None:
        """Opens the file to append to it, and creates it when it is missing. An incomplete last line is cut off.

        Raises UnreadableLedger when the file holds something else, OSError when it cannot be written.
        """
        self.path = path
        self._redactor = redactor
        self._lock = threading.Lock()
        self._open()

    def header(self, header: Header) -> None:
        """The first line of a ledger; a worker's part has none."""
        self._append(header.to_json())

    def exchange(self, exchange: Exchange) -> None:
        """An exchange, as the recorder hands it over: redacted."""
        self._append(exchange.to_json(), redacted=True)

    def stored(self, study: str) -> None:
        """To be written before the first request that may store something of the study (StudyInstanceUID)."""
        self._append(StudyEvent("stored", study, timestamp()).to_json())

    def removed(self, study: str) -> None:
        """To be written when the study (StudyInstanceUID) is proven gone."""
        self._append(StudyEvent("removed", study, timestamp()).to_json())

    def waited(self, seconds: float, scenario: str | None, why: str) -> None:
        """Time that was waited on purpose, such as for the target's index to settle."""
        self._append(Waited(seconds, scenario, why).to_json())

    def scenario(self, result: ScenarioResult) -> None:
        """A scenario that has ended."""
        self._append(result.to_json())

    def unscheduled(self, requirement: str, reason: str) -> None:
        """A requirement of a judged profile that no scenario was run for."""
        self._append(Unscheduled(requirement, reason).to_json())

    def absorb(self) -> None:
        """Merges the parts that workers have left beside this ledger into it, and goes on behind them."""
        with self._lock:
            self._close()
            try:
                merge(self.path, parts_beside(self.path))
            finally:
                self._open()

    def footer(self, outcome: str, seconds: float, reason: str | None = None) -> Footer:
        """The last line: seals the lines before it. Requests and leftovers are counted from the ledger itself."""
        ledger = read_ledger(self.path)
        with self._lock:
            link = self._link
        footer = Footer(
            finished=timestamp(),
            seconds=seconds,
            requests=len(ledger.exchanges),
            outcome=outcome,
            reason=reason,
            leftovers=outstanding(ledger),
            chain=link.hex(),
        )
        self._append(footer.to_json())
        with self._lock:
            os.fsync(self._file)
        return footer

    def close(self) -> None:
        """Closes the file. What was written is on its way to the disk already."""
        with self._lock:
            self._close()

    def __enter__(self) -> "LedgerWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> None:
        self._link = chain_start()
        self._file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        lines = read_lines(self.path)
        for line in lines.raw:
            self._link = chain_next(self._link, line)
        if lines.cut:
            os.ftruncate(self._file, os.fstat(self._file).st_size - lines.cut)

    def _close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _append(self, line: Line, redacted: bool = False) -> None:
        data = encode(line if redacted else _redacted(line, self._redactor.text))
        with self._lock:
            self._write(data + b"\n")
            self._link = chain_next(self._link, data)

    def _write(self, data: bytes) -> None:
        before = os.fstat(self._file).st_size
        written = 0
        try:
            while written < len(data):
                written += os.write(self._file, data[written:])
        except OSError:
            # a full disk: half a line would make the next one unreadable
            os.ftruncate(self._file, before)
            raise


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger as it was read, its worker parts merged in.

    ``complete`` says that it has a footer; ``intact`` that its lines are those that the footer sealed (None without a
    footer). ``studies`` are the stored and removed ones in the order of events.
    """

    path: Path
    header: Header
    exchanges: Mapping[int, Exchange]
    scenarios: tuple[ScenarioResult, ...]
    studies: tuple[StudyEvent, ...]
    waits: tuple[Waited, ...]
    unscheduled: tuple[Unscheduled, ...]
    footer: Footer | None
    intact: bool | None

    @property
    def complete(self) -> bool:
        """Whether the run came to its end and wrote its footer."""
        return self.footer is not None

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


def read_ledger(path: Path) -> Ledger:
    """Reads a ledger, also one whose run was killed: the footer may be missing, the last line incomplete, and the
    parts of workers unmerged beside it. Behind a footer only ``removed`` lines may stand: those of a later cleanup.

    Raises UnreadableLedger for anything else.
    """
    lines = read_lines(path)
    header = _header(path, lines.objects)
    ends = [number for number, line in enumerate(lines.objects) if line["type"] == "footer"]
    intact = None
    rest = lines.objects[1:]
    if ends:
        intact = chain(lines.raw[: ends[0]]) == lines.objects[ends[0]].get("chain")
    else:
        merged = names_merged(rest)
        parts = [part for part in parts_beside(path) if part.name not in merged]
        if parts:
            for part in parts:
                _check(part, read_lines(part).objects)
            rest = tuple(merged_lines([rest, *(read_lines(part).objects for part in parts)]))
    return _Reader(path, header, intact).read(rest)


def _header(path: Path, lines: tuple[Line, ...]) -> Header:
    if not lines:
        raise UnreadableLedger(
            f"{path} is empty: the run ended before it began. There is nothing to report; run again."
        )
    if lines[0]["type"] != "header":
        raise UnreadableLedger(
            f"{path} is no ledger: its first line is no header. "
            "Give the ledger.jsonl of a run; the part of a worker is read with the ledger beside it."
        )
    try:
        header = Header.from_json(lines[0])
    except MalformedLine as error:
        raise broken(path, 1, f"is malformed: {error}") from error
    if header.schema_version != SCHEMA_VERSION:
        raise UnreadableLedger(
            f"{path} is written in version {header.schema_version} of the format; this program reads version "
            f"{SCHEMA_VERSION}. Use the version of dicomweb-conformance that wrote it."
        )
    return header


def _check(part: Path, lines: tuple[Line, ...]) -> None:
    """Raises UnreadableLedger with the part's own name and line, which are lost when parts are merged."""
    for number, line in enumerate(lines, 1):
        if line["type"] in {"header", "footer", "merged"}:
            raise broken(part, number, f"is a {line['type']}, which the part of a worker has not")
        _parsed(part, number, line)


_PARSERS: Mapping[str, Callable[[object], object]] = {
    "exchange": Exchange.from_json,
    "stored": StudyEvent.from_json,
    "removed": StudyEvent.from_json,
    "waited": Waited.from_json,
    "scenario": ScenarioResult.from_json,
    "unscheduled": Unscheduled.from_json,
    "footer": Footer.from_json,
}


def _parsed(path: Path, number: int, line: Line) -> object:
    parse = _PARSERS.get(str(line["type"]))
    if parse is None:
        raise broken(path, number, f"has the unknown type {line['type']!r}")
    try:
        return parse(line)
    except MalformedLine as error:
        raise broken(path, number, f"is malformed: {error}") from error


class _Reader:
    """Sorts lines by what they are."""

    def __init__(self, path: Path, header: Header, intact: bool | None) -> None:
        self._path = path
        self._header = header
        self._intact = intact

    def read(self, lines: tuple[Line, ...]) -> Ledger:
        exchanges: dict[int, Exchange] = {}
        scenarios: list[ScenarioResult] = []
        studies: list[StudyEvent] = []
        waits: list[Waited] = []
        unscheduled: list[Unscheduled] = []
        footer: Footer | None = None
        for number, line in enumerate(lines, 2):
            if line["type"] == "merged":
                continue
            if footer is not None and line["type"] != "removed":
                raise broken(self._path, number, "stands behind the footer")
            match _parsed(self._path, number, line):
                case Exchange() as exchange:
                    if exchange.number in exchanges:
                        raise broken(self._path, number, f"has the number {exchange.number} of an earlier exchange")
                    exchanges[exchange.number] = exchange
                case ScenarioResult() as scenario:
                    scenarios.append(scenario)
                case StudyEvent() as event:
                    studies.append(event)
                case Waited() as wait:
                    waits.append(wait)
                case Unscheduled() as requirement:
                    unscheduled.append(requirement)
                case Footer() as footer:
                    pass
        return Ledger(
            path=self._path,
            header=self._header,
            exchanges=dict(sorted(exchanges.items())),
            scenarios=tuple(scenarios),
            studies=tuple(studies),
            waits=tuple(waits),
            unscheduled=tuple(unscheduled),
            footer=footer,
            intact=self._intact,
        )


def _studies(ledger: Ledger, kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(event.study for event in ledger.studies if event.kind == kind))


def _redacted(value: object, redact: Callable[[str], str]) -> Line:
    if not isinstance(value, dict):
        raise TypeError("a line is an object")
    return {key: member if key in _PLAIN else _redacted_member(member, redact) for key, member in value.items()}


def _redacted_member(value: object, redact: Callable[[str], str]) -> object:
    match value:
        case str():
            return redact(value)
        case dict():
            return _redacted(value, redact)
        case list() | tuple():
            return [_redacted_member(item, redact) for item in value]
        case _:
            return value
