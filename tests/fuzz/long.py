"""Feeds readers and checks for as long as one wants: ``python -m tests.fuzz.long --seconds 600 [NAME ...]``.

Every round begins with another seed, and goes where Hypothesis sees a reader come farther. What breaks is printed as
small as it can be made; put those bytes under tests/fuzz/corpus/READER/, where a test reads them from then on.
"""

import argparse
import sys
import time
import warnings
from collections.abc import Callable

from hypothesis import HealthCheck, given, seed, settings, target

from tests.fuzz.readers import READERS, Reader
from tests.fuzz.seeds import seeds
from tests.fuzz.test_judges import ANSWERS, judged

EXAMPLES = 200
"""Examples of one round."""


def of_reader(reader: Reader, number: int) -> Callable[[], None]:
    """One round of a reader."""

    @seed(number)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(reader.foods())
    def feed(data: bytes) -> None:
        try:
            target(reader.read(data))
        except reader.refusals:
            return

    return feed


def of_checks(name: str, number: int) -> Callable[[], None]:
    """One round of every check on the answers of one kind."""

    @seed(number)
    @settings(max_examples=EXAMPLES // 4, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(ANSWERS[name](seeds()))
    def feed(body: bytes) -> None:
        judged(name, body)

    return feed


def main() -> int:
    """Feed all in turn until the time is over; returns 1 when something broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.long")
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join([*READERS, *ANSWERS]))
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    names = options.names or [*READERS, *ANSWERS]
    ends = time.monotonic() + options.seconds
    broken: set[str] = set()
    number = options.first_seed
    while time.monotonic() < ends:
        for name in names:
            if name in broken or time.monotonic() > ends:
                continue
            try:
                (of_reader(READERS[name], number) if name in READERS else of_checks(name, number))()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told, and the others go on
                broken.add(name)
                notes = getattr(error, "__notes__", ())
                print(f"{name}, seed {number}: {type(error).__name__}: {error}", *notes, sep="\n", flush=True)  # noqa: T201 - what a script says
        number += 1
    print(f"{number - options.first_seed} rounds; broken: {', '.join(sorted(broken)) or 'none'}")  # noqa: T201 - what a script says
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
