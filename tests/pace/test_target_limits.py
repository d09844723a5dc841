"""What a target file and the command line may say of pace and limits."""

from pathlib import Path

import pytest

from dicomweb_conformance.limits import Limits, Pace
from dicomweb_conformance.target import Target
from dicomweb_conformance.target_options import target_of
from dicomweb_conformance.toml_table import UnusableTarget

URL = 'url = "http://127.0.0.1:1"\n'


def target(folder: Path, text: str, **options: object) -> Target:
    file = folder / "target.toml"
    file.write_text(URL + text, encoding="utf-8")
    return target_of({"target": str(file), **options}, {})


def test_nothing_said_is_the_default(tmp_path: Path) -> None:
    assert target(tmp_path, "").access.limits == Limits()
    assert target(tmp_path, "").pace == Pace()


def test_limits_stand_beside_the_simple_one(tmp_path: Path) -> None:
    found = target(tmp_path, "timeout = 400\n[limits]\nfirst_byte = 500\n", limit_whole=90.0)
    assert found.access.limits == Limits(connect=400, first_byte=500, between_bytes=400, whole=90)


def test_the_whole_takes_no_shorter_than_a_part(tmp_path: Path) -> None:
    assert target(tmp_path, "timeout = 400").access.limits.whole == 400
    assert target(tmp_path, "timeout = 4").access.limits == Limits(4, 4, 4, 300)


def test_an_option_wins_over_the_file(tmp_path: Path) -> None:
    text = "[pace]\nmax_requests_per_second = 5\nmax_concurrency = 2\nlongest_wait = 9\n"
    found = target(tmp_path, text, max_requests_per_second=0.5)
    assert found.pace == Pace(max_requests_per_second=0.5, max_concurrency=2, longest_wait=9)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[pace]\nmax_requests_per_second = 0", "max_requests_per_second"),
        ("[pace]\nmax_requests_per_second = nan", "max_requests_per_second"),
        ("[pace]\nmax_concurrency = 1.5", "max_concurrency"),
        ("[pace]\nmax_concurrency = inf", "max_concurrency"),
        ("[pace]\nmost_repeats = -1", "most_repeats"),
        ("[pace]\nspeed = 1", "speed"),
        ("pace = 3", "pace"),
        ("[limits]\nwhole = 0", "whole"),
        ('[limits]\nconnect = "1"', "connect"),
        ("[limits]\nlast_byte = 3", "last_byte"),
    ],
)
def test_what_makes_no_sense_is_told_by_name(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(UnusableTarget, match=named):
        target(tmp_path, text)
