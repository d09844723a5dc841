"""An Ed25519 signature (RFC 8032) over a ledger, from its first byte to the end of its footer.

It lies beside the ledger as 64 bytes, so that other tools can check it too::

    openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in ledger.jsonl -sigfile ledger.jsonl.sig
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dicomweb_conformance.evidence.ledger import UnreadableLedger
from dicomweb_conformance.evidence.ledger_file import read_lines

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SUFFIX = ".sig"
_EXTRA = "the package cryptography is missing; install dicomweb-conformance[sign]"


class UnusableKey(ValueError):
    """A key cannot be used; the message says why and what to give instead."""


def signature_path(ledger: Path) -> Path:
    """Where the signature of a ledger lies."""
    return ledger.with_name(ledger.name + SUFFIX)


def read_private_key(path: Path) -> Ed25519PrivateKey:
    """An Ed25519 private key (PEM, PKCS #8, not encrypted). Raises UnusableKey."""
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as error:
        raise UnusableKey(_EXTRA) from error
    try:
        key = load_pem_private_key(_bytes(path), None)
    except (ValueError, TypeError) as error:
        raise UnusableKey(
            f"{path} holds no private key that can be read without a password (PEM); "
            f"make one with 'openssl genpkey -algorithm ed25519 -out {path.name}'"
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableKey(f"{path} holds a private key of another kind; signatures are made with Ed25519")
    return key


def read_public_key(path: Path) -> Ed25519PublicKey:
    """An Ed25519 public key (PEM). Raises UnusableKey."""
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError as error:
        raise UnusableKey(_EXTRA) from error
    try:
        key = load_pem_public_key(_bytes(path))
    except (ValueError, TypeError) as error:
        raise UnusableKey(
            f"{path} holds no public key (PEM); make it with 'openssl pkey -in private.pem -pubout -out {path.name}'"
        ) from error
    if not isinstance(key, Ed25519PublicKey):
        raise UnusableKey(f"{path} holds a public key of another kind; signatures are made with Ed25519")
    return key


def sign_ledger(ledger: Path, key: Ed25519PrivateKey) -> Path:
    """Sign a ledger that has a footer; returns the file of the signature.

    Raises UnreadableLedger when it has none, OSError when the file cannot be written.
    """
    path = signature_path(ledger)
    path.write_bytes(key.sign(_sealed(ledger)))
    return path


def is_signed_by(ledger: Path, key: Ed25519PublicKey) -> bool:
    """Whether the signature beside the ledger is that of this key over its lines up to the footer; those of a later
    cleanup may follow. Raises UnreadableLedger, and OSError when there is no signature."""
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(signature_path(ledger).read_bytes(), _sealed(ledger))
    except InvalidSignature:
        return False
    return True


def _sealed(ledger: Path) -> bytes:
    lines = read_lines(ledger)
    for number, line in enumerate(lines.objects, 1):
        if line["type"] == "footer":
            return b"".join(raw + b"\n" for raw in lines.raw[:number])
    raise UnreadableLedger(f"{ledger} has no footer: the run did not end. Only the ledger of an ended run is signed.")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnusableKey(f"{path} cannot be read: {error.strerror}") from error
