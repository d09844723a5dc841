"""The spellings in which a secret may come back: encoded for URLs, JSON and markup, in Base64 and in hexadecimal."""

import base64
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# a secret that is cut after fewer characters gives nothing away
_SHORTEST_BEGINNING = 3
_LONGEST_ESCAPE = 8


@dataclass(frozen=True, slots=True)
class Spelling:
    """A pattern, a literal in every match of it (cheap to look for; may be empty), and the patterns of its parts."""

    anchor: str
    pattern: re.Pattern[str]
    beginning: re.Pattern[str]
    characters: tuple[re.Pattern[str], ...]

    def begins_at_end(self, text: str, reach: int) -> int:
        """Where in the last ``reach`` characters a match begins that the end of the text cuts, or the text's length."""
        tail = max(0, len(text) - reach)
        starts = (match.start() for match in self.beginning.finditer(text, tail))
        return next((start for start in starts if self._is_cut(text, start)), len(text))

    def _is_cut(self, text: str, start: int) -> bool:
        position = start
        for character in self.characters:
            if position == len(text):
                return True
            match = character.match(text, position)
            if match is None:
                # the cut may lie within the spelling of one character
                starts_escape = text[position] in "%\\&" or not text[position].isascii()
                return starts_escape and len(text) - position < _LONGEST_ESCAPE
            position = match.end()
        return False


def replaced(text: str, spellings: tuple[Spelling, ...], marker: str) -> str:
    """The text with the marker in the place of every match."""
    for spelling in spellings:
        if spelling.anchor in text:
            text = spelling.pattern.sub(marker, text)
    return text


def as_latin_1(character: str) -> str:
    """A character as its UTF-8 octets look in bytes that are read as Latin-1."""
    return character.encode("utf-8", "surrogatepass").decode("latin-1")


def spellings(secret: str, literal: Callable[[str], str]) -> Iterable[Spelling]:
    """Every way in which a secret is looked for. ``literal`` writes one character as the searched text has it."""
    data = secret.encode("utf-8", "surrogatepass")
    forms = [secret, *sorted(_base64_forms(data) | {data.hex(), data.hex().upper()})]
    yield from (_spelling(form, literal) for form in forms)


def _base64_forms(data: bytes) -> set[str]:
    """What is the same in every base64 text in which the data lie at one of the three alignments."""
    forms = set()
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + data)
        inner = encoded[-(-before * 8 // 6) : (before + len(data)) * 8 // 6]
        forms |= {inner.decode(), inner.translate(bytes.maketrans(b"+/", b"-_")).decode()}
    return forms


def _spelling(form: str, literal: Callable[[str], str]) -> Spelling:
    characters = [_character(character, literal) for character in form]
    runs = re.findall("[A-Za-z0-9]+", form)
    return Spelling(
        max(runs, key=len, default=""),
        re.compile("".join(characters)),
        re.compile(f"(?={''.join(characters[:_SHORTEST_BEGINNING])})"),
        tuple(map(re.compile, characters)),
    )


def _character(character: str, literal: Callable[[str], str]) -> str:
    """A pattern for one character: as it is, percent-encoded, escaped in JSON, or a character reference in markup."""
    if character.isascii() and character.isalnum():
        return character
    data = character.encode("utf-8", "surrogatepass")
    units = character.encode("utf-16-be", "surrogatepass")
    ways = [
        re.escape(literal(character)),
        # %25 is an encoded %: a URL inside of a URL is encoded twice
        "".join(f"%(?:25)*(?i:{byte:02x})" for byte in data),
        "".join(rf"\\{{1,7}}u(?i:{units[i : i + 2].hex()})" for i in range(0, len(units), 2)),
        f"&#0*{ord(character)};",
        f"&#[xX]0*(?i:{ord(character):x});",
        *_SHORT_WAYS.get(character, ()),
    ]
    return f"(?:{'|'.join(ways)})"


_SHORT_WAYS = {
    " ": (r"\+",),
    '"': (r"\\{1,7}\"", "&quot;"),
    "\\": (r"\\{2,8}",),
    "/": (r"\\{1,7}/",),
    "\n": (r"\\{1,7}n",),
    "\r": (r"\\{1,7}r",),
    "\t": (r"\\{1,7}t",),
    "\b": (r"\\{1,7}b",),
    "\f": (r"\\{1,7}f",),
    "&": ("&amp;",),
    "<": ("&lt;",),
    ">": ("&gt;",),
    "'": ("&apos;", r"\\{1,7}'"),
}
