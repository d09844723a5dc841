"""Any legal spelling of an Accept or a Content-Type header (RFC 9110 5.6, 8.3.1, 12.5.1; RFC 2046 5.1.1)."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_SPACES = ("", " ", "  ", "\t")
_BOUNDARY = string.ascii_letters + string.digits + "'()+_,-./:=?"
"""The characters of a boundary; a space may stand among them, though not at the end (RFC 2046 5.1.1)."""
_LONGEST_BOUNDARY = 70
_NOBODY_HAS = ("application/x-dicomweb-conformance", "application/x-none")
_WEIGHTS = ("", "q=1", "q=1.0", "q=1.000", "Q=1", "q=0.5", "q=0.001", "q=0.9")


@dataclass(frozen=True)
class Asked:
    """A media type with parameters. ``type`` is the only one whose value may be written in any case."""

    essence: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def plain(self) -> str:
        """As everybody writes it."""
        return "; ".join([self.essence, *(f"{name}={_necessary(value)}" for name, value in self.parameters)])


@st.composite
def accepts(draw: st.DrawFn, asked: Asked) -> str:
    """An Accept header that asks for this media type, and for nothing else that anybody has."""
    weighted = draw(media_types(asked))
    weight = draw(st.sampled_from(_WEIGHTS))
    if weight:
        weighted += f"{draw(_space())};{draw(_space())}{weight}"
    members = [weighted]
    if draw(st.booleans()):
        other = draw(st.sampled_from(_NOBODY_HAS)) + draw(st.sampled_from(["", ";q=0.1", "; q=1"]))
        members.insert(draw(st.sampled_from([0, 1])), other)
    # A recipient ignores a reasonable number of empty members (RFC 9110 5.6.1.2)
    for place in draw(st.lists(st.integers(0, len(members)), max_size=2)):
        members.insert(place, "")
    comma = f"{draw(_space())},{draw(_space())}"
    return comma.join(members).strip(" \t")


@st.composite
def media_types(draw: st.DrawFn, asked: Asked, *, in_order: bool = False) -> str:
    """A media type, spelled in any way that means the same."""
    spelled = draw(_in_any_case(asked.essence))
    parameters: Sequence[tuple[str, str]] = asked.parameters
    if len(parameters) > 1 and not in_order:
        parameters = draw(st.permutations(parameters))
    for name, value in parameters:
        written = draw(_in_any_case(value)) if name == "type" else value
        name_ = draw(_in_any_case(name))
        spelled += f"{draw(_space())};{draw(_space())}{name_}={draw(_value(written))}"
    return spelled


def boundaries() -> SearchStrategy[str]:
    """Any boundary of a multipart message."""
    inner = st.text(st.sampled_from(_BOUNDARY + " "), max_size=_LONGEST_BOUNDARY - 1)
    end = st.sampled_from(_BOUNDARY)
    some = st.builds("{}{}".format, inner, end)
    return st.one_of(some, end.map(lambda character: character * _LONGEST_BOUNDARY))


def _value(value: str) -> SearchStrategy[str]:
    """A token as it is or in quotes; what is no token in quotes, where any character may be escaped (5.6.4)."""
    quoted = st.lists(st.sampled_from([False] * 6 + [True]), min_size=len(value), max_size=len(value)).map(
        lambda escapes: (
            '"' + "".join(f"\\{c}" if escaped else c for c, escaped in zip(value, escapes, strict=True)) + '"'
        )
    )
    return st.one_of(st.just(_necessary(value)), quoted)


def _necessary(value: str) -> str:
    return value if _TOKEN.fullmatch(value) else f'"{value}"'


def _in_any_case(text: str) -> SearchStrategy[str]:
    mixed = "".join(c.upper() if place % 2 else c for place, c in enumerate(text))
    return st.sampled_from([text, text, text.upper(), text.title(), mixed])


def _space() -> SearchStrategy[str]:
    return st.sampled_from(_SPACES)
