"""An exchange under way, until it can be recorded."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from dicomweb_conformance.evidence.body_recorder import BodyRecorder
from dicomweb_conformance.evidence.exchange import (
    Exchange,
    RecordedBody,
    RecordedError,
    RecordedRequest,
    RecordedResponse,
    timestamp,
)
from dicomweb_conformance.evidence.redaction import Redactor, decode_field

RawHeaders = list[tuple[bytes, bytes]]


class Pending:
    """What is known of an exchange so far; ``exchange`` gives it as it stands, redacted."""

    def __init__(
        self,
        number: int,
        place: tuple[str | None, int | None],
        request: httpx.Request,
        redactor: Redactor,
    ) -> None:
        self.number = number
        self._place = place
        self._redactor = redactor
        self._method = request.method
        self._url = str(request.url)
        self._fields = request.headers.raw
        self._content = request.stream if isinstance(request.stream, httpx.ByteStream) else None
        self.sent = _body_recorder(self._fields, redactor)
        self._answer: _Answer | None = None
        self._first_byte: float | None = None
        self._started = timestamp()
        self._clock = time.perf_counter()

    def answered(self, response: httpx.Response) -> Callable[[bytes], None]:
        """The header section has come. Returns what is to be told of every chunk of the response body."""
        self._first_byte = time.perf_counter() - self._clock
        fields = response.headers.raw
        body = _body_recorder(fields, self._redactor)
        # not the response itself, whose stream holds this object: a cycle would keep every body until it is collected
        self._answer = _Answer(response.http_version, response.status_code, response.reason_phrase, fields, body)
        return body.feed

    def exchange(self, ended: bool = False, error: BaseException | None = None) -> Exchange:
        """The exchange as it stands. ``ended`` says that the response body was read to its end."""
        seconds = time.perf_counter() - self._clock
        scenario, step = self._place
        return Exchange(
            number=self.number,
            scenario=scenario,
            step=step,
            started=self._started,
            seconds=round(seconds, 6),
            first_byte=None if self._first_byte is None else round(self._first_byte, 6),
            request=RecordedRequest(
                self._method,
                self._redactor.text(self._url),
                self._redactor.raw_headers(self._fields),
                self._sent_body(),
            ),
            response=None if self._answer is None else self._recorded(self._answer, ended),
            error=None if error is None else RecordedError(type(error).__name__, self._redactor.text(_message(error))),
        )

    def _sent_body(self) -> RecordedBody | None:
        if self._content is None:
            return self.sent.body(ended=self.sent.ended)
        for chunk in self._content:
            self.sent.feed(chunk)
        return self.sent.body(ended=True)

    def _recorded(self, answer: "_Answer", ended: bool) -> RecordedResponse:
        # whoever has read what Content-Length promised need not ask for more
        whole = ended or _field(answer.fields, b"content-length") == str(answer.body.size).encode()
        return RecordedResponse(
            http_version=answer.http_version,
            status=answer.status,
            reason=self._redactor.text(answer.reason),
            headers=self._redactor.raw_headers(answer.fields),
            body=answer.body.body(ended=whole),
        )


@dataclass(frozen=True, slots=True)
class _Answer:
    http_version: str
    status: int
    reason: str
    fields: RawHeaders
    body: BodyRecorder


def _body_recorder(fields: RawHeaders, redactor: Redactor) -> BodyRecorder:
    content_type, coding = _field(fields, b"content-type"), _field(fields, b"content-encoding")
    return BodyRecorder(decode_field(content_type), decode_field(coding), redactor)


def _field(fields: RawHeaders, name: bytes) -> bytes:
    for key, value in fields:
        if len(key) == len(name) and key.lower() == name:
            return value
    return b""


def _message(error: BaseException) -> str:
    # a timeout of httpx has no message of its own
    return str(error) or str(error.__cause__ or "") or type(error).__name__
