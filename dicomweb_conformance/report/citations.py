"""Citations as links to the public text that they name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NEMA = "https://dicom.nema.org/medical/dicom/current/output/chtml"
_LEARN = "https://learn.microsoft.com/azure/healthcare-apis/dicom"
_TUTORIALS = {"": "c-sharp", "c#": "c-sharp", "python": "python", "curl": "curl"}

_PART = re.compile(r"PS\s?3\.(\d{1,2})")
_RFC = re.compile(r"RFC\s?(\d{3,5})(?:,?\s*(?:section|§)?\s*(\d+(?:\.\d+)*))?", re.IGNORECASE)
_PLACE = re.compile(
    r"(Table\s+)?§?\b((?:\d{1,2}|[A-Z]{1,2})(?:\.\d{1,2})+)(-\d+[a-z]?)?|\b(?:chapter|annex)\s+(\w{1,2})\b"
)
_TUTORIAL = re.compile(r"tutorial(?: for (C#|Python|cURL))?[^,]*(?:,\s*(.*))?", re.DOTALL)
_STATEMENT = re.compile(r"MS (v[12]) conformance statement")


@dataclass(frozen=True)
class Piece:
    """A stretch of a citation, and the address of what it names, if it is known."""

    text: str
    url: str | None = None


def pieces_of(cites: str) -> tuple[Piece, ...]:
    """The citation with links. The pieces joined are the citation itself.

    Understood are parts of the standard with sections and tables (``PS3.18 10.4.1.1.2``, ``PS3.4 Table CC.1.1-2``),
    RFCs with sections, and headings of the DICOMweb tutorial.
    """
    tutorial = _TUTORIAL.fullmatch(cites)
    if tutorial:
        return (Piece(cites, _tutorial_url(tutorial.group(1) or "", tutorial.group(2) or "")),)
    statement = _STATEMENT.match(cites)
    if statement:
        version = "-v2" if statement.group(1) == "v2" else ""
        return (Piece(cites, f"{_LEARN}/dicom-services-conformance-statement{version}"),)
    return tuple(_merged(_linked(cites)))


def _linked(cites: str) -> Iterator[Piece]:
    part, position = "", 0
    tokens = re.compile("|".join(f"(?:{p.pattern})" for p in (_RFC, _PART, _PLACE)), re.IGNORECASE)
    for token in tokens.finditer(cites):
        url = None
        if rfc := _RFC.fullmatch(token.group()):
            section = f"#section-{rfc.group(2)}" if rfc.group(2) else ""
            url, part = f"https://www.rfc-editor.org/rfc/rfc{rfc.group(1)}{section}", ""
        elif named := _PART.fullmatch(token.group()):
            part = f"{int(named.group(1)):02d}"
            url = f"{_NEMA}/part{part}/ps3.{int(part)}.html"
        elif part and (place := _PLACE.fullmatch(token.group())):
            url = _place_url(part, place)
        yield Piece(cites[position : token.start()])
        yield Piece(token.group(), url)
        position = token.end()
    yield Piece(cites[position:])


def _merged(pieces: Iterator[Piece]) -> Iterator[Piece]:
    plain = ""
    for piece in pieces:
        if piece.url is None:
            plain += piece.text
            continue
        if plain:
            yield Piece(plain)
            plain = ""
        yield piece
    if plain:
        yield Piece(plain)


def _place_url(part: str, place: re.Match[str]) -> str:
    table, section, number, chapter = place.groups()
    if chapter:
        return f"{_NEMA}/part{part}/chapter_{chapter.upper()}.html"
    anchor = f"table_{section}{number}" if table and number else f"sect_{section}"
    return f"{_NEMA}/part{part}/{_page(part, section)}#{anchor}"


def _page(part: str, section: str) -> str:
    """The page on which a section stands. The published pages hold a section with all that is below it, at a depth
    that differs by chapter; a page that is one level too high still leads to the section."""
    numbers = section.split(".")
    depth = 4 if part == "04" else 3 if numbers[0] in ("8", "F", "I") else 2
    return f"sect_{'.'.join(numbers[:depth])}.html"


def _tutorial_url(language: str, heading: str) -> str:
    anchor = re.sub(r"[^a-z0-9 -]", "", heading.lower()).strip().replace(" ", "-")
    page = f"{_LEARN}/dicomweb-standard-apis-{_TUTORIALS[language.lower()]}"
    return f"{page}#{anchor}" if anchor else page
