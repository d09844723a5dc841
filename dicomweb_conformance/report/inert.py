"""Text from a server, made harmless for a reader: nothing in it may move a cursor, reorder a line or fill a screen."""

import re
import unicodedata

MIDDLE = 400
"""Longest text in characters that is shown whole where a sentence is expected."""

# Cc control, Cf format (bidi marks, zero width), Cs surrogates, Co and Cn without a meaning, Zl and Zp line separators
_ESCAPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

# XML 1.0 (fifth edition), 2.2 Char: all that is not permitted, not even as a character reference
_XML_FORBIDDEN = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def inert(text: str, keep: str = "") -> str:
    """The text with control, format and unassigned characters shown as escapes such as ``\\x1b`` and ``\\u202e``.

    Characters in ``keep``, such as a line feed, stay as they are.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character, keep) for character in text)


def _shown(character: str, keep: str) -> str:
    if character in keep or unicodedata.category(character) not in _ESCAPED:
        return character
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def cut(text: str, limit: int = MIDDLE) -> str:
    """The text with its middle cut out where it is longer than ``limit`` characters, and how much was cut."""
    if len(text) <= limit:
        return text
    head, tail = limit * 3 // 4, limit // 4
    return f"{text[:head]} [... {len(text) - head - tail:,} characters cut ...] {text[-tail:] if tail else ''}"


def shown(text: str, limit: int = MIDDLE) -> str:
    """One line of server text for a reader: inert, and of bounded length."""
    return inert(cut(text, limit))


def xml_safe(text: str) -> str:
    """The text with characters that XML 1.0 forbids replaced by U+FFFD."""
    return _XML_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
