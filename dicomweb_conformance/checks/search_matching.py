"""Which entities a search finds: all that match its keys, and no other (PS3.18 8.3.4.1, PS3.4 C.2.2.2)."""

from collections import Counter
from collections.abc import Sequence

from dicomweb_conformance.checks import search
from dicomweb_conformance.checks.names import listed
from dicomweb_conformance.checks.searched import (
    SUCCESS,
    Searched,
    could_find,
    expected_of,
    finding,
    is_stored,
    matches,
    names_in,
)
from dicomweb_conformance.checks.status import status_is_permitted
from dicomweb_conformance.matching import Verdict
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered


def finds_only(searched: Searched, expected: Sequence[str]) -> None:
    """The search finds these of the run's own entities, each once, and no other that does not match its keys."""
    wanted = expected_of(searched, expected)
    found = Counter(names_in(searched))
    if set(found) - wanted.open != wanted.names or max(found.values(), default=1) > 1:
        raise Nonconformity(finding([*wanted.names]), finding([*found.elements()]))


def finds_nothing(searched: Searched) -> None:
    """The search succeeds, and its result is empty: 204, or 200 with an empty list (10.6.3.1 and CP-2473)."""
    for answer in searched.answers:
        if answer.response.status not in SUCCESS:
            raise Nonconformity("status 204, or 200 with an empty list", f"status {answer.response.status}")
        found = search.matches(answer.response)
        if found:
            names = [match.entity.name for match in matches(searched, answer)]
            raise Nonconformity("an empty result", finding(names) if names else f"{len(found)} matches")


def does_not_find(searched: Searched, unwanted: Sequence[str]) -> None:
    """The search succeeds without these. Raises NotOffered when the target refused one of them."""
    is_stored(searched, *unwanted)
    found = sorted(set(names_in(searched)) & set(unwanted))
    if found:
        raise Nonconformity(f"the search does not find {listed(unwanted)}", finding(found))


def finds_what_is_permitted(searched: Searched, statuses: Sequence[int]) -> None:
    """One of the answers that the text allows: a permitted refusal, or what the oracle does not exclude."""
    for answer in searched.answers:
        if answer.response.status not in SUCCESS and statuses:
            status_is_permitted(answer.response, statuses)
            continue
        found = {match.entity.name for match in matches(searched, answer)}
        verdicts = searched.verdicts(answer)
        wrong = sorted(name for name in found if verdicts[name] is Verdict.MISMATCH)
        if wrong:
            raise Nonconformity(f"the search does not find {listed(wrong)}", finding(sorted(found)))
        missing = sorted(name for name, verdict in verdicts.items() if verdict is Verdict.MATCH and name not in found)
        if missing:
            raise Nonconformity(f"the search finds {listed(missing)}", finding(sorted(found)))


def may_find(searched: Searched, wanted: Sequence[str]) -> None:
    """The search finds these. Raises NotOffered when it does not, because the text leaves it to the target."""
    is_stored(searched, *wanted)
    missing = sorted(set(wanted) - set(names_in(searched)))
    if missing:
        raise NotOffered(f"the target does not find {listed(missing)} so, and need not")


def finds_nothing_or_404(searched: Searched) -> None:
    """The search finds nothing, whether that is said with an empty result or with 404."""
    if [answer.response.status for answer in searched.answers] != [404]:
        finds_nothing(searched)


def is_harmless(searched: Searched, statuses: Sequence[int]) -> None:
    """A bad value is answered with a permitted refusal, or with a result that holds nothing that the keys exclude."""
    for answer in searched.answers:
        if answer.response.status not in SUCCESS:
            status_is_permitted(answer.response, statuses)
            continue
        verdicts = searched.verdicts(answer)
        wrong = [m.entity.name for m in matches(searched, answer) if verdicts[m.entity.name] is Verdict.MISMATCH]
        if wrong:
            raise Nonconformity(f"the search does not find {listed(wrong)}", finding(wrong))


def is_refused(searched: Searched, statuses: Sequence[int]) -> None:
    """The search is answered with a status that the requirement permits."""
    for answer in searched.answers:
        status_is_permitted(answer.response, statuses)


def finds_some(searched: Searched, number: int, candidates: Sequence[str]) -> None:
    """The search finds that many of the candidates, whichever, and nothing else.

    Raises NotOffered when the target refused one of them.
    """
    is_stored(searched, *candidates)
    allowed = set(candidates) | expected_of(searched, candidates).open
    found = names_in(searched)
    if len(found) != number or not set(found) <= allowed:
        raise Nonconformity(f"{number} of {listed(candidates)}", finding(found))


def pages_hold(searched: Searched, expected: Sequence[str], size: int) -> None:
    """The pages together hold these, each once; no page is longer than asked, and after the last comes an empty one."""
    wanted = expected_of(searched, expected)
    pages = [[match.entity.name for match in matches(searched, answer)] for answer in searched.answers]
    for number, page in enumerate(pages, 1):
        if len(page) > size:
            raise Nonconformity(f"at most {size} matches on a page", f"{len(page)} on page {number}")
    if pages[-1]:
        raise Nonconformity("an empty page after the last match", finding(pages[-1]))
    found = Counter(name for page in pages for name in page)
    twice = [name for name, times in found.items() if times > 1]
    if twice:
        raise Nonconformity("each match on one page only", f"{listed(twice)} on several pages")
    if set(found) - wanted.open != wanted.names:
        raise Nonconformity(f"the pages together hold {listed(wanted.names)}", f"they hold {listed(found)}")


def order_is_the_same(searched: Searched) -> None:
    """Each answer holds the same matches in the same order (8.3.4.4.1)."""
    orders = [[match.entity.name for match in matches(searched, answer)] for answer in searched.answers]
    if len(orders[0]) < 2:
        could_find(searched, 2)
        raise Nonconformity("several matches", finding(orders[0]))
    for order in orders[1:]:
        if order != orders[0]:
            raise Nonconformity(f"the same matches in the same order: {', '.join(orders[0])}", ", ".join(order))
