"""What a hostile server sends is shown, never obeyed, in everything that a run writes or shows."""

import csv
import io
import json
import unicodedata
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from dicomweb_conformance.report.results import results_schema
from dicomweb_conformance.run_options import FORMATS
from tests.echoing import hostile
from tests.report.browser import CHROMIUM, chromium
from tests.report.hostile import ALL
from tests.report.test_formats import outside_code
from tests.running import Ran, run, served

NOT_SHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("hostile")
    formats = [argument for form in FORMATS if form != "pdf" for argument in ("--format", form)]
    with served(hostile(folder / "store", list(ALL.values()))) as url:
        return run(
            folder / "report",
            *("--url", url, "--profile", "tutorial", "--alluredir", str(folder / "report" / "allure"), *formats),
        )


def strange(text: str, allowed: str = "\n") -> set[str]:
    """Characters that act on a reader or a terminal."""
    return {one for one in set(text) if one not in allowed and unicodedata.category(one) in NOT_SHOWN}


def test_the_run_ends_with_its_verdicts(ran: Ran) -> None:
    assert ran.code == 1, ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err
    assert "inconclusive" not in ran.verdicts().values()
    found = [s["received"] or "" for r in ran.results["requirements"] for s in r["scenarios"]]
    assert any("alert" in text for text in found), "the hostile text reached no finding, so this proves nothing"


def test_nothing_acts_on_the_terminal(ran: Ran) -> None:
    assert strange(ran.out + ran.err) == set()
    assert max(map(len, ran.out.splitlines())) < 10_000


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(f"{name}={value}" for name, value in attrs if name.startswith("on") or name == "href")


def test_the_page_has_no_element_of_the_server(ran: Ran) -> None:
    text = (ran.folder / "report.html").read_text(encoding="utf-8")
    page = _Elements()
    page.feed(text)
    assert page.tags.isdisjoint({"script", "img", "iframe", "object", "b", "form"})
    assert not [one for one in page.attributes if one.startswith("on") or "javascript:" in one]
    assert strange(text, "\n\t") == set()
    assert len(text) < 5_000_000


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (Debian: chromium)")
def test_a_browser_runs_nothing_and_asks_for_nothing(ran: Ran) -> None:
    with chromium() as page:
        page.open(ran.folder / "report.html")
        assert page.value("document.querySelectorAll('script, img').length") == 0
        assert {url for url in page.requests.values() if not url.startswith("file:")} == set()
        assert page.value("document.querySelectorAll('article.requirement').length") > 10


def test_json_and_xml_are_well_formed(ran: Ran) -> None:
    jsonschema.validate(ran.results, results_schema())
    assert (ran.folder / "results.json").read_bytes().isascii()
    json.loads((ran.folder / "exchanges.har").read_text(encoding="utf-8"))
    assert ElementTree.parse(ran.folder / "junit.xml").getroot().tag == "testsuites"
    for path in ran.folder.glob("badge-*.svg"):
        ElementTree.parse(path)
    for line in (ran.folder / "ledger.jsonl").read_bytes().splitlines():
        json.loads(line)
    results = list((ran.folder / "allure").glob("*-result.json"))
    assert results
    for path in results:
        json.loads(path.read_text(encoding="utf-8"))


def test_markdown_holds_no_markup_of_the_server(ran: Ran) -> None:
    text = (ran.folder / "summary.md").read_text(encoding="utf-8")
    assert strange(text) == set()
    rest = outside_code(text)
    assert [sign for sign in ("<script", "<img", "<b>", "javascript:", "# heading", "@user") if sign in rest] == []


def test_no_cell_is_a_formula(ran: Ran) -> None:
    text = (ran.folder / "requirements.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]


def test_nothing_grows_without_bound(ran: Ran) -> None:
    sizes = {path.name: path.stat().st_size for path in Path(ran.folder).iterdir() if path.is_file()}
    assert max(sizes.values()) < 20_000_000, sizes
