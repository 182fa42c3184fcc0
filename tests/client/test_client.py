from __future__ import annotations

import ipaddress
import socket
import ssl
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from backend_client import network
from backend_client.client import PlatformClient
from backend_client.errors import TooSlowError, UnreachableError
from backend_client.identity import (
    TerminalIdentity,
    ensure_identity,
    load_identity,
    new_identity,
    save_identity,
)
from backend_client.link import check_base_url
from backend_client.secret_file import SecretFileError
from backend_client.sender import CaseSender
from tests.platform.server import ROOT, TOKEN, running


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1:80",
        "http://platform.example",
        "ftp://127.0.0.1",
        "https://user:word@platform.example",
        "https://platform.example/?a=1",
        "platform.example",
        "http://127.0.0.1.example",
    ],
)
def test_an_address_that_would_show_the_token_is_refused(url):
    with pytest.raises(ValueError, match=r"platform|plain http"):
        PlatformClient(url, "XC-K-005", TOKEN)


def test_good_addresses():
    assert check_base_url("https://platform.example/zw/") == "https://platform.example/zw"
    assert check_base_url("http://[::1]:8420") == "http://[::1]:8420"


def test_proxies_of_the_environment_are_not_used(server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    client = PlatformClient(server.url, "XC-K-005", TOKEN)
    assert client.catalogue() is not None
    client.close()


HERE = "127.0.0.1"  # a minimal system knows no name for itself


def alternative(name: str) -> x509.GeneralName:
    return x509.IPAddress(ipaddress.ip_address(name)) if name == HERE else x509.DNSName(name)


def certificate(folder, name: str, days: int):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([alternative(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / f"{name}{days}.pem", folder / f"{name}{days}.key"
    public.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return public, private


def test_over_tls_the_real_platform_is_trusted_by_its_authority_only(tmp_path):
    public, private = certificate(tmp_path, HERE, 30)
    other, _ = certificate(tmp_path, HERE, 31)
    with running(tmp_path / "data", certificate=str(public), private_key=str(private)) as server:
        url = server.url
        good = PlatformClient(url, "XC-K-005", TOKEN, ca=public)
        assert good.catalogue() is not None
        good.close()
        for wrong in ({"ca": other}, {}):
            client = PlatformClient(url, "XC-K-005", TOKEN, **wrong)
            with pytest.raises(UnreachableError) as caught:
                client.catalogue()
            assert caught.value.code == "tls"
            client.close()


@pytest.mark.parametrize(("name", "days"), [("elsewhere", 30), (HERE, -1)])
def test_a_wrong_name_or_an_old_certificate_is_refused(tmp_path, name, days):
    public, private = certificate(tmp_path, name, days)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    seen: list[bytes] = []

    def serve() -> None:
        link, _ = listener.accept()
        try:
            with context.wrap_socket(link, server_side=True) as safe:
                seen.append(safe.recv(100))
        except OSError:
            link.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        url = f"https://{HERE}:{listener.getsockname()[1]}"
        client = PlatformClient(url, "XC-K-005", TOKEN, ca=public)
        with pytest.raises(UnreachableError, match="tls"):
            client.catalogue()
        client.close()
        thread.join(10)
    assert b"".join(seen) == b""  # the token never left


def test_a_name_server_that_does_not_answer_is_left_behind(monkeypatch):
    free = threading.Event()
    monkeypatch.setattr(
        network.socket, "getaddrinfo", lambda *_, **__: list[int](range(0 * free.wait(30)))
    )
    client = PlatformClient("https://platform.example", "XC-K-005", TOKEN, total_deadline_s=0.3)
    with pytest.raises(TooSlowError):
        client.catalogue()
    free.set()
    client.close()


def test_a_platform_that_takes_no_connection_is_unreachable_not_slow():
    waiting: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        for _ in range(4):  # the queue is full after one or two; the others are never answered
            waiting.append(socket.socket())
            waiting[-1].setblocking(False)
            waiting[-1].connect_ex(full.getsockname())
        url = f"http://127.0.0.1:{full.getsockname()[1]}"
        client = PlatformClient(url, "XC-K-005", TOKEN, total_deadline_s=0.5)
        result = CaseSender(client).send("case", "key-0001", b"{}")
        client.close()
    for one in waiting:
        one.close()
    assert (result.outcome, result.reason) == ("unreachable", "connect-timeout")


def test_no_operation_gets_more_than_what_is_left_of_the_whole():
    deadline = network.Deadline()
    deadline.start(0.5)
    assert deadline.left(None) <= 0.5
    assert deadline.left(30.0) <= 0.5
    assert deadline.left(0.001) == 0.001
    deadline.start(0.0)
    with pytest.raises(network.DeadlineError):
        deadline.left(30.0)


def test_the_client_loads_no_http_library_before_its_first_call():
    code = (
        "import sys; from backend_client.client import PlatformClient;"
        "PlatformClient('http://127.0.0.1:1', 'XC-K-005', 'x' * 20).close();"
        "print({'httpx', 'httpcore', 'sqlalchemy', 'fastapi'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "set()"


def test_an_identity_is_kept_in_a_private_file(tmp_path):
    path = tmp_path / "key" / "terminal.token"
    mine = ensure_identity(path, "XC-K-005", "0005")
    assert ensure_identity(path, "XC-K-005", "0005") == mine == load_identity(path)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert mine.token not in repr(mine)
    assert new_identity("XC-K-005", "0005").token != mine.token
    with pytest.raises(SecretFileError, match="belongs to XC-K-005"):
        ensure_identity(path, "XC-K-006", "0006")
    path.chmod(0o644)
    with pytest.raises(SecretFileError, match="others can read it"):
        load_identity(path)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\xff", b'{"terminal":"XC-K-005","number":"5"}', b"[]"]
)
def test_a_damaged_identity_is_named_not_shown(tmp_path, content):
    path = tmp_path / "terminal.token"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(SecretFileError, match="not a terminal's identity"):
        load_identity(path)
    with pytest.raises(ValueError, match="token"):
        save_identity(path, TerminalIdentity("XC-K-005", "0005", "with a blank in it"))
