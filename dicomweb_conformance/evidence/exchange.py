"""One HTTP request and what came back, as plain data that the ledger can hold."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime

from dicomweb_conformance.evidence.fields import Fields, MalformedLine

Headers = tuple[tuple[str, str], ...]


def timestamp(moment: datetime | None = None) -> str:
    """The moment, or now, as the ledger writes it: UTC with milliseconds, such as 2026-11-23T09:00:00.000Z."""
    utc = datetime.now(UTC) if moment is None else moment.astimezone(UTC)
    return utc.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


@dataclass(frozen=True, slots=True)
class RecordedBody:
    """What is kept of the body of a message.

    ``size`` (bytes) and ``sha256`` (hex) are of the bytes as transferred, so of the coded ones where a
    Content-Encoding was applied, and of those that came when the body ended early.
    ``head`` is the beginning of the decoded content with its secrets redacted: text when ``encoding`` is "utf-8",
    else base64. ``complete`` says that head is the whole content, and the whole content came.
    """

    size: int
    sha256: str
    head: str
    encoding: str
    complete: bool

    @property
    def head_bytes(self) -> bytes:
        """The kept beginning as bytes."""
        return base64.b64decode(self.head) if self.encoding == "base64" else self.head.encode("utf-8", "replace")

    def to_json(self) -> dict[str, object]:
        return {
            "size": self.size,
            "sha256": self.sha256,
            "head": self.head,
            "encoding": self.encoding,
            "complete": self.complete,
        }

    @classmethod
    def from_json(cls, value: object) -> "RecordedBody":
        fields = Fields(value, "a body")
        encoding = fields.text("encoding")
        if encoding not in {"utf-8", "base64"}:
            raise MalformedLine(f"'encoding' of a body is {encoding!r}, not 'utf-8' or 'base64'")
        return cls(
            fields.integer("size"), fields.text("sha256"), fields.text("head"), encoding, fields.flag("complete")
        )


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request as it went to the transport; ``body`` is None when it has no content."""

    method: str
    url: str
    headers: Headers
    body: RecordedBody | None

    def to_json(self) -> dict[str, object]:
        return {
            "method": self.method,
            "url": self.url,
            "headers": [list(pair) for pair in self.headers],
            "body": self.body and self.body.to_json(),
        }

    @classmethod
    def from_json(cls, value: object) -> "RecordedRequest":
        fields = Fields(value, "a request")
        return cls(fields.text("method"), fields.text("url"), fields.pairs("headers"), _body(fields))


@dataclass(frozen=True, slots=True)
class RecordedResponse:
    """A response as it came; ``body`` is None when not one byte of content came."""

    http_version: str
    status: int
    reason: str
    headers: Headers
    body: RecordedBody | None

    def to_json(self) -> dict[str, object]:
        return {
            "http_version": self.http_version,
            "status": self.status,
            "reason": self.reason,
            "headers": [list(pair) for pair in self.headers],
            "body": self.body and self.body.to_json(),
        }

    @classmethod
    def from_json(cls, value: object) -> "RecordedResponse":
        fields = Fields(value, "a response")
        return cls(
            fields.text("http_version"),
            fields.integer("status"),
            fields.text("reason"),
            fields.pairs("headers"),
            _body(fields),
        )


@dataclass(frozen=True, slots=True)
class RecordedError:
    """Why no response came, or its body did not end: the exception's name and message."""

    kind: str
    message: str

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, "message": self.message}

    @classmethod
    def from_json(cls, value: object) -> "RecordedError":
        fields = Fields(value, "an error")
        return cls(fields.text("kind"), fields.text("message"))


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response.

    ``scenario`` and ``step`` (an index into the scenario's steps) say what it was sent for; None outside of scenarios.
    ``started`` is a UTC timestamp; ``seconds`` lasts until the end of the response body, ``first_byte`` (seconds)
    until the header section had come. ``response`` and ``error`` are both there when the body broke off.
    """

    number: int
    scenario: str | None
    step: int | None
    started: str
    seconds: float
    first_byte: float | None
    request: RecordedRequest
    response: RecordedResponse | None
    error: RecordedError | None

    def to_json(self) -> dict[str, object]:
        """The line of the ledger, as an object."""
        return {
            "type": "exchange",
            "number": self.number,
            "scenario": self.scenario,
            "step": self.step,
            "started": self.started,
            "seconds": self.seconds,
            "first_byte": self.first_byte,
            "request": self.request.to_json(),
            "response": self.response and self.response.to_json(),
            "error": self.error and self.error.to_json(),
        }

    @classmethod
    def from_json(cls, value: object) -> "Exchange":
        """Raises MalformedLine when the object is no exchange."""
        fields = Fields(value, "an exchange")
        response = fields.optional_member("response")
        error = fields.optional_member("error")
        return cls(
            number=fields.integer("number"),
            scenario=fields.optional_text("scenario"),
            step=fields.optional_integer("step"),
            started=fields.text("started"),
            seconds=fields.number("seconds"),
            first_byte=fields.optional_number("first_byte"),
            request=RecordedRequest.from_json(fields.member("request")),
            response=None if response is None else RecordedResponse.from_json(response),
            error=None if error is None else RecordedError.from_json(error),
        )


def _body(fields: Fields) -> RecordedBody | None:
    body = fields.optional_member("body")
    return None if body is None else RecordedBody.from_json(body)
