"""Citations become links, and lose nothing."""

import pytest

from dicomweb_conformance.report.citations import pieces_of

NEMA = "https://dicom.nema.org/medical/dicom/current/output/chtml"
LEARN = "https://learn.microsoft.com/azure/healthcare-apis/dicom"


@pytest.mark.parametrize(
    ("cites", "urls"),
    [
        ("PS3.18 10.4.1.1.2", ["/part18/ps3.18.html", "/part18/sect_10.4.html#sect_10.4.1.1.2"]),
        ("PS3.18 §8.7.8.1", ["/part18/ps3.18.html", "/part18/sect_8.7.8.html#sect_8.7.8.1"]),
        ("PS3.18 F.2.2", ["/part18/ps3.18.html", "/part18/sect_F.2.2.html#sect_F.2.2"]),
        (
            "PS3.18 10.5.1.4, Table 10.5.4-1",
            ["/part18/ps3.18.html", "/part18/sect_10.5.html#sect_10.5.1.4", "/part18/sect_10.5.html#table_10.5.4-1"],
        ),
        ("PS3.18 chapter 11", ["/part18/ps3.18.html", "/part18/chapter_11.html"]),
        (
            "PS3.18 10.6.1; PS3.4 C.2.2.2.5",
            [
                "/part18/ps3.18.html",
                "/part18/sect_10.6.html#sect_10.6.1",
                "/part04/ps3.4.html",
                "/part04/sect_C.2.2.2.html#sect_C.2.2.2.5",
            ],
        ),
    ],
)
def test_places_in_the_standard(cites: str, urls: list[str]) -> None:
    assert [piece.url for piece in pieces_of(cites) if piece.url] == [NEMA + url for url in urls]


@pytest.mark.parametrize(
    ("cites", "url"),
    [
        ("RFC 9110 5.6.6", "https://www.rfc-editor.org/rfc/rfc9110#section-5.6.6"),
        ("RFC 2046", "https://www.rfc-editor.org/rfc/rfc2046"),
        ("tutorial, Delete a specific study", f"{LEARN}/dicomweb-standard-apis-c-sharp#delete-a-specific-study"),
        ("tutorial for Python, Delete DICOM", f"{LEARN}/dicomweb-standard-apis-python#delete-dicom"),
        ("MS v2 conformance statement, Store", f"{LEARN}/dicom-services-conformance-statement-v2"),
    ],
)
def test_other_sources(cites: str, url: str) -> None:
    assert [piece.url for piece in pieces_of(cites)] == [url]


@pytest.mark.parametrize(
    "cites", ["", "no source at all", "version 1.2 of nothing", "PS3.18 2020 Table 8.5-1 row 401 x"]
)
def test_nothing_of_the_text_is_lost(cites: str) -> None:
    assert "".join(piece.text for piece in pieces_of(cites)) == cites


def test_numbers_without_a_document_are_no_links() -> None:
    assert [piece.url for piece in pieces_of("version 1.2 of nothing")] == [None]
