"""What the self-test concludes from what was observed."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from dicomweb_conformance.reference.faults import Fault
from dicomweb_conformance.requirements import Registry, Requirement
from dicomweb_conformance.selftest.judging import Judged, catalogue, judged, not_conformant
from dicomweb_conformance.selftest.observation import Found, Observation
from dicomweb_conformance.selftest.telling import data_of, text_of, text_of_right


def fault(*breaks: str, name: str = "pages-are-upside-down") -> Fault:
    return Fault(name, breaks, "Pages are upside down.", lambda behaviour: behaviour)


def found(requirement: str, verdict: str, title: str = "Pages are readable", reason: str | None = None) -> Found:
    expected, received = ("up", "down") if verdict == "nonconformant" else (None, None)
    return Found(f"a.feature::{title}", title, (requirement,), verdict, "Then it holds", expected, received, reason)


def observed(*scenarios: Found, trouble: str | None = None) -> Observation:
    return Observation("pages-are-upside-down", scenarios, len(scenarios), 1.5, trouble)


def registry(*requirements: Requirement) -> Registry:
    return Registry(MappingProxyType({requirement.id: requirement for requirement in requirements}), "0" * 64)


def requirement(id_: str, level: str = "must", profile: str = "core", **more: str) -> Requirement:
    return Requirement(id_, "Pages can be read.", level, profile, "PS3.18 1", "store", **more)  # type: ignore[arg-type]  # the optional texts only


def judgement(*scenarios: Found, breaks: tuple[str, ...] = ("legible",), trouble: str | None = None) -> Judged:
    return judged(fault(*breaks), observed(*scenarios, trouble=trouble), registry(requirement("legible")))


def test_exactly_what_breaks_is_found() -> None:
    result = judgement(found("legible", "nonconformant"), found("numbered", "conformant"))
    assert result.exact
    assert result.caught == ("legible",)
    assert "exact  pages-are-upside-down" in text_of(result)
    assert "legible, caught by 'Pages are readable'" in text_of(result)


def test_one_nonconformant_scenario_is_enough() -> None:
    result = judgement(found("legible", "conformant"), found("legible", "nonconformant", "Titles are readable"))
    assert result.exact
    assert "caught by 'Titles are readable'" in text_of(result)


def test_what_is_not_found_is_missed_and_the_verdict_is_told() -> None:
    result = judgement(found("legible", "blocked", reason="there is no page"))
    assert not result.exact
    assert result.missed == ("legible",)
    assert "MISSED legible, blocked instead: there is no page" in text_of(result)


def test_what_was_never_run_is_missed() -> None:
    result = judgement(found("numbered", "conformant"))
    assert "MISSED legible, no scenario was run for it" in text_of(result)


def test_what_does_not_break_is_accused_wrongly() -> None:
    result = judgement(found("legible", "nonconformant"), found("numbered", "nonconformant", "Pages have numbers"))
    assert not result.exact
    assert result.accused == ("numbered",)
    assert "a.feature::Pages have numbers" in text_of(result)
    assert "Then it holds: expected up; received down" in text_of(result)


def test_a_hindered_requirement_is_told_and_is_no_accusation() -> None:
    result = judgement(found("legible", "nonconformant"), found("numbered", "inconclusive", reason="no answer"))
    assert result.exact
    assert "not judged: 1 inconclusive; first numbered: no answer" in text_of(result)
    assert data_of(result)["hindered"] == {"blocked": [], "inconclusive": ["numbered"]}


def test_a_legal_oddity_hinders_nothing() -> None:
    oddity = replace(fault(), legal="RFC 8259 2")
    known = registry(requirement("legible"))
    assert judged(oddity, observed(found("legible", "conformant")), known).exact
    for verdict in ("nonconformant", "blocked", "inconclusive"):
        assert not judged(oddity, observed(found("legible", verdict, reason="no answer")), known).exact


def test_a_run_that_did_not_end_is_never_exact() -> None:
    result = judgement(found("legible", "nonconformant"), trouble="not done after 180 seconds")
    assert not result.exact
    assert "not done after 180 seconds" in text_of(result)


def test_the_right_server_may_not_offer_what_has_a_condition_only() -> None:
    known = registry(requirement("legible"), requirement("coloured", condition="The target prints in colour."))
    run = observed(found("legible", "unsupported"), found("coloured", "unsupported"), found("unheard-of", "blocked"))
    assert not_conformant(run, known) == ("legible", "unheard-of")
    assert "UNSUPPORTED legible" in text_of_right(run, known)


def test_the_right_server_that_conforms_is_exact() -> None:
    assert "exact  the right server" in text_of_right(observed(found("legible", "conformant")), registry())


def test_every_testable_must_needs_a_fault() -> None:
    known = registry(
        requirement("legible"),
        requirement("numbered"),
        requirement("scented", untestable="nobody can smell it over HTTP"),
        requirement("pretty", level="should"),
    )
    result = catalogue([fault("legible")], known)
    assert result.unproven == ("numbered",)
    assert not result.complete


def test_a_fault_that_breaks_what_the_registry_does_not_know_is_named() -> None:
    result = catalogue([fault("legible", "unheard-of")], registry(requirement("legible")))
    assert result.unknown == (("pages-are-upside-down", "unheard-of"),)
    assert not result.complete


def test_what_is_judged_on_request_is_left_to_a_proof_of_its_own() -> None:
    known = registry(requirement("legible"), requirement("always-legible", profile="properties"))
    broken = fault("legible", "always-legible")
    found_now, found_then = found("legible", "nonconformant"), found("always-legible", "nonconformant")
    assert judged(broken, observed(found_now), known).caught == ("legible",)
    assert judged(broken, observed(found_now), known).exact
    assert judged(broken, observed(found_then), known, properties=True).caught == ("always-legible",)
    assert judged(broken, observed(), known, properties=True).missed == ("always-legible",)
