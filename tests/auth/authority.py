"""An authority that gives short-lived tokens, and a resource server that admits those who bear one."""

import base64
import json
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote_plus

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Message, Receive, Send], Awaitable[None]]


def jwt(expires: float) -> str:
    """A JSON Web Token that ends then; nobody verifies it."""
    parts = [{"alg": "none"}, {"exp": expires, "jti": secrets.token_hex(16)}]
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, secrets.token_urlsafe(24)])


@dataclass
class Authority:
    """A token endpoint (RFC 6749 4.4) as an ASGI app; ``lifetime`` in seconds.

    A token is admitted ``leeway`` seconds longer, where a test must not depend on how busy the machine is.
    """

    client_id: str = "harness"
    client_secret: str = "cl13nt/s3cret+&?="
    lifetime: float = 3600.0
    leeway: float = 0.0
    style: str = "basic"
    issued: list[str] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    ends: dict[str, float] = field(default_factory=dict)
    answer: tuple[int, dict[str, Any]] | None = None
    """What it answers in place of a token."""

    def issue(self) -> str:
        """A new token."""
        token = f"{secrets.token_urlsafe(30)}-._~+/{secrets.token_hex(4)}=="
        self.issued.append(token)
        self.ends[token] = time.time() + self.lifetime + self.leeway
        return token

    def admits(self, authorization: str) -> bool:
        """Whether the header field bears a token that is still good."""
        scheme, _, token = authorization.partition(" ")
        return scheme == "Bearer" and self.ends.get(token, 0.0) > time.time()

    def revoke(self) -> None:
        """No token that was issued is good any more."""
        self.ends.clear()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = (await receive()).get("body", b"")
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        self.asked.append(form)
        status, told = self.answer or self._answer(dict(scope["headers"]), form)
        await reply(send, status, json.dumps(told).encode(), b"application/json")

    def _answer(self, headers: dict[bytes, bytes], form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        scheme, _, encoded = headers.get(b"authorization", b"").decode().partition(" ")
        pair = base64.b64decode(encoded).decode().split(":") if scheme == "Basic" else ["", ""]
        given = [form.get("client_id"), form.get("client_secret")] if self.style == "post" else map(unquote_plus, pair)
        if list(given) != [self.client_id, self.client_secret]:
            return 401, {"error": "invalid_client", "error_description": f"{self.client_secret} was expected"}
        if form.get("grant_type") != "client_credentials":
            return 400, {"error": "unsupported_grant_type"}
        return 200, {"access_token": self.issue(), "token_type": "bearer", "expires_in": self.lifetime}


@dataclass
class Guarded:
    """An ASGI app that only those reach whose Authorization is admitted; the others get 401."""

    inner: Asgi
    admits: Callable[[str], bool]
    admitted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"authorization", b"").decode()
        if self.admits(given):
            self.admitted.append(given)
            await self.inner(scope, receive, send)
        else:
            self.refused.append(given)
            await reply(send, 401, b"", b"text/plain", (b"www-authenticate", b'Bearer error="invalid_token"'))


async def reply(send: Send, status: int, body: bytes, content_type: bytes, *more: tuple[bytes, bytes]) -> None:
    """A whole response."""
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", content_type), *more]})
    await send({"type": "http.response.body", "body": body})
