"""Searches find what the oracle says: legal oddities pass, their illegal neighbours do not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dicomweb_conformance.checks import search_matching as check
from dicomweb_conformance.checks import search_results as results
from dicomweb_conformance.checks.searched import Searched
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from tests.checks.searching import Maker, response, stored_corpus, text

ID1 = ("PatientID", "{P}ID1")
HTML = response(b"<html>Welcome</html>", media_type="text/html")
EMPTY = (response(b"", 204, None), response(b"[]"), response(b"", 200, None))


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return Maker(stored_corpus(tmp_path_factory.mktemp("corpus")))


def test_exactly_the_expected_ones_are_right_in_any_order(make: Maker) -> None:
    query = ("PatientID", "{P}ID*")
    names = ["adams-jo", "adams-johnny", "adams-john"]
    check.finds_only(make.found(names, query), sorted(names))


def test_one_too_few_and_one_too_many_are_wrong(make: Maker) -> None:
    with pytest.raises(Nonconformity, match="received the search finds nothing"):
        check.finds_only(make.found([], ID1), ["adams-john"])
    with pytest.raises(Nonconformity, match="received the search finds adams-john, adams-johnny"):
        check.finds_only(make.found(["adams-john", "adams-johnny"], ID1), ["adams-john"])


def test_a_match_that_comes_twice_is_wrong(make: Maker) -> None:
    with pytest.raises(Nonconformity, match="adams-john more than once"):
        check.finds_only(make.found(["adams-john", "adams-john"], ID1), ["adams-john"])


def test_an_entity_whose_key_is_unknown_may_be_there(make: Maker) -> None:
    query = ("AccessionNumber", "{P}PL")
    check.finds_only(make.found(["plato", "unknown"], query), ["plato"])
    check.finds_only(make.found(["plato"], query), ["plato"])


def test_a_foreign_match_is_wrong_only_if_its_attributes_say_so(make: Maker) -> None:
    foreign = text("StudyInstanceUID", "1.2.3")
    right, wrong = text("PatientID", "HANDID1"), text("PatientID", "HANDID10")
    for extra in ({}, right):
        answer = response([make.ds("adams-john"), {**foreign, **extra}])
        check.finds_only(make.answers([answer], ID1), ["adams-john"])
    answer = response([make.ds("adams-john"), {**foreign, **wrong}])
    with pytest.raises(Nonconformity, match=r"1\.2\.3, which has others"):
        check.finds_only(make.answers([answer], ID1), ["adams-john"])


def test_a_match_from_another_study_than_the_path_names_is_wrong(make: Maker) -> None:
    within = make.entity("plato").reference
    answer = response([make.ds("plato/130"), make.ds("adams-john/1")])
    with pytest.raises(Nonconformity, match="within the study"):
        check.finds_only(make.answers([answer], level="series", within=within), ["plato/130"])


def test_several_answers_count_together(make: Maker) -> None:
    uids = [("StudyInstanceUID", make.entity(name).uid) for name in ("plato", "special")]
    both = [make.found([name], uid).answers[0] for name, uid in zip(("plato", "special"), uids, strict=True)]
    searched = make.found([], uids[0])
    check.finds_only(type(searched)("study", None, make.corpus, tuple(both)), ["plato", "special"])


@pytest.mark.parametrize("answer", [HTML, response({"a": 1}), response([1]), response(b"[", 200), response(None)])
def test_what_is_no_array_of_datasets_is_wrong_everywhere(make: Maker, answer: Response) -> None:
    searched = make.answers([answer], ID1)
    judges: list[Callable[[], None]] = [
        lambda: check.finds_only(searched, ["adams-john"]),
        lambda: check.finds_nothing(searched),
        lambda: check.does_not_find(searched, ["plato"]),
        lambda: check.finds_what_is_permitted(searched, (400,)),
        lambda: check.is_harmless(searched, (400,)),
        lambda: check.finds_nothing_or_404(searched),
        lambda: check.pages_hold(searched, ["adams-john"], 1),
        lambda: check.order_is_the_same(searched),
        lambda: check.finds_some(searched, 1, ["adams-john"]),
        lambda: check.may_find(searched, ["adams-john"]),
    ]
    for judge in judges:
        with pytest.raises(Nonconformity):
            judge()


def test_a_match_without_its_uid_is_wrong(make: Maker) -> None:
    for ds in ({}, text("StudyInstanceUID"), text("StudyInstanceUID", 7), {"0020000D": "1.2"}):
        with pytest.raises(Nonconformity, match="a match without one"):
            check.finds_only(make.answers([response([ds])], ID1), ["adams-john"])


def test_all_legal_forms_of_an_empty_result_are_right(make: Maker) -> None:
    for answer in EMPTY:
        check.finds_nothing(make.answers([answer], ("PatientID", "{P}NOBODY")))


def test_404_an_empty_dataset_and_matches_are_no_empty_result(make: Maker) -> None:
    for answer in (response(b"", 404), response([{}]), response([make.ds("plato")]), response(b"", 500)):
        with pytest.raises(Nonconformity):
            check.finds_nothing(make.answers([answer], ("PatientID", "{P}NOBODY")))


def test_below_what_is_unknown_404_is_right_too(make: Maker) -> None:
    for answer in (*EMPTY, response(b"", 404)):
        check.finds_nothing_or_404(make.answers([answer], level="series"))
    for answer in (response(b"", 500), response([make.ds("plato/130")]), HTML):
        with pytest.raises(Nonconformity):
            check.finds_nothing_or_404(make.answers([answer], level="series"))


def test_what_is_permitted(make: Maker) -> None:
    lower = ("PatientName", "{P}plato")
    for names in ([], ["plato"]):
        check.finds_what_is_permitted(make.found(names, lower), ())
    with pytest.raises(Nonconformity, match="does not find special"):
        check.finds_what_is_permitted(make.found(["special"], lower), ())
    with pytest.raises(Nonconformity, match="finds plato"):
        check.finds_what_is_permitted(make.found([], ("PatientName", "{P}Plato")), ())
    check.finds_what_is_permitted(make.answers([response(b"", 400)], lower), (400,))
    with pytest.raises(Nonconformity):
        check.finds_what_is_permitted(make.answers([response(b"", 400)], lower), ())


def test_a_bad_value_may_be_refused_or_ignored_but_never_fail(make: Maker) -> None:
    query = (("PatientID", "{P}PLAIN"), ("StudyDate", "notadate"))
    for answer in (response(b"", 400), *EMPTY, response([make.ds("plato")])):
        check.is_harmless(make.answers([answer], *query), (400,))
    for answer in (response(b"", 500), response([make.ds("special")])):
        with pytest.raises(Nonconformity):
            check.is_harmless(make.answers([answer], *query), (400,))


def test_what_need_not_be_found_is_not_offered(make: Maker) -> None:
    with pytest.raises(NotOffered):
        check.may_find(make.found([], ID1), ["adams-john"])
    check.may_find(make.found(["adams-john"], ID1), ["adams-john"])


GREY = ("ReferringPhysicianName", "{P}Grey")
FIVE = ["adams-john", "adams-johnny", "adams-jo", "percent", "percent-other"]


def test_a_limit_is_a_number_of_matches(make: Maker) -> None:
    check.finds_some(make.found(FIVE[:2], GREY), 2, FIVE)
    check.finds_some(make.found(FIVE[3:], GREY), 2, FIVE)
    for names in (FIVE, FIVE[:1], ["plato", "special"]):
        with pytest.raises(Nonconformity):
            check.finds_some(make.found(names, GREY), 2, FIVE)


@pytest.mark.parametrize(
    ("pages", "wrong"),
    [
        ([FIVE[:2], FIVE[2:4], FIVE[4:], []], None),
        ([FIVE[3:], FIVE[1:3], FIVE[:1], []], None),
        ([FIVE[:2], FIVE[1:3], FIVE[3:], []], "adams-johnny on several pages"),
        ([FIVE[:2], FIVE[3:], []], "they hold"),
        ([FIVE[:3], FIVE[3:], []], "3 on page 1"),
        ([FIVE[:2], FIVE[:2]], "an empty page"),
    ],
)
def test_pages(make: Maker, pages: list[list[str]], wrong: str | None) -> None:
    searched = make.answers([response([make.ds(name) for name in page]) for page in pages], GREY)
    if wrong is None:
        check.pages_hold(searched, FIVE, 2)
    else:
        with pytest.raises(Nonconformity, match=wrong):
            check.pages_hold(searched, FIVE, 2)


def test_the_order_stays(make: Maker) -> None:
    there = response([make.ds(name) for name in FIVE])
    back = response([make.ds(name) for name in reversed(FIVE)])
    check.order_is_the_same(make.answers([there, there], GREY))
    for answers in ([there, back], [response([]), response([])]):
        with pytest.raises(Nonconformity):
            check.order_is_the_same(make.answers(answers, GREY))


def test_404_for_one_study_of_several_is_no_match(make: Maker) -> None:
    answers = [response([make.ds("adams-john")]), response(b"", 404)]
    check.finds_only(make.answers(answers, ID1), ["adams-john"])
    with pytest.raises(Nonconformity, match="status 404"):
        check.does_not_find(make.answers(answers[1:], ID1), ["plato"])


def test_a_feature_that_contradicts_the_oracle_is_trouble_of_the_harness(make: Maker) -> None:
    with pytest.raises(ValueError, match="disagree about adams-john, plato"):
        check.finds_only(make.found(["plato"], ID1), ["plato"])
    with pytest.raises(ValueError, match="no nobody"):
        check.finds_only(make.found([], ID1), ["nobody"])


@pytest.fixture(scope="module")
def thin(make: Maker) -> Maker:
    """Of adams-john only the series 10 was taken; plato was not taken at all."""
    left = [e for e in make.corpus if e.name.split("/")[0] not in ("adams-john", "plato")]
    return Maker((*left, *(e for e in make.corpus if e.name in ("adams-john", "adams-john/10", "adams-john/10/1"))))


def _thinned(searched: Searched) -> Searched:
    return replace(searched, refused="the target refused two objects")


def test_what_a_target_refused_is_not_expected(thin: Maker) -> None:
    every = ["adams-john/1", "adams-john/10", "plato/130"]
    query = ("SeriesNumber", "10")
    check.finds_only(_thinned(thin.found(["adams-john/10"], query, level="series")), every)
    with pytest.raises(Nonconformity, match="expected the search finds adams-john/10; received"):
        check.finds_only(_thinned(thin.found([], query, level="series")), every)


def test_a_search_for_what_was_refused_says_nothing(thin: Maker) -> None:
    query = ("PatientID", "{P}PLAIN")
    searched = _thinned(thin.found([], query))
    judges: list[Callable[[], None]] = [
        lambda: check.finds_only(searched, ["plato"]),
        lambda: check.does_not_find(searched, ["plato"]),
        lambda: check.may_find(searched, ["plato"]),
        lambda: check.finds_some(searched, 1, ["plato"]),
        lambda: check.pages_hold(searched, ["plato"], 2),
        lambda: check.order_is_the_same(searched),
        lambda: results.bear(searched, ["PatientID"]),
        lambda: results.find_or_warn(searched, "plato"),
    ]
    for judge in judges:
        with pytest.raises(NotOffered, match="the target refused two objects"):
            judge()


def test_a_whole_corpus_is_not_excused(make: Maker) -> None:
    with pytest.raises(ValueError, match="the corpus has no platon"):
        check.finds_only(make.found([], ID1), ["platon"])
    with pytest.raises(Nonconformity, match="at least one match"):
        results.bear(make.found([], ("PatientID", "{P}PLAIN")), ["PatientID"])
