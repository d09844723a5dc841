"""The plain model of what a target holds."""

from __future__ import annotations

from dicomweb_conformance.properties.model import Holdings, lies_in, parent_of


def holding(*names: str) -> Holdings:
    holdings = Holdings()
    for name in names:
        holdings.stored(name, "first")
    return holdings


def test_what_is_stored_is_at_every_level() -> None:
    holdings = holding("a/1/1", "a/1/2", "b/2/1")
    assert holdings.at("study") == {"a", "b"}
    assert holdings.within("a", "instance") == {"a/1/1", "a/1/2"}
    assert holdings.counts("a") == {"series": 1, "instance": 2}


def test_a_deletion_takes_what_lies_in_it_and_nothing_else() -> None:
    holdings = holding("a/1/1", "a/2/1", "b/1/1")
    holdings.deleted("a/1")
    assert holdings.at("instance") == {"a/2/1", "b/1/1"}
    assert not holdings.emptied


def test_what_loses_its_last_instance_may_stay_as_an_empty_one() -> None:
    holdings = holding("a/1/1")
    holdings.deleted("a/1/1")
    assert holdings.emptied == {"a", "a/1"}
    holdings.stored("a/1/2", "first")
    assert not holdings.emptied


def test_what_was_deleted_by_its_name_may_not_stay() -> None:
    holdings = holding("a/1/1")
    holdings.deleted("a/1")
    assert holdings.emptied == {"a"}
    holdings = holding("a/1/1")
    holdings.deleted("a/1/1")
    holdings.stored("a/2/1", "first")
    holdings.deleted("a")
    assert not holdings.emptied


def test_other_content_may_replace_or_not_but_every_view_says_the_same() -> None:
    holdings = holding("a/1/1")
    holdings.stored("a/1/1", "second")
    other = holdings.copy()
    assert holdings.is_version("a/1/1", "second")
    assert not holdings.is_version("a/1/1", "first")
    assert other.is_version("a/1/1", "first")


def test_names() -> None:
    assert (parent_of("a/1/2", "series"), parent_of("a", "study")) == ("a/1", "a")
    assert lies_in("a/1/2", "a/1")
    assert not lies_in("a/10", "a/1")
