"""Whole runs of the command line against the reference server."""

import json
import subprocess
from pathlib import Path

import pytest

from dicomweb_conformance.reference.app import create_app
from dicomweb_conformance.reference.serve import running
from tests.echoing import Message, Receive, Send
from tests.running import PROJECT, command, run, served


def test_the_embedded_run_passes_and_leaves_every_report(tmp_path: Path) -> None:
    ran = run(tmp_path / "report", "--profile", "tutorial")

    assert ran.code == 0, ran.out + ran.err
    assert set(ran.verdicts().values()) == {"conformant"}
    assert ran.results["profiles"]["tutorial"]["verdict"] == "pass"
    assert ran.results["run"]["requests"] > 100
    assert ran.results["run"]["leftovers"] == []
    written = {path.name for path in ran.folder.iterdir()}
    assert {"results.json", "ledger.jsonl", "junit.xml", "report.html", "summary.md"} <= written
    assert ran.out.rstrip().endswith("PASS  every judged profile passes")
    assert ran.err == ""


def test_two_workers_give_the_same_verdicts_as_one(tmp_path: Path) -> None:
    alone = run(tmp_path / "one", "--profile", "tutorial", "--fault", "a-series-repeats-its-first-instance")
    together = run(
        tmp_path / "two", "--profile", "tutorial", "--fault", "a-series-repeats-its-first-instance", "-n", "2"
    )

    assert alone.code == together.code == 1
    assert alone.verdicts() == together.verdicts()
    assert together.results["run"]["workers"] == 2
    assert [path.name for path in together.folder.glob("ledger-*.jsonl")] == []


def test_a_narrowed_run_judges_what_was_chosen(tmp_path: Path) -> None:
    ran = run(tmp_path / "report", "--only", "delete-series-cascades")

    judged = {id_ for id_, verdict in ran.verdicts().items() if verdict != "untested"}
    assert judged == {"delete-series-cascades"}
    assert ran.results["profiles"]["tutorial"]["verdict"] == "partial"


def test_a_target_that_refuses_some_objects_is_judged_by_the_others(tmp_path: Path) -> None:
    only = ("--only", "search-key-sop-instance-uid", "--only", "search-uid-list", "--only", "search-counts")
    ran = run(tmp_path / "report", *only, "--fault", "legal-reports-and-documents-are-refused", "-n", "2")

    assert ran.code == 0, ran.out
    judged = {verdict for verdict in ran.verdicts().values() if verdict != "untested"}
    assert judged == {"conformant"}
    noticed = [remark for remark in ran.results["remarks"] if "search corpus" in remark]
    assert noticed == [
        "The target refused 1 object of the search corpus (Basic Text SR Storage): "
        "searches were judged by what it took of it."
    ]


def test_fresh_uids_leave_the_tutorial_study_of_others_alone(tmp_path: Path) -> None:
    with running() as url:
        assert run(tmp_path / "first", "--url", url, "--profile", "tutorial", "-k", "Storing").code == 0
        ran = run(tmp_path / "fresh", "--url", url, "--profile", "tutorial", "--uids", "fresh")

    assert ran.code == 0, ran.out
    lines = map(json.loads, (ran.folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines())
    changing = [line["request"] for line in lines if line["type"] == "exchange" and line["request"]["method"] != "GET"]
    assert changing
    assert not any("13230779778012324449356534479549187420" in request["url"] for request in changing)


def test_pytest_in_a_checkout_judges_the_same(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *command()[:1],
            "-m",
            "pytest",
            "features",
            "--profile",
            "tutorial",
            "--report",
            str(tmp_path / "report"),
            "-q",
        ],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads((tmp_path / "report" / "results.json").read_text(encoding="utf-8"))
    assert {r["verdict"] for r in results["requirements"]} == {"conformant"}


@pytest.mark.parametrize("option", [["-k", "Search"], ["-m", "tutorial"], ["-m", 'req(id="retrieve-frame")']])
def test_any_subset_gives_the_same_verdicts(tmp_path: Path, option: list[str]) -> None:
    ran = run(tmp_path / "report", "--profile", "tutorial", *option)

    assert set(ran.verdicts().values()) <= {"conformant", "untested"}
    assert "conformant" in ran.verdicts().values()


def test_the_report_is_made_again_from_the_ledger(tmp_path: Path) -> None:
    ran = run(tmp_path / "report", "--profile", "tutorial", "--fault", "a-series-repeats-its-first-instance")
    names = ("results.json", "junit.xml", "report.html", "summary.md")
    before = {name: (ran.folder / name).read_bytes() for name in names}

    again = subprocess.run(
        command("report", str(ran.folder), "--out", str(tmp_path / "again")),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert again.returncode == 1, again.stderr
    assert {name: (tmp_path / "again" / name).read_bytes() for name in names} == before


def test_a_nonconformity_says_what_to_do_next(tmp_path: Path) -> None:
    ran = run(tmp_path / "report", "--profile", "tutorial", "--fault", "a-series-repeats-its-first-instance")

    finding = ran.out[ran.out.index("NONCONFORMANT") :]
    for label in ("scenario", "step", "expected", "received", "evidence", "curl", "again"):
        assert f"\n  {label}" in finding
    assert "Traceback" not in ran.out + ran.err


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "workers"])
def test_each_stored_study_is_of_one_process_and_removed_by_it_once(tmp_path: Path, workers: tuple[str, ...]) -> None:
    chosen = ("--only", "search-key-study-date", "--only", "search-key-study-time", "--only", "json-unique-names")

    ran = run(tmp_path / "report", *chosen, *workers)

    lines = [json.loads(line) for line in (ran.folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    stored = [line["study"] for line in lines if line["type"] == "stored"]
    requests = [line["request"] for line in lines if line["type"] == "exchange"]
    deleted = [request["url"].rpartition("/")[2] for request in requests if request["method"] == "DELETE"]
    assert len(stored) > 13
    assert sorted(deleted) == sorted(stored)
    assert len(set(stored)) == len(stored)
    assert ran.results["run"]["leftovers"] == []


def test_what_workers_could_not_remove_is_removed_at_the_end(tmp_path: Path) -> None:
    right = create_app(tmp_path / "store")
    refused: set[str] = set()

    async def hesitant(scope: Message, receive: Receive, send: Send) -> None:
        """Refuses to delete what it is asked to delete for the first time."""
        if scope.get("method") == "DELETE" and scope["path"] not in refused:
            refused.add(scope["path"])
            await send({"type": "http.response.start", "status": 503, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
        else:
            await right(scope, receive, send)

    with served(hesitant) as url:
        ran = run(tmp_path / "report", "--url", url, "--profile", "tutorial", "--only", "retrieve-instance", "-n", "2")

    assert refused
    assert ran.code == 0, ran.out + ran.err
    assert ran.results["run"]["leftovers"] == []
    lines = map(json.loads, (ran.folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines())
    numbers = [line["number"] for line in lines if line["type"] == "exchange"]
    assert len(set(numbers)) == len(numbers)
