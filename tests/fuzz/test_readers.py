"""No reader has an error but its own, whatever it is fed with."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.readers import READERS, Reader

CORPUS = Path(__file__).parent / "corpus"
EXAMPLES = 60


def fed(reader: Reader, data: bytes) -> None:
    """What a reader makes of the bytes, its own errors among it."""
    try:
        reader.read(data)
    except reader.refusals:
        return


@pytest.mark.parametrize("name", READERS)
def test_a_reader_reads_or_refuses(name: str) -> None:
    reader = READERS[name]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(reader.foods())
    def feed(data: bytes) -> None:
        fed(reader, data)

    feed()


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*/*")), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_once_broke_a_reader_breaks_it_no_more(path: Path) -> None:
    fed(READERS[path.parent.name.replace("_", " ")], path.read_bytes())
