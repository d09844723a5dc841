"""What the views of a study prove, given what they showed before."""

import pytest

from dicomweb_conformance.checks.holdings import Standing, holds, nothing_left
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.samples.tutorial import small_study
from dicomweb_conformance.samples.uids import derived_uid
from dicomweb_conformance.study import Study
from dicomweb_conformance.survey import View

_NEW = Standing(frozenset(), frozenset())


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return small_study(tmp_path_factory.mktemp("study"), lambda uid: derived_uid("test", uid), "P", "A")


def _view(study: Study, name: str, *names: str) -> View:
    return View(name, frozenset(str(study.instance(each).reference.SOPInstanceUID) for each in names))


def test_every_view_that_shows_the_expected_instances_is_right(study: Study) -> None:
    views = (_view(study, "search", "blue-circle"), _view(study, "metadata", "blue-circle"))

    holds(views, study.select(["blue-circle"]), study, _NEW)


def test_a_view_that_never_showed_anything_may_be_blind(study: Study) -> None:
    views = (View("search", None, "answers 404"), _view(study, "metadata", "blue-circle"))

    holds(views, study.select(["blue-circle"]), study, _NEW)


def test_a_proven_view_that_goes_blind_is_wrong(study: Study) -> None:
    views = (_view(study, "search"), _view(study, "metadata", "blue-circle"))

    with pytest.raises(Nonconformity, match="search finds nothing"):
        holds(views, study.select(["blue-circle"]), study, Standing(frozenset({"search"}), frozenset()))


def test_a_view_that_shows_too_much_is_wrong(study: Study) -> None:
    views = (_view(study, "search", "blue-circle", "red-triangle"), _view(study, "metadata", "blue-circle"))

    with pytest.raises(Nonconformity) as caught:
        holds(views, study.select(["blue-circle"]), study, _NEW)
    assert caught.value.expected == "search finds blue-circle"
    assert caught.value.received == "search finds blue-circle, red-triangle"


def test_a_view_that_was_wrong_before_proves_nothing(study: Study) -> None:
    views = (_view(study, "search", "red-triangle"), _view(study, "metadata", "blue-circle"))

    holds(views, study.select(["blue-circle"]), study, Standing(frozenset({"metadata"}), frozenset({"search"})))


def test_at_least_one_view_must_show_what_was_stored(study: Study) -> None:
    views = (_view(study, "search"), View("metadata", None, "answers 500"))

    with pytest.raises(Nonconformity, match="search or metadata finds blue-circle"):
        holds(views, study.select(["blue-circle"]), study, _NEW)


def test_traces_of_a_deleted_study_are_told() -> None:
    nothing_left(())
    with pytest.raises(Nonconformity, match="search for studies still finds 1"):
        nothing_left(("search for studies still finds 1",))
