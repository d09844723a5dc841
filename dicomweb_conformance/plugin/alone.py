"""The tutorial's UIDs are everybody's: two runs that use them on one target would change what the other one judges."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from dicomweb_conformance.plugin.preflight import Refused
from dicomweb_conformance.report.verdict import EXIT_USAGE


@contextmanager
def alone_with_tutorial(url: str) -> Iterator[None]:
    """While it is open, no other run on this machine uses the tutorial's UIDs on the target. Raises Refused.

    The lock ends with the process, however that ends. Runs on other machines are not seen; where the temporary folder
    allows no lock, none is.
    """
    file = _opened(Path(tempfile.gettempdir()) / f"dicomweb-conformance-{sha256(url.encode()).hexdigest()[:16]}.lock")
    try:
        if file is not None:
            _lock(file, url)
        yield
    finally:
        if file is not None:
            os.close(file)


def _opened(path: Path) -> int | None:
    for flags in (os.O_RDWR | os.O_CREAT, os.O_RDONLY):
        try:
            return os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        except OSError:
            # the file of another user cannot be written, but it can be locked
            continue
    return None


def _lock(file: int, url: str) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refused(
            f"another run on this machine uses the tutorial's UIDs on {url} now; nothing was stored or deleted. "
            "Wait for its end, or use --uids fresh.",
            EXIT_USAGE,
        ) from None
    except OSError:
        return
