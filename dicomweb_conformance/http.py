"""One httpx client for a run: one TLS context, no proxy or netrc of the environment, no header unasked."""

import ssl
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

import httpx

from dicomweb_conformance import __version__
from dicomweb_conformance.auth.credentials import ClientCredentials, TokenSource
from dicomweb_conformance.auth.sending import Origin, TargetAuth, origin_of
from dicomweb_conformance.auth.tokens import OwnTokens, Tokens
from dicomweb_conformance.connections import CleanConnections
from dicomweb_conformance.limited_network import NOT_TOLD, LimitedBackend
from dicomweb_conformance.target import Access, Proxy, Tls
from dicomweb_conformance.toml_table import UnusableTarget
from dicomweb_conformance.turnstile import Turnstile

Wrap = Callable[[httpx.BaseTransport], httpx.BaseTransport]


class _ByOrigin(httpx.BaseTransport):
    """Sends what goes to the target one way, and all else another: a certificate is shown to the target alone."""

    def __init__(self, home: httpx.BaseTransport, elsewhere: httpx.BaseTransport, origins: Iterable[Origin]) -> None:
        self._home = home
        self._elsewhere = elsewhere
        self._origins = frozenset(origins)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request. Raises what the transports raise."""
        at_home = origin_of(request.url) in self._origins
        return (self._home if at_home else self._elsewhere).handle_request(request)

    def close(self) -> None:
        """Close both ways."""
        self._home.close()
        self._elsewhere.close()


class NotSent(httpx.TransportError):
    """A request that would change the target was not sent, because the run only reads."""


class _OnlyReading(httpx.BaseTransport):
    """The lowest layer above the network: whatever a scenario asks for, nothing leaves that could change the target."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send what only reads (RFC 9110 9.2.1). Raises NotSent for all else."""
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            raise NotSent(f"{request.method[:20]} was not sent: the run is read-only")
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close what is below."""
        self._inner.close()


class Paced(httpx.BaseTransport):
    """Lets each request pass the turnstile of the run, if it has one, before it is sent."""

    def __init__(self, inner: httpx.BaseTransport, turnstile: Turnstile | None) -> None:
        self._inner = inner
        self._turnstile = turnstile

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it when it is its turn."""
        if self._turnstile is not None:
            self._turnstile.wait()
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close what is below."""
        self._inner.close()


class _Cookies(httpx.Cookies):
    """Looks into an answer for cookies only where there are any; httpx makes two messages of every answer for that."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Keep the cookies that the answer sets."""
        if "set-cookie" in response.headers or "set-cookie2" in response.headers:
            super().extract_cookies(response)


def open_http(
    access: Access,
    addresses: Iterable[str],
    wrap: Wrap,
    tokens: Tokens | None = None,
    waiting: AbstractContextManager[object] = NOT_TOLD,
) -> httpx.Client:
    """A client for the target at ``addresses`` (URLs), whose transport is wrapped by ``wrap``.

    ``tokens`` gives the bearer token, where the credentials have a source of one; see ``open_tokens``. ``waiting`` is
    open while the target is waited for.

    It sends neither Accept nor Accept-Encoding unless told to, and credentials only to the origins of the addresses.
    Raises UnusableTarget when a file of certificates or of a key cannot be used.
    """
    if (access.credentials.source is None) != (tokens is None):
        raise ValueError("tokens are given for credentials that have a source of them, and only for those")
    origins = frozenset(map(origin_of, addresses))
    secure = any(scheme == "https" for scheme, _, _ in origins)
    tls = access.tls
    transport: httpx.BaseTransport = _transport(tls_context(tls) if secure else None, access, waiting)
    if tls.certificate is not None and secure:
        transport = _ByOrigin(transport, _transport(tls_context(Tls(ca=tls.ca)), access, waiting), origins)
    if access.only_reads:
        transport = _OnlyReading(transport)
    client = httpx.Client(
        transport=wrap(transport),
        trust_env=False,
        follow_redirects=False,
        timeout=None,
        headers={"User-Agent": f"dicomweb-conformance/{__version__}"},
        auth=TargetAuth((*access.credentials.fields, *access.headers), origins, tokens),
    )
    # httpx copies the cookies that it is given into its own class
    client._cookies = _Cookies()
    del client.headers["accept"]
    del client.headers["accept-encoding"]
    return client


def open_tokens(
    source: TokenSource, access: Access, addresses: Iterable[str], learn: Callable[[str], None]
) -> OwnTokens:
    """The tokens of a source; ``learn`` is told each of them before it is used.

    A token endpoint is reached by the same proxy as the target, and trusted by the same CA. What else is true of the
    target, that its certificate is not verified, or that it is shown one, holds for an endpoint on its origin alone.
    """
    origins = frozenset(map(origin_of, addresses))

    def open_endpoint() -> httpx.Client:
        assert isinstance(source, ClientCredentials)
        at_home = origin_of(source.token_url) in origins
        secure = origin_of(source.token_url)[0] == "https"
        context = tls_context(access.tls if at_home else Tls(ca=access.tls.ca)) if secure else None
        return httpx.Client(transport=_transport(context, access), trust_env=False, follow_redirects=False)

    return OwnTokens(source, open_endpoint, learn)


def _transport(
    context: ssl.SSLContext | None, access: Access, waiting: AbstractContextManager[object] = NOT_TOLD
) -> CleanConnections:
    transport = httpx.HTTPTransport(
        verify=False if context is None else context,
        trust_env=False,
        proxy=None if access.proxy is None else _httpx_proxy(access.proxy, access.tls),
        limits=httpx.Limits(max_connections=32, max_keepalive_connections=8),
    )
    # httpx has no door for this; the backend is what httpcore offers to be replaced
    transport._pool._network_backend = LimitedBackend(access.limits, waiting=waiting)
    return CleanConnections(transport)


def _httpx_proxy(proxy: Proxy, tls: Tls) -> httpx.Proxy:
    user, colon, password = (proxy.user or "").partition(":")
    # a proxy is trusted by the same CA as the target, always verified, and shown no certificate
    context = tls_context(Tls(ca=tls.ca)) if origin_of(proxy.url)[0] == "https" else None
    return httpx.Proxy(proxy.url, auth=(user, password) if colon else None, ssl_context=context)


def tls_context(tls: Tls) -> ssl.SSLContext:
    """How the other side of a connection is verified, and what is shown to it. Raises UnusableTarget."""
    context = httpx.create_ssl_context(trust_env=False)
    if tls.ca is not None:
        try:
            context.load_verify_locations(tls.ca)
        except (OSError, ssl.SSLError) as error:
            raise UnusableTarget(f"the CA bundle {tls.ca} cannot be read: {error}") from error
    if tls.certificate is not None:
        try:
            # without a password OpenSSL would ask for one at the terminal
            context.load_cert_chain(tls.certificate, tls.key, password=lambda: tls.key_password or "")
        except (OSError, ssl.SSLError) as error:
            raise UnusableTarget(_unusable_certificate(tls, error)) from error
    if tls.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _unusable_certificate(tls: Tls, error: OSError) -> str:
    key = "in the same file" if tls.key is None else str(tls.key)
    remedy = (
        "check that both are PEM, and belong together"
        if tls.key_password
        else "check that both are PEM, and belong together; name the password of an encrypted key by key_password"
    )
    return f"the client certificate {tls.certificate} with its key {key} cannot be used ({error}); {remedy}"
