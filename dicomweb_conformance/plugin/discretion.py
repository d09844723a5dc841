"""Exceptions fit to be told by others than the ledger: by pytest's own reports, and by Allure."""

from dicomweb_conformance.evidence.redaction import Redactor
from dicomweb_conformance.report.inert import cut, inert

LONGEST = 10_000
"""Characters of a text from the target that are told; the ledger has the whole."""


def discreet_text(text: str, redactor: Redactor) -> str:
    """The text without secrets, inert and of bounded length."""
    return inert(cut(redactor.text(text), LONGEST), keep="\n")


def discreet(error: BaseException, redactor: Redactor) -> BaseException:
    """An exception of the same name that says the same, without secrets, inert and of bounded length."""
    # Allure calls an AssertionError a failure, and everything else a breakdown
    base = AssertionError if isinstance(error, AssertionError) else Exception
    kind = type(type(error).__name__, (base,), {"__module__": type(error).__module__})
    told: BaseException = kind(discreet_text(str(error), redactor))
    return told
