"""Runs against a server that asks for credentials, right and wrong."""

from pathlib import Path

import pytest

from dicomweb_conformance.reference.serve import running
from dicomweb_conformance.requirements import load_registry
from tests.running import PROJECT, Ran, run

TOKEN, READER = "token-of-a-test-8d1f", "reader-of-a-test-77c2"
REQUIREMENTS = [
    each
    for each, requirement in load_registry(PROJECT / "features" / "requirements").requirements.items()
    if requirement.transaction == "security" and requirement.profile in ("core", "delete")
]
ONLY = [f"--only={each}" for each in REQUIREMENTS]


def judged(folder: Path, fault: str | None, *arguments: str) -> Ran:
    with running(fault=fault, bearer=TOKEN, read_only_bearer=READER) as url:
        target = folder / "target.toml"
        target.write_text(
            f'url = "{url}"\ncapabilities = ["delete"]\n'
            '[auth]\nbearer = { env = "A_TOKEN" }\nread_only_bearer = { env = "A_READER" }\n'
        )
        environment = {"A_TOKEN": TOKEN, "A_READER": READER}
        return run(folder / "report", "--target", str(target), *ONLY, *arguments, environment=environment)


def test_a_right_server_refuses_strangers_and_readers(tmp_path: Path) -> None:
    ran = judged(tmp_path, None)

    verdicts = ran.verdicts()
    assert {each: verdicts[each] for each in REQUIREMENTS} == dict.fromkeys(REQUIREMENTS, "conformant")
    assert ran.results["run"]["leftovers"] == []
    for path in ran.folder.iterdir():
        content = path.read_bytes()
        assert TOKEN.encode() not in content
        assert READER.encode() not in content


@pytest.mark.parametrize(
    ("fault", "requirement"),
    [
        ("refusals-do-not-say-what-is-asked-for", "security-challenge"),
        ("a-refused-store-is-carried-out", "security-strangers-store-nothing"),
    ],
)
def test_a_refusal_on_purpose_is_a_finding_and_no_end_of_the_run(tmp_path: Path, fault: str, requirement: str) -> None:
    ran = judged(tmp_path, fault)

    assert [each for each, verdict in ran.verdicts().items() if verdict == "nonconformant"] == [requirement]
    assert "inconclusive" not in ran.verdicts().values()
    assert ran.code == 1


def test_the_token_of_the_command_line_is_enough(tmp_path: Path) -> None:
    with running(bearer=TOKEN) as url:
        ran = run(tmp_path / "report", "--url", url, "--token-env", "A_TOKEN", *ONLY, environment={"A_TOKEN": TOKEN})

    verdicts = ran.verdicts()
    assert verdicts["security-strangers-refused"] == "conformant"
    assert verdicts["security-strangers-store-nothing"] == "conformant"
    assert verdicts["security-reader-reads"] == "unsupported"


def test_without_credentials_strangers_are_not_judged(tmp_path: Path) -> None:
    with running() as url:
        ran = run(tmp_path / "report", "--url", url, "--header", "X-Tenant: a", *ONLY)

    assert {ran.verdicts()[each] for each in REQUIREMENTS if "delete" not in each} == {"unsupported"}


def test_credentials_of_an_open_server_are_found_out(tmp_path: Path) -> None:
    with running() as url:
        ran = run(tmp_path / "report", "--url", url, "--token-env", "A_TOKEN", *ONLY, environment={"A_TOKEN": TOKEN})

    assert ran.verdicts()["security-strangers-refused"] == "nonconformant"
    assert ran.verdicts()["security-strangers-store-nothing"] == "nonconformant"
    assert ran.results["run"]["leftovers"] == []
