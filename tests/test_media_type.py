"""Media types, read and written."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicomweb_conformance.media_type import MalformedMediaType, MediaType, format_media_type, parse_media_type

TOKEN = "!#$%&'*+-.^_`|~0123456789abcxyzABCXYZ"


def test_reads_a_multipart_media_type() -> None:
    media_type = parse_media_type('Multipart/Related; Type="application/dicom"; BOUNDARY=a1; start=""')
    assert media_type.essence == "multipart/related"
    assert media_type.parameters == (("type", "application/dicom"), ("boundary", "a1"), ("start", ""))
    assert media_type.quoted == {"type", "start"}
    assert media_type.bare_non_tokens == frozenset()
    assert media_type.parameter("Type") == "application/dicom"
    assert media_type.parameter("charset") is None


@pytest.mark.parametrize(
    ("header", "parameters"),
    [
        ("application/dicom", ()),
        (" application/dicom\t", ()),
        ("application/dicom;", ()),
        ("application/dicom ; ; ;a=b;", (("a", "b"),)),
        ("application/dicom;a=b;c=d", (("a", "b"), ("c", "d"))),
        ("application/dicom;a=b;a=c", (("a", "b"), ("a", "c"))),
        (r'application/dicom;a="x\"y\\z;,="', (("a", 'x"y\\z;,='),)),
        ('application/dicom;a="ä\t"', (("a", "ä\t"),)),
        ("application/dicom;a=*", (("a", "*"),)),
    ],
)
def test_reads_every_legal_form(header: str, parameters: tuple[tuple[str, str], ...]) -> None:
    assert parse_media_type(header) == MediaType("application", "dicom", parameters)


@pytest.mark.parametrize("value", ["application/dicom", "a=b", "a:b", "(a)", "a?"])
def test_reads_a_value_that_lacks_its_quotes_and_says_so(value: str) -> None:
    media_type = parse_media_type(f"multipart/related; type={value} ; boundary=x")
    assert media_type.parameters == (("type", value), ("boundary", "x"))
    assert media_type.bare_non_tokens == {"type"}
    assert media_type.quoted == frozenset()


@pytest.mark.parametrize(
    "header",
    [
        "",
        ";",
        "application",
        "application/",
        "/dicom",
        "application /dicom",
        "application/dicom json",
        "application/dicom, text/html",
        "application/dicom; a",
        "application/dicom; =b",
        "application/dicom; a=",
        "application/dicom; a= b",
        "application/dicom; a =b",
        'application/dicom; a="b',
        'application/dicom; a="b\\',
        'application/dicom; a="b"c',
        'application/dicom; a=b"c"',
        'application/dicom; a="b\nc"',
        "application/dicom; a=b c",
        "application/dicom; a=b, text/html",
        "application/dicom\r\n",
    ],
)
def test_refuses_what_is_no_media_type(header: str) -> None:
    with pytest.raises(MalformedMediaType):
        parse_media_type(header)


def test_quotes_have_no_meaning() -> None:
    assert parse_media_type("a/b;c=d") == parse_media_type('A/B; C="d"')
    assert parse_media_type("a/b;c=d") != parse_media_type("a/b;c=D")


def test_writes_quotes_where_they_are_needed() -> None:
    parameters = [("type", "application/dicom"), ("boundary", "x1"), ("empty", "")]
    written = 'multipart/related; type="application/dicom"; boundary=x1; empty=""'
    assert format_media_type("multipart/related", parameters) == written
    assert str(parse_media_type(written)) == written


@pytest.mark.parametrize(
    ("essence", "parameter"),
    [("a", ("b", "c")), ("a/b/c", ("d", "e")), ("a/b", ("", "c")), ("a/b", ("c d", "e")), ("a/b", ("c", "d\r\n"))],
)
def test_does_not_write_what_cannot_be_read(essence: str, parameter: tuple[str, str]) -> None:
    with pytest.raises(MalformedMediaType):
        format_media_type(essence, [parameter])


tokens = st.text(TOKEN, min_size=1, max_size=10)
values = st.text(st.characters(min_codepoint=0x20, exclude_characters="\x7f", exclude_categories=["Cs"]), max_size=10)


@given(tokens, tokens, st.lists(st.tuples(tokens, values)))
def test_reads_what_it_writes(kind: str, subtype: str, parameters: list[tuple[str, str]]) -> None:
    media_type = parse_media_type(format_media_type(f"{kind}/{subtype}", parameters))
    assert media_type.essence == f"{kind}/{subtype}".lower()
    assert media_type.parameters == tuple((name.lower(), value) for name, value in parameters)


@given(st.text('a/;=", \\\t\n\x00ä', max_size=20) | st.text(max_size=20))
def test_raises_only_the_named_error(header: str) -> None:
    for text in (header, f"a/b;{header}", f'a/b;c="{header}'):
        with suppress(MalformedMediaType):
            parse_media_type(text)
