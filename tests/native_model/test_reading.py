"""XML is read strictly, and a hostile document does no harm."""

import pytest

from dicomweb_conformance.capacity import DEEPEST_XML
from dicomweb_conformance.native_model import MalformedXml, read_xml

_LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l "lol">'
    + "".join(f'<!ENTITY l{number} "{f"&l{number - 1 or str()};" * 10}">' for number in range(1, 10))
    + "]><a>&l9;</a>"
)


def test_names_namespaces_attributes_and_text_are_kept() -> None:
    root = read_xml(b'<a xmlns="urn:x" xml:space="preserve" b="1">text <c>\xc3\xb6</c> more</a>')

    assert (root.name, root.namespace, root.text) == ("a", "urn:x", "text  more")
    assert root.attributes == {"xml:space": "preserve", "b": "1"}
    assert [child.text for child in root.named("c")] == ["ö"]


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "UTF-16"])
def test_the_declared_encoding_counts(encoding: str) -> None:
    raw = f'<?xml version="1.0" encoding="{encoding}"?><a>ö</a>'.encode(encoding)

    assert read_xml(raw).text == "ö"


def test_a_carriage_return_is_kept_only_as_a_character_reference() -> None:
    assert read_xml(b"<a>1\r\n2&#13;\n3</a>").text == "1\n2\r\n3"


def test_a_document_type_without_entities_is_no_finding() -> None:
    assert read_xml(b"<!DOCTYPE a><a/>").name == "a"


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"", "not-xml"),
        (b"<html><p></html>", "not-xml"),
        (b"<a/><b/>", "not-xml"),
        (b"<a>\x01</a>", "not-xml"),
        (b"<a>\xff</a>", "not-xml"),
        (b"<a>&nbsp;</a>", "not-xml"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "not-xml"),
        (_LAUGHS.encode(), "entity-declaration"),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', "entity-declaration"),
        (b'<!DOCTYPE a [<!ENTITY % e SYSTEM "http://localhost/e">%e;]><a/>', "entity-declaration"),
        (b"<a>" * (DEEPEST_XML + 1) + b"</a>" * (DEEPEST_XML + 1), "too-deep"),
    ],
)
def test_what_is_no_document_has_a_rule(raw: bytes, rule: str) -> None:
    with pytest.raises(MalformedXml) as caught:
        read_xml(raw)

    assert caught.value.rule == rule
