"""What a library says of data that it cannot read, as evidence that reads the same in each run."""

from __future__ import annotations

import re

_OBJECT = re.compile(r"<?[\w.]+ object at 0x[0-9A-Fa-f]+>?")
_ADDRESS = re.compile(r"\b0x[0-9A-Fa-f]{8,}\b")


def said(error: Exception) -> str:
    """The message of an error in one line, or its kind where it has none.

    Objects of the program and their addresses are left out: they tell nothing of the server, and would make two
    reports of the same answers differ.
    """
    message = _ADDRESS.sub("an address", _OBJECT.sub("the data", str(error)))
    return " ".join(message.replace("'the data'", "the data").split()) or type(error).__name__
