"""What an error in a step says of the target."""

import httpx
import pytest

from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.plugin.scenario_log import judged
from dicomweb_conformance.provision import Unprovided


@pytest.mark.parametrize(
    ("error", "step", "verdict"),
    [
        (Nonconformity("a", "b"), "then", "nonconformant"),
        (Nonconformity("a", "b"), "when", "nonconformant"),
        (Nonconformity("a", "b"), "given", "blocked"),
        (Unprovided("why"), "given", "blocked"),
        (NotOffered("why"), "given", "unsupported"),
        (NotOffered("why"), "when", "unsupported"),
        (httpx.ConnectError("refused"), "given", "inconclusive"),
        (httpx.ReadTimeout("slow"), "when", "inconclusive"),
        (KeyError("bug"), "then", "inconclusive"),
        (AssertionError("bug"), "then", "inconclusive"),
    ],
)
def test_only_a_nonconformity_in_a_when_or_then_accuses(error: Exception, step: str, verdict: str) -> None:
    assert judged(error, step).verdict == verdict


def test_trouble_of_the_harness_is_named_as_such() -> None:
    assert "harness itself" in str(judged(KeyError("bug"), "then").reason)
    assert "no connection: refused" in str(judged(httpx.ConnectError("refused"), "when").reason)
