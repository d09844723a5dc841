"""What changed from the first of several runs to each other one. Requirements are aligned by id."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dicomweb_conformance.report.compare.documents import Judged, Results

CHANGES = ("new failure", "worse", "changed", "better", "fixed", "added", "gone", "same")
"""Every change that there is, the worst first.

``new failure`` and ``fixed`` are to and from nonconformant; ``worse`` is from conformant to anything else but
nonconformant, ``better`` the way back; ``changed`` is between two verdicts of which neither is a yes or a no.
``added`` and ``gone`` are requirements that only one of the two judged.
"""

GOT_WORSE = frozenset({"new failure", "worse"})


@dataclass(frozen=True)
class Row:
    """A requirement: its verdict in each run, None where it was not judged, and the change from the first run to each
    other one."""

    id: str
    level: str
    profile: str
    text: str
    verdicts: tuple[str | None, ...]
    changes: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.verdicts)) > 1


@dataclass(frozen=True)
class Comparison:
    """Runs side by side; the first is what the others are compared with."""

    columns: tuple[Results, ...]
    rows: tuple[Row, ...]

    @property
    def profiles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for column in self.columns for name in column.profiles))

    @property
    def of_one_product(self) -> bool:
        """Whether these are runs of one product, so that it can have got better or worse; if told, by its name."""
        return len({column.product for column in self.columns if column.product}) < 2

    def counts(self, column: int) -> Mapping[str, int]:
        """How many requirements changed how, from the first run to the one with this number (1 is the second)."""
        counted = Counter(row.changes[column - 1] for row in self.rows)
        return {change: counted[change] for change in CHANGES if counted[change]}

    def regressions(self, levels: frozenset[str] = frozenset({"must"})) -> tuple[Row, ...]:
        """Requirements of these levels that got worse in any run."""
        return tuple(row for row in self.rows if row.level in levels and GOT_WORSE.intersection(row.changes))


def compare(columns: Sequence[Results]) -> Comparison:
    """Align two or more runs. Raises ValueError when there are fewer.

    A requirement has the text, level and profile of the last run that judged it.
    """
    if len(columns) < 2:
        raise ValueError("a comparison needs two results or more")
    ids = dict.fromkeys(requirement_id for column in columns for requirement_id in column.requirements)
    rows = [
        _row(requirement_id, [column.requirements.get(requirement_id) for column in columns]) for requirement_id in ids
    ]
    profiles = list(dict.fromkeys(name for column in columns for name in column.profiles))
    rows.sort(key=lambda row: profiles.index(row.profile) if row.profile in profiles else len(profiles))
    return Comparison(tuple(columns), tuple(rows))


def change_of(before: str | None, after: str | None) -> str:
    """The change from one verdict to another; None is a requirement that was not judged."""
    if before == after:
        return "same"
    if before is None or after is None:
        return "added" if before is None else "gone"
    if after == "nonconformant":
        return "new failure"
    if before == "nonconformant":
        return "fixed" if after == "conformant" else "changed"
    if "conformant" in (before, after):
        return "better" if after == "conformant" else "worse"
    return "changed"


def _row(requirement_id: str, judged: Sequence[Judged | None]) -> Row:
    latest = next(entry for entry in reversed(judged) if entry is not None)
    verdicts = tuple(entry.verdict if entry else None for entry in judged)
    changes = tuple(change_of(verdicts[0], after) for after in verdicts[1:])
    return Row(requirement_id, latest.level, latest.profile, latest.text, verdicts, changes)


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison, ready for ``json.dumps``."""
    return {
        "schema_version": "1",
        "columns": [
            {
                "name": column.name,
                "url": column.url,
                "suite_version": column.suite_version,
                "started": column.started,
                "profiles": dict(column.profiles),
            }
            for column in comparison.columns
        ],
        "changes": [dict(comparison.counts(number)) for number in range(1, len(comparison.columns))],
        "regressions": [row.id for row in comparison.regressions()],
        "requirements": [
            {
                "id": row.id,
                "level": row.level,
                "profile": row.profile,
                "verdicts": list(row.verdicts),
                "changes": list(row.changes),
            }
            for row in comparison.rows
        ],
    }
