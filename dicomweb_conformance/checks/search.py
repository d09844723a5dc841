"""Search results (PS3.18 10.6.3)."""

from dicomweb_conformance.checks import documents
from dicomweb_conformance.checks.names import counted
from dicomweb_conformance.datasets import JsonDataset, value
from dicomweb_conformance.nonconformity import Nonconformity
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Reference


def matches(response: Response) -> tuple[JsonDataset, ...]:
    """The datasets that the search found; 204, or 200 without a body, is none (PS3.18 10.6.3.1 and CP-2473)."""
    if response.status == 204 or (response.status == 200 and response.body.size == 0):
        return ()
    return documents.datasets(response)


def finds_number(response: Response, number: int) -> None:
    """The search has that many matches."""
    counted(len(matches(response)), number, "match")


def finds_number_or_warns(response: Response, number: int) -> None:
    """The search has that many matches, or fewer with a Warning that begins with 299 (PS3.18 8.3.4.4.1)."""
    if not 0 < len(matches(response)) < number:
        finds_number(response, number)
    else:
        warns(response)


def warns(response: Response) -> None:
    """There is a Warning that begins with 299."""
    warnings = response.all("warning")
    if not any(text.lstrip().startswith("299") for text in warnings):
        raise Nonconformity("a Warning that begins with 299", "; ".join(warnings) or "none")


def finds(response: Response, reference: Reference) -> None:
    """The only match is that study, series or instance."""
    keyword, expected = {
        "study": ("StudyInstanceUID", reference.StudyInstanceUID),
        "series": ("SeriesInstanceUID", reference.SeriesInstanceUID),
        "instance": ("SOPInstanceUID", reference.SOPInstanceUID),
    }[reference.level]
    found = [value(ds, keyword) for ds in matches(response)]
    if found != [expected]:
        received = ", ".join(str(uid) for uid in found) or "nothing"
        raise Nonconformity(f"the search finds {keyword} {expected}", f"the search finds {received}")
