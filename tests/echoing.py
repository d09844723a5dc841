"""Two rude origin servers, right in most and careless in what they say: one repeats secrets, one sends hostile text."""

import base64
import json
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from dicomweb_conformance.reference.app import create_app

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Message, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

BLUE_CIRCLE = b"1.2.826.0.1.3680043.8.498.13273713909719068980354078852867170114"
"""The SOPInstanceUID in the place of which hostile metadata has something else: what a finding tells."""


def changing(inner: Asgi, change: Callable[[Message, int, bytes], tuple[bytes, Headers]]) -> Asgi:
    """The app with bodies changed, and header fields added, by what ``change`` makes of scope, status and body."""

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await inner(scope, receive, send)
            return
        begun: list[Message] = []
        pieces: list[bytes] = []

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                begun.append(message)
            else:
                pieces.append(message.get("body", b""))
            if message["type"] == "http.response.body" and not message.get("more_body"):
                (start,) = begun
                body, added = change(scope, start["status"], b"".join(pieces))
                kept = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
                if start["status"] != 204:
                    kept.append((b"content-length", str(len(body)).encode()))
                await send({**start, "headers": [*kept, *added]})
                await send({"type": "http.response.body", "body": body if start["status"] != 204 else b""})

        await inner(scope, receive, hold)

    return app


def spellings(secret: str) -> list[str]:
    """What careless servers make of a text that they repeat."""
    data = secret.encode()
    return [
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        quote(quote(secret, safe=""), safe=""),
        base64.b64encode(data).decode(),
        base64.urlsafe_b64encode(data).decode().rstrip("="),
        *(base64.b64encode(b"x" * n + data).decode() for n in (1, 2)),
        data.hex(),
    ]


def echoing(folder: Path, configured: list[str], found_by_place: dict[str, str]) -> Asgi:
    """A server that repeats each configured secret in all spellings: in header fields, in error bodies, in values.

    Secrets ``found_by_place`` nobody told the harness: a cookie, the signature of a URL, a password in JSON.
    """
    everything = [spelling for secret in configured for spelling in spellings(secret)]

    def change(scope: Message, status: int, body: bytes) -> tuple[bytes, Headers]:
        headers = [
            (b"set-cookie", f"session={found_by_place['cookie']}; Path=/".encode()),
            (b"x-debug", " ".join(everything).encode()),
            (b"link", f"<https://blob.example/a?x=1&sig={found_by_place['signature']}>; rel=blob".encode()),
        ]
        if status >= 400:
            lines = "\n".join([f'{{"password": "{found_by_place["password"]}"}}', *everything])
            return lines.encode(), headers
        if scope["path"].endswith("/metadata"):
            body = body.replace(BLUE_CIRCLE, f"{configured[0]} {configured[-1]}".encode())
        return body, headers

    return changing(create_app(folder), change)


def hostile(folder: Path, texts: list[str]) -> Asgi:
    """A server whose values, errors and header fields hold hostile text."""

    def change(scope: Message, status: int, body: bytes) -> tuple[bytes, Headers]:
        one = "".join(texts)
        # what no client would let through is left to bodies
        field = bytes(byte for byte in one.encode("utf-8", "ignore") if 32 <= byte != 127)[:2000]
        headers = [(b"x-hostile", field.strip())]
        if status >= 400:
            return one.encode("utf-8", "surrogatepass") + b"\xff\xfe\x00", headers
        if scope["path"].endswith("/metadata"):
            body = body.replace(BLUE_CIRCLE, json.dumps(one)[1:-1].encode())
        return body, headers

    return changing(create_app(folder), change)
