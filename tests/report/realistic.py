"""A ledger of the size and variety of a real run, for looking at reports."""

import base64
import json
from collections.abc import Iterator

from dicomweb_conformance.requirements import Registry, Requirement
from tests.report.ledgers import (
    STUDY,
    URL,
    Record,
    body,
    deviation,
    exchange,
    footer,
    header,
    registry,
    scenario,
    with_target,
)

SERIES = "1.2.826.0.1.3680043.8.498.45787841905473114233124723359129632652"

# transaction, level, profile, citation, text, verdict
_ROWS = """
store|must|tutorial|tutorial, Store single instance|One instance sent to the studies resource is stored.|conformant
store|must|tutorial|tutorial, Store instances for a specific study|One instance sent to its study is stored.|conformant
store|must|core|PS3.18 10.5.3, Table 10.5.3-1|The answer says for each instance whether it was stored.|conformant
store|must|core|PS3.18 10.5.3.1|An instance that is refused is named with a failure reason.|nonconformant
store|should|core|PS3.18 10.5.3|The answer names where the study can be retrieved.|nonconformant
store|may|core|PS3.18 10.5.2; RFC 9110 10.1.1|A store with Expect: 100-continue is answered early.|conformant
retrieve|must|tutorial|tutorial, Retrieve all instances within a study|All instances are retrieved.|conformant
retrieve|must|tutorial|tutorial, Retrieve metadata of all instances in study|All metadata are retrieved.|conformant
retrieve|must|core|PS3.18 F.2.2|Every attribute bears its value representation.|conformant
retrieve|must|core|PS3.18 8.7.3.5.2|The parts of a response name their transfer syntax.|deviates
retrieve|must|core|PS3.18 10.4.3|An instance asked for under another series is not found.|blocked
retrieve|must|core|PS3.18 10.4.1.1.6|Several frames come in the order in which they were asked for.|blocked
retrieve|should|tutorial|tutorial, Retrieve a single instance within a series of a study|It may be one part.|conformant
retrieve|may|core|PS3.18 8.7.5|Metadata are offered as XML.|nonconformant
retrieve|may|core|RFC 9110 8.8.3|Metadata bear an ETag.|conformant
search|must|tutorial|tutorial, Search for studies|A study is found by its StudyInstanceUID.|conformant
search|must|core|PS3.18 10.6.1.2; PS3.4 C.2.2.2.4|A wild card matches any sequence of characters.|conformant
search|must|core|PS3.18 8.3.4.4|limit and offset divide the matches into pages.|inconclusive
search|must|core|PS3.18 10.6.3.1|A search without a match is answered by 204, or by 200 with an empty list.|conformant
search|may|core|PS3.18 8.3.4.2|Fuzzy matching of names is supported.|unsupported
delete|must|tutorial|tutorial, Delete a specific series within a study|A series goes alone.|nonconformant
delete|must|tutorial|tutorial, Delete a specific study|Deleting a study leaves nothing of it.|conformant
errors|must|core|PS3.18 8.5|A service that is overloaded says so by 503.|untested
errors|must|core|PS3.18 Table 8.5-1|A request without credentials is answered by 401.|conformant
""".strip()


def _rows() -> Iterator[tuple[Requirement, str]]:
    for number, row in enumerate(_ROWS.splitlines(), 1):
        transaction, level, profile, cites, text, verdict = row.split("|")
        words = "-".join(text.lower().replace(",", "").replace(":", "").rstrip(".").split()[:4])
        yield (
            Requirement(
                id=f"{transaction}-{words}-{number}",
                text=text,
                level=level,
                profile=profile,
                cites=cites,
                transaction=transaction,
                untestable="No request makes a healthy server overloaded." if verdict == "untested" else None,
            ),
            verdict,
        )


def realistic_registry() -> Registry:
    return registry(*(requirement for requirement, _ in _rows()), *_not_judged())


def _not_judged() -> Iterator[Requirement]:
    for word in ("accepts-gif", "scales-to-viewport"):
        yield Requirement(f"rendered-{word}", "Text.", "must", "rendered", "PS3.18 8.3.5.1", "rendered")


def realistic_ledger(copies: int = 1) -> list[Record]:
    """The run; ``copies`` scenarios for each requirement."""
    rows = list(_rows())
    excused = [requirement.id for requirement, verdict in rows if verdict == "deviates"]
    head = with_target(
        header(profiles=["tutorial", "core"], operator="J. Doe, Example Health"),
        vendor="Example Health",
        product="Archive Server",
        version="4.2.1",
        deviations=[
            deviation(name, reason="Parts lack transfer-syntax; fixed in 4.3", issue="https://tracker.example/123")
            for name in excused
        ],
    )
    head["registry"]["requirements"] = len(realistic_registry().requirements)
    records, number = [head], 0
    for requirement, verdict in rows:
        if verdict == "untested":
            continue
        for copy in range(copies):
            found = "nonconformant" if verdict == "deviates" else verdict
            exchanges = [_search(number + 1), _store(number + 2), _retrieve(number + 3)]
            if found == "inconclusive":
                exchanges[-1] |= {"response": None, "error": {"kind": "ReadTimeout", "message": "no answer for 30 s"}}
            number += len(exchanges)
            title = f"{requirement.text.rstrip('.')}{f' ({copy})' if copy else ''}"
            records += exchanges
            records.append(scenario(title, [requirement.id], found, exchanges=[e["number"] for e in exchanges]))
            if found == "blocked":
                records[-1]["reason"] = "the study could not be stored: the target answers 503 Service Unavailable"
            if found == "inconclusive":
                records[-1]["reason"] = "ReadTimeout: no answer for 30 s"
    records.append({"type": "waited", "seconds": 2.0, "scenario": None, "why": "settle"})
    records.append(footer(seconds=12.5, requests=number, leftovers=[STUDY]))
    return records


def _search(number: int) -> Record:
    matches = [
        {"0020000D": {"vr": "UI", "Value": [STUDY]}, "00100010": {"vr": "PN", "Value": [{"Alphabetic": "Anony^Mous"}]}}
    ]
    return exchange(number, step=0, response={"body": body(json.dumps(matches))})


def _store(number: int) -> Record:
    part = b"--boundary\r\nContent-Type: application/dicom\r\n\r\n" + bytes(128) + b"DICM\x02\x00\x00\x00UL\x04\x00"
    return exchange(
        number,
        step=0,
        seconds=0.042,
        request={
            "method": "POST",
            "url": f"{URL}/studies",
            "headers": [
                ["Accept", "application/dicom+json"],
                ["Authorization", "Bearer REDACTED"],
                ["Content-Type", 'multipart/related; boundary="boundary"; type="application/dicom"'],
            ],
            "body": body("", encoding="base64", complete=False, size=2_894_121)
            | {"head": base64.b64encode(part).decode()},
        },
        response={
            "body": body('{"00081199": {"vr": "SQ", "Value": [{"00081155": {"vr": "UI", "Value": ["1.2.3"]}}]}}')
        },
    )


def _retrieve(number: int) -> Record:
    return exchange(
        number,
        step=2,
        request={
            "url": f"{URL}/studies/{STUDY}/series/{SERIES}",
            "headers": [["Accept", 'multipart/related; type="application/dicom"; transfer-syntax=*']],
        },
        response={
            "status": 404,
            "reason": "Not Found",
            "headers": [["Content-Type", "text/html; charset=utf-8"], ["Server", "Archive/4.2.1"]],
            "body": body("<!DOCTYPE html><title>Not found</title><p>There is no such series.</p>"),
        },
    )
