"""Store requests that are malformed as messages: boundaries, framing, part headers and media types gone wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

_DICOM = b"Content-Type: application/dicom"
_BOUNDARY = "hostile-5f1c7a"
_RELATED = f'multipart/related; type="application/dicom"; boundary="{_BOUNDARY}"'


@dataclass(frozen=True)
class Message:
    """A request: its Content-Type, None for none, and its body."""

    content_type: str | None
    body: bytes


@dataclass(frozen=True)
class Mess:
    """One way to get a message wrong; ``what`` says which."""

    what: str
    of: Callable[[bytes], Message]

    def __str__(self) -> str:
        return self.what

    def __repr__(self) -> str:
        return f"<{self.what}>"


_TYPES = (
    None,
    "",
    ";",
    "multipart/related",
    "multipart/related;",
    "multipart/related; boundary",
    "multipart/related; boundary=",
    'multipart/related; boundary=""',
    'multipart/related; type="application/dicom"; boundary="' + "b" * 71 + '"',
    f'multipart/related; type="application/dicom; boundary={_BOUNDARY}',
    f'multipart/related; type="image/png"; boundary="{_BOUNDARY}"',
    f"multipart/mixed; boundary={_BOUNDARY}",
    f"multipart/form-data; boundary={_BOUNDARY}",
    f"multipart/related; type=application/dicom; boundary={_BOUNDARY.upper()}",
    f'multipart/related; type="application/dicom"; boundary="{_BOUNDARY} "',
    f'multipart/related; type="application/dicom"; boundary="x"; boundary="{_BOUNDARY}"',
    "application/dicom+json",
    "application/octet-stream",
    "text/html; charset=utf-7",
    "a/b/c",
    "/",
    "multipart/" + "r" * 3000,
)
_HEADERS = (
    b"",
    _DICOM + b"\r\n",
    _DICOM + b"\r\n\r\n\r\n",
    b"\r\n\r\n",
    b"Content-Type\r\n\r\n",
    b": application/dicom\r\n\r\n",
    b"Content-Type: \r\n\r\n",
    b"Content-Type: text/plain\r\n\r\n",
    b"Content-Type: application/dicom; transfer-syntax=1.2.3\r\n\r\n",
    b'Content-Type: application/dicom; x="\r\n\r\n',
    b"Content-Type : application/dicom\r\n\r\n",
    _DICOM + b"\r\n" + _DICOM + b"\r\n\r\n",
    _DICOM + b"\r\nContent-Length: 7\r\n\r\n",
    _DICOM + b"\r\nContent-Length: -1\r\n\r\n",
    _DICOM + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n",
    _DICOM + b"\r\nContent-Encoding: gzip\r\n\r\n",
    _DICOM + b"\r\nX: " + b"x" * 20000 + b"\r\n\r\n",
    _DICOM + b"\r\nX: \xff\x00\r\n\r\n",
    _DICOM + b"\n\n",
)
_OPENINGS = (
    b"--%s\r\n",
    b"--%s \t\r\n",
    b"--%s",
    b"--%s\n",
    b"-%s\r\n",
    b"%s\r\n",
    b"\r\n\r\n--%s\r\n",
    b"",
    b"--%s--\r\n",
)
_CLOSINGS = (b"\r\n--%s--\r\n", b"\r\n--%s--", b"\r\n--%s\r\n", b"\r\n--%s", b"--%s--\r\n", b"\n--%s--\n", b"", b"\r\n",
             b"\r\n--%s--\r\n--%s--\r\n", b"\r\n--%s---\r\n")  # fmt: skip


def messes() -> st.SearchStrategy[Mess]:
    """Every way, alone and together; one in which nothing is wrong is among them."""
    frames = st.tuples(st.sampled_from(_OPENINGS), st.sampled_from(_HEADERS), st.sampled_from(_CLOSINGS))
    right = st.just((_OPENINGS[0], _DICOM + b"\r\n\r\n", _CLOSINGS[0]))
    return st.one_of(
        st.builds(_message, st.sampled_from(_TYPES), right),
        st.builds(_message, st.just(_RELATED), frames),
        st.builds(
            _message,
            st.just(_RELATED),
            st.sampled_from(_HEADERS).map(lambda header: (_OPENINGS[0], header, _CLOSINGS[0])),
        ),
        st.builds(_cut, st.integers(0, 4095)),
    )


def _message(content_type: str | None, frame: tuple[bytes, bytes, bytes]) -> Mess:
    opening, header, closing = (piece.replace(b"%s", _BOUNDARY.encode()) for piece in frame)
    said = (
        f"of type {_short(str(content_type))}, {_short(repr(opening))}, {_short(repr(header))}, {_short(repr(closing))}"
    )
    return Mess(said, lambda file: Message(content_type, opening + header + file + closing))


def _cut(number: int) -> Mess:
    def message(file: bytes) -> Message:
        whole = b"--%b\r\n%b\r\n\r\n%b\r\n--%b--\r\n" % (_BOUNDARY.encode(), _DICOM, file, _BOUNDARY.encode())
        return Message(_RELATED, whole[: number % len(whole)])

    return Mess(f"cut at byte {number}", message)


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:60]} and {len(text) - 60} characters more"
