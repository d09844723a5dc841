"""Requests that change nothing: GET and OPTIONS, of whose answers no more than a beginning is read."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

from dicomweb_conformance.network import network_trouble

DICOM_JSON = "application/dicom+json"
_MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class Answer:
    """The beginning of a response; ``status`` is None when none came, and ``trouble`` says why."""

    asked: str
    status: int | None = None
    headers: httpx.Headers = field(default_factory=httpx.Headers, repr=False)
    body: bytes = field(default=b"", repr=False)
    trouble: str | None = None

    @property
    def content_type(self) -> str:
        """The media type without parameters, in small letters; empty when there is none."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()

    @property
    def says(self) -> str:
        """What was asked and what came, in a few words."""
        came = self.trouble or " ".join(filter(None, (str(self.status), self.content_type[:60])))
        return f"{self.asked}: {came}"

    def datasets(self) -> Iterator[Mapping[str, Any]]:
        """The objects of a JSON array, as far as it was read."""
        text = self.body.decode("utf-8", "replace").lstrip()
        decoder, position = json.JSONDecoder(), 1
        while text.startswith("[") and position < len(text):
            if text[position] in " \t\r\n,":
                position += 1
                continue
            try:
                value, position = decoder.raw_decode(text, position)
            except (ValueError, RecursionError):
                return
            if isinstance(value, dict):
                yield value


@dataclass
class Asking:
    """Asks, counts, and remembers what the server calls itself."""

    http: httpx.Client
    requests: int = 0
    server: str = ""

    def get(self, asked: str, url: str, accept: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask by GET; ``asked`` says in words what for."""
        return self._ask("GET", asked, url, {"Accept": accept, **(headers or {})})

    def options(self, asked: str, url: str, accept: str) -> Answer:
        """Ask by OPTIONS."""
        return self._ask("OPTIONS", asked, url, {"Accept": accept})

    def _ask(self, method: Literal["GET", "OPTIONS"], asked: str, url: str, headers: Mapping[str, str]) -> Answer:
        self.requests += 1
        body = b""
        try:
            with self.http.stream(method, url, headers=dict(headers), follow_redirects=False) as response:
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) >= _MOST_BYTES:
                        break
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            told = network_trouble(error) if isinstance(error, httpx.HTTPError) else str(error)
            return Answer(asked, trouble=told)
        self.server = self.server or str(response.headers.get("server", ""))
        return Answer(asked, response.status_code, response.headers, body)
