"""The target: where the origin server is, how to talk to it, and what it says of itself."""

import datetime
from dataclasses import dataclass, field, replace
from pathlib import Path

from dicomweb_conformance.accepts import ACCEPTS, Accepts
from dicomweb_conformance.auth.credentials import NO_CREDENTIALS, Credentials, Fields
from dicomweb_conformance.client import Addresses
from dicomweb_conformance.limits import Limits, Pace
from dicomweb_conformance.reset import Reset


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
class Tls:
    """Whom to trust, and who one is, on connections by TLS; all files are PEM.

    ``ca`` holds certificates to trust beside the usual ones. ``certificate`` and ``key`` are shown to the target when
    it asks for them (mutual TLS); the key may stand in the file of the certificate.
    """

    ca: Path | None = None
    insecure: bool = False
    certificate: Path | None = None
    key: Path | None = None
    key_password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Proxy:
    """A proxy for all requests; ``user`` is ``user:password``, if it asks for that."""

    url: str
    user: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Access:
    """How requests reach the target.

    ``headers`` are header fields for every request, which admit nobody; ``credentials`` do. ``read_only`` are
    credentials in place of those that may read and not change anything, if there are.
    ``only_reads`` says that no request may leave that could change the target.
    ``secrets`` are all texts that must reach no file, log or report; ``hidden`` names header fields whose values are
    not told either.
    """

    headers: Fields = field(default=(), repr=False)
    credentials: Credentials = NO_CREDENTIALS
    read_only: Credentials = NO_CREDENTIALS
    secrets: tuple[str, ...] = field(default=(), repr=False)
    hidden: frozenset[str] = frozenset()
    tls: Tls = Tls()
    proxy: Proxy | None = None
    only_reads: bool = False
    limits: Limits = field(default_factory=Limits)

    def admitted_by(self, credentials: Credentials) -> "Access":
        """The same way to the target, with other credentials."""
        return replace(self, credentials=credentials)


@dataclass(frozen=True)
class Target:
    """The origin server under test.

    ``accepts`` is what requests ask for whose scenario does not word it.

    ``capabilities`` is None when nothing was declared at all; the tutorial's delete steps are then tried, and an
    answer that the method is not offered counts as unsupported. ``settle`` is how many seconds a search may lag
    behind a store. ``studies`` are the StudyInstanceUIDs of those that a run which only reads is to look at.
    ``reset`` is a command of the user that takes away what the target lets nobody delete.
    """

    url: str
    addresses: Addresses
    capabilities: frozenset[str] | None = None
    deviations: tuple[Deviation, ...] = ()
    product: Product = Product()
    access: Access = Access()
    accepts: Accepts = ACCEPTS
    settle: float = 0.0
    pace: Pace = field(default_factory=Pace)
    studies: tuple[str, ...] = ()
    reset: Reset | None = None

    @property
    def only_reads(self) -> bool:
        """Whether nothing may be stored or deleted there."""
        return self.access.only_reads

    def offers(self, capability: str) -> bool:
        """Whether the target declares the capability."""
        return self.capabilities is not None and capability in self.capabilities
