"""What is read takes as many steps as it is long: four times the input, four times the calls, counted and not timed."""

import gzip
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from dicomweb_conformance import json_model, native_model
from dicomweb_conformance.content_coding import undone
from dicomweb_conformance.media_type import parse_media_type
from dicomweb_conformance.multipart import MalformedMultipart, read_parts

_MOST = 4.5
"""Times as many calls for four times the input; a few are made whatever its length."""

_FOLDED = b"--b\r\nA: 1\r\n" + b" x\r\n" * 100 + b"\r\nx\r\n"


def parts(data: bytes) -> None:
    """Read a message of that body."""
    try:
        list(read_parts([data], "b"))
    except MalformedMultipart:
        return


def judged(data: bytes) -> None:
    """Read and judge DICOM JSON."""
    json_model.judge(json_model.read_json_tolerantly(data))


def judged_xml(data: bytes) -> None:
    """Read and judge DICOM XML."""
    native_model.judge(native_model.read_xml(data))


GROWING: dict[str, tuple[Callable[[int], bytes], Callable[[bytes], Any]]] = {
    "parts": (lambda n: b"--b\r\n\r\nx\r\n" * n + b"--b--", parts),
    "folded part headers": (lambda n: _FOLDED * (n // 50) + b"--b--", parts),
    "lines that are almost boundaries": (lambda n: b"--b\r\n\r\n" + b"\r\n--" * n, parts),
    "boundaries after bare line feeds": (lambda n: b"--b\r\n\r\n" + b"\n--b" * n, parts),
    "attributes": (lambda n: b"[{" + b",".join(b'"%08X":{"vr":"LO"}' % i for i in range(n)) + b"}]", judged),
    "datasets": (lambda n: b"[" + b'{"00080018":{"vr":"UI","Value":["1"]}},' * n + b"{}]", judged),
    "names that come again": (lambda n: b"[" + b'{"a":1,"a":2},' * n + b"{}]", judged),
    "values": (lambda n: b'[{"00080018":{"vr":"UI","Value":[' + b"1," * n + b"1]}}]", judged),
    "elements": (lambda n: b"<NativeDicomModel>" + b"<DicomAttribute/>" * n + b"</NativeDicomModel>", judged_xml),
    "parameters": (lambda n: b"a/b" + b';c="\\""' * n, lambda data: parse_media_type(data.decode())),
    "members of gzip": (lambda n: gzip.compress(b"x") * n, lambda data: list(undone([data], ["gzip"]))),
}


def calls(act: Callable[[bytes], Any], data: bytes) -> int:
    """How many functions of Python and of C are called."""
    number = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act(data)
    finally:
        sys.setprofile(before)
    return number


@pytest.mark.parametrize("name", GROWING)
def test_four_times_the_input_takes_four_times_the_calls(name: str) -> None:
    food, act = GROWING[name]

    few, many = calls(act, food(500)), calls(act, food(2000))

    assert few > 10, "the reader did nothing, so this proves nothing"
    assert many < few * _MOST
