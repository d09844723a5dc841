"""Properties: what must hold for every example of a kind."""

from pytest_bdd import then, when

from dicomweb_conformance.properties.trial import Trial
from dicomweb_conformance.study import Study
from fixtures.round_trip import AnyStored, RoundTrip
from fixtures.spellings import AnySpelling
from steps.vocabulary import phrase


@when(phrase("any valid {kind:AnyOf} is stored"), target_fixture="any_stored")
def any_is_stored(round_trips: RoundTrip, kind: str) -> AnyStored:
    return AnyStored(kind, round_trips)


@then(phrase("it comes back equal as {view:AnyView}"))
def comes_back_equal(any_stored: AnyStored, view: str, trial: Trial) -> None:
    any_stored.comes_back(view, trial)


@then(phrase("it is found by each of its keys"))
def is_found_by_its_keys(any_stored: AnyStored, trial: Trial) -> None:
    any_stored.comes_back("search", trial)


@then(phrase("any spelling of Accept for {place:Spelled} is answered as the plain one is"))
def is_answered_alike(any_spelling: AnySpelling, study: Study, place: str, trial: Trial) -> None:
    any_spelling.asks_alike(place, study, trial)


@then(phrase("any spelling of Content-Type stores what the plain one does"))
def is_stored_alike(any_spelling: AnySpelling, trial: Trial) -> None:
    any_spelling.stores_alike(trial)
