"""What came back from the target, as plain values: all that a check may know of an exchange."""

from dataclasses import dataclass

from dicomweb_conformance.body import Body
from dicomweb_conformance.media_type import MediaType, parse_media_type
from dicomweb_conformance.multipart import MalformedMultipart, Part


@dataclass(frozen=True)
class Response:
    """One HTTP response, and what was asked."""

    method: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    """Header fields in the order of arrival; names in the case that they had."""
    body: Body
    """The whole body; empty when it was read as multipart."""
    parts: tuple[Part, ...] = ()
    """The parts of a multipart body, as far as they could be read."""
    multipart_error: MalformedMultipart | None = None
    """What stopped the reading of a multipart body."""
    exchange: int | None = None
    """The number of the exchange in the ledger; None when it was not recorded."""
    seconds: float = 0.0
    """Time from the request to the last byte of the response, in seconds."""

    def header(self, name: str) -> str | None:
        """The value of the first header field of that name (in any case), or None."""
        return next(iter(self.all(name)), None)

    def all(self, name: str) -> tuple[str, ...]:
        """The values of all header fields of that name (in any case), in the order of arrival."""
        return tuple(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def media_type(self) -> MediaType | None:
        """The Content-Type of the response, None if it has none; raises MalformedMediaType."""
        value = self.header("content-type")
        return None if value is None else parse_media_type(value)
