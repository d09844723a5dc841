"""JSON read strictly and safely."""

import json
import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicomweb_conformance.capacity import DEEPEST_JSON, LONGEST_NUMBER
from dicomweb_conformance.json_model import MalformedJson, read_json, read_json_tolerantly


def rule_of(raw: bytes) -> str:
    with pytest.raises(MalformedJson) as caught:
        read_json(raw)
    assert str(caught.value)
    return caught.value.rule


def test_keeps_every_digit_of_a_number() -> None:
    assert read_json(b"[1, -0.10, 1e2, 18446744073709551615]").root == [
        1,
        Decimal("-0.10"),
        Decimal("1e2"),
        18446744073709551615,
    ]


def test_keeps_the_order_of_names() -> None:
    (item,) = read_json(b' {"b": 1, "a": null}\r\n').items
    assert list(item) == ["b", "a"]


def test_items_are_the_objects_at_the_top() -> None:
    assert read_json(b'[{"a": 1}, 2, {}]').items == ({"a": 1}, {})
    assert read_json(b"2").items == ()


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"", "not-json"),
        (b"[1,]", "not-json"),
        (b"[1] [2]", "not-json"),
        (b"{'a': 1}", "not-json"),
        (b'["a\nb"]', "not-json"),
        (b'["\\', "not-json"),
        (b"[01]", "not-json"),
        (b"<html></html>", "not-json"),
        (b"\xef\xbb\xbf[]", "byte-order-mark"),
        ("[]".encode("utf-16"), "not-utf-8"),
        ('["ä"]'.encode("latin-1"), "not-utf-8"),
        (b"[NaN]", "not-a-number"),
        (b"[-Infinity]", "not-a-number"),
        (b'{"a": 1, "b": 2, "a": 1}', "duplicate-name"),
        (b'[{"x": {"\\u0061": 1, "a": 2}}]', "duplicate-name"),
        (b'["\\ud800"]', "not-unicode"),
        (b'{"\\uDC00": 1}', "not-unicode"),
        (b"[" * (DEEPEST_JSON + 1) + b"]" * (DEEPEST_JSON + 1), "too-deep"),
        (b'{"a":' * 100_000, "too-deep"),
        (b"9" * (LONGEST_NUMBER + 1), "number-too-long"),
        (b"-0." + b"0" * LONGEST_NUMBER, "number-too-long"),
        (b"1e1000", "number-too-long"),
        (b"1E-99999999999999999999", "number-too-long"),
    ],
)
def test_refuses_by_a_named_rule(raw: bytes, rule: str) -> None:
    assert rule_of(raw) == rule


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * DEEPEST_JSON + b"]" * DEEPEST_JSON,
        b'["' + b"[{" * 1000 + b'"]',
        b'["\\"[[\\\\"]',
        b"9" * LONGEST_NUMBER,
        b"[1e308, 1e-0000000400]",
        b'["\\ud83d\\ude00"]',
        b'{"a": {"a": 1}}',
        b"\t[\r\n] ",
        '{"ä": "日本"}'.encode(),
    ],
)
def test_reads_what_is_legal(raw: bytes) -> None:
    assert read_json(raw).defects == ()


@pytest.mark.parametrize(
    "raw",
    [b'"\\"' * 2_000_000, b"[[" + b'"' * 2_000_001, b"[" + b"1," * 1_000_000, b'{"a":1,' * 500_000, b"1" * 4_000_000],
)
def test_takes_linear_time_for_hostile_documents(raw: bytes) -> None:
    started = time.process_time()
    with suppress(MalformedJson):
        read_json(raw)
    assert time.process_time() - started < 10


def test_reads_tolerantly_over_defects_that_need_not_hide_others() -> None:
    document = read_json_tolerantly(b'\xef\xbb\xbf{"a": 1, "a": 2, "b": [NaN]}')
    assert document.root == {"a": 2, "b": [None]}
    assert [defect.rule for defect in document.defects] == ["byte-order-mark", "not-a-number", "duplicate-name"]


json_like = st.lists(
    st.sampled_from(
        ["[", "]", "{", "}", '"', "\\", "\\u", "d800", ":", ",", "1", "-", ".", "e9", "NaN", "null", "ä", " "]
    )
).map("".join)


@given(json_like.map(str.encode) | st.binary(max_size=40))
def test_raises_only_the_named_error(raw: bytes) -> None:
    with suppress(MalformedJson):
        read_json(raw)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**64) | st.text(max_size=5) | st.decimals(-1000, 1000, places=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
)


@given(values)
def test_reads_what_json_writes(value: object) -> None:
    def written(value: object) -> str:
        if isinstance(value, Decimal):
            return f"{value:f}" if "." in f"{value:f}" else f"{value:f}.0"
        if isinstance(value, list):
            return "[" + ",".join(map(written, value)) + "]"
        if isinstance(value, dict):
            return "{" + ",".join(f"{json.dumps(key)}:{written(inner)}" for key, inner in value.items()) + "}"
        return json.dumps(value, ensure_ascii=False)

    assert read_json(written(value).encode()).root == value
