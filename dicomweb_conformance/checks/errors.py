"""Error answers (PS3.18 8.5): a client's mistake is no server error, is explained, and gives nothing away."""

import re
from collections.abc import Iterable

from dicomweb_conformance.checks.http_content import is_what_it_says, summary
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response
from dicomweb_conformance.study import Study

_INNER_WORKINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"Traceback \(most recent call last\)",
        r'File "[^"]+", line \d+',
        r"(?m)^\s*at [\w.$<>]+\([^)]*\)",
        r"\b(?:java|javax|org|com)\.[\w.]+Exception\b",
        r"\bSystem\.[\w.]*Exception\b",
        r"goroutine \d+ \[",
        r"(?i)stack ?trace",
    )
)
_LETTERS = re.compile(r"[A-Za-z]{3}")
_READ = 65536


def is_no_server_error(response: Response) -> None:
    """A whole answer with a final status that lays no blame on the server; what comes with 200 is what it says.

    501 is allowed, for it says that something is not implemented; 304 answers conditional requests only. Raises
    NotOffered for 503, which says nothing of the request.
    """
    if response.status == 503:
        raise NotOffered("the target answers 503: it is not available now")
    if (not 200 <= response.status < 500 and response.status != 501) or response.status == 304:
        raise Nonconformity("a status from 200 to 499 other than 304, or 501", summary(response))
    if response.status == 200 and response.body.size + len(response.parts):
        is_what_it_says(response)


def is_client_error(response: Response) -> None:
    """The request is refused as the client's own mistake."""
    if not 400 <= response.status < 500:
        raise Nonconformity("a status from 400 to 499", summary(response))


def is_explained(response: Response) -> None:
    """A refusal has a text that says something. Raises NotOffered when the request is not refused."""
    text = _refusal(response)
    if not _LETTERS.search(text):
        raise Nonconformity("a text that explains the refusal", f"status {response.status}, {text[:40]!r}")


def hides_inner_workings(response: Response) -> None:
    """A refusal holds no stack trace. Raises NotOffered when the request is not refused."""
    text = _refusal(response)
    for pattern in _INNER_WORKINGS:
        found = pattern.search(text)
        if found is not None:
            raise Nonconformity("an error text without a stack trace", f"{found[0].strip()[:80]!r}")


def tells_nothing_of(response: Response, secrets: Iterable[str]) -> None:
    """A refusal holds none of these texts. Raises NotOffered when the request is not refused."""
    text = _refusal(response)
    told = "\n".join([text, *(value for _, value in response.headers)]).casefold()
    for secret in secrets:
        if secret.casefold() in told:
            raise Nonconformity("a refusal that tells nothing of the patient", f"the refusal holds {secret!r}")


def tells_nothing_of_patient(response: Response, study: Study) -> None:
    """A refusal names neither the patient nor the order. Raises NotOffered when the request is not refused."""
    ds = study.instances[0].ds
    tells_nothing_of(response, [str(ds.PatientName), str(ds.PatientID), str(ds.AccessionNumber)])


def _refusal(response: Response) -> str:
    if response.status < 300:
        raise NotOffered(f"the target does not refuse the request: {summary(response)}")
    if response.status < 400:
        raise Nonconformity("a status from 400 to 499", summary(response))
    parts = b"\n".join(part.body.head(_READ) for part in response.parts)
    return (response.body.head(_READ) + parts).decode("utf-8", "replace")
