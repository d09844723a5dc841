"""One httpx client for a run: one TLS context, no proxy or netrc of the environment, no header unasked."""

import ssl
from collections.abc import Callable

import httpx

from dicomweb_conformance import __version__
from dicomweb_conformance.target import Access, UnusableTarget


def open_http(access: Access, secure: bool, wrap: Callable[[httpx.BaseTransport], httpx.BaseTransport]) -> httpx.Client:
    """A client whose transport is wrapped by ``wrap``. ``secure`` says whether any address is https.

    It sends neither Accept nor Accept-Encoding unless told to. Raises UnusableTarget when the CA bundle cannot be read.
    """
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
        headers=[("User-Agent", f"dicomweb-conformance/{__version__}"), *access.headers],
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
