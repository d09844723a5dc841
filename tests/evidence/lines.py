"""Lines of a ledger, made by hand."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dicomweb_conformance.evidence.exchange import (
    Exchange,
    RecordedBody,
    RecordedError,
    RecordedRequest,
    RecordedResponse,
)
from dicomweb_conformance.evidence.ledger import Header, LedgerWriter, ScenarioResult, StepResult
from dicomweb_conformance.evidence.redaction import Redactor

HEADER = Header(
    suite={"name": "dicomweb-conformance", "version": "0.1.0"},
    registry={"sha256": "ab", "requirements": 2},
    target={"url": "http://a.example", "vendor": None, "capabilities": ["delete"], "deviations": [], "settle": 0.0},
    run={"id": "r1", "started": "2026-11-23T09:00:00.000Z", "workers": 1, "selection": []},
)

EXCHANGE = Exchange(
    number=1,
    scenario="features/x.feature::title",
    step=0,
    started="2026-11-23T09:00:01.000Z",
    seconds=0.01,
    first_byte=0.005,
    request=RecordedRequest(
        "POST", "http://a.example/studies", (("Accept", "*/*"),), RecordedBody(2, "ab", "ä", "utf-8", True)
    ),
    response=RecordedResponse(
        "HTTP/1.1", 200, "OK", (("A", "1"), ("A", "2")), RecordedBody(9, "cd", "/wA=", "base64", False)
    ),
    error=RecordedError("ReadError", "broke off"),
)

SCENARIO = ScenarioResult(
    id="features/x.feature::title",
    title="The series is deleted",
    feature={"name": "Delete", "path": "features/x.feature", "description": ""},
    rule=None,
    tags=("tutorial",),
    requirements=("delete-series-cascades",),
    verdict="nonconformant",
    started="2026-11-23T09:00:00.500Z",
    seconds=0.5,
    steps=(StepResult("Given", "the study is stored", "ok", 0.1),),
    step="Then it is gone",
    expected="204",
    received="500",
    exchanges=(1,),
)


def exchange(number: int, started: str = "", note: str = "") -> Exchange:
    """An exchange of a number; ``started`` are the digits behind 09:00:, ``note`` marks the request."""
    time = f"2026-11-23T09:00:{started or f'{number:02}.000'}Z"
    return replace(
        EXCHANGE, number=number, started=time, request=replace(EXCHANGE.request, url=f"http://a.example/{note}")
    )


def write(path: Path, *actions: Callable[[LedgerWriter], object], secrets: tuple[str, ...] = ()) -> Path:
    """A file to which the actions have written."""
    with LedgerWriter(path, Redactor(secrets)) as writer:
        for action in actions:
            action(writer)
    return path
