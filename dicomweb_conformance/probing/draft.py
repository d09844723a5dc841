"""The draft of a target file, in TOML, each line with its reason."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from dicomweb_conformance.probing.findings import Finding, Found

_HEAD = """\
# Draft of a target file, made by "dicomweb-conformance probe". Review each line: what is declared, the server is
# held to. The probe sent {requests} requests, GET and OPTIONS only; it stored nothing and deleted nothing.
url = {url}
# settle = 2.0     # seconds that a search may lag behind a store; cannot be told without storing

# A capability that is not declared is not judged.
capabilities = [
{capabilities}
]
"""
_PRODUCT = """
[product]          # for the cover of the report{server}
# vendor = ""
# name = ""
# version = ""
"""


def draft(url: str, found: Found, given: Mapping[str, Any], notes: Iterable[str]) -> str:
    """The draft. ``given`` are keys of a target file by their paths, such as ``auth.bearer.env``, that were used
    to get in; ``notes`` say what must be added by hand."""
    tables = _nested(given)
    tables.pop("url", None)
    if found.wado_uri:
        tables.setdefault("urls", {})["wado-uri"] = found.wado_uri
    plain = {key: value for key, value in tables.items() if not isinstance(value, Mapping)}
    whole = [
        _HEAD.format(requests=found.requests, url=_value(url), capabilities=_capabilities(found.findings)),
        *(f"{key} = {_value(value)}\n" for key, value in plain.items()),
        *(f"# {comment(note)}\n" for note in notes),
        *(_table(name, table) for name, table in tables.items() if isinstance(table, Mapping)),
    ]
    server = f"; the server calls itself {comment(found.server)}" if found.server else ""
    whole.append(_PRODUCT.format(server=server))
    text = "".join(whole)
    tomllib.loads(text)
    return text


def comment(text: str) -> str:
    """A text of a server, or of anybody, fit for a comment: in one line, and not too long."""
    return "".join(character if character.isprintable() else "?" for character in text)[:200]


def _capabilities(findings: Iterable[Finding]) -> str:
    lines = []
    for finding in findings:
        quoted = f'"{finding.capability}",'
        name = f"    {quoted:<17}" if finding.suggested else f"    # {quoted:<15}"
        lines.append(f"{name} # {comment(finding.reason)}")
    return "\n".join(lines)


def _nested(given: Mapping[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for path, value in given.items():
        *tables, key = path.split(".")
        table = result
        for name in tables:
            table = table.setdefault(name, {})
        table[key] = value
    return result


def _table(name: str, table: Mapping[str, Any]) -> str:
    return f"\n[{name}]\n" + "".join(f"{key} = {_value(value)}\n" for key, value in table.items())


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items()) + " }"
    # JSON writes texts, numbers and truth as TOML does, but for one character
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
