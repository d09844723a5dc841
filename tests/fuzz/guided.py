"""Feeds one reader, led by the coverage that Atheris sees: ``python -m tests.fuzz.guided NAME [options of libFuzzer]``.

It needs the extra ``fuzz``, which there is for Linux and a few versions of Python. ``-max_total_time=60`` ends it. What
breaks is printed, and its bytes are those that Hypothesis chooses from, not those that the reader got; put the latter,
which are printed too, under tests/fuzz/corpus/.
"""

import sys
import warnings

import atheris
from hypothesis import HealthCheck, given, settings

with atheris.instrument_imports(include=["dicomweb_conformance"]):
    from tests.fuzz.readers import READERS


def main(name: str, options: list[str]) -> None:
    """Feed the reader until libFuzzer ends the process."""
    warnings.simplefilter("ignore")
    reader = READERS[name]

    @settings(max_examples=1, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(reader.foods())
    def feed(data: bytes) -> None:
        try:
            reader.read(data)
        except reader.refusals:
            return
        except Exception:
            print(f"{name} was fed {data!r}", flush=True)  # noqa: T201 - what a script says
            raise

    atheris.Setup([sys.argv[0], *options], feed.hypothesis.fuzz_one_input)  # type: ignore[attr-defined]  # Hypothesis adds it
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
