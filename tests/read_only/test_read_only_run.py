"""A run that only reads changes nothing, judges what is there, and says what it left out."""

from pathlib import Path

import httpx
import pytest

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.http import NotSent, open_http
from dicomweb_conformance.study import Reference
from dicomweb_conformance.target import Access
from tests.read_only.foreign import PLANTED, Foreign, foreign
from tests.running import Ran, run

READS = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Foreign, Ran]:
    folder = tmp_path_factory.mktemp("read-only")
    with foreign(folder) as held:
        formats = ("--format", "json", "--format", "html", "--format", "markdown")
        return held, run(folder / "report", "--url", held.url, "--read-only", "--uids", "tutorial", *formats)


def test_nothing_is_sent_but_what_reads(judged: tuple[Foreign, Ran]) -> None:
    held, ran = judged
    assert {method for method, _ in held.asked} <= READS
    assert len(held.asked) > 100
    assert ran.results["run"]["leftovers"] == []


def test_a_right_server_passes_in_what_could_be_judged(judged: tuple[Foreign, Ran]) -> None:
    _, ran = judged
    assert ran.code == 0, ran.out + ran.err
    verdicts = ran.verdicts()
    assert set(verdicts.values()) == {"conformant", "untested"}
    for id_ in ("search-studies-by-uid", "search-key-patient-id", "metadata-of-series", "retrieve-instance-alone"):
        assert verdicts[id_] == "conformant"


def test_a_part_is_not_taken_for_the_whole(judged: tuple[Foreign, Ran]) -> None:
    _, ran = judged
    (result,) = (r for r in ran.results["requirements"] if r["id"] == "metadata-has-attributes")
    assert result["verdict"] == "untested"
    assert "show" in result["reason"]
    assert [scenario["verdict"] for scenario in result["scenarios"]] == ["conformant"]


def test_what_is_left_out_has_one_reason(judged: tuple[Foreign, Ran]) -> None:
    _, ran = judged
    untested = [r for r in ran.results["requirements"] if r["verdict"] == "untested" and not r["scenarios"]]
    needing = [
        r for r in untested if r["reason"] == "the run is read-only, and this needs an instance that the harness stores"
    ]
    assert len(needing) > 300
    assert {r["id"] for r in untested} - {r["id"] for r in needing} == {"http-version"}
    assert ran.results["run"]["selection"] == ["--read-only"]
    for profile in ran.results["profiles"].values():
        assert profile["verdict"] == "partial"
        assert "requirements need data that the harness stores" in profile["reason"]


def test_workers_read_only_too(tmp_path: Path) -> None:
    with foreign(tmp_path) as held:
        uid = held.studies[1]
        only = ("--only", "search-key-*", "--only", "retrieve-instance-alone")
        ran = run(tmp_path / "report", "--url", held.url, "--read-only", "--study", uid, "-n", "2", *only)

    assert ran.code == 0, ran.out + ran.err
    assert {method for method, _ in held.asked} <= READS
    assert not any(held.studies[0] in path for _, path in held.asked)
    assert "conformant" in ran.verdicts().values()


def test_a_target_file_says_it_too(tmp_path: Path) -> None:
    with foreign(tmp_path) as held:
        file = tmp_path / "archive.toml"
        file.write_text(f'url = "{held.url}"\nread_only = true\nstudies = ["{held.studies[0]}"]\n', encoding="utf-8")
        only = ("--only", "search-studies-by-uid", "--only", "store-single-instance")
        ran = run(tmp_path / "report", "--target", str(file), *only)

    assert ran.code == 0, ran.out + ran.err
    assert {method for method, _ in held.asked} <= READS
    chosen = {"search-studies-by-uid": "conformant", "store-single-instance": "untested"}
    assert chosen.items() <= ran.verdicts().items()


def test_without_a_study_nothing_is_said_to_be_right(tmp_path: Path) -> None:
    ran = run(tmp_path / "report", "--read-only", "--only", "search-studies-by-uid")
    assert ran.code == 3
    assert "name some by --study" in ran.out


def test_a_study_that_is_not_there_is_named(tmp_path: Path) -> None:
    with foreign(tmp_path) as held:
        only = ("--only", "search-studies-by-uid")
        ran = run(tmp_path / "report", "--url", held.url, "--read-only", "--study", "1.2.3.4.5", *only)
    assert ran.code == 3
    assert "no search shows study 1.2.3.4.5" in ran.out


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PURGE", "TRACE"])
def test_the_lowest_layer_sends_nothing_else(tmp_path: Path, method: str) -> None:
    with foreign(tmp_path) as held:
        with open_http(Access(only_reads=True), [held.url], lambda transport: transport) as http:
            client = Client(http, Addresses.at(held.url))
            assert client.search("studies").status == 200
            before = len(held.asked)
            with pytest.raises(NotSent):
                http.send(httpx.Request(method, f"{held.url}/studies", content=b"x"))
            with pytest.raises(NotSent):
                client.delete(Reference(held.studies[0]))
        assert len(held.asked) == before


@pytest.mark.parametrize(
    ("options", "said"),
    [(("--read-only", "--replace-existing"), "--replace-existing deletes"), (("--study", "1.2"), "add --read-only")],
)
def test_what_contradicts_itself_is_told(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    ran = run(tmp_path / "report", *options)
    assert ran.code == 2
    assert said in ran.out + ran.err


def test_nothing_of_a_patient_is_in_a_report(judged: tuple[Foreign, Ran]) -> None:
    _, ran = judged
    text = "".join(path.read_text(encoding="utf-8") for path in ran.folder.rglob("*") if path.is_file())
    assert len(text) > 100_000
    assert [value for value in PLANTED if value in text + ran.out + ran.err] == []
