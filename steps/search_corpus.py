"""Searches over the search corpus."""

from collections.abc import Sequence

from pytest_bdd import given, then, when

from dicomweb_conformance.checks import search_matching as matching
from dicomweb_conformance.checks import search_results as results
from dicomweb_conformance.checks.search_results import Followed
from dicomweb_conformance.checks.search_xml import finds_in_xml
from dicomweb_conformance.checks.searched import Query, Scope, Searched
from dicomweb_conformance.client import Client
from dicomweb_conformance.provision import Provided
from dicomweb_conformance.received import Response
from dicomweb_conformance.requirements import Requirement
from dicomweb_conformance.study import Study
from fixtures.search import Corpus, CorpusShelf, Disagreement, Searches
from steps.vocabulary import phrase


@given(phrase("the search corpus is stored"), target_fixture="corpus")
def corpus_is_stored(corpus_shelf: CorpusShelf) -> Corpus:
    return corpus_shelf.corpus()


@given(phrase("the target honours {parameter:PagingParameter}"))
def honours(searches: Searches, parameter: str) -> None:
    searches.honours(parameter)


@given(phrase("a study of its own whose series disagree about it is stored"), target_fixture="provided")
def disagreeing_study(disagreement: Disagreement) -> Provided:
    return disagreement.stored()


@given(phrase("the target offers {scope:Scope}"))
def offers(searches: Searches, scope: Scope) -> None:
    searches.offers(scope)


@given(phrase("the target matches {scope:Scope} by {keys:Keys}"))
def filters(searches: Searches, scope: Scope, keys: Query) -> None:
    searches.filters(scope, keys)


@when(phrase("{scope:Scope} are searched"), target_fixture="searched")
def all_searched(searches: Searches, scope: Scope) -> Searched:
    return searches.by(scope, ())


@when(phrase("{scope:Scope} are searched by {keys:Keys}"), target_fixture="searched")
def searched_by(searches: Searches, scope: Scope, keys: Query) -> Searched:
    return searches.by(scope, keys)


@when(phrase("each study of the corpus is searched by {keys:Keys}"), target_fixture="searched")
def each_study_searched(searches: Searches, keys: Query) -> Searched:
    return searches.of_each_study(keys)


@when(
    phrase("{scope:Scope} are searched by {keys:Keys} with every character percent-encoded"), target_fixture="searched"
)
def searched_encoded(searches: Searches, scope: Scope, keys: Query) -> Searched:
    return searches.encoded(scope, keys)


@when(phrase("{scope:Scope} are searched by {keys:Keys} in pages of {size:Number}"), target_fixture="searched")
def searched_in_pages(searches: Searches, scope: Scope, keys: Query, size: int) -> Searched:
    return searches.in_pages(scope, keys, size)


@when(phrase("{scope:Scope} are searched in pages of {size:Number}"), target_fixture="searched")
def all_searched_in_pages(searches: Searches, scope: Scope, size: int) -> Searched:
    return searches.in_pages(scope, (), size)


@when(phrase("{scope:Scope} are searched by {keys:Keys} {times:Number} times"), target_fixture="searched")
def searched_repeatedly(searches: Searches, scope: Scope, keys: Query, times: int) -> Searched:
    return searches.by(scope, *([keys] * times))


@when(phrase("{scope:Scope} are searched by {keys:Keys} for DICOM XML"), target_fixture="searched")
def searched_for_xml(searches: Searches, scope: Scope, keys: Query) -> Searched:
    return searches.as_xml(scope, keys)


@when(phrase("the instances of the study are searched for a private attribute"), target_fixture="response")
def searched_for_private(client: Client, study: Study) -> Response:
    return client.search("instances", [("includefield", results.PRIVATE_ELEMENT)], within=study.reference)


@when(phrase("the Retrieve URL of each match is followed"), target_fixture="followed")
def retrieve_url_is_followed(searches: Searches, searched: Searched) -> Sequence[Followed]:
    return searches.follow(searched)


@then(phrase("the search finds only {names:CorpusNames}"))
def finds_only(searched: Searched, names: tuple[str, ...]) -> None:
    matching.finds_only(searched, names)


@then(phrase("the search result is empty"))
def result_is_empty(searched: Searched) -> None:
    matching.finds_nothing(searched)


@then(phrase("the search does not find {names:CorpusNames}"))
def does_not_find(searched: Searched, names: tuple[str, ...]) -> None:
    matching.does_not_find(searched, names)


@then(phrase("the search finds what its keys permit"))
def finds_what_is_permitted(searched: Searched, requirement: Requirement) -> None:
    matching.finds_what_is_permitted(searched, requirement.status)


@then(phrase("the search may find {names:CorpusNames}"))
def may_find(searched: Searched, names: tuple[str, ...]) -> None:
    matching.may_find(searched, names)


@then(phrase("the search finds nothing"))
def finds_nothing_or_404(searched: Searched) -> None:
    matching.finds_nothing_or_404(searched)


@then(phrase("the search is answered without harm"))
def is_harmless(searched: Searched, requirement: Requirement) -> None:
    matching.is_harmless(searched, requirement.status)


@then(phrase("the search finds {name:CorpusName} or warns"))
def finds_or_warns(searched: Searched, name: str) -> None:
    results.find_or_warn(searched, name)


@then(phrase("the search is answered with a permitted status"))
def is_refused(searched: Searched, requirement: Requirement) -> None:
    matching.is_refused(searched, requirement.status)


@then(phrase("the search finds {number:Number} of {names:CorpusNames}"))
def finds_some(searched: Searched, number: int, names: tuple[str, ...]) -> None:
    matching.finds_some(searched, number, names)


@then(phrase("the pages of {size:Number} together hold {names:CorpusNames}, each once"))
def pages_hold(searched: Searched, size: int, names: tuple[str, ...]) -> None:
    matching.pages_hold(searched, names, size)


@then(phrase("the matches come in the same order each time"))
def order_is_the_same(searched: Searched) -> None:
    matching.order_is_the_same(searched)


@then(phrase("each match bears its {keywords:Keywords}"))
def bear(searched: Searched, keywords: tuple[str, ...]) -> None:
    results.bear(searched, keywords)


@then(phrase("each match that bears {keyword:Keyword} bears all of them"))
def bear_all(searched: Searched, keyword: str) -> None:
    results.bear_all(searched, keyword)


@then(phrase("each match bears no {keywords:Keywords}"))
def bear_none(searched: Searched, keywords: tuple[str, ...]) -> None:
    results.bear_none(searched, keywords)


@then(phrase("each match says how soon it can be retrieved"))
def say_availability(searched: Searched) -> None:
    results.say_availability(searched)


@then(phrase("the result is DICOM JSON"))
def are_dicom_json(searched: Searched) -> None:
    results.are_dicom_json(searched)


@then(phrase("the result keeps the rules of the DICOM JSON model"))
def follow_the_model(searched: Searched) -> None:
    results.follow_the_model(searched)


@then(phrase("the response to the search warns"))
def warn(searched: Searched) -> None:
    results.warn(searched)


@then(phrase("the Retrieve URLs lead to the instances of their matches"))
def lead_there(followed: Sequence[Followed], searched: Searched) -> None:
    results.lead_there(followed, searched)


@then(phrase("the XML documents are those of {names:CorpusNames}"))
def found_in_xml(searched: Searched, names: tuple[str, ...]) -> None:
    finds_in_xml(searched, list(names))


@then(phrase("the private attribute comes with its private creator"))
def bear_private(response: Response) -> None:
    results.bear_private(response)
