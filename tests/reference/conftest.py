"""One reference server for all tests that share it under UIDs of their own."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from dicomweb_conformance.reference.serve import running
from tests.reference.service import Service


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def service(http: httpx.Client) -> Iterator[Service]:
    with running() as base:
        yield Service(base, http)
