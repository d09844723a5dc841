"""Typed access to the members of a JSON object that was read from a ledger."""

from collections.abc import Mapping
from typing import cast


class MalformedLine(ValueError):
    """A line of a ledger lacks a member, or a member has the wrong type; the message says which."""


class Fields:
    """The members of one JSON object. Every accessor raises MalformedLine when the member is not of its type.

    ``name`` is what messages call the object. A member that may be null is read by an ``optional_`` accessor,
    for which an absent member is null too.
    """

    def __init__(self, value: object, name: str) -> None:
        if not isinstance(value, dict):
            raise MalformedLine(f"{name} is {_kind(value)}, not an object")
        self.members: Mapping[str, object] = value
        self._name = name

    def text(self, key: str) -> str:
        value = self.members.get(key)
        # nearly every member of a ledger is a string
        if isinstance(value, str):
            return value
        return cast(str, self._checked(key, self._present(key), str, "a string"))

    def number(self, key: str) -> float:
        return float(cast(float, self._checked(key, self._present(key), (int, float), "a number")))

    def integer(self, key: str) -> int:
        return cast(int, self._checked(key, self._present(key), int, "an integer"))

    def flag(self, key: str) -> bool:
        value = self._present(key)
        if not isinstance(value, bool):
            raise self._wrong(key, value, "true or false")
        return value

    def array(self, key: str) -> list[object]:
        return cast(list[object], self._checked(key, self._present(key), list, "an array"))

    def member(self, key: str) -> Mapping[str, object]:
        return cast(Mapping[str, object], self._checked(key, self._present(key), dict, "an object"))

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(cast(str, self._checked(key, item, str, "an array of strings")) for item in self.array(key))

    def integers(self, key: str) -> tuple[int, ...]:
        return tuple(cast(int, self._checked(key, item, int, "an array of integers")) for item in self.array(key))

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """An array of [name, value] arrays, as header fields are written."""
        items = self.array(key)
        for item in items:
            if not (
                isinstance(item, list) and len(item) == 2 and isinstance(item[0], str) and isinstance(item[1], str)
            ):
                raise self._wrong(key, item, "an array of [name, value]")
        return tuple(map(tuple, cast(list[list[str]], items)))  # type: ignore[arg-type]  # of two, as was checked

    def optional_text(self, key: str) -> str | None:
        return None if self.members.get(key) is None else self.text(key)

    def optional_number(self, key: str) -> float | None:
        return None if self.members.get(key) is None else self.number(key)

    def optional_integer(self, key: str) -> int | None:
        return None if self.members.get(key) is None else self.integer(key)

    def optional_member(self, key: str) -> Mapping[str, object] | None:
        return None if self.members.get(key) is None else self.member(key)

    def _present(self, key: str) -> object:
        if key not in self.members:
            raise MalformedLine(f"{self._name} has no {key!r}")
        return self.members[key]

    def _checked(self, key: str, value: object, types: type | tuple[type, ...], wanted: str) -> object:
        # bool is an int to Python and not to JSON
        if isinstance(value, bool) or not isinstance(value, types):
            raise self._wrong(key, value, wanted)
        return value

    def _wrong(self, key: str, value: object, wanted: str) -> MalformedLine:
        return MalformedLine(f"{key!r} of {self._name} is {_kind(value)}, not {wanted}")


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case _:
            return "an object"
