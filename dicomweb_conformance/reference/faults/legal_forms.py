"""Legal oddities of form: JSON, XML, multipart and header fields as few servers write them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dicomweb_conformance.reference.behaviour import Behaviour
from dicomweb_conformance.reference.faults.changes import reply_without_header, replying
from dicomweb_conformance.reference.faults.fault import oddity
from dicomweb_conformance.reference.messages import Content, Headers, Part, Reply, Request

_JSON = "application/dicom+json"
_TEXT_OR_NUMBER = re.compile(r'"(?:[^"\\]|\\.)*"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?')


def _with_fields(right: Behaviour, *fields: tuple[str, str]) -> Behaviour:
    return replying(right, lambda request, reply: replace(reply, headers=(*reply.headers, *fields)))


def _with_content_type(right: Behaviour, change: Callable[[str], str]) -> Behaviour:
    def changed(request: Request, reply: Reply) -> Reply:
        headers = tuple(
            (name, change(value) if name.lower() == "content-type" else value) for name, value in reply.headers
        )
        return replace(reply, headers=headers)

    return replying(right, changed)


def _in_json(right: Behaviour, write: Callable[[Any], str]) -> Behaviour:
    """Every document of DICOM JSON written in another way."""

    def changed(request: Request, reply: Reply) -> Reply:
        fields = {name.lower(): value for name, value in reply.headers}
        if not fields.get("content-type", "").endswith("json") or "content-encoding" in fields:
            return reply
        body = write(json.loads(b"".join(piece for piece in reply.body if isinstance(piece, bytes)))).encode()
        headers = tuple(
            (name, str(len(body)) if name.lower() == "content-length" else value) for name, value in reply.headers
        )
        return Reply(reply.status, headers, (body,))

    return replying(right, changed)


@oddity(legal="RFC 8259 2")
def legal_json_is_indented(right: Behaviour) -> Behaviour:
    """JSON has line ends and indentation."""
    return _in_json(right, lambda document: f"\n{json.dumps(document, ensure_ascii=False, indent=4)}\r\n")


@oddity(legal="RFC 8259 7")
def legal_json_escapes_all_but_ascii(right: Behaviour) -> Behaviour:
    """JSON writes every character beyond ASCII, and each slash, as an escape."""
    return _in_json(right, lambda document: json.dumps(document).replace("/", "\\/"))


@oddity(legal="RFC 8259 6")
def legal_numbers_have_exponents(right: Behaviour) -> Behaviour:
    """Every number of JSON is written as mantissa and exponent: 512 is 5.12E+2."""

    def scientific(found: re.Match[str]) -> str:
        return f"{Decimal(found[0]):E}" if found[0][0] != '"' else found[0]

    return _in_json(right, lambda document: _TEXT_OR_NUMBER.sub(scientific, json.dumps(document, ensure_ascii=False)))


@oddity(legal="RFC 9110 8.3.1")
def legal_media_types_are_in_upper_case(right: Behaviour) -> Behaviour:
    """The type and the subtype of Content-Type are in upper case."""

    def shouted(value: str) -> str:
        essence, semicolon, rest = value.partition(";")
        return f"{essence.upper()}{semicolon}{rest}"

    return _with_content_type(right, shouted)


@oddity(legal="RFC 8259 11")
def legal_json_names_its_character_set(right: Behaviour) -> Behaviour:
    """Content-Type of JSON has the parameter charset, which says nothing new."""
    return _with_content_type(right, lambda value: f"{value}; charset=utf-8" if value == _JSON else value)


@oddity(legal="RFC 9110 5.6.6")
def legal_parameters_stand_in_another_order(right: Behaviour) -> Behaviour:
    """The parameters of Content-Type come in reverse order, named in upper case, with blanks around the semicolons."""

    def turned(value: str) -> str:
        essence, *parameters = re.split(r";\s*", value)
        named = (parameter.partition("=") for parameter in reversed(parameters))
        return " ;  ".join([essence, *(f"{name.upper()}={text}" for name, _, text in named)])

    return _with_content_type(right, turned)


@oddity(legal="RFC 9112 7.1")
def legal_answers_are_chunked(right: Behaviour) -> Behaviour:
    """No answer says how long it is."""

    def unsized(request: Request, reply: Reply) -> Reply:
        return reply_without_header(reply, "Content-Length") if reply.status not in (204, 304) else reply

    return replying(right, unsized)


@oddity(legal="RFC 9110 5.1")
def legal_answers_have_more_fields(right: Behaviour) -> Behaviour:
    """Every answer has fields of caches, proxies and browsers."""
    return _with_fields(
        right,
        ("Via", "1.1 edge"),
        ("X-Request-Id", "5f7b"),
        ("Set-Cookie", "lb=1; Path=/"),
        ("Cache-Control", "no-store"),
        ("Strict-Transport-Security", "max-age=1"),
        ("Access-Control-Allow-Origin", "*"),
        ("Link", "<https://example.org/help>; rel=help"),
    )


@oddity(legal="RFC 9110 8.8.3")
def legal_answers_have_no_entity_tag(right: Behaviour) -> Behaviour:
    """No answer has an entity tag."""
    return replying(right, lambda request, reply: reply_without_header(reply, "ETag"))


def _framed(right: Behaviour, preamble: bytes, padding: bytes, epilogue: bytes) -> Behaviour:
    def write_multipart(parts: Iterable[tuple[Headers, Content]], boundary: str) -> tuple[Content, ...]:
        dashed = f"--{boundary}".encode()

        def padded(piece: Content) -> Content:
            if not isinstance(piece, bytes) or dashed not in piece:
                return piece
            return re.sub(re.escape(dashed) + rb"(--)?", lambda found: found.group() + padding, piece)

        pieces = right.write_multipart(parts, boundary)
        return (preamble, *map(padded, pieces), epilogue)

    return replace(right, write_multipart=write_multipart)


@oddity(legal="RFC 2046 5.1.1")
def legal_messages_have_text_around_their_parts(right: Behaviour) -> Behaviour:
    """A multipart message has a preamble and an epilogue."""
    return _framed(right, b"This is a message in several parts.\r\n", b"", b"Nothing follows.\r\n")


@oddity(legal="RFC 2046 5.1.1")
def legal_delimiters_are_padded(right: Behaviour) -> Behaviour:
    """Blanks stand behind the boundary in each delimiter, and an empty line before the first."""
    return _framed(right, b"\r\n", b" \t", b"")


@oddity(legal="RFC 2045 8")
def legal_parts_have_more_fields(right: Behaviour) -> Behaviour:
    """Each part has further fields before its Content-Type, whose name is in upper case."""

    def part_headers(part: Part) -> Headers:
        given = ((name.upper(), value) for name, value in right.part_headers(part))
        return (("MIME-Version", "1.0"), ("Content-ID", "<part@example.org>"), ("X-Note", "a: b"), *given)

    return replace(right, part_headers=part_headers)


@oddity(legal="PS3.18 8.6.1.2, whose fields clients can do without")
def legal_parts_have_no_length(right: Behaviour) -> Behaviour:
    """No part says how long it is, and no part that is a file where it is."""

    def part_headers(part: Part) -> Headers:
        kept = {"Content-Type"} if part.type == "application/dicom" else {"Content-Type", "Content-Location"}
        return tuple(field for field in right.part_headers(part) if field[0] in kept)

    return replace(right, part_headers=part_headers)


@oddity(legal="RFC 5322 2.2.3")
def legal_fields_of_parts_are_folded(right: Behaviour) -> Behaviour:
    """The Content-Type of a part goes on in the next line."""

    def part_headers(part: Part) -> Headers:
        return tuple((name, value.replace("; ", ";\r\n ")) for name, value in right.part_headers(part))

    return replace(right, part_headers=part_headers)


@oddity(legal="RFC 2045 5.1")
def legal_transfer_syntaxes_are_quoted(right: Behaviour) -> Behaviour:
    """The transfer syntax of a part is a quoted string, and the parameter is in mixed case."""

    def part_headers(part: Part) -> Headers:
        return tuple(
            (name, re.sub(r"transfer-syntax=([0-9.]+)", r'Transfer-Syntax="\1"', value))
            for name, value in right.part_headers(part)
        )

    return replace(right, part_headers=part_headers)


def _in_xml(right: Behaviour, change: Callable[[str], str]) -> Behaviour:
    return replace(
        right, xml_document=lambda attributes: change(right.xml_document(attributes).decode()).encode("utf-8")
    )


@oddity(legal="Namespaces in XML 1.0, 5")
def legal_xml_has_a_prefix(right: Behaviour) -> Behaviour:
    """The elements of the Native DICOM Model have a prefix for their namespace."""

    def prefixed(document: str) -> str:
        named = re.sub(r"<(/?)([A-Z])", r"<\1n:\2", document)
        return named.replace(" xmlns=", " xmlns:n=", 1)

    return _in_xml(right, prefixed)


@oddity(legal="XML 1.0, 2.4")
def legal_xml_has_comments_and_references(right: Behaviour) -> Behaviour:
    """XML has a comment before its root, line ends between attributes, and characters as references."""

    def commented(document: str) -> str:
        escaped = "".join(each if ord(each) < 128 else f"&#x{ord(each):X};" for each in document)
        return escaped.replace("<NativeDicomModel", "<!-- made for you -->\n<NativeDicomModel\n  ", 1)

    return _in_xml(right, commented)


@oddity(legal="XML 1.0, 3.1")
def legal_xml_empty_elements_are_written_in_full(right: Behaviour) -> Behaviour:
    """Elements without content have an end tag; attributes stand in single quotes."""

    def written(document: str) -> str:
        head, root, rest = document.partition("<NativeDicomModel")
        full = re.sub(r"<(\w+)([^<>]*)/>", r"<\1\2></\1>", rest)
        return head + root + re.sub(r'(\w+)="([^"\'<>]*)"(?=[^<>]*>)', r"\1='\2'", full)

    return _in_xml(right, written)
