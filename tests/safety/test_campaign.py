"""The ledgers of a run that was divided, such as the jobs of a CI matrix, give the verdicts of the whole run."""

import json
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dicomweb_conformance.evidence.ledger import read_ledger
from dicomweb_conformance.reference.serve import running
from tests.running import Ran, command, run

FAULT = "a-series-repeats-its-first-instance"
PARTS = {"delete": "delete-*", "retrieve": "retrieve-*", "store": "store-*"}
_SELECTION = ("--profile", "tutorial", "--uids", "fresh")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Ran]:
    """One run of all parts, and one of each part by itself at the same time; all of the same target."""
    folder = tmp_path_factory.mktemp("campaign")
    only = {"whole": list(PARTS.values()), **{name: [pattern] for name, pattern in PARTS.items()}}
    with running(fault=FAULT) as url, ThreadPoolExecutor(2) as pool:
        started = {
            name: pool.submit(
                run, folder / name, "--url", url, *_SELECTION, *(word for one in chosen for word in ("--only", one))
            )
            for name, chosen in only.items()
        }
        return {name: ran.result() for name, ran in started.items()}


def report(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command("report", *map(str, arguments)), capture_output=True, text=True, timeout=60, check=False
    )


def verdicts(results: Mapping[str, Any]) -> dict[str, tuple[str, list[str]]]:
    """The verdict of each requirement, and those of its scenarios."""
    return {r["id"]: (r["verdict"], [s["verdict"] for s in r["scenarios"]]) for r in results["requirements"]}


def test_three_parts_give_the_verdicts_of_the_whole(whole: Mapping[str, Ran], tmp_path: Path) -> None:
    joined = report(*(whole[name].folder for name in PARTS), "--out", tmp_path / "joined")
    results = json.loads((tmp_path / "joined" / "results.json").read_text(encoding="utf-8"))

    assert joined.returncode == whole["whole"].code == 1, joined.stderr
    assert verdicts(results) == verdicts(whole["whole"].results)
    assert {name: p["must"] for name, p in results["profiles"].items()} == {
        name: p["must"] for name, p in whole["whole"].results["profiles"].items()
    }
    assert results["run"]["requests"] == sum(whole[name].results["run"]["requests"] for name in PARTS)


def test_the_order_in_which_the_parts_are_named_does_not_matter(whole: Mapping[str, Ran], tmp_path: Path) -> None:
    for number, names in enumerate((list(PARTS), list(PARTS)[::-1])):
        report(*(whole[name].folder for name in names), "--out", tmp_path / str(number))
    first, second = (
        verdicts(json.loads((tmp_path / name / "results.json").read_text(encoding="utf-8"))) for name in ("0", "1")
    )
    assert first == second


def test_each_exchange_of_a_part_is_cited_by_its_new_number(whole: Mapping[str, Ran], tmp_path: Path) -> None:
    report(*(whole[name].folder for name in PARTS), "--out", tmp_path / "joined")
    joined = read_ledger(tmp_path / "joined" / "ledger.jsonl")
    cited = {s.id: [joined.exchanges[number].request.url for number in s.exchanges] for s in joined.scenarios}
    for name in PARTS:
        part = read_ledger(whole[name].folder / "ledger.jsonl")
        for scenario in part.scenarios:
            assert cited[scenario.id] == [part.exchanges[number].request.url for number in scenario.exchanges]
    assert list(joined.exchanges) == list(range(1, len(joined.exchanges) + 1))


def test_the_joined_ledger_is_sealed_and_names_the_seals_of_its_parts(whole: Mapping[str, Ran], tmp_path: Path) -> None:
    report(*(whole[name].folder for name in PARTS), "--out", tmp_path / "joined")
    verified = subprocess.run(command("verify", str(tmp_path / "joined")), capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stdout
    campaign = read_ledger(tmp_path / "joined" / "ledger.jsonl").header.run["campaign"]
    footers = [read_ledger(whole[name].folder / "ledger.jsonl").footer for name in PARTS]
    assert isinstance(campaign, list)
    assert [part["chain"] for part in campaign] == [footer.chain for footer in footers if footer]


def test_the_report_of_one_ledger_stays_what_it_was(whole: Mapping[str, Ran], tmp_path: Path) -> None:
    again = report(whole["store"].folder, "--out", tmp_path / "again")
    assert again.returncode == whole["store"].code, again.stderr
    for name in ("results.json", "report.html", "junit.xml", "summary.md"):
        assert (tmp_path / "again" / name).read_bytes() == (whole["store"].folder / name).read_bytes()


@pytest.mark.parametrize(
    ("member", "key", "value", "said"),
    [
        ("suite", "version", "0.0.9", "version of the suite"),
        ("registry", "sha256", "00", "registry of requirements"),
        ("target", "url", "http://elsewhere.example", "target"),
        ("target", "version", "9.9", "target"),
        ("target", "deviations", [{"requirement": "delete-instance"}], "declared deviations"),
        ("run", "strict", True, "--strict"),
        ("run", "id", None, "same run"),
    ],
)
def test_what_does_not_belong_together_is_refused(
    whole: Mapping[str, Ran], tmp_path: Path, member: str, key: str, value: object, said: str
) -> None:
    first = whole["store"].folder / "ledger.jsonl"
    lines = (whole["delete"].folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    header = json.loads(lines[0])
    header[member][key] = value or json.loads(first.read_text(encoding="utf-8").splitlines()[0])["run"]["id"]
    other = tmp_path / "other.jsonl"
    unsealed = [json.dumps(header), *(line for line in lines[1:] if not line.startswith('{"type":"footer"'))]
    other.write_text("\n".join(unsealed) + "\n", encoding="utf-8")

    refused = report(first, other, "--out", tmp_path / "joined")
    assert refused.returncode == 2
    assert said in " ".join(refused.stderr.split())
    assert not (tmp_path / "joined" / "results.json").exists()


def test_a_part_that_was_killed_makes_the_whole_partial(whole: Mapping[str, Ran], tmp_path: Path) -> None:
    killed = tmp_path / "killed.jsonl"
    content = (whole["delete"].folder / "ledger.jsonl").read_bytes()
    killed.write_bytes(content[: content.rindex(b'{"type":"footer"') + 9])
    joined = report(whole["store"].folder, killed, "--out", tmp_path / "joined")
    assert joined.returncode == 3, joined.stdout + joined.stderr
    results = json.loads((tmp_path / "joined" / "results.json").read_text(encoding="utf-8"))
    assert results["profiles"]["tutorial"]["verdict"] == "partial"
