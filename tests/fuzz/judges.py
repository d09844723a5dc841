"""Every check that can be called with answers and what was stored, found by its signature."""

import importlib
import inspect
import typing
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from dicomweb_conformance import checks
from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Instance, Reference, Study
from tests.fuzz.seeds import Seed, seeds

Check = Callable[..., object]


_OF_OTHERS = frozenset({"frames_lossy.lossy_frame", "images.decoded"})
"""Checks that are right only for what a scenario stores: a picture with loss."""


@cache
def all_checks() -> dict[str, tuple[Check, tuple[Any, ...]]]:
    """The public functions of the checks by their place, with the types of their arguments, all of which are known."""
    found: dict[str, tuple[Check, tuple[Any, ...]]] = {}
    for path in sorted(Path(*checks.__path__).glob("*.py")):
        module = importlib.import_module(f"{checks.__name__}.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            hints = typing.get_type_hints(function)
            kinds = tuple(hints[parameter] for parameter in inspect.signature(function).parameters)
            place = f"{path.stem}.{name}"
            if place not in _OF_OTHERS and Response in kinds and all(kind in _known() for kind in kinds):
                found[place] = (function, kinds)
    return found


@cache
def _known() -> dict[Any, Any]:
    study = seeds().study
    return {
        Response: None,
        Study: study,
        Instance: study.instances[0],
        Reference: study.reference,
        Sequence[Instance]: study.instances,
        int: 1,
        Sequence[int]: (1,),
        Sequence[str]: ("PatientID", "StudyInstanceUID"),
    }


def received(seed: Seed, body: bytes, content_type: str | None = None) -> Response:
    """The answer with another body, as the client reads it."""
    headers = {"Content-Type": seed.content_type if content_type is None else content_type}

    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(seed.status, headers=headers, content=body)

    with httpx.Client(transport=httpx.MockTransport(handle)) as http:
        return Client(http, Addresses.at("http://t")).get("http://t/studies")


def judge(check: Check, kinds: tuple[Any, ...], response: Response) -> None:
    """Call the check with that answer. Raises what it raises."""
    check(*(response if kind is Response else _known()[kind] for kind in kinds))
