"""The commands that work on reports: compare, verify, report; and the gate, signature and plan of a run."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dicomweb_conformance.reference.serve import running
from dicomweb_conformance.report.write import FORMATS as WRITTEN
from dicomweb_conformance.run_options import FORMATS
from tests.running import Ran, command, run

FAULT = "a-series-repeats-its-first-instance"
BROKEN = "retrieve-series-instances"


def call(*arguments: object) -> subprocess.CompletedProcess[str]:
    """A command of the program."""
    return subprocess.run(
        command(*map(str, arguments)), capture_output=True, text=True, timeout=120, check=False, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """Two runs of one small part: against the right server and against a wrong one."""
    folder = tmp_path_factory.mktemp("reports")
    only = ("--only", "retrieve-series-*", "--profile", "tutorial")
    return {
        "right": run(folder / "right", *only, "--operator", "Jane Doe <jane@example.org>"),
        "wrong": run(folder / "wrong", *only, "--fault", FAULT),
    }


def test_every_format_that_can_be_asked_for_can_be_written() -> None:
    assert set(FORMATS) == set(WRITTEN)


def test_runs_are_compared_as_text_json_and_page(reports: dict[str, Ran], tmp_path: Path) -> None:
    right, wrong = reports["right"].folder, reports["wrong"].folder / "results.json"
    text = call("compare", right, wrong)
    as_json = call("compare", right, wrong, "--format", "json")
    page = call("compare", right, wrong, "--format", "html", "--out", tmp_path / "matrix.html")

    assert [text.returncode, as_json.returncode, page.returncode] == [0, 0, 0]
    assert "NEW FAILURE" in text.stdout
    assert BROKEN in text.stdout
    assert json.loads(as_json.stdout)["regressions"] == [BROKEN]
    assert BROKEN in (tmp_path / "matrix.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("order", "code"), [(("right", "wrong"), 1), (("wrong", "right"), 0)])
def test_only_a_regression_fails_a_comparison(reports: dict[str, Ran], order: tuple[str, str], code: int) -> None:
    compared = call("compare", *(reports[name].folder for name in order), "--fail-on", "regression")
    assert compared.returncode == code, compared.stderr


def test_one_run_is_nothing_to_compare(reports: dict[str, Ran]) -> None:
    compared = call("compare", reports["right"].folder)
    assert compared.returncode == 2
    assert "two results or more" in compared.stderr


def test_an_untouched_report_is_proven(reports: dict[str, Ran]) -> None:
    verified = call("verify", reports["wrong"].folder, "--format", "json")
    assert verified.returncode == 0
    assert json.loads(verified.stdout)["proven"] is True


@pytest.mark.parametrize("name", ["ledger.jsonl", "results.json", "report.html"])
def test_an_altered_report_is_found(reports: dict[str, Ran], tmp_path: Path, name: str) -> None:
    copy = Path(shutil.copytree(reports["wrong"].folder, tmp_path / "copy"))
    text = (copy / name).read_text(encoding="utf-8")
    (copy / name).write_text(text.replace("nonconformant", "conformant", 1), encoding="utf-8")

    verified = call("verify", copy)
    assert verified.returncode == 1
    assert "BROKEN" in verified.stdout
    assert verified.stdout.rstrip().endswith("ALTERED")


def test_a_packed_ledger_is_as_good_as_it_was(reports: dict[str, Ran], tmp_path: Path) -> None:
    copy = Path(shutil.copytree(reports["wrong"].folder, tmp_path / "copy"))
    subprocess.run(["gzip", "-n", str(copy / "ledger.jsonl")], check=True)
    assert call("verify", copy).returncode == 0
    assert call("report", copy, "--out", tmp_path / "again").returncode == 1
    for name in ("report.html", "results.json"):
        assert (tmp_path / "again" / name).read_bytes() == (copy / name).read_bytes()


def test_who_ran_it_stands_on_the_cover(reports: dict[str, Ran]) -> None:
    page = (reports["right"].folder / "report.html").read_text(encoding="utf-8")
    assert "<dt>Run by</dt><dd>Jane Doe &lt;jane@example.org&gt;</dd>" in page


def _key(folder: Path, name: str) -> tuple[Path, Path]:
    private, public = folder / f"{name}.pem", folder / f"{name}.pub"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(private)], check=True)
    subprocess.run(["openssl", "pkey", "-in", str(private), "-pubout", "-out", str(public)], check=True)
    return private, public


def test_a_signature_proves_who_made_the_ledger(tmp_path: Path) -> None:
    pytest.importorskip("cryptography", reason="the extra [sign] is not installed")
    private, public = _key(tmp_path, "own")
    _, foreign = _key(tmp_path, "foreign")
    ran = run(tmp_path / "report", "--only", "retrieve-series-instances", "--sign-key", str(private))
    assert ran.code == 0, ran.err

    assert call("verify", ran.folder, "--public-key", public).returncode == 0
    assert call("verify", ran.folder, "--public-key", foreign).returncode == 1
    by_openssl = subprocess.run(
        f"openssl pkeyutl -verify -pubin -inkey {public} -rawin -in ledger.jsonl -sigfile ledger.jsonl.sig".split(),
        cwd=ran.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert by_openssl.returncode == 0, by_openssl.stderr
    (ran.folder / "ledger.jsonl.sig").unlink()
    assert call("verify", ran.folder, "--public-key", public).returncode == 1


def test_an_unusable_key_is_told_before_anything_is_run(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("no key", encoding="utf-8")
    ran = run(tmp_path / "report", "--sign-key", str(tmp_path / "key.pem"))
    assert ran.code == 2
    assert "openssl genpkey" in ran.err
    assert not ran.folder.exists()


def test_runs_of_one_campaign_become_one_report(tmp_path: Path) -> None:
    with running(fault=FAULT) as url:
        parts = [
            run(tmp_path / name, "--url", url, "--profile", "tutorial", "--only", name)
            for name in ("retrieve-series-instances", "delete-instance")
        ]
    joined = call("report", *(part.folder for part in parts), "--out", tmp_path / "joined")

    assert joined.returncode == 1, joined.stderr
    results = json.loads((tmp_path / "joined" / "results.json").read_text(encoding="utf-8"))
    verdicts = {r["id"]: r["verdict"] for r in results["requirements"] if r["verdict"] != "untested"}
    assert verdicts == {"retrieve-series-instances": "nonconformant", "delete-instance": "conformant"}
    assert results["run"]["requests"] == sum(part.results["run"]["requests"] for part in parts)
    assert any("Joined from 2 runs" in remark for remark in results["remarks"])
    cited = [n for r in results["requirements"] for s in r["scenarios"] for n in s["exchanges"]]
    assert len(cited) == len(set(cited))
    assert call("verify", tmp_path / "joined").returncode == 0


def test_runs_of_different_targets_are_no_campaign(reports: dict[str, Ran], tmp_path: Path) -> None:
    joined = call("report", *(ran.folder for ran in reports.values()), "--out", tmp_path / "joined")
    assert joined.returncode == 2
    assert "target" in joined.stderr
    assert "compare" in joined.stderr


def test_a_changed_ledger_is_not_joined(tmp_path: Path, reports: dict[str, Ran]) -> None:
    copy = Path(shutil.copytree(reports["right"].folder, tmp_path / "copy"))
    ledger = copy / "ledger.jsonl"
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(text.replace('"conformant"', '"unsupported"', 1), encoding="utf-8")
    joined = call("report", reports["right"].folder, copy, "--out", tmp_path / "joined")
    assert joined.returncode == 2
    assert "was changed after its run" in joined.stderr


def test_a_dry_run_lists_and_sends_nothing(tmp_path: Path) -> None:
    planned = run(
        tmp_path / "report",
        "--dry-run",
        "--url",
        "http://127.0.0.1:9",
        "--only",
        "retrieve-series-*",
        "--only",
        "delete-i*",
    )
    assert planned.code == 0, planned.err
    assert BROKEN in planned.out
    assert "delete-instance" in planned.out
    assert planned.out.rstrip().endswith("nothing was sent")
    assert not planned.folder.exists()


def test_a_pattern_that_fits_nothing_is_a_usage_error(tmp_path: Path) -> None:
    ran = run(tmp_path / "report", "--only", "no-such-*")
    assert ran.code == 2
    assert "no-such-*" in ran.err


def test_only_the_formats_that_were_asked_for_are_written(tmp_path: Path) -> None:
    ran = run(tmp_path / "report", "--only", BROKEN, "--format", "json", "--format", "csv")
    assert {path.name for path in ran.folder.iterdir()} == {"ledger.jsonl", "results.json", "requirements.csv"}


def test_a_run_is_gated_by_its_baseline(reports: dict[str, Ran], tmp_path: Path) -> None:
    right, wrong = (str(reports[name].folder) for name in ("right", "wrong"))
    narrowed = ("--profile", "tutorial", "--only", "retrieve-series-*", "--fault", FAULT, "--fail-on", "regression")
    known = run(tmp_path / "known", *narrowed, "--baseline", wrong)
    new = run(tmp_path / "new", *narrowed, "--baseline", right)

    assert known.code == 0, known.out
    assert new.code == 1
    assert new.out.rstrip().endswith(f"gate      FAIL  1 requirement worse than in the baseline: {BROKEN}")


def test_a_baseline_that_cannot_be_read_is_told_before_anything_is_run(tmp_path: Path) -> None:
    ran = run(tmp_path / "report", "--fail-on", "regression", "--baseline", str(tmp_path / "missing.json"))
    assert ran.code == 2
    assert "missing.json" in ran.err
    assert not ran.folder.exists()


def _declared(path: Path) -> list[dict[str, Any]]:
    return list(tomllib.loads(path.read_text(encoding="utf-8")).get("deviation", []))


def test_new_deviations_want_a_reason_before_they_count(tmp_path: Path) -> None:
    target = tmp_path / "target.toml"
    narrowed = ("--target", str(target), "--profile", "tutorial", "--only", "retrieve-series-*")
    with running(fault=FAULT) as url:
        target.write_text(f'# kept as it is\nurl = "{url}"\ncapabilities = ["delete"]\n', encoding="utf-8")
        first = run(tmp_path / "first", *narrowed, "--update-deviations")
        assert first.code == 1
        assert _declared(target) == [{"requirement": BROKEN, "reason": ""}]
        assert "# kept as it is" in target.read_text(encoding="utf-8")

        unfilled = run(tmp_path / "unfilled", *narrowed)
        assert unfilled.code == 2
        assert "needs a reason" in unfilled.err

        text = target.read_text(encoding="utf-8")
        target.write_text(text.replace('reason = ""', 'reason = "Fixed in 4.3"'), encoding="utf-8")
        filled = run(tmp_path / "filled", *narrowed, "--update-deviations")
    assert filled.code == 0, filled.out
    assert len(_declared(target)) == 1


def test_without_a_target_file_deviations_lie_beside_the_report(tmp_path: Path) -> None:
    ran = run(tmp_path / "report", "--only", BROKEN, "--profile", "tutorial", "--fault", FAULT, "--update-deviations")
    assert _declared(ran.folder / "deviations.toml") == [{"requirement": BROKEN, "reason": ""}]


def test_what_failed_last_is_run_again_alone(tmp_path: Path) -> None:
    cache = ("-o", f"cache_dir={tmp_path / 'cache'}", "--profile", "tutorial", "--only", "retrieve-s*")
    first = run(tmp_path / "first", *cache, "--fault", FAULT)
    again = run(tmp_path / "again", *cache, "--last-failed")

    assert first.code == 1
    judged = {id_ for id_, verdict in again.verdicts().items() if verdict != "untested"}
    assert judged == {BROKEN}
    assert again.code == 0, again.out


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("dicomweb-conformance veri", "verify"),
        ("dicomweb-conformance run --only retrieve-series-i", BROKEN),
        ("dicomweb-conformance run --fault a-series-repeats", FAULT),
        ("dicomweb-conformance run --fail-on reg", "regression"),
    ],
)
def test_the_shell_completes_what_was_begun(words: str, completed: str) -> None:
    found = subprocess.run(
        [sys.executable, "-c", "from dicomweb_conformance.cli import cli; cli(prog_name='dicomweb-conformance')"],
        env={
            **os.environ,
            "_DICOMWEB_CONFORMANCE_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.stdout.split() == [f"plain,{completed}"]
