"""The stored instances: files in a folder, and an index of them in SQLite."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from dicomweb_conformance.reference.messages import Attributes

_SCHEMA = """
CREATE TABLE IF NOT EXISTS instances (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    study TEXT NOT NULL, series TEXT NOT NULL, instance TEXT NOT NULL UNIQUE,
    sop_class TEXT NOT NULL, transfer_syntax TEXT NOT NULL, file TEXT NOT NULL, digest TEXT NOT NULL,
    attributes TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS by_series ON instances (study, series);
"""
_COLUMNS = "number, study, series, instance, sop_class, transfer_syntax, file, digest"


@dataclass(frozen=True)
class Instance:
    """A stored instance. ``number`` counts stores, and orders every result; ``digest`` changes with the content."""

    number: int
    study: str
    series: str
    instance: str
    sop_class: str
    transfer_syntax: str
    path: Path
    digest: str


@dataclass(frozen=True)
class NewInstance:
    """An instance about to be stored; ``path`` is a file of the archive's incoming folder.

    ``warning`` is a Warning Reason (0008,1196) for the one who stores it; ``remarks`` say what is wrong with single
    attributes.
    """

    study: str
    series: str
    instance: str
    sop_class: str
    transfer_syntax: str
    path: Path
    attributes: Attributes
    warning: int | None = None
    remarks: tuple[str, ...] = ()


class AlreadyStored(ValueError):
    """An instance of that UID is stored."""


class OtherSeries(ValueError):
    """An instance of that UID is stored in another series."""


class Archive:
    """Stored instances, safe to use from several threads.

    A change is visible as a whole or not at all. The files of removed instances stay readable as long as a reader that
    was there before goes on (see ``reading``).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("incoming", "instances", "derived"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(folder / "index.sqlite", check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.executescript(_SCHEMA)
        self._readers = 0
        self._unwanted: list[Path] = []
        self._instance_of = lru_cache(maxsize=16384)(self._instance)
        self._attributes = lru_cache(maxsize=4096)(self._load_attributes)

    def close(self) -> None:
        """Close the index; the archive cannot be used after."""
        with self._lock:
            self._connection.close()

    def incoming(self) -> Path:
        """A new path for a file on its way in."""
        return self._folder / "incoming" / f"{uuid4().hex}.dcm"

    def derived(self, instance: Instance, name: str) -> Path:
        """Where a converted copy of the instance is kept."""
        return self._folder / "derived" / f"{instance.path.stem}.{name}"

    def select(
        self, study: str | None = None, series: str | None = None, instance: str | None = None
    ) -> tuple[Instance, ...]:
        """The stored instances under these UIDs, in the order in which they were stored."""
        wanted = {"study": study, "series": series, "instance": instance}
        named = {column: value for column, value in wanted.items() if value is not None}
        condition = " AND ".join(f"{column} = ?" for column in named) or "1"
        with self._lock:
            rows = self._connection.execute(
                f"SELECT {_COLUMNS} FROM instances WHERE {condition} ORDER BY number", tuple(named.values())
            ).fetchall()
        return tuple(map(self._instance_of, rows))

    def attributes(self, instance: Instance) -> Attributes:
        """The metadata of a stored instance; empty when it was removed meanwhile. Not to be changed."""
        return self._attributes(instance.number)

    def add(self, new: NewInstance, *, replacing: bool = True) -> Instance:
        """Store an instance, in place of an earlier one with its UID when ``replacing``.

        Raises OtherSeries, and AlreadyStored when not ``replacing``.
        """
        with new.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        with self._lock:
            earlier = self.select(instance=new.instance)
            if any((each.study, each.series) != (new.study, new.series) for each in earlier):
                raise OtherSeries(new.instance)
            if earlier and not replacing:
                raise AlreadyStored(new.instance)
            if earlier and earlier[0].digest == digest:
                new.path.unlink()
                return earlier[0]
            path = new.path.replace(self._folder / "instances" / new.path.name)
            fields = (new.study, new.series, new.instance, new.sop_class, new.transfer_syntax, path.name, digest)
            attributes = json.dumps(new.attributes)
            with self._transaction():
                self._delete(earlier)
                row = self._connection.execute(
                    "INSERT INTO instances (study, series, instance, sop_class, transfer_syntax, file, digest,"
                    f" attributes) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}",
                    (*fields, attributes),
                ).fetchone()
            self._discard(earlier)
        return self._instance_of(row)

    def remove(self, instances: Iterable[Instance]) -> None:
        """Remove instances, all or none."""
        unwanted = tuple(instances)
        with self._lock:
            with self._transaction():
                self._delete(unwanted)
            self._discard(unwanted)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within, files that ``select`` named stay in place."""
        with self._lock:
            self._readers += 1
        try:
            yield
        finally:
            with self._lock:
                self._readers -= 1
                doomed = self._unwanted if self._readers == 0 else []
                if doomed:
                    self._unwanted = []
            for path in doomed:
                path.unlink(missing_ok=True)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _delete(self, instances: Iterable[Instance]) -> None:
        self._connection.executemany("DELETE FROM instances WHERE number = ?", [(each.number,) for each in instances])

    def _discard(self, instances: Iterable[Instance]) -> None:
        for instance in instances:
            self._unwanted += [instance.path, *(self._folder / "derived").glob(f"{instance.path.stem}.*")]

    def _load_attributes(self, number: int) -> Attributes:
        with self._lock:
            row = self._connection.execute("SELECT attributes FROM instances WHERE number = ?", (number,)).fetchone()
        loaded: Attributes = json.loads(row[0]) if row else {}
        return loaded

    def _instance(self, row: tuple[int, str, str, str, str, str, str, str]) -> Instance:
        number, study, series, instance, sop_class, transfer_syntax, file, digest = row
        path = self._folder / "instances" / file
        return Instance(number, study, series, instance, sop_class, transfer_syntax, path, digest)
