"""The server and the recorded client of these tests."""

from collections.abc import Iterator

import pytest

from tests.evidence.server import CountingServer, Recorded, running


@pytest.fixture
def server() -> Iterator[CountingServer]:
    with running() as server:
        yield server


@pytest.fixture
def recorded() -> Iterator[Recorded]:
    recorded = Recorded()
    with recorded.client:
        yield recorded
