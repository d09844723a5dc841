"""The target: where the origin server is, how to talk to it, and what it says of itself."""

import datetime
import re
from dataclasses import dataclass, field

from dicomweb_conformance.client import Addresses


class UnusableTarget(ValueError):
    """The description of the target cannot be used; the message says what is wrong and what to do."""


_CREDENTIALS = re.compile(r"authorization|cookie|token|key|secret|password", re.IGNORECASE)


@dataclass(frozen=True)
class Product:
    """What is under test, as its vendor names it."""

    vendor: str | None = None
    name: str | None = None
    version: str | None = None


@dataclass(frozen=True)
class Deviation:
    """A nonconformity that the owner of the target knows and declares, with the reason and the day it ends."""

    requirement: str
    reason: str
    issue: str | None = None
    expires: datetime.date | None = None


@dataclass(frozen=True)
class Access:
    """How requests reach the target: headers that carry credentials, TLS and time limits in seconds.

    ``read_only`` are headers in place of those, with credentials that may read and not change anything, if there are.
    ``secrets`` are all texts that must reach no file, log or report.
    """

    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    ca_bundle: str | None = None
    insecure: bool = False
    read_only: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    timeout: float = 30.0
    deadline: float = 300.0

    @property
    def credentials(self) -> tuple[tuple[str, str], ...]:
        """Those of the headers that carry credentials, by their names; others, such as a tenant's, admit nobody."""
        return tuple(pair for pair in self.headers if _CREDENTIALS.search(pair[0]))


@dataclass(frozen=True)
class Target:
    """The origin server under test.

    ``capabilities`` is None when nothing was declared at all; the tutorial's delete steps are then tried, and an
    answer that the method is not offered counts as unsupported. ``settle`` is how many seconds a search may lag
    behind a store.
    """

    url: str
    addresses: Addresses
    capabilities: frozenset[str] | None = None
    deviations: tuple[Deviation, ...] = ()
    product: Product = Product()
    access: Access = Access()
    settle: float = 0.0

    def offers(self, capability: str) -> bool:
        """Whether the target declares the capability."""
        return self.capabilities is not None and capability in self.capabilities
