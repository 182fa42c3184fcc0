"""The slot of a virtual card: vsmartcard's protocol between a reader (vpcd) and a card.

A frame is a u16 length, big endian, and so many bytes: one byte for the slot (0 power off, 1 power
on, 2 reset, 4 wants the ATR), more for a command. A card is in while its connection stands. `Slot`
waits for a reader to connect; `DiallingSlot` connects to a vpcd.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Protocol

WAIT_S = 0.1
POWER = (b"\x00", b"\x01", b"\x02")


class PulledError(Exception):
    """The card leaves at this very command."""


class Inserted(Protocol):
    """A card as the slot sees it."""

    atr: bytes

    def reset(self) -> None:
        """Power comes or goes."""
        ...

    def answer(self, command: bytes) -> bytes | None:
        """The answer as sent, b"" an empty one, None nothing; PulledError: pulled out."""
        ...


class Slot:
    """A reader on loopback TCP: whoever connects asks the card, nobody else meanwhile."""

    def __init__(self) -> None:
        self.host, self.number = "127.0.0.1", 0
        self._card: Inserted | None = None
        self._line: socket.socket | None = None
        self._server: socket.socket | None = None
        self._lock = threading.Lock()
        self.pulled = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="virtual-card", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self.listen()
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopping.set()
        self.put(None)
        self._thread.join(3.0)
        self.unlisten()

    def listen(self) -> None:
        """The reader is plugged in, at the same place as before."""
        server = socket.socket()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((self.host, self.number))
        server.listen(1)
        server.settimeout(WAIT_S)
        self.number = server.getsockname()[1]
        self._server = server

    def unlisten(self) -> None:
        """The reader is unplugged."""
        server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)  # accept() would hold on to the port a while
            server.close()
        self._hang_up()

    def put(self, card: Inserted | None) -> None:
        """Put a card in, after taking out what is there; None: leave the slot empty."""
        with self._lock:
            self._card, self.pulled = card, False
            self._hang_up()

    def _hang_up(self) -> None:
        line = self._line
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _connection(self) -> socket.socket | None:
        server = self._server
        if server is None:
            self._stopping.wait(WAIT_S)
            return None
        try:
            return server.accept()[0]
        except OSError:
            return None

    def _run(self) -> None:
        while not self._stopping.is_set():
            line = self._connection()
            if line is None:
                continue
            with line:
                with self._lock:
                    card, self._line = self._card, line
                if card is not None:
                    self._serve_until_pulled(line, card)
                self._line = None

    def _serve_until_pulled(self, line: socket.socket, card: Inserted) -> None:
        try:
            self._serve(line, card)
        except PulledError:
            with self._lock:
                if self._card is card:
                    self._card, self.pulled = None, True
        except OSError:
            return  # whoever read it went away, or the card was taken out

    def _serve(self, line: socket.socket, card: Inserted) -> None:
        line.settimeout(None)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        card.reset()
        while (command := _frame(line)) is not None:
            if command in POWER:
                card.reset()
                continue
            data = card.atr if command == b"\x04" else card.answer(command)
            if data is not None:
                line.sendall(len(data).to_bytes(2, "big") + data)


class DiallingSlot(Slot):
    """A card that connects to a vpcd while it is in; `dial` makes the connection."""

    def __init__(self, dial: Callable[[], socket.socket]) -> None:
        super().__init__()
        self._dial = dial

    def listen(self) -> None:
        """Nothing: vpcd listens."""

    def _connection(self) -> socket.socket | None:
        if self._card is None:
            self._stopping.wait(0.02)
            return None
        try:
            return self._dial()
        except OSError:
            self._stopping.wait(WAIT_S)
            return None


def _frame(line: socket.socket) -> bytes | None:
    head = _exactly(line, 2)
    return head if head is None else _exactly(line, int.from_bytes(head, "big"))


def _exactly(line: socket.socket, count: int) -> bytes | None:
    data = b""
    while len(data) < count:
        # vpcd sends length and body apart: without this each command waits 40 ms for an ACK
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        piece = line.recv(count - len(data))
        if not piece:
            return None
        data += piece
    return data
