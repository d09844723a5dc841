"""UIDs derived from names, so that a run can say which UIDs are its own, and anybody can prove it."""

import re
from hashlib import sha256

_ROOT = "2.25."
_NUMBER = re.compile(r"2\.25\.([1-9][0-9]{0,38})(?:\.[1-9][0-9]?[0-9]?)?")
_SAID = 60
_PROVEN = 62
_VERSION = 0x8
_VARIANT = 0x2


def derived_uid(owner: str, *names: str) -> str:
    """A UID under the root 2.25 (PS3.5 B.2), the same for the same names and different for different ones.

    The UUID behind it is a version 8 one (RFC 9562 5.8). Its first 60 free bits say the names, and its last 62 that it
    was made for the owner: see ``is_derived``. At most 44 characters.
    """
    said = int.from_bytes(sha256("\0".join((owner, *names)).encode()).digest()) >> 256 - _SAID
    high, low = said >> 12, said & 0xFFF
    return f"{_ROOT}{high << 80 | _VERSION << 76 | low << 64 | _VARIANT << _PROVEN | _proof(owner, said)}"


def is_derived(uid: str, owner: str) -> bool:
    """Whether ``derived_uid`` made the UID for that owner, or the one that it lies below by a number to 999.

    Samples have such UIDs, since one begins the other; nobody else makes any below the UID of a sample.
    Another UID passes by chance once in 2 ** 62; to find an owner for which a given UID passes takes as many trials.
    """
    number = _NUMBER.fullmatch(uid)
    if number is None:
        return False
    value = int(number[1])
    if value >> 128 or value >> 76 & 0xF != _VERSION or value >> _PROVEN & 0x3 != _VARIANT:
        return False
    said = (value >> 80) << 12 | value >> 64 & 0xFFF
    return value & (1 << _PROVEN) - 1 == _proof(owner, said)


def _proof(owner: str, said: int) -> int:
    digest = sha256(f"owner\0{owner}\0{said:015x}".encode()).digest()
    return int.from_bytes(digest) >> 256 - _PROVEN
