"""UIDs derived from names, so that a run can say which UIDs are its own."""

from hashlib import sha256


def derived_uid(*names: str) -> str:
    """A UID under the root 2.25 (PS3.5 B.2), the same for the same names and different for different ones.

    The UUID behind it is a version 8 one (RFC 9562 5.8) made of the SHA-256 of the names. At most 44 characters.
    """
    digest = sha256("\0".join(names).encode()).digest()
    number = int.from_bytes(digest[:16], "big")
    number = number & ~(0xF << 76) | 8 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return f"2.25.{number}"
