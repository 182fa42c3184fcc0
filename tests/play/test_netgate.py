"""The gate forwards every byte, cuts at once, comes back on the same port, and can be slow."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from ui.play.netgate import NetGate


@pytest.fixture
def echo() -> Iterator[tuple[str, int]]:
    """A server that sends everything back and closes when the other side has."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve_one(link: socket.socket) -> None:
        with link:
            try:
                while got := link.recv(65536):
                    link.sendall(got)
            except OSError:
                return

    def serve() -> None:
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve_one, args=(link,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[:2]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(2)


@pytest.fixture
def gate(echo: tuple[str, int]) -> Iterator[NetGate]:
    made = NetGate(echo, delay_s=0.05)
    yield made
    made.stop()


def _connect(gate: NetGate) -> socket.socket:
    link = socket.create_connection(gate.address, timeout=5)
    link.settimeout(5)
    return link


def _all(link: socket.socket) -> bytes:
    parts = []
    while got := link.recv(65536):
        parts.append(got)
    return b"".join(parts)


@pytest.mark.parametrize("state", ["up", "slow"])
def test_every_byte_comes_through_in_order_and_the_end_too(gate: NetGate, state: str) -> None:
    gate.set(state)
    sent = bytes(range(256)) * (4000 if state == "up" else 200)
    with _connect(gate) as link:
        writer = threading.Thread(target=lambda: (link.sendall(sent), link.shutdown(1)))
        writer.start()
        assert _all(link) == sent
        writer.join(5)


def test_down_resets_what_is_open_and_refuses_what_comes(gate: NetGate) -> None:
    with _connect(gate) as link:
        link.sendall(b"a")
        assert link.recv(1) == b"a"
        gate.set("down")
        with pytest.raises(ConnectionResetError):
            link.recv(1)
    with pytest.raises(ConnectionRefusedError):
        _connect(gate)


def test_up_again_is_the_same_port(gate: NetGate) -> None:
    port = gate.port
    gate.set("down")
    gate.set("up")
    assert gate.port == port
    with _connect(gate) as link:
        link.sendall(b"again")
        link.shutdown(socket.SHUT_WR)
        assert _all(link) == b"again"


def test_what_was_held_back_leaves_before_what_came_later(gate: NetGate) -> None:
    with _connect(gate) as link:
        gate.set("slow")
        link.sendall(b"1" * 1000)
        gate.set("up")
        link.sendall(b"2" * 1000)
        link.shutdown(socket.SHUT_WR)
        assert _all(link) == b"1" * 1000 + b"2" * 1000


def test_a_platform_that_is_not_there_closes_the_connection(echo: tuple[str, int]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = closed.getsockname()[:2]
    gate = NetGate(nobody)
    try:
        with pytest.raises(OSError, match="reset"), _connect(gate) as link:
            link.recv(1)
    finally:
        gate.stop()


def test_an_unknown_state_is_refused(gate: NetGate) -> None:
    with pytest.raises(ValueError, match="no such network state: off"):
        gate.set("off")
