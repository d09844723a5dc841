"""Run all benchmarks, or the named ones, and print their figures: ``python -m benchmarks [NAME]...``."""

import importlib
import sys
from collections.abc import Sequence

from benchmarks.figure import Figure

ALL = ("start", "overhead", "workers", "memory")


def main(names: Sequence[str]) -> int:
    """Print a table in Markdown; 1 when a figure is beyond its limit."""
    figures: list[Figure] = []
    for name in names or ALL:
        figures.extend(importlib.import_module(f"benchmarks.{name}").measure())
    print("| figure | measured | limit | what it is |\n| --- | --- | --- | --- |")
    for each in figures:
        mark = "" if each.holds else " (missed)"
        print(f"| {each.name} | {each.value:.2f} {each.unit}{mark} | {each.limit} {each.unit} | {each.how} |")
    return 0 if all(each.holds for each in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
