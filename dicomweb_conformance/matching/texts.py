"""Texts, names, UIDs and numbers matched with the value of a key (PS3.4 C.2.2.2.1, C.2.2.2.2, C.2.2.2.4)."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from dicomweb_conformance.matching.verdict import Verdict, either, of

WITH_WILDCARDS = frozenset({"AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"})
"""Value representations in which ``*`` and ``?`` are wild cards."""
# PS3.5 6.2: leading spaces count in these.
_LEADING_SPACES = frozenset({"LT", "ST", "UC", "UR", "UT"})
_UID_LIST = re.compile(r"[0-9.]+(?:[,\\][0-9.]+)*")


def match_text(vr: str, wanted: str, stored: str) -> Verdict:
    """A text: literal but for the wild cards, in which case counts and padding does not."""
    if vr in WITH_WILDCARDS:
        plain = of(_pattern(_unpadded(vr, wanted)).fullmatch(_unpadded(vr, stored)) is not None)
    else:
        plain = of(_unpadded(vr, wanted) == _unpadded(vr, stored))
    # Lists of values are defined for UIDs only; some servers take them for others too.
    listed = re.split(r"[,\\]", wanted)
    if plain is Verdict.MISMATCH and len(listed) > 1:
        return Verdict.OPEN if any(match_text(vr, each, stored) is Verdict.MATCH for each in listed) else plain
    return plain


def match_uid(wanted: str, stored: str) -> Verdict:
    """A UID, or a list of UIDs separated by commas (PS3.18 8.3.4.1) or backslashes (PS3.5 6.4)."""
    if not _UID_LIST.fullmatch(wanted):
        return Verdict.OPEN
    if stored in wanted.split(","):
        return Verdict.MATCH
    return Verdict.OPEN if stored in re.split(r"[,\\]", wanted) else Verdict.MISMATCH


def match_number(wanted: str, stored: str) -> Verdict:
    """A number, whatever the digits that it is written with."""
    try:
        return of(Decimal(wanted.strip()) == Decimal(stored.strip()))
    except InvalidOperation:
        return Verdict.OPEN


def match_name(wanted: str, stored: str, fuzzy: bool) -> Verdict:
    """A person name: literal matching may look away from case and accents, and is the server's own with wild cards.

    Also open is what holds the wanted text as a part, or in one of its component groups only.
    """
    wanted, stored = _name(wanted), _name(stored)
    if _pattern(wanted).fullmatch(stored):
        return Verdict.MATCH
    folded, name = _pattern(_folded(wanted)), _folded(stored)
    if fuzzy or folded.search(name):
        return Verdict.OPEN
    return either(Verdict.OPEN if folded.fullmatch(group) else Verdict.MISMATCH for group in name.split("="))


def _pattern(wanted: str) -> re.Pattern[str]:
    pieces = {"*": ".*", "?": "."}
    return re.compile("".join(pieces.get(letter) or re.escape(letter) for letter in wanted), re.DOTALL)


def _unpadded(vr: str, text: str) -> str:
    text = text.rstrip(" \0")
    return text if vr in _LEADING_SPACES else text.lstrip(" ")


def _name(text: str) -> str:
    return "=".join(group.rstrip(" ^").lstrip(" ") for group in text.split("=")).rstrip("=")


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
