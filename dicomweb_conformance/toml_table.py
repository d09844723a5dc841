"""A table of a target file, read key by key: each value has its type, and what is wrong names the file and the key."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

_WITH_SECRETS = frozenset({"auth", "headers", "proxy", "tls"})
"""Tables whose values no message shows."""


class UnusableTarget(ValueError):
    """The description of the target cannot be used; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Origin:
    """Where values come from: a target file, if any, and options of the command line that stand in place of it.

    ``options`` names the option by the path of the key that it sets, such as ``urls.store``.
    """

    file: Path | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """What relative paths in the file are relative to."""
        return self.file.parent if self.file is not None else Path()


class Table:
    """Reads the keys of one table. Every method raises UnusableTarget when the value is not what it must be.

    ``done`` is called last: a key that nobody has read is unknown.
    """

    def __init__(self, values: Mapping[str, Any], origin: Origin, path: tuple[str, ...] = ()) -> None:
        self._values = values
        self._origin = origin
        self._path = path
        self._read: list[str] = []

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that are given."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self._values

    def is_option(self, key: str) -> bool:
        """Whether the value was given by an option of the command line."""
        return self._dotted(key) in self._origin.options

    def get(self, key: str) -> Any:
        """The value as it is, None when it is missing."""
        self._read.append(key)
        return self._values.get(key)

    def text(self, key: str) -> str | None:
        """A text that is not empty, None when it is missing."""
        value = self.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            self.wrong(key, f"is a text, not {self.shown(key, value)}")
        return value

    def needed(self, key: str) -> str:
        """A text that must not be missing."""
        value = self.text(key)
        if value is None:
            self.wrong(key, "is missing")
        return value

    def choice(self, key: str, choices: Iterable[str], default: str) -> str:
        """One of some texts."""
        value = self.get(key)
        if value is None:
            return default
        if value not in tuple(choices):
            self.wrong(key, f"is one of {', '.join(choices)}, not {self.shown(key, value)}")
        return str(value)

    def texts(self, key: str, choices: Iterable[str]) -> frozenset[str]:
        """A list of some of these texts; empty when it is missing."""
        value = self.get(key)
        if value is None:
            return frozenset()
        known = tuple(choices)
        if not isinstance(value, list) or not all(isinstance(one, str) and one in known for one in value):
            self.wrong(key, f"is a list of {', '.join(known)}; found {self.shown(key, value)}")
        return frozenset(value)

    def flag(self, key: str) -> bool:
        """true or false; false when it is missing."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, f"is true or false, not {self.shown(key, value)}")
        return bool(value)

    def seconds(self, key: str) -> float | None:
        """A number of seconds, from 0 to a day; None when it is missing."""
        value = self.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 86_400:
            self.wrong(key, f"is a number of seconds, from 0 to a day, not {self.shown(key, value)}")
        return float(value)

    def day(self, key: str) -> datetime.date | None:
        """A date, None when it is missing."""
        value = self.get(key)
        if isinstance(value, str):
            try:
                value = datetime.date.fromisoformat(value)
            except ValueError:
                self.wrong(key, f"is a date such as 2027-03-01, not {self.shown(key, value)}")
        if value is not None and type(value) is not datetime.date:
            self.wrong(key, f"is a date such as 2027-03-01, not {self.shown(key, value)}")
        return value

    def path(self, key: str) -> Path | None:
        """A path, relative to the folder of the target file, or to the working folder where an option gives it."""
        value = self.text(key)
        if value is None:
            return None
        return Path(value) if self.is_option(key) else self._origin.folder / Path(value).expanduser()

    def table(self, key: str) -> "Table":
        """A table within this one; empty when it is missing."""
        value = self.get(key)
        if value is not None and not isinstance(value, Mapping):
            self.wrong(key, f"is a table, [{self._dotted(key)}], not {self.shown(key, value)}")
        return Table(value or {}, self._origin, (*self._path, key))

    def tables(self, key: str) -> tuple["Table", ...]:
        """The tables of an array of tables; none when it is missing."""
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self.wrong(key, f"is an array of tables, [[{self._dotted(key)}]]")
        return tuple(Table(one, self._origin, (*self._path, key)) for one in value)

    def done(self) -> None:
        """No key is left that nobody has read."""
        unknown = sorted(set(self._values) - set(self._read))
        if unknown:
            self.wrong(unknown[0], f"is an unknown key; known are {', '.join(sorted(set(self._read)))}")

    def shown(self, key: str, value: Any) -> str:
        """The value as a message may show it: where secrets are named, one may have been written by mistake."""
        return "what stands there" if self._dotted(key).split(".")[0] in _WITH_SECRETS else repr(value)

    def wrong(self, key: str | None, message: str) -> NoReturn:
        """Raise UnusableTarget about a key, or about the table as a whole."""
        dotted = self._dotted(key) if key else ".".join(self._path) or "the file"
        option = self._origin.options.get(dotted)
        file = f"{self._origin.file}: " if self._origin.file is not None and option is None else ""
        raise UnusableTarget(f"{file}{option or self._name(key)} {message}")

    def _name(self, key: str | None) -> str:
        table = f"[{'.'.join(self._path)}]" if self._path else ""
        return " ".join(filter(None, (table, key))) or "the target file"

    def _dotted(self, key: str) -> str:
        return ".".join((*self._path, key))
