"""A declared deviation excuses a nonconformity as long as it lasts, and no longer."""

from pathlib import Path

import pytest

from dicomweb_conformance.reference.serve import running
from tests.running import Ran, run

FAULT = "a-series-repeats-its-first-instance"
BROKEN = "retrieve-series-instances"


def _run(tmp_path: Path, fault: str | None, deviation: str, *more: str) -> Ran:
    with running(fault=fault) as url:
        target = tmp_path / "target.toml"
        target.write_text(f'url = "{url}"\ncapabilities = ["delete"]\n{deviation}', encoding="utf-8")
        return run(tmp_path / "report", "--target", str(target), "--profile", "tutorial", *more)


def _deviation(expires: str = "2999-01-01") -> str:
    return f'[[deviation]]\nrequirement = "{BROKEN}"\nreason = "A duplicate; fixed in 4.3"\nexpires = {expires}\n'


def test_a_declared_deviation_does_not_fail_the_run(tmp_path: Path) -> None:
    ran = _run(tmp_path, FAULT, _deviation())

    assert ran.code == 0, ran.out
    assert ran.verdicts()[BROKEN] == "deviates"
    assert ran.results["profiles"]["tutorial"]["verdict"] == "partial"
    assert "A duplicate; fixed in 4.3" in ran.out


def test_a_deviation_that_is_gone_fails_the_run(tmp_path: Path) -> None:
    ran = _run(tmp_path, None, _deviation())

    assert ran.code == 1
    assert ran.results["profiles"]["tutorial"]["verdict"] == "fail"
    assert BROKEN in ran.out


def test_an_expired_deviation_excuses_nothing(tmp_path: Path) -> None:
    ran = _run(tmp_path, FAULT, _deviation("2020-01-01"))

    assert ran.code == 1
    assert ran.verdicts()[BROKEN] == "nonconformant"


def test_a_deviation_of_an_unknown_requirement_is_a_usage_error(tmp_path: Path) -> None:
    ran = _run(tmp_path, None, '[[deviation]]\nrequirement = "no-such-thing"\nreason = "x"\n')

    assert ran.code == 2
    assert "no-such-thing" in ran.err


def test_what_the_target_does_not_declare_is_unsupported_and_not_asked_for(tmp_path: Path) -> None:
    with running() as url:
        target = tmp_path / "target.toml"
        target.write_text(f'url = "{url}"\ncapabilities = []\n', encoding="utf-8")
        ran = run(tmp_path / "report", "--target", str(target), "--profile", "tutorial")

    assert ran.verdicts()["delete-series-cascades"] == "unsupported"
    assert ran.results["profiles"]["tutorial"]["verdict"] == "partial"
    assert ran.code == 3


@pytest.mark.parametrize(("more", "code"), [((), 0), (("--strict",), 1)])
def test_a_should_fails_the_run_only_when_asked_to(tmp_path: Path, more: tuple[str, ...], code: int) -> None:
    fault = "frames-must-be-asked-for-by-type"
    ran = run(tmp_path / "report", "--only", "frames-accept-anything", "--fault", fault, *more)

    assert ran.verdicts()["frames-accept-anything"] == "nonconformant"
    assert ran.code == code, ran.out
