"""One httpx client for a run: one TLS context, no proxy or netrc of the environment, no header unasked."""

import ssl
from collections.abc import Callable, Generator, Iterable

import httpx

from dicomweb_conformance import __version__
from dicomweb_conformance.target import Access, UnusableTarget

Origin = tuple[str, str, int | None]


def origin_of(url: str | httpx.URL) -> Origin:
    """Scheme, host and port of a URL (RFC 6454 4), the port as it is used."""
    parsed = httpx.URL(url)
    return parsed.scheme, parsed.host, parsed.port or {"http": 80, "https": 443}.get(parsed.scheme)


class TargetHeaders(httpx.Auth):
    """Adds the headers of the target, credentials among them, to requests to its own origins and to no others."""

    def __init__(self, headers: Iterable[tuple[str, str]], origins: Iterable[Origin]) -> None:
        self._headers = tuple(headers)
        self._origins = frozenset(origins)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request with the headers, where it goes to the target; headers that it has already stay."""
        if origin_of(request.url) in self._origins:
            for name, value in self._headers:
                request.headers.setdefault(name, value)
        yield request


def open_http(
    access: Access, addresses: Iterable[str], wrap: Callable[[httpx.BaseTransport], httpx.BaseTransport]
) -> httpx.Client:
    """A client for the target at ``addresses`` (URLs), whose transport is wrapped by ``wrap``.

    It sends neither Accept nor Accept-Encoding unless told to, and credentials only to the origins of the addresses.
    Raises UnusableTarget when the CA bundle cannot be read.
    """
    origins = frozenset(map(origin_of, addresses))
    secure = any(scheme == "https" for scheme, _, _ in origins)
    transport = httpx.HTTPTransport(
        verify=_context(access) if secure else False,
        trust_env=False,
        limits=httpx.Limits(max_connections=32, max_keepalive_connections=8),
    )
    client = httpx.Client(
        transport=wrap(transport),
        trust_env=False,
        follow_redirects=False,
        timeout=access.timeout,
        headers={"User-Agent": f"dicomweb-conformance/{__version__}"},
        auth=TargetHeaders(access.headers, origins),
    )
    del client.headers["accept"]
    del client.headers["accept-encoding"]
    return client


def _context(access: Access) -> ssl.SSLContext:
    try:
        context = httpx.create_ssl_context(trust_env=False)
        if access.ca_bundle:
            context.load_verify_locations(access.ca_bundle)
    except (OSError, ssl.SSLError) as error:
        raise UnusableTarget(f"the CA bundle {access.ca_bundle} cannot be read: {error}") from error
    if access.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
