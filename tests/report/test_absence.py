"""A server that falls in the middle of a run is told of, with the last request that it took."""

from pathlib import Path
from typing import Any

from dicomweb_conformance.report.write import write_reports
from tests.report.ledgers import URL, exchange, footer, header, registry, requirement, write_ledger

REGISTRY = registry(requirement("a"))
REFUSED = {"kind": "ConnectError", "message": "[Errno 111] Connection refused"}
BROKEN = {"kind": "ReadError", "message": "[Errno 104] Connection reset by peer"}


def remarks(folder: Path, *exchanges: dict[str, Any]) -> tuple[str, ...]:
    write_ledger(folder / "ledger.jsonl", [header(), *exchanges, footer()])
    return write_reports(folder / "ledger.jsonl", REGISTRY, folder).remarks


def at(number: int, error: dict[str, str] | None = None) -> dict[str, Any]:
    """An exchange, or a failed one, in the second that its number says."""
    failed = {"response": None, "error": error} if error else {}
    return exchange(number, started=f"2026-11-23T09:00:0{number}.000Z", **failed)


def test_a_server_that_falls_is_told_of(tmp_path: Path) -> None:
    (said,) = remarks(tmp_path, at(1), at(2, BROKEN), at(3, REFUSED), at(4, REFUSED), at(5, REFUSED))
    assert said.startswith("3 requests in a row got no connection. The last that it took before was #2, GET ")
    assert URL in said
    assert "2026-11-23T09:00:02.000Z" in said
    assert "Connection reset by peer" in said


def test_a_server_that_comes_back_is_told_of(tmp_path: Path) -> None:
    (said,) = remarks(tmp_path, at(1), at(2, REFUSED), at(3, REFUSED), at(4))
    assert "2 requests in a row got no connection, until #4" in said
    assert "#1, GET" in said
    assert "status 200" in said


def test_the_order_is_that_of_time(tmp_path: Path) -> None:
    (said,) = remarks(tmp_path, at(4, REFUSED), at(1), at(3, REFUSED), at(2))
    assert "#2, GET" in said


def test_nothing_is_said_of_single_failures_or_of_connections_that_break(tmp_path: Path) -> None:
    assert not remarks(tmp_path, at(1), at(2, REFUSED), at(3), at(4, BROKEN), at(5, BROKEN), at(6))


def test_a_server_that_was_never_there(tmp_path: Path) -> None:
    assert remarks(tmp_path, at(1, REFUSED), at(2, REFUSED)) == ("2 requests in a row got no connection.",)
