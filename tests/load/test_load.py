"""Many users at once go through the tutorial."""

import subprocess
from pathlib import Path

import httpx
import pytest

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.evidence.ledger import read_ledger
from dicomweb_conformance.load.journey import STAGES, go
from dicomweb_conformance.load.visitor import is_judged
from dicomweb_conformance.reference.serve import running
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from tests.running import command


def load(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``dicomweb-conformance load`` for a short time."""
    figures = ("--users", "4", "--seconds", "3", "--judge", "1", "--report", str(folder))
    return subprocess.run(
        command("load", *figures, *arguments), capture_output=True, text=True, timeout=120, check=False
    )


def test_many_users_get_no_wrong_answer(tmp_path: Path) -> None:
    with running() as url:
        ran = load(tmp_path / "report", "--url", url)
        left = httpx.get(f"{url}/studies", headers={"Accept": "application/dicom+json"})

    said = ran.stdout + ran.stderr
    assert ran.returncode == 0, said
    assert left.json() == []
    for stage in STAGES:
        assert stage.name in said
    assert "95%" in said
    assert (tmp_path / "report" / "load.html").is_file()
    assert len({event.study for event in read_ledger(tmp_path / "report" / "ledger.jsonl").studies}) > 4


def test_a_wrong_answer_is_told(tmp_path: Path) -> None:
    with running(fault="study-metadata-describe-an-instance-twice") as url:
        ran = load(tmp_path / "report", "--url", url)

    assert ran.returncode == 1
    assert "expected metadata of the study's 3 instances; received 4, 0 of others" in ran.stdout + ran.stderr


def test_the_embedded_server_is_the_target_when_none_is_named(tmp_path: Path) -> None:
    ran = load(tmp_path / "report")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_what_cannot_be_used_is_said(tmp_path: Path) -> None:
    ran = load(tmp_path / "report", "--url", "nonsense")
    assert ran.returncode == 2
    assert "'nonsense' is no base URL" in ran.stderr


def test_a_journey_ends_with_what_is_wrong_and_takes_its_study_away(tmp_path: Path) -> None:
    study = small_study(tmp_path, lambda uid: derived_uid("journey", uid), "DWC-1", "1")
    with running(fault="study-metadata-describe-an-instance-twice") as url, httpx.Client() as http:
        client = Client(http, Addresses.at(url))
        reached = [*go(client, study, judged=True)]
        left = client.search("studies")

    assert [each.stage.name for each in reached] == [*[stage.name for stage in STAGES[:4]], "delete the study"]
    assert [bool(each.wrong) for each in reached] == [False, False, False, True, False]
    assert left.body.read() == b"[]"


def test_content_is_looked_at_where_it_is_judged_only(tmp_path: Path) -> None:
    study = small_study(tmp_path, lambda uid: derived_uid("journey", uid), "DWC-1", "1")
    with running(fault="study-metadata-describe-an-instance-twice") as url, httpx.Client() as http:
        reached = [*go(Client(http, Addresses.at(url)), study, judged=False)]
    assert [each.why for each in reached] == [""] * len(STAGES)


def test_a_connection_that_fails_is_told(tmp_path: Path) -> None:
    study = small_study(tmp_path, lambda uid: derived_uid("journey", uid), "DWC-1", "1")
    with running() as url:
        pass
    with httpx.Client() as http:
        reached = next(iter(go(Client(http, Addresses.at(url)), study, judged=True)))
    assert isinstance(reached.wrong, httpx.HTTPError)
    assert reached.why


@pytest.mark.parametrize(("part", "judged"), [(0.0, 0), (0.5, 5), (1.0, 10)])
def test_a_part_of_the_journeys_is_judged(part: float, judged: int) -> None:
    assert sum(is_judged(number, part) for number in range(10)) == judged
