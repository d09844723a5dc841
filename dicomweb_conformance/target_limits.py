"""What a target file says of pace and time limits."""

import dataclasses
from typing import Any

from dicomweb_conformance.limits import Limits, Pace
from dicomweb_conformance.toml_table import Table

_COUNTS = {"max_concurrency": 1, "most_repeats": 0}
_MOST = 1_000_000


def limits_of(table: Table) -> Limits:
    """The limits that ``[limits]`` names, the others from ``timeout``. Raises UnusableTarget."""
    timeout, named = table.seconds("timeout"), table.table("limits")
    given = {field.name: named.seconds(field.name) for field in dataclasses.fields(Limits)}
    named.done()
    for name, seconds in given.items():
        if seconds == 0:
            named.wrong(name, "is longer than 0 seconds")
    rest = Limits() if timeout is None else Limits.of(timeout)
    return dataclasses.replace(rest, **{name: value for name, value in given.items() if value is not None})


def pace_of(table: Table) -> Pace:
    """The pace that a table ``[pace]`` describes. Raises UnusableTarget."""
    given: dict[str, Any] = {field.name: _pace_member(table, field.name) for field in dataclasses.fields(Pace)}
    table.done()
    return dataclasses.replace(Pace(), **{name: value for name, value in given.items() if value is not None})


def _pace_member(table: Table, name: str) -> float | int | None:
    if name in _COUNTS:
        return _count(table, name, _COUNTS[name])
    return _rate(table, name) if name == "max_requests_per_second" else table.seconds(name)


def _rate(table: Table, name: str) -> float | None:
    value = table.get(name)
    if value is None:
        return None
    if not _is_number(value) or not 0.001 <= value <= _MOST:
        table.wrong(name, f"is a number of requests, such as 5 or 0.5, not {value!r}")
    return float(value)


def _count(table: Table, name: str, least: int) -> int | None:
    value = table.get(name)
    if value is None:
        return None
    if not _is_number(value) or not least <= value <= _MOST or value != int(value):
        table.wrong(name, f"is a whole number from {least}, not {value!r}")
    return int(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
