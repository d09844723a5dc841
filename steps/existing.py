"""Studies that the target holds already: what they are asked, and what must be true of the answers."""

from pytest_bdd import given, then, when

from dicomweb_conformance.checks import existing
from dicomweb_conformance.checks.existing import Claim, Look, Seen
from fixtures.existing import Looking, Shelf
from steps.vocabulary import phrase


@given(phrase("studies that the target holds already"), target_fixture="studies_held")
def studies_held(shelf_of_existing: Shelf) -> tuple[Seen, ...]:
    return shelf_of_existing.studies()


@when(phrase("each of them is asked for {question:Question}"), target_fixture="looks")
def each_is_asked(looking_at_existing: Looking, studies_held: tuple[Seen, ...], question: str) -> tuple[Look, ...]:
    return looking_at_existing.at(studies_held, question)


@then(phrase("each answer {claim:Claim}"))
def each_answer(looks: tuple[Look, ...], claim: Claim) -> None:
    existing.holds_each_time(claim, looks)
