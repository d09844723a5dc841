"""The ledger of a run: the append-only record from which every report is computed (JSON Lines, UTF-8)."""

import os
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from dicomweb_conformance.evidence.exchange import Exchange, timestamp
from dicomweb_conformance.evidence.ledger_file import (
    Line,
    UnreadableLedger,
    chain,
    chain_next,
    chain_start,
    encode,
    merge,
    part_path,
    parts_beside,
    read_lines,
)
from dicomweb_conformance.evidence.ledger_reader import Ledger, last_unanswered_store, outstanding, read_ledger
from dicomweb_conformance.evidence.lines import (
    Footer,
    Forgotten,
    Header,
    Noticed,
    ResetCall,
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
    "clear_ledger",
    "last_unanswered_store",
    "merge",
    "outstanding",
    "part_path",
    "parts_beside",
    "read_ledger",
]

# members that hold words of the format, UIDs, times and digests: a numeric secret would hit them by chance,
# and neither cleanup nor a report could do without them
_PLAIN = frozenset(
    "type schema_version id started finished at study verdict outcome chain sha256 encoding scenario requirement "
    "requirements tags leftovers keyword http_version".split()
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
        self._link = chain_start()
        self._open()

    def header(self, header: Header) -> None:
        """The first line of a ledger; a worker's part has none. To be written before any worker starts.

        Raises FileExistsError when the file, or a worker's part beside it, holds lines of another run.
        """
        taken = [path for path in (self.path, *parts_beside(self.path)) if path.stat().st_size]
        if taken:
            raise FileExistsError(
                f"{taken[0]} is of another run, whose record is not overwritten. "
                "Write the report to another folder, or remove the file first."
            )
        self._append(header.to_json())

    def exchange(self, exchange: Exchange) -> None:
        """An exchange. The recorder has redacted it; one that was made otherwise is redacted here too."""
        self._append(exchange.to_json())

    def stored(self, study: str) -> None:
        """To be written before the first request that may store something of the study (StudyInstanceUID)."""
        self._append(StudyEvent("stored", study, timestamp()).to_json())

    def removed(self, study: str) -> None:
        """To be written when the study (StudyInstanceUID) is proven gone."""
        self._append(StudyEvent("removed", study, timestamp()).to_json())

    def waited(self, seconds: float, scenario: str | None, why: str, exchange: int | None = None) -> None:
        """Time that was waited on purpose, such as for the target's index to settle.

        ``exchange`` is the number of the one whose request is repeated after that time.
        """
        self._append(Waited(seconds, scenario, why, exchange).to_json())

    def forgotten(self, scenario: str | None, requests: int) -> None:
        """So many requests were sent for a scenario that are no evidence, and are not kept."""
        self._append(Forgotten(scenario, requests).to_json())

    def noticed(self, text: str, scenario: str | None) -> None:
        """What a reader of the verdicts has to know; see Noticed."""
        self._append(Noticed(text, scenario).to_json())

    def reset(self, when: str, studies: int, code: int | None, seconds: float, output: str) -> None:
        """A call of the user's reset command; see ResetCall."""
        self._append(ResetCall(when, studies, code, seconds, output, timestamp()).to_json())

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
        """The last line: seals the lines before it. Requests and leftovers are counted from the ledger itself.

        Only ``removed`` may follow. ``outcome`` is "finished", "interrupted" or "aborted"; ``seconds`` the run lasted.
        """
        ledger = read_ledger(self.path)
        footer = Footer(
            finished=timestamp(),
            seconds=seconds,
            requests=ledger.requests,
            outcome=outcome,
            reason=None if reason is None else self._redactor.text(reason),
            leftovers=outstanding(ledger),
            chain=self._link.hex(),
        )
        self._write(encode(footer.to_json()))
        self._sealed = True
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
        self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            lines = read_lines(self.path)
            self._size = os.fstat(self._file).st_size - lines.cut
            os.ftruncate(self._file, self._size)
            if lines.unended:
                self._size += os.write(self._file, b"\n")
        except (UnreadableLedger, OSError):
            self._close()
            raise
        self._sealed = any(line["type"] == "footer" for line in lines.objects)
        self._link = chain_start()
        for line in lines.raw:
            self._link = chain_next(self._link, line)

    def _close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _append(self, line: Line) -> None:
        self._write(encode(_redacted(line, self._redactor)))

    def _write(self, line: bytes) -> None:
        with self._lock:
            if self._sealed and not line.startswith(b'{"type":"removed"'):
                raise ValueError(f"{self.path} is sealed by its footer: only the removal of a study may be added")
            self._write_whole(line + b"\n")
            self._link = chain_next(self._link, line)

    def _write_whole(self, data: bytes) -> None:
        written = 0
        try:
            while written < len(data):
                written += os.write(self._file, data[written:])
        except OSError:
            # a full disk: half a line would make the next one unreadable
            os.ftruncate(self._file, self._size)
            raise
        self._size += len(data)


def clear_ledger(path: Path) -> None:
    """Removes a ledger and the worker parts beside it, so that another run may write there."""
    for file in (path, *parts_beside(path)):
        file.unlink(missing_ok=True)


def _redacted(line: Mapping[str, object], redactor: Redactor) -> Line:
    return {key: member if key in _PLAIN else _redacted_member(key, member, redactor) for key, member in line.items()}


def _redacted_member(key: str, value: object, redactor: Redactor) -> object:
    match value:
        case str():
            return redactor.text(value)
        case dict():
            return _redacted_body(value, redactor) if key == "body" else _redacted(value, redactor)
        case list() if key == "headers":
            return [[name, redactor.header(name, content)] for name, content in value]
        case list() | tuple():
            return [_redacted_member(key, item, redactor) for item in value]
        case _:
            return value


def _redacted_body(body: Mapping[str, object], redactor: Redactor) -> Line:
    """A body's head in base64 was redacted by the recorder, which saw its bytes."""
    head = body.get("head")
    if body.get("encoding") == "utf-8" and isinstance(head, str):
        return {**body, "head": redactor.text(head)}
    return dict(body)
