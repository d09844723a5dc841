"""A target whose TLS is broken is trouble, told in a line: nothing is judged, and no request is sent."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.http import open_http
from dicomweb_conformance.limits import Limits
from dicomweb_conformance.network import network_trouble
from dicomweb_conformance.target import Access, Tls
from tests.hostile.certificates import Authority, Certificate
from tests.hostile.server import listening, stop
from tests.hostile.wire import ClientLeft, Wire
from tests.running import run

_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/dicom+json\r\n"
ANSWER = _HEAD + b"content-length: 2\r\n\r\n[]"

Serve = Callable[[socket.socket], None]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@contextmanager
def serving(serve: Serve) -> Iterator[str]:
    """The base URL of a server that does so with each connection."""
    with listening() as listener:

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=converse, args=(connection,), daemon=True).start()

        def converse(connection: socket.socket) -> None:
            with connection, suppress(ClientLeft, OSError):
                serve(connection)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        stop(listener)
        thread.join(5)


def with_tls(certificate: Certificate, heard: list[bytes], answer: bytes = ANSWER) -> Serve:
    """A server that shows this certificate, notes the requests, answers, and ends without close_notify."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)

    def serve(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            wire = Wire(secure)
            if (head := wire.head()) is not None:
                heard.append(head)
                wire.send(answer)
                socket.socket(fileno=secure.detach()).close()

    return serve


def plainly(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")


def silently(connection: socket.socket) -> None:
    Wire(connection).hold(3600)


def trouble_at(url: str, authority: Authority) -> str:
    """What is said of the trouble to search there. Raises AssertionError when there is none."""
    access = Access(tls=Tls(ca=authority.file), limits=Limits.of(1.0))
    with open_http(access, [url], lambda transport: transport) as http:
        try:
            response = Client(http, Addresses.at(url)).search("studies")
        except httpx.HTTPError as error:
            return network_trouble(error)
    raise AssertionError(f"status {response.status}")


def test_a_right_certificate_is_no_trouble(authority: Authority) -> None:
    heard: list[bytes] = []
    with serving(with_tls(authority.certificate(), heard)) as url:
        access = Access(tls=Tls(ca=authority.file))
        with open_http(access, [url], lambda transport: transport) as http:
            # without close_notify, but all of the content has come
            assert Client(http, Addresses.at(url)).search("studies").body.read() == b"[]"


@pytest.mark.parametrize(
    ("host", "days", "self_signed", "says"),
    [
        ("127.0.0.1", -1, False, "expired"),
        ("elsewhere.example", 30, False, "mismatch"),
        ("127.0.0.1", 30, True, "self-signed"),
    ],
)
def test_a_wrong_certificate_is_refused_before_any_request(
    host: str, days: int, self_signed: bool, says: str, authority: Authority
) -> None:
    heard: list[bytes] = []
    with serving(with_tls(authority.certificate(host, days=days, self_signed=self_signed), heard)) as url:
        trouble = trouble_at(url, authority)

    assert trouble.startswith("no connection: ")
    assert says in trouble.lower()
    assert heard == []


@pytest.mark.parametrize(
    ("serve", "says"),
    [
        (plainly, "no connection: "),
        (silently, "no connection in time: no TLS connection within 1 s"),
        (lambda connection: None, "no connection: "),
    ],
    ids=["HTTP", "silence", "an end"],
)
def test_no_tls_at_all_is_no_connection(serve: Serve, says: str, authority: Authority) -> None:
    with serving(serve) as url:
        assert trouble_at(url, authority).startswith(says)


@pytest.mark.parametrize("answer", [ANSWER[:-1], _HEAD + b"\r\n[]"], ids=["short", "no length"])
def test_an_answer_that_is_cut_off_within_tls_is_trouble(answer: bytes, authority: Authority) -> None:
    with serving(with_tls(authority.certificate(), [], answer)) as url:
        assert trouble_at(url, authority).startswith("the connection broke while the response was read")


@pytest.mark.parametrize("name", ["self-signed", "HTTP", "silence"])
def test_a_run_says_so_in_one_line_and_judges_nothing(name: str, authority: Authority, tmp_path: Path) -> None:
    self_signed = authority.certificate(self_signed=True)
    serve = {"self-signed": with_tls(self_signed, []), "HTTP": plainly, "silence": silently}[name]
    with serving(serve) as url:
        ran = run(tmp_path / "report", "--url", url, "--profile", "tutorial", "--timeout", "1")

    lines = [line for line in (ran.out + ran.err).splitlines() if line.strip()]
    assert ran.code == 3
    assert len(lines) == 1
    assert url in lines[0]
    assert "Traceback" not in lines[0]
