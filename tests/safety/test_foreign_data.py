"""A run deletes only what it stored, whatever the target says; the data of others stay as they are, byte for byte."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dicomweb_conformance.study import Reference, Study
from tests.running import run
from tests.safety.watched import Lie, Reply, Request, rewritten, site

Liar = Callable[[tuple[Study, ...]], Lie]
_TUTORIAL = ("--profile", "tutorial", "--only", "delete-*", "--only", "store-[a-m]*")


def _victim(foreign: tuple[Study, ...]) -> Reference:
    return foreign[0].instances[0].reference


def _redirecting(method: str, status: int) -> Liar:
    def liar(foreign: tuple[Study, ...]) -> Lie:
        def before(request: Request) -> Request | Reply:
            if request.method != method:
                return request
            return Reply(status, {"location": f"/{_victim(foreign).study.path}", "content-length": "0"})

        return Lie(before)

    return liar


def _deleting_at_another_base(foreign: tuple[Study, ...]) -> Lie:
    """An honest server that has moved: it redirects deletions to the same study elsewhere, where others are too."""

    def before(request: Request) -> Request | Reply:
        if request.method == "DELETE" and not request.path.startswith("/v2/"):
            return Reply(308, {"location": f"/v2{request.path}", "content-length": "0"})
        return replace(request, path=request.path.removeprefix("/v2"))

    return Lie(before)


def _ignoring_filters(foreign: tuple[Study, ...]) -> Lie:
    """Every search finds everything."""

    def before(request: Request) -> Request | Reply:
        if request.method != "GET" or not request.path.endswith(("/studies", "/series", "/instances")):
            return request
        return replace(request, path="/" + request.path.rsplit("/", 1)[1], query="")

    return Lie(before)


def _changing(where: Callable[[Request], bool], change: Callable[[Any], Any]) -> Lie:
    def after(request: Request, reply: Reply) -> Reply:
        return rewritten(reply, change) if where(request) else reply

    return Lie(after=after)


def _element(vr: str, value: str) -> dict[str, object]:
    return {"vr": vr, "Value": [value]}


def _storing_elsewhere(foreign: tuple[Study, ...]) -> Lie:
    """What is stored is said to be an instance of others, in their study."""
    victim = _victim(foreign)

    def change(ds: dict[str, Any]) -> dict[str, Any]:
        for item in ds.get("00081199", {}).get("Value", []):
            item["00081155"] = _element("UI", str(victim.SOPInstanceUID))
            item["00081190"] = _element("UR", f"http://127.0.0.1/{victim.path}")
        return {**ds, "00081190": _element("UR", f"http://127.0.0.1/{victim.study.path}")}

    return _changing(lambda request: request.method == "POST", change)


def _naming_others(foreign: tuple[Study, ...]) -> Lie:
    """Searches and metadata show, beside what they should, an instance of others as if it were in the study."""
    victim = _victim(foreign)

    def change(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not found:
            return found
        other = {
            **found[0],
            "0020000E": _element("UI", str(victim.SeriesInstanceUID)),
            "00080018": _element("UI", str(victim.SOPInstanceUID)),
            "00081190": _element("UR", f"http://127.0.0.1/{victim.path}"),
        }
        return [other, *found]

    return _changing(lambda request: request.path.endswith(("/metadata", "/instances")), change)


def _renaming_series(foreign: tuple[Study, ...]) -> Lie:
    """Metadata and searches put each instance into a series, and a study, of others."""
    victim = _victim(foreign)

    def change(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {
                **ds,
                "0020000D": _element("UI", victim.StudyInstanceUID),
                "0020000E": _element("UI", str(victim.SeriesInstanceUID)),
            }
            for ds in found
        ]

    return _changing(lambda request: request.method == "GET", change)


LIES: dict[str, Liar] = {
    "tells the truth": lambda foreign: Lie(),
    "redirects deletions to a study of others by 307": _redirecting("DELETE", 307),
    "redirects deletions to a study of others by 308": _redirecting("DELETE", 308),
    "redirects stores to a study of others": _redirecting("POST", 307),
    "answers deletions from another base": _deleting_at_another_base,
    "ignores filters": _ignoring_filters,
    "says that it stored for others": _storing_elsewhere,
    "shows an instance of others in each study": _naming_others,
    "shows each instance in a study of others": _renaming_series,
}


@pytest.mark.parametrize("liar", LIES.values(), ids=LIES)
def test_nothing_of_others_is_deleted(tmp_path: Path, foreign: tuple[Study, ...], liar: Liar) -> None:
    with site(tmp_path / "site", foreign, liar) as held:
        ran = run(tmp_path / "report", "--url", held.url, *_TUTORIAL)

        assert ran.code in (0, 1, 3), ran.out + ran.err
        assert "Traceback" not in ran.out + ran.err
        assert [request for request in held.watched.requests if request.method == "POST"]
        assert held.watched.deletions
        held.assert_foreign_untouched()
        # what could not be removed is told, and what is not told is gone
        told = ran.results["run"]["leftovers"]
        assert bool(held.left_behind()) == bool(told)


@pytest.mark.parametrize("honest", ["tells the truth", "answers deletions from another base"])
def test_an_honest_target_is_left_as_it_was(tmp_path: Path, foreign: tuple[Study, ...], honest: str) -> None:
    with site(tmp_path / "site", foreign, LIES[honest]) as held:
        ran = run(tmp_path / "report", "--url", held.url, *_TUTORIAL)
        assert ran.code == 0, ran.out
        assert held.left_behind() == []
