"""The ledger as a file: whole lines, their chain, the worker parts beside it, and how parts become one."""

import gzip
import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

Line = dict[str, object]

LEDGER = "ledger.jsonl"
PACKED = ".gz"

_AS_UTF_8 = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_AS_ASCII = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), allow_nan=False)


class UnreadableLedger(Exception):
    """A file is no ledger, or a broken one. The message says what, why, and what to do next."""


@dataclass(frozen=True, slots=True)
class LedgerLines:
    """The whole lines of a file, as bytes without line feed and as objects. ``cut`` is the length in bytes of an
    incomplete last line, which is left out; ``unended`` says that the last whole line has no line feed."""

    raw: tuple[bytes, ...]
    objects: tuple[Line, ...]
    cut: int
    unended: bool = False


def chain(lines: Iterable[bytes]) -> str:
    """The seal over lines (bytes without line feed), hex: h0 = sha256(b""), h_i = sha256(h_(i-1) + line_i)."""
    link = chain_start()
    for line in lines:
        link = chain_next(link, line)
    return link.hex()


def chain_start() -> bytes:
    """The first link of a chain."""
    return hashlib.sha256(b"").digest()


def chain_next(link: bytes, line: bytes) -> bytes:
    """The link that follows when a line (without line feed) is appended."""
    return hashlib.sha256(link + line).digest()


def encode(line: Line) -> bytes:
    """A line as the file holds it, without line feed."""
    try:
        return _AS_UTF_8.encode(line).encode()
    except UnicodeEncodeError:
        # a target may send half of a surrogate pair, which UTF-8 cannot hold
        return _AS_ASCII.encode(line).encode()


def part_path(ledger: Path, worker: str) -> Path:
    """Where a worker, such as "gw0", appends its lines: ledger-gw0.jsonl beside ledger.jsonl."""
    return ledger.with_name(f"{ledger.stem}-{worker}{ledger.suffix}")


def parts_beside(ledger: Path) -> tuple[Path, ...]:
    """The files that workers have written beside a ledger, by the number of the worker."""
    name = re.compile(rf"{re.escape(ledger.stem)}-gw(\d+){re.escape(ledger.suffix)}")
    found = [(int(match[1]), path) for path in ledger.parent.iterdir() if (match := name.fullmatch(path.name))]
    return tuple(path for _, path in sorted(found))


def ledger_in(path: Path) -> Path:
    """The ledger that a path means: itself, or that of a folder, where it may be packed (ledger.jsonl.gz)."""
    if not path.is_dir():
        return path
    packed = path / f"{LEDGER}{PACKED}"
    return packed if packed.is_file() and not (path / LEDGER).exists() else path / LEDGER


def read_lines(path: Path) -> LedgerLines:
    """The whole lines of a ledger, which may be packed, or of a worker's part. Raises UnreadableLedger."""
    try:
        data = path.read_bytes()
        if path.suffix == PACKED:
            data = gzip.decompress(data)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UnreadableLedger(
            f"{path} cannot be unpacked: {error}. Give the file as it was published, or the ledger.jsonl itself."
        ) from error
    except FileNotFoundError:
        raise UnreadableLedger(
            f"{path} does not exist. Give the path of a ledger.jsonl that a run has written."
        ) from None
    except OSError as error:
        raise UnreadableLedger(
            f"{path} cannot be read: {error.strerror}. Give the path of a readable ledger.jsonl."
        ) from error
    *raw, last = data.split(b"\n")
    objects = [_object(path, number, line) for number, line in enumerate(raw, 1)]
    if not last:
        return LedgerLines(tuple(raw), tuple(objects), 0)
    try:
        # only a whole line is a JSON object; an editor may have taken its line feed
        objects.append(_object(path, len(raw) + 1, last))
    except UnreadableLedger:
        return LedgerLines(tuple(raw), tuple(objects), len(last))
    return LedgerLines((*raw, last), tuple(objects), 0, unended=True)


def _object(path: Path, number: int, line: bytes) -> Line:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise broken(path, number, f"is no JSON ({error})") from error
    except RecursionError:
        raise broken(path, number, "is nested too deeply") from None
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise broken(path, number, "is no object with a type")
    return value


def broken(path: Path, number: int, why: str) -> UnreadableLedger:
    """The error for a line that is not as a ledger has it."""
    return UnreadableLedger(
        f"{path} is no readable ledger: line {number} {why}. "
        "The file was changed after it was written, or is no ledger: take it from the run again."
    )


def merged_lines(sources: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of several files as one: by start time, each file's own order kept, exchanges numbered anew.

    Of lines of the same time those of an earlier file come first; the ledger itself, which notes what is removed at the
    end, is to be the last. A scenario lists its exchanges by the new numbers; a number of an exchange that was never
    written is left out.
    """
    keyed: list[tuple[str, int, int, Line]] = []
    for source, lines in enumerate(sources):
        latest = ""
        for position, line in enumerate(lines):
            # a scenario is written after its exchanges, and a wait bears no time: neither may overtake
            latest = max(latest, _time_of(line))
            keyed.append((latest, source, position, line))
    keyed.sort(key=lambda item: item[:3])
    ordered = [(source, line) for _, source, _, line in keyed]
    exchanges = sorted(
        ((_time_of(line), index) for index, (_, line) in enumerate(ordered) if line["type"] == "exchange"),
    )
    numbers = {
        (ordered[index][0], ordered[index][1].get("number")): number for number, (_, index) in enumerate(exchanges, 1)
    }
    return [_renumbered(line, source, numbers) for source, line in ordered]


def _time_of(line: Line) -> str:
    time = line.get("started", line.get("at", ""))
    return time if isinstance(time, str) else ""


def _renumbered(line: Line, source: int, numbers: dict[tuple[int, object], int]) -> Line:
    match line:
        case {"type": "exchange", "number": number}:
            return {**line, "number": numbers[source, number]}
        case {"type": "scenario", "exchanges": list(cited)}:
            return {
                **line,
                "exchanges": [numbers[source, number] for number in cited if (source, number) in numbers],
            }
        case {"type": "waited", "exchange": number}:
            return {**line, "exchange": numbers.get((source, number))}
        case _:
            return line


def merge(ledger: Path, parts: Iterable[Path]) -> None:
    """Merges worker parts into their ledger, whose footer is not yet written, and removes the parts.

    The ledger is replaced in one step, and names the parts that it holds: whenever the process dies, readers see every
    line once. Raises UnreadableLedger when a file is broken, or the ledger is sealed by a footer.
    """
    parts = tuple(parts)
    own = read_lines(ledger).objects
    if any(line["type"] == "footer" for line in own):
        raise UnreadableLedger(f"{ledger} has a footer: nothing can be merged into a finished ledger. Start a new run.")
    already = names_merged(own)
    added = [part for part in parts if part.name not in already]
    head, rest = own[:1], [line for line in own[1:] if line["type"] != "merged"]
    lines = merged_lines([*(read_lines(part).objects for part in added), rest])
    names = sorted({*already, *(part.name for part in added)})
    scratch = ledger.with_name(f"{ledger.name}.merging")
    marked: Line = {"type": "merged", "parts": names}
    with scratch.open("wb") as file:
        for line in (*head, marked, *lines):
            file.write(encode(line) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(ledger)
    for part in parts:
        part.unlink(missing_ok=True)


def names_merged(lines: Iterable[Line]) -> set[str]:
    """The file names of the parts that a ledger already holds."""
    named: set[str] = set()
    for line in lines:
        if line["type"] == "merged" and isinstance(parts := line.get("parts"), list):
            named |= {name for name in parts if isinstance(name, str)}
    return named
