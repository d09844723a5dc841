"""Text of servers is shown, never obeyed."""

import unicodedata

import pytest

from dicomweb_conformance.report.inert import cut, inert, shown, xml_safe
from tests.report.hostile import ALL


@pytest.mark.parametrize("name", ALL)
def test_no_control_or_format_character_is_left(name: str) -> None:
    categories = {unicodedata.category(character) for character in shown(ALL[name])}
    assert categories.isdisjoint({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})


def test_escapes_are_readable() -> None:
    assert inert("a\x1b[2J\n\u202eb\U000e0041") == r"a\x1b[2J\n\u202eb\U000e0041"


def test_text_of_any_script_stays_as_it_is() -> None:
    assert inert("Müller^Jürgen=山田^太郎=やまだ") == "Müller^Jürgen=山田^太郎=やまだ"


def test_a_long_text_loses_its_middle_and_says_how_much() -> None:
    assert cut("a" * 300 + "b" * 1000 + "c" * 100, 400) == "a" * 300 + " [... 1,000 characters cut ...] " + "c" * 100
    assert cut("short", 400) == "short"


def test_characters_that_xml_forbids_are_replaced() -> None:
    assert xml_safe("a\x00\x0b\ufffe\ud800b\t\n<") == "a\ufffd\ufffd\ufffd\ufffdb\t\n<"
