"""JSON that is deep, long, endless, or none."""

import json

from tests.hostile.misbehaviour import CONFORMANT, INCONCLUSIVE, NONCONFORMANT, misbehaviour
from tests.hostile.wire import Exchange


def _endless(exchange: Exchange, beginning: bytes, more: bytes) -> None:
    exchange.chunked(b"%x\r\n%s\r\n" % (len(beginning), beginning))
    chunk = b"%x\r\n%s\r\n" % (len(more), more)
    while True:
        exchange.wire.send(chunk)


@misbehaviour("json", NONCONFORMANT)
def nests_a_hundred_thousand_arrays(exchange: Exchange) -> None:
    exchange.answer(b"[" * 100_000 + b"]" * 100_000)


@misbehaviour("json", NONCONFORMANT)
def nests_a_hundred_thousand_objects(exchange: Exchange) -> None:
    exchange.answer(b'[{"00081140":' + b'{"vr":"SQ","Value":[{"00081140":' * 100_000)


@misbehaviour("json", INCONCLUSIVE, "most that are read")
def sends_a_number_of_half_a_gigabyte(exchange: Exchange) -> None:
    exchange.wire.send(exchange.head(length=str(500_000_001)) + b"[")
    for _ in range(500):
        exchange.wire.send(b"7" * 1_000_000)


@misbehaviour("json", NONCONFORMANT)
def sends_a_number_of_ten_thousand_digits(exchange: Exchange) -> None:
    exchange.answer(b"[" + b"7" * 10_000 + b"]")


@misbehaviour("json", NONCONFORMANT)
def sends_a_number_beyond_every_exponent(exchange: Exchange) -> None:
    exchange.answer(b'[{"0020000D":{"vr":"UI","Value":[1e999999999]}}]')


@misbehaviour("json", INCONCLUSIVE, "most that are read")
def sends_a_string_without_end(exchange: Exchange) -> None:
    _endless(exchange, b'["', b"a" * 1_000_000)


@misbehaviour("json", INCONCLUSIVE, "most that are read")
def sends_an_array_without_end(exchange: Exchange) -> None:
    _endless(exchange, b"[{}", b",{}" * 300_000)


@misbehaviour("json", INCONCLUSIVE, "most that are read")
def sends_millions_of_empty_objects(exchange: Exchange) -> None:
    exchange.answer(b"[{}" + b",{}" * 8_000_000 + b"]")


@misbehaviour("json", NONCONFORMANT)
def sends_bytes_that_are_no_text(exchange: Exchange) -> None:
    exchange.answer(b"\x00\x01\xff\xfe[{\x80}]\x00" * 10)


@misbehaviour("json", NONCONFORMANT | CONFORMANT)
def sends_json_in_utf_16(exchange: Exchange) -> None:
    exchange.answer(exchange.right.body.decode().encode("utf-16"))


@misbehaviour("json", NONCONFORMANT | CONFORMANT)
def gives_each_name_twice(exchange: Exchange) -> None:
    def twice(ds: dict[str, object]) -> str:
        return ",".join(f'"{name}":null,"{name}":{json.dumps(value)}' for name, value in ds.items())

    found = json.loads(exchange.right.body)
    exchange.answer(f"[{','.join('{' + twice(ds) + '}' for ds in found)}]".encode())


@misbehaviour("json", NONCONFORMANT)
def escapes_half_a_character(exchange: Exchange) -> None:
    exchange.answer(b'[{"0020000D":{"vr":"UI","Value":["\\ud800"]},"\\udfff":{"vr":"UI"}}]')


@misbehaviour("json", NONCONFORMANT)
def sends_a_string_for_an_array(exchange: Exchange) -> None:
    exchange.answer(b'"datasets"')


@misbehaviour("json", NONCONFORMANT)
def sends_null_for_an_array(exchange: Exchange) -> None:
    exchange.answer(b"null")


@misbehaviour("json", NONCONFORMANT)
def sends_wrong_types_everywhere(exchange: Exchange) -> None:
    element = {"vr": 7, "Value": {"Value": []}, "BulkDataURI": [], "InlineBinary": 1e308}
    dataset = {"0020000D": element, "00080018": [], "": {}, "0020000E": {"vr": "UI", "Value": [[{}], None]}}
    wrong: list[object] = [None, 1, [], dataset]
    exchange.answer(json.dumps(wrong).encode())


@misbehaviour("json", NONCONFORMANT)
def sends_nothing_at_all(exchange: Exchange) -> None:
    exchange.answer(b"")


@misbehaviour("json", NONCONFORMANT)
def sends_half_of_the_document(exchange: Exchange) -> None:
    exchange.answer(exchange.right.body[: len(exchange.right.body) // 2])


@misbehaviour("json", NONCONFORMANT)
def puts_megabytes_of_escapes_into_a_uid(exchange: Exchange) -> None:
    uid = "\x1b]0;x\x07\u202e" * 300_000
    exchange.answer(
        json.dumps([{tag: {"vr": "UI", "Value": [uid]} for tag in ("00080018", "0020000D", "0020000E")}]).encode()
    )
