"""What a target that asks for credentials tells those who have none (PS3.18 8.5, 8.11, RFC 9110 15.5)."""

from dicomweb_conformance.checks.http_content import summary
from dicomweb_conformance.nonconformity import Nonconformity, NotOffered
from dicomweb_conformance.received import Response

REFUSALS = (401, 403, 404)


def credentials_were_given(given: bool, whose: str) -> None:
    """Raises NotOffered when the run was given no such credentials; ``whose`` says which."""
    if not given:
        raise NotOffered(f"the run was given no credentials {whose}, and so says nothing of those who have none")


def is_refused(response: Response) -> None:
    """The request is refused: 401, 403, or 404 to hide what there is (PS3.18 Table 8.5-1)."""
    if response.status not in REFUSALS:
        raise Nonconformity("status 401, 403 or 404", summary(response))


def is_challenged(response: Response) -> None:
    """A 401 says which credentials are asked for (RFC 9110 15.5.2). Raises NotOffered for other refusals."""
    if response.status != 401:
        raise NotOffered(f"the target answers with {response.status}, not with 401")
    challenge = response.header("www-authenticate")
    if not (challenge or "").strip():
        raise Nonconformity("WWW-Authenticate with status 401", "none")


def is_alike(known: Response, unknown: Response) -> None:
    """What exists is refused in the same way as what does not (PS3.18 8.5, last paragraph).

    Raises NotOffered when it is not refused at all, which is another finding.
    """
    if known.status not in REFUSALS:
        raise NotOffered(f"the target does not refuse what exists: {summary(known)}")
    for what, of_known, of_unknown in (
        ("status", known.status, unknown.status),
        ("Content-Type", known.header("content-type"), unknown.header("content-type")),
    ):
        if of_known != of_unknown:
            raise Nonconformity(f"{what} {of_unknown}, as for what does not exist", f"{what} {of_known}")
