"""A target whose TLS is broken is trouble, told in a line: nothing is judged, and no request is sent."""

import datetime
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
import trustme

from dicomweb_conformance.client import Addresses, Client
from dicomweb_conformance.http import open_http
from dicomweb_conformance.limits import Limits
from dicomweb_conformance.network import network_trouble
from dicomweb_conformance.target import Access, Tls
from tests.hostile.server import listening, stop
from tests.hostile.wire import ClientLeft, Wire
from tests.running import run

_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/dicom+json\r\n"
ANSWER = _HEAD + b"content-length: 2\r\n\r\n[]"

Serve = Callable[[socket.socket], None]


EXPIRED = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    """Whom the client trusts."""
    return trustme.CA()


@pytest.fixture(scope="module")
def bundle(ca: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its certificate, in a file."""
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    return path


def context_of(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """A server that shows this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def self_signed(folder: Path) -> ssl.SSLContext:
    """A server whose certificate nobody else has signed."""
    stranger = trustme.CA()
    pem = folder / "self-signed.pem"
    stranger.private_key_pem.write_to_path(str(pem))
    stranger.cert_pem.write_to_path(str(pem), append=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


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


def with_tls(context: ssl.SSLContext, heard: list[bytes], answer: bytes = ANSWER) -> Serve:
    """A server that notes the requests, answers, and ends without close_notify."""

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


def trouble_at(url: str, bundle: Path) -> str:
    """What is said of the trouble to search there. Raises AssertionError when there is none."""
    access = Access(tls=Tls(ca=bundle), limits=Limits.of(1.0))
    with open_http(access, [url], lambda transport: transport) as http:
        try:
            response = Client(http, Addresses.at(url)).search("studies")
        except httpx.HTTPError as error:
            return network_trouble(error)
    raise AssertionError(f"status {response.status}")


def test_a_right_certificate_is_no_trouble(ca: trustme.CA, bundle: Path) -> None:
    with serving(with_tls(context_of(ca.issue_cert("127.0.0.1")), [])) as url:
        access = Access(tls=Tls(ca=bundle))
        with open_http(access, [url], lambda transport: transport) as http:
            # without close_notify, but all of the content has come
            assert Client(http, Addresses.at(url)).search("studies").body.read() == b"[]"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("expired", "expired"),
        ("of another host", "mismatch"),
        ("of another CA", "local issuer"),
        ("self-signed", "self-signed"),
    ],
)
def test_a_wrong_certificate_is_refused_before_any_request(
    name: str, says: str, ca: trustme.CA, bundle: Path, tmp_path: Path
) -> None:
    contexts = {
        "expired": lambda: context_of(ca.issue_cert("127.0.0.1", not_after=EXPIRED)),
        "of another host": lambda: context_of(ca.issue_cert("elsewhere.example")),
        "of another CA": lambda: context_of(trustme.CA().issue_cert("127.0.0.1")),
        "self-signed": lambda: self_signed(tmp_path),
    }
    heard: list[bytes] = []
    with serving(with_tls(contexts[name](), heard)) as url:
        trouble = trouble_at(url, bundle)

    assert trouble.startswith("no connection: ")
    assert says in trouble
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
def test_no_tls_at_all_is_no_connection(serve: Serve, says: str, bundle: Path) -> None:
    with serving(serve) as url:
        assert trouble_at(url, bundle).startswith(says)


@pytest.mark.parametrize("answer", [ANSWER[:-1], _HEAD + b"\r\n[]"], ids=["short", "no length"])
def test_an_answer_that_is_cut_off_within_tls_is_trouble(answer: bytes, ca: trustme.CA, bundle: Path) -> None:
    with serving(with_tls(context_of(ca.issue_cert("127.0.0.1")), [], answer)) as url:
        assert trouble_at(url, bundle).startswith("the connection broke while the response was read")


@pytest.mark.parametrize("name", ["self-signed", "HTTP", "silence"])
def test_a_run_says_so_in_one_line_and_judges_nothing(name: str, tmp_path: Path) -> None:
    serve = {"self-signed": with_tls(self_signed(tmp_path), []), "HTTP": plainly, "silence": silently}[name]
    with serving(serve) as url:
        ran = run(tmp_path / "report", "--url", url, "--profile", "tutorial", "--timeout", "1")

    lines = [line for line in (ran.out + ran.err).splitlines() if line.strip()]
    assert ran.code == 3
    assert len(lines) == 1
    assert url in lines[0]
    assert "Traceback" not in lines[0]
