"""The data of others."""

import pytest

from dicomweb_conformance.study import Study
from tests.safety.watched import foreign_studies


@pytest.fixture(scope="session")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, ...]:
    """Studies of others, to be stored before a run begins."""
    return foreign_studies(tmp_path_factory.mktemp("foreign"))
