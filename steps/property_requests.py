"""Properties of requests: what must hold for every search, every sequence and every hostile request."""

from pytest_bdd import then

from fixtures.property_requests import AnyRequests
from steps.vocabulary import phrase


@then(phrase("any {kind:RequestKind} are answered rightly"))
def are_answered_rightly(any_requests: AnyRequests, kind: str) -> None:
    any_requests.are_answered_rightly(kind)
