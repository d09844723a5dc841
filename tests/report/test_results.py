"""results.json is what DESIGN 10 says, and its published schema holds it."""

import copy
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from dicomweb_conformance.report.results import render_results, results_schema
from tests.report.hostile import ALL
from tests.report.ledgers import (
    Record,
    deviation,
    exchange,
    footer,
    header,
    registry,
    report_on,
    requirement,
    scenario,
    with_target,
)

REGISTRY = registry(
    requirement("broken"), requirement("good"), requirement("excused"), requirement("missing", level="should")
)


def document(**changes: Any) -> Record:
    head = with_target(header(), deviations=[deviation("excused")])
    report = report_on(
        [
            head,
            exchange(14, step=2),
            scenario("s", ["broken"], "nonconformant", exchanges=[14]) | changes,
            scenario("t", ["good"]),
            scenario("u", ["excused"], "nonconformant"),
            footer(leftovers=["1.2.3"]),
        ],
        REGISTRY,
    )
    found: Record = json.loads(render_results(report))
    return found


def validator() -> jsonschema.Draft202012Validator:
    schema = results_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_names_of_the_design_are_there() -> None:
    found = document()
    assert found["schema_version"] == "1"
    assert found["suite"] == {"name": "dicomweb-conformance", "version": "0.1.0"}
    assert found["target"] == {
        "url": "http://archive.example/dicom-web", "vendor": "Example", "product": "Archive", "version": "4.2",
        "capabilities": ["delete"],
    }  # fmt: skip
    assert {k: found["run"][k] for k in ("id", "seconds", "requests", "workers", "uids", "leftovers")} == {
        "id": "run-1", "seconds": 3.2, "requests": 3, "workers": 1, "uids": "tutorial", "leftovers": ["1.2.3"]
    }  # fmt: skip
    tutorial = found["profiles"]["tutorial"]
    assert tutorial["verdict"] == "fail"
    assert tutorial["must"] == {
        "conformant": 1, "nonconformant": 1, "deviates": 1, "unsupported": 0, "blocked": 0, "inconclusive": 0,
        "untested": 0,
    }  # fmt: skip
    assert tutorial["should"]["untested"] == 1
    broken = found["requirements"][0]
    assert (broken["id"], broken["level"], broken["profile"], broken["verdict"]) == (
        "broken", "must", "tutorial", "nonconformant",
    )  # fmt: skip
    (found_scenario,) = broken["scenarios"]
    assert found_scenario["step"] == "Then the study holds blue-circle"
    assert found_scenario["expected"] == "search finds blue-circle"
    assert found_scenario["received"] == "search finds blue-circle, green-square"
    assert found_scenario["exchanges"] == [14]
    assert found_scenario["curl"].startswith("curl ")


def test_a_conformant_scenario_has_no_curl_line() -> None:
    assert document()["requirements"][1]["scenarios"][0]["curl"] is None


def test_the_schema_accepts_what_is_written() -> None:
    validator().validate(document())


@pytest.mark.parametrize("name", ALL)
def test_hostile_text_leaves_the_document_valid_bounded_and_ascii(name: str) -> None:
    found = document(received=ALL[name], title=ALL[name][:1000])
    validator().validate(found)
    text = json.dumps(found)
    assert text.isascii()
    assert len(text) < 100_000


def without(*path: str | int) -> Callable[[Record], None]:
    def change(found: Any) -> None:
        for key in path[:-1]:
            found = found[key]
        del found[path[-1]]

    return change


def with_value(value: object, *path: str | int) -> Callable[[Record], None]:
    def change(found: Any) -> None:
        for key in path[:-1]:
            found = found[key]
        found[path[-1]] = value

    return change


MUTANTS: dict[str, Callable[[Record], None]] = {
    "no schema version": without("schema_version"),
    "another schema version": with_value("2", "schema_version"),
    "no target": without("target"),
    "seconds as text": with_value("3.2", "run", "seconds"),
    "a negative number of requests": with_value(-1, "run", "requests"),
    "no leftovers": without("run", "leftovers"),
    "an unknown verdict of a profile": with_value("green", "profiles", "tutorial", "verdict"),
    "a pass over a nonconformant must": with_value("pass", "profiles", "tutorial", "verdict"),
    "a count that is missing": without("profiles", "tutorial", "must", "blocked"),
    "an unknown verdict": with_value("ok", "requirements", 0, "verdict"),
    "an unknown level": with_value("shall", "requirements", 0, "level"),
    "a conformant requirement without a scenario": with_value([], "requirements", 1, "scenarios"),
    "a deviation that was not declared": with_value(None, "requirements", 2, "deviation"),
    "a nonconformity without what was expected": with_value(None, "requirements", 0, "scenarios", 0, "expected"),
    "exchanges as text": with_value(["14"], "requirements", 0, "scenarios", 0, "exchanges"),
    "no curl": without("requirements", 0, "scenarios", 0, "curl"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_the_schema_rejects(name: str) -> None:
    mutant = copy.deepcopy(document())
    MUTANTS[name](mutant)
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(mutant)


def test_more_names_may_be_added() -> None:
    validator().validate({**document(), "added": 1})


def test_unknown_outcome_and_absent_capabilities_are_told() -> None:
    report = report_on([with_target(header(), capabilities=None), scenario("t", ["good"])], REGISTRY)
    found = json.loads(render_results(report))
    validator().validate(found)
    assert found["target"]["capabilities"] is None
    assert found["run"]["outcome"] == "interrupted"
