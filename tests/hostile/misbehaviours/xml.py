"""XML that grows, that asks for files, and that is deep (XML 1.0 4)."""

from tests.hostile.misbehaviour import INCONCLUSIVE, NONCONFORMANT, misbehaviour
from tests.hostile.misbehaviours.multiparts import boundary_of
from tests.hostile.wire import Exchange

_ROOT = b'<NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM">'


def _each_document(exchange: Exchange, document: bytes) -> None:
    line = b"--" + boundary_of(exchange)
    head = b"\r\ncontent-type: application/dicom+xml\r\n\r\n"
    exchange.answer(line + head + document + b"\r\n" + line + b"--\r\n")


@misbehaviour("xml", NONCONFORMANT, "entity")
def declares_entities_that_grow_a_billionfold(exchange: Exchange) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{levels}]><NativeDicomModel>&e9;</NativeDicomModel>'
    _each_document(exchange, text.encode())


@misbehaviour("xml", NONCONFORMANT, "entity")
def declares_an_entity_of_another_host(exchange: Exchange) -> None:
    text = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{exchange.elsewhere}/secret">]><NativeDicomModel>&e;</NativeDicomModel>'
    _each_document(exchange, text.encode())


@misbehaviour("xml", NONCONFORMANT)
def names_a_document_type_of_another_host(exchange: Exchange) -> None:
    text = (
        f'<!DOCTYPE NativeDicomModel SYSTEM "{exchange.elsewhere}/model.dtd"><NativeDicomModel>&e;</NativeDicomModel>'
    )
    _each_document(exchange, text.encode())


@misbehaviour("xml", NONCONFORMANT, "within each other")
def nests_a_hundred_thousand_elements(exchange: Exchange) -> None:
    _each_document(exchange, _ROOT + b"<DicomAttribute><Item>" * 50_000)


@misbehaviour("xml", NONCONFORMANT)
def sends_an_attribute_of_five_megabytes(exchange: Exchange) -> None:
    _each_document(exchange, _ROOT[:-1] + b' a="' + b"a" * 5_000_000)


@misbehaviour("xml", NONCONFORMANT | INCONCLUSIVE)
def sends_a_million_empty_elements(exchange: Exchange) -> None:
    _each_document(exchange, _ROOT + b"<a/>" * 2_000_000 + b"</NativeDicomModel")


@misbehaviour("xml", NONCONFORMANT, "encoding")
def declares_an_encoding_that_nobody_knows(exchange: Exchange) -> None:
    _each_document(exchange, b'<?xml version="1.0" encoding="zlib_codec"?>' + _ROOT + b"</NativeDicomModel>")
