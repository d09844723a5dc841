"""Addresses that a target file gives: http and https URLs, without credentials in them."""

from urllib.parse import SplitResult, urlsplit

from dicomweb_conformance.toml_table import Table


def base_url(table: Table, key: str, default: str | None = None) -> str:
    """A base URL, without its trailing slash. Raises UnusableTarget when it is no http or https URL."""
    if default is not None and table.text(key) is None:
        return default
    text = table.needed(key).strip()
    parts = _parts(table, key, text)
    if parts.query or parts.fragment:
        table.wrong(key, f"{table.shown(key, text)} has a query or a fragment; a base URL ends with its path")
    return text.rstrip("/")


def web_address(table: Table, key: str) -> str:
    """A URL that may have a query. Raises UnusableTarget when it is no http or https URL."""
    text = table.needed(key).strip()
    _parts(table, key, text)
    return text


def _parts(table: Table, key: str, text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        port_is_readable = parts.port is None or parts.port > 0
    except ValueError:
        table.wrong(key, "is no URL; it looks like https://dicom.example.org/v2")
    if parts.username is not None or parts.password is not None:
        table.wrong(key, "holds a user name or password; name them by --basic-env NAME, or in the target file")
    unfit = any(character.isspace() or not character.isprintable() for character in text)
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_readable or unfit:
        table.wrong(key, f"{table.shown(key, text)} is no base URL; it looks like https://dicom.example.org/v2")
    return parts
