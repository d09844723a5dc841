"""report.html as text: what it says, and that nothing in it can act."""

import itertools
import re
from html.parser import HTMLParser

import pytest

from dicomweb_conformance.report.html import content_security_policy, render_html
from dicomweb_conformance.report.model import Report
from tests.report.hostile import ALL
from tests.report.ledgers import (
    STUDY,
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
from tests.report.realistic import realistic_ledger, realistic_registry

VOID = {"meta", "br", "link", "img", "input", "hr", "rect"}


class Parsed(HTMLParser):
    """Elements with their attributes, the text, and whether every element was closed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def realistic() -> Report:
    return report_on(realistic_ledger(), realistic_registry())


@pytest.fixture(scope="module")
def page(realistic: Report) -> str:
    return render_html(realistic)


def small(*records: Record, head: Record | None = None, end: Record | None = None) -> str:
    known = registry(requirement("a"), requirement("b", level="should"), requirement("c", level="may"))
    return render_html(report_on([head or header(), *records, end or footer()], known))


def assert_nothing_acts(page: str) -> None:
    parsed = Parsed(page)
    for tag, attributes in parsed.elements:
        assert tag not in {
            "script",
            "img",
            "iframe",
            "object",
            "embed",
            "link",
            "base",
            "form",
            "input",
            "audio",
            "video",
        }
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name not in {"src", "srcset", "style", "action", "formaction", "background", "data"}
            if name == "href":
                assert value.startswith(("#", "https://"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f]", page)


def test_nothing_in_it_acts_or_loads(page: str) -> None:
    assert_nothing_acts(page)


def test_its_policy_lets_in_its_own_style_sheet_and_nothing_else(page: str) -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    (policy,) = [a["content"] for a in Parsed(page).all("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy == content_security_policy(style)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "url(" not in style
    assert "@import" not in style


def test_every_link_inside_the_page_leads_somewhere(page: str) -> None:
    parsed = Parsed(page)
    ids = [attributes["id"] for _, attributes in parsed.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    inside = {attributes["href"][1:] for attributes in parsed.all("a") if attributes["href"].startswith("#")}
    assert inside <= set(ids)
    referred = {a["aria-labelledby"] for _, a in parsed.elements if "aria-labelledby" in a}
    assert referred <= set(ids)


def test_headings_and_landmarks_give_a_screen_reader_its_way(page: str) -> None:
    parsed = Parsed(page)
    levels = [int(tag[1]) for tag, _ in parsed.elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert len(parsed.all("main")) == 1
    assert parsed.all("nav")[0]["aria-label"]
    assert parsed.all("html")[0]["lang"] == "en"
    assert all("scope" in attributes for attributes in parsed.all("th"))


def test_the_cover_says_who_what_when_and_how_it_went(page: str) -> None:
    cover = Parsed(page).text.split("Verdicts by transaction")[0]
    for said in (
        "Archive Server", "Example Health", "4.2.1", "http://archive.example/dicom-web", "2026-11-23 09:00 UTC",
        "J. Doe, Example Health", "dicomweb-conformance 0.1.0", "26 requirements", "2020", "fail", "tutorial", "core",
    ):  # fmt: skip
        assert said in cover


def test_a_finding_has_step_expected_received_evidence_curl_and_the_way_to_repeat_it() -> None:
    text = Parsed(small(exchange(14, step=2), scenario("s", ["a"], "nonconformant", exchanges=[14]))).text
    for said in (
        "Then the study holds blue-circle",
        "search finds blue-circle, green-square",
        f"#14 GET /studies/{STUDY}/instances -> 200, 2 matches",
        "curl -H 'Accept: application/dicom+json'",
        "dicomweb-conformance run --url http://archive.example/dicom-web --only a",
    ):
        assert said in text


def test_an_exchange_is_shown_with_headers_bodies_hashes_and_times() -> None:
    text = Parsed(small(exchange(14, step=2), scenario("s", ["a"], exchanges=[14]))).text
    for said in ("Accept: application/dicom+json", "HTTP/1.1 200 OK", "[{}, {}]", "b" * 64, "after 5.0 ms"):
        assert said in text


def test_citations_lead_to_the_public_standard(page: str) -> None:
    links = {attributes["href"] for attributes in Parsed(page).all("a")}
    nema = "https://dicom.nema.org/medical/dicom/current/output/chtml"
    assert f"{nema}/part18/sect_10.5.html#sect_10.5.3.1" in links
    assert f"{nema}/part18/sect_8.7.3.html#sect_8.7.3.5.2" in links
    assert f"{nema}/part04/sect_C.2.2.2.html#sect_C.2.2.2.4" in links
    assert "https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3" in links


def test_features_that_are_not_offered_are_no_fault() -> None:
    text = Parsed(small(scenario("s", ["c"], "nonconformant"), scenario("t", ["a"]), scenario("u", ["b"]))).text
    assert "not offered" in text
    assert "✓ pass" in text


def test_what_was_not_judged_is_told_with_its_reason(page: str) -> None:
    tail = Parsed(page).text.split("What was not judged, and why")[-1]
    for said in (
        "503 Service Unavailable",
        "ReadTimeout",
        "No request makes a healthy server overloaded.",
        "rendered: 2",
    ):
        assert said in tail
    assert tail.count("503 Service Unavailable") == 1


def test_leftovers_deviations_and_remarks_are_told() -> None:
    head = with_target(header(), deviations=[deviation("a", issue="https://tracker.example/1", expires="2020-01-01")])
    text = Parsed(small(scenario("s", ["a"], "nonconformant"), head=head, end=footer(leftovers=["1.2.3"]))).text
    assert "1.2.3" in text
    assert "Answers 404; fixed in 4.3" in text
    assert "expired on 2020-01-01" in text
    assert "changed after the run" not in text
    assert "interrupted" in Parsed(small(end={"type": "waited", "seconds": 0.0, "scenario": None, "why": "x"})).text


@pytest.mark.parametrize("name", ALL)
def test_hostile_text_is_inert_and_bounded(name: str) -> None:
    text = ALL[name]
    hostile = [[text, text]] * 20
    page = small(
        exchange(
            1,
            request={"url": text, "method": text, "headers": hostile, "body": body_of(text)},
            response={"reason": text, "headers": hostile, "body": body_of(text), "http_version": text},
        ),
        exchange(2, response=None, error={"kind": text, "message": text}),
        scenario(text, ["a"], "nonconformant", exchanges=[1], expected=text, received=text, step=text, rule=text),
        scenario(text, ["b"], "blocked", exchanges=[2], reason=text),
        scenario(text, ["c"], "inconclusive", reason=text, feature={"name": text, "path": text, "description": text}),
        {"type": "waited", "seconds": 1.0, "scenario": None, "why": text},
        head=with_target(header(selection=[text], operator=text), vendor=text, product=text, version=text, url=text),
        end=footer(leftovers=[text], outcome="aborted", reason=text),
    )
    assert_nothing_acts(page)
    assert len(page) < 400_000


def body_of(text: str) -> Record:
    return {"size": len(text), "sha256": text, "head": text, "encoding": "utf-8", "complete": True}


def test_a_page_of_a_thousand_broken_scenarios_stays_small() -> None:
    records = realistic_ledger(44)
    for record in records:
        if record["type"] == "scenario" and record["verdict"] == "conformant":
            record.update(verdict="nonconformant", expected="one thing", received="x" * 5000)
    page = render_html(report_on(records, realistic_registry()))
    assert len(page) < 5_000_000


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2, from 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_text_has_the_contrast_of_wcag_level_aa_in_light_and_dark(page: str) -> None:
    themes = [
        dict(re.findall(r"--(\w+): (#\w{6});", block)) for block in re.findall(r":root \{(.*?)\}", page, re.DOTALL)
    ]
    light, dark, *_ = themes
    assert light["page"] != dark["page"]
    for theme in (light, dark):
        for ink in ("ink", "soft", "link", "good", "bad", "open", "odd", "none"):
            for ground in ("page", "panel"):
                assert contrast(theme[ink], theme[ground]) >= 4.5, f"{ink} on {ground}"
