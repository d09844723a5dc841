"""``cleanup`` removes what a run left, by every kind of ledger, and nothing that is not proven to be the run's."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from dicomweb_conformance.evidence.ledger import LedgerWriter, outstanding, part_path, read_ledger
from dicomweb_conformance.evidence.ledger_file import encode
from dicomweb_conformance.plugin.preflight import TUTORIAL_STUDY
from dicomweb_conformance.samples.tutorial import small_study, tutorial_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Study
from tests.evidence.lines import HEADER, write
from tests.running import command, served
from tests.safety.watched import Message, Receive, Send, Site, site

RUN = "r1"
"""The id of the run of HEADER."""


def cleanup(ledger: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command("cleanup", str(ledger), *more), capture_output=True, text=True, timeout=60, check=False
    )


def own_study(folder: Path, name: str, run: str = RUN) -> Study:
    """A study as the run stores it."""
    return small_study(folder / name, lambda uid: derived_uid(run, name, uid), "P", "A")


@contextmanager
def left(folder: Path, foreign: tuple[Study, ...], *studies: Study) -> Iterator[Site]:
    """A target on which a run left these studies."""
    with site(folder / "site", foreign) as held:
        for study in studies:
            assert held.client.store(study.instances).status == 200
        yield held


def uid(study: Study) -> str:
    return study.reference.StudyInstanceUID


def killed(folder: Path, *studies: str) -> Path:
    """The ledger of a run that stored these studies and was killed."""
    ledger = write(folder / "ledger.jsonl", lambda w: w.header(HEADER))
    for study in studies:
        write(ledger, partial(LedgerWriter.stored, study=study))
    return ledger


def test_the_ledger_of_a_run_that_was_killed(tmp_path: Path, foreign: tuple[Study, ...]) -> None:
    first, second = own_study(tmp_path, "first"), own_study(tmp_path, "second")
    ledger = killed(tmp_path, uid(first))
    part = write(part_path(ledger, "gw0"), lambda w: w.stored(uid(second)))
    ledger.write_bytes(ledger.read_bytes() + b'{"type":"stored","study":"2.25.')
    part.write_bytes(part.read_bytes() + b'{"ty')
    with left(tmp_path, foreign, first, second) as held:
        done = cleanup(tmp_path, "--url", held.url)
        assert (done.returncode, done.stdout) == (0, "2 studies removed, 0 left\n"), done.stderr
        assert held.left_behind() == []
        held.assert_foreign_untouched()
        assert cleanup(tmp_path, "--url", held.url).stdout == "0 studies removed, 0 left\n"


@pytest.mark.parametrize("outcome", ["finished", "interrupted"])
def test_the_ledger_of_a_run_that_could_not_remove_all(
    tmp_path: Path, foreign: tuple[Study, ...], outcome: str
) -> None:
    study = own_study(tmp_path, "left")
    ledger = killed(tmp_path, uid(study))
    write(ledger, lambda w: w.footer(outcome, 1))
    with left(tmp_path, foreign, study) as held:
        assert cleanup(ledger, "--url", held.url).returncode == 0
        assert held.left_behind() == []
    assert read_ledger(ledger).intact


def test_a_joined_ledger_removes_what_each_run_left(tmp_path: Path, foreign: tuple[Study, ...]) -> None:
    studies = [own_study(tmp_path, "one", "a"), own_study(tmp_path, "two", "b")]
    run = {**HEADER.run, "id": "joined", "campaign": [{"id": "a"}, {"id": "b"}]}
    lines = [encode({**HEADER.to_json(), "run": run})]
    lines += [encode({"type": "stored", "study": uid(study), "at": "2026-11-23T09:00:00.000Z"}) for study in studies]
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_bytes(b"".join(line + b"\n" for line in lines))
    write(ledger, lambda w: w.footer("finished", 1))
    with left(tmp_path, foreign, *studies) as held:
        assert cleanup(ledger, "--url", held.url).stdout == "2 studies removed, 0 left\n"
        assert held.left_behind() == []


def test_a_forged_ledger_deletes_nothing_of_others(tmp_path: Path, foreign: tuple[Study, ...]) -> None:
    own = own_study(tmp_path, "own")
    odd = ["../studies", "", "2.25.1", f"{uid(own)}/../{uid(foreign[0])}", "\x1b[2J"]
    ledger = killed(tmp_path, uid(own), *map(uid, foreign), *odd)
    with left(tmp_path, foreign, own) as held:
        done = cleanup(ledger, "--url", held.url)
        assert done.returncode == 3
        assert done.stdout.startswith(f"1 study removed, {len(foreign) + len(odd)} left\n")
        assert done.stdout.count("nothing proves that the run stored it") == len(foreign) + len(odd)
        assert "\x1b" not in done.stdout
        assert held.left_behind() == []
        assert {request.path for request in held.watched.deletions} == {f"/studies/{uid(own)}"}
        held.assert_foreign_untouched()


@pytest.mark.parametrize("changed", [False, True])
def test_the_tutorials_study_goes_by_a_ledger_that_was_not_changed(
    tmp_path: Path, foreign: tuple[Study, ...], changed: bool
) -> None:
    study = tutorial_study(tmp_path)
    ledger = killed(tmp_path, TUTORIAL_STUDY)
    write(ledger, lambda w: w.footer("interrupted", 1))
    if changed:
        ledger.write_bytes(ledger.read_bytes().replace(b"http://a.example", b"http://b.example", 1))
    with left(tmp_path, foreign, study) as held:
        assert cleanup(ledger, "--url", held.url).returncode == (3 if changed else 0)
        assert len(held.left_behind()) == (3 if changed else 0)
        held.assert_foreign_untouched()


def test_what_others_put_into_a_study_stays(tmp_path: Path, foreign: tuple[Study, ...]) -> None:
    study = own_study(tmp_path, "own")
    added = small_study(
        tmp_path / "added",
        lambda old: uid(study) if old == TUTORIAL_STUDY else derived_uid("somebody else", "added", old),
        "P",
        "A",
    )
    ledger = killed(tmp_path, uid(study))
    with left(tmp_path, foreign, study, added) as held:
        done = cleanup(ledger, "--url", held.url)
        assert done.returncode == 3
        assert "holds what this run did not store" in done.stdout
        assert set(held.left_behind()) == {str(each.reference.SOPInstanceUID) for each in added.instances}
    assert outstanding(read_ledger(ledger)) == (uid(study),)


def test_a_target_that_is_down_has_nothing_removed(tmp_path: Path) -> None:
    ledger = killed(tmp_path, derived_uid(RUN, "study"))
    done = cleanup(ledger, "--url", "http://127.0.0.1:9")
    assert done.returncode == 3
    assert "http://127.0.0.1:9 cannot be reached" in done.stderr
    assert outstanding(read_ledger(ledger)) == (derived_uid(RUN, "study"),)


@pytest.mark.parametrize("status", [401, 403, 404, 500, 503])
def test_a_target_that_only_refuses_has_nothing_removed(tmp_path: Path, status: int) -> None:
    async def refusing(scope: Message, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    ledger = killed(tmp_path, derived_uid(RUN, "study"))
    with served(refusing) as url:
        done = cleanup(ledger, "--url", url)
    assert done.returncode == 3
    assert str(status) in done.stderr
    assert outstanding(read_ledger(ledger)) == (derived_uid(RUN, "study"),)


def test_a_packed_ledger_is_to_be_unpacked_first(tmp_path: Path) -> None:
    ledger = killed(tmp_path, derived_uid(RUN, "study"))
    subprocess.run(["gzip", str(ledger)], check=True)
    done = cleanup(tmp_path, "--url", "http://127.0.0.1:9")
    assert done.returncode == 2
    assert "unpack" in done.stderr


def test_what_is_no_ledger_is_said(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_text("no ledger\nat all\n", encoding="utf-8")
    done = cleanup(tmp_path)
    assert done.returncode == 2
    assert "no readable ledger" in done.stderr
