"""Exceptions fit to be told by others than the ledger: by pytest's own reports, and by Allure."""

import logging

import httpx

from dicomweb_conformance.evidence.redaction import Redactor
from dicomweb_conformance.http import NotSent
from dicomweb_conformance.report.inert import cut, inert
from dicomweb_conformance.throttling import Throttled

LONGEST = 10_000
"""Characters of a text from the target that are told; the ledger has the whole."""


def discreet_text(text: str, redactor: Redactor) -> str:
    """The text without secrets, inert and of bounded length."""
    return inert(cut(redactor.text(text), LONGEST), keep="\n")


WITHHELD_TEXT = "withheld, because it may tell of data that the harness did not store"

_OWN_WORDS = (httpx.ConnectError, httpx.TimeoutException, NotSent, Throttled)


def mute_libraries() -> None:
    """Let the libraries log nothing in this process: they tell of URLs with what is searched for, and of values."""
    for name in ("httpx", "httpcore", "pydicom"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def is_impersonal(error: BaseException) -> bool:
    """Whether the text of the exception holds no value of a dataset: the harness wrote all of it, and vouches for it.

    A library may quote what it could not read.
    """
    return bool(getattr(error, "impersonal", False)) or isinstance(error, _OWN_WORDS)


def discreet(error: BaseException, redactor: Redactor, withholds: bool = False) -> BaseException:
    """An exception of the same name that says the same, without secrets, inert and of bounded length.

    ``withholds`` leaves nothing of a text that may tell of data of other people.
    """
    # Allure calls an AssertionError a failure, and everything else a breakdown
    base = AssertionError if isinstance(error, AssertionError) else Exception
    kind = type(type(error).__name__, (base,), {"__module__": type(error).__module__})
    told: BaseException = kind(
        WITHHELD_TEXT if withholds and not is_impersonal(error) else discreet_text(str(error), redactor)
    )
    return told
