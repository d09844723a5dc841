"""Hand-made responses."""

from dicomweb_conformance.body import Body
from dicomweb_conformance.multipart import Part
from dicomweb_conformance.received import Response


def answer(body: bytes = b"", media_type: str | None = None, status: int = 200, **headers: str) -> Response:
    """A response that is no multipart."""
    fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
    if media_type is not None:
        fields.append(("Content-Type", media_type))
    return Response("GET", "http://127.0.0.1:8080/studies", status, tuple(fields), Body.of(body))


def parts(*bodies: bytes, part_type: str, stated: str | None = None, status: int = 200) -> Response:
    """A multipart/related response."""
    content_type = f'multipart/related; type="{stated or part_type}"; boundary=b'
    received = tuple(Part((("Content-Type", part_type),), Body.of(body)) for body in bodies)
    return Response("GET", "http://x/", status, (("Content-Type", content_type),), Body.of(b""), received)


HTML = answer(b"<html><body>Welcome</body></html>", "text/html")
"""What a server answers that answers 200 to everything."""
