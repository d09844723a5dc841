"""Two runs on one target never spoil each other's verdicts, and a run spoils nothing of who works on it by hand."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dicomweb_conformance.datasets import datasets_in
from dicomweb_conformance.plugin.preflight import TUTORIAL_STUDY
from dicomweb_conformance.reference.serve import running
from dicomweb_conformance.samples.tutorial import small_study, tutorial_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Study
from tests.running import run
from tests.safety.watched import Lie, Reply, Request, opened, site

_SELECTION = ("--profile", "tutorial", "--only", "delete-*", "--only", "store-*")
_PATIENCE = 120.0


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["serial", "workers"])
def test_two_runs_with_fresh_uids_pass(tmp_path: Path, workers: tuple[str, ...]) -> None:
    with running() as url, ThreadPoolExecutor(2) as pool:
        started = [
            pool.submit(run, tmp_path / name, "--url", url, "--uids", "fresh", *_SELECTION, *workers) for name in "ab"
        ]
        ran = [each.result() for each in started]
        with opened(url) as client:
            assert datasets_in(client.search("studies").body) == ()
    assert [each.code for each in ran] == [0, 0], ran[0].out + ran[1].out
    assert ran[0].verdicts() == ran[1].verdicts()


def test_the_second_of_two_runs_with_the_tutorials_uids_is_told(tmp_path: Path, foreign: tuple[Study, ...]) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def holding_the_first(request: Request) -> Request | Reply:
        if request.method == "POST" and not arrived.is_set():
            arrived.set()
            go_on.wait(_PATIENCE)
        return request

    with site(tmp_path / "site", foreign, lambda _: Lie(holding_the_first)) as held, ThreadPoolExecutor(1) as pool:
        first = pool.submit(run, tmp_path / "first", "--url", held.url, *_SELECTION)
        try:
            assert arrived.wait(_PATIENCE)
            asked = len(held.watched.requests)
            second = run(tmp_path / "second", "--url", held.url, "--replace-existing", *_SELECTION)
        finally:
            go_on.set()
        assert second.code == 2
        assert "another run on this machine" in second.err
        assert "--uids fresh" in second.err
        assert len(held.watched.requests) == asked
        assert first.result().code == 0, first.result().out
        assert held.left_behind() == []


def test_a_tutorial_study_that_appears_after_the_check_is_left_alone(
    tmp_path: Path, foreign: tuple[Study, ...]
) -> None:
    study = tutorial_study(tmp_path)
    stored: list[int] = []

    def store_once(request: Request, reply: Reply) -> Reply:
        if request.path.endswith(f"{TUTORIAL_STUDY}/metadata") and not stored:
            stored.append(held.client.store(study.instances).status)
        return reply

    with site(tmp_path / "site", foreign, lambda _: Lie(after=store_once)) as held:
        ran = run(tmp_path / "report", "--url", held.url, *_SELECTION)
        assert stored == [200]
        assert ran.code == 3, ran.out
        assert set(held.left_behind()) == {str(each.reference.SOPInstanceUID) for each in study.instances}
        assert not any(TUTORIAL_STUDY in request.path for request in held.watched.deletions)
        assert "nonconformant" not in set(ran.verdicts().values())
        assert "somebody else has stored the tutorial's study" in ran.out


def test_what_somebody_stores_into_the_tutorials_study_is_left_alone(
    tmp_path: Path, foreign: tuple[Study, ...]
) -> None:
    added = small_study(
        tmp_path / "added",
        lambda uid: TUTORIAL_STUDY if uid == TUTORIAL_STUDY else derived_uid("somebody else", "added", uid),
        "P",
        "A",
    )
    stored: list[int] = []

    def store_once(request: Request, reply: Reply) -> Reply:
        if TUTORIAL_STUDY in request.path and reply.status == 200 and not stored:
            stored.append(held.client.store(added.instances).status)
        return reply

    with site(tmp_path / "site", foreign, lambda _: Lie(after=store_once)) as held:
        ran = run(tmp_path / "report", "--url", held.url, "--profile", "tutorial", "--only", "store-*")
        assert stored == [200]
        assert set(held.left_behind()) == {str(each.reference.SOPInstanceUID) for each in added.instances}
        assert ran.results["run"]["leftovers"] == [TUTORIAL_STUDY]
