"""The three answers of the oracle, and how several of them make one."""

from collections.abc import Iterable
from enum import IntEnum


class Verdict(IntEnum):
    """Whether an entity is in the answer to a search: never, as the origin server pleases, or always."""

    MISMATCH = 0
    OPEN = 1
    MATCH = 2


def of(matches: bool) -> Verdict:
    """What is plain."""
    return Verdict.MATCH if matches else Verdict.MISMATCH


def both(verdicts: Iterable[Verdict]) -> Verdict:
    """Of conditions that must all hold; a match when there are none."""
    return min(verdicts, default=Verdict.MATCH)


def either(verdicts: Iterable[Verdict]) -> Verdict:
    """Of conditions of which one must hold; a mismatch when there are none."""
    return max(verdicts, default=Verdict.MISMATCH)


def agreed(first: Verdict, second: Verdict) -> Verdict:
    """Of two readings of one rule: what both say, open where they differ."""
    return first if first == second else Verdict.OPEN
