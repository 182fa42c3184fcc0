"""The host side of a virtual receipt printer: a TCP port on loopback, or a serial line."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Callable
from typing import Protocol

from drivers.virtual.pty_line import PtyLine

POLL_S = 0.05
PIECE = 64
BITS_A_BYTE = 10  # 8N1


class Line(Protocol):
    """One host at a time."""

    def open(self) -> str:
        """Begin to serve; returns the port for peripherals.yaml."""
        ...

    def close(self) -> None:
        """End it."""
        ...

    def send(self, data: bytes) -> None:
        """To the host, if there is one."""
        ...

    def unplug(self) -> None:
        """Pull the plug."""
        ...

    def plug(self) -> None:
        """Put it back."""
        ...


class TcpLine:
    """A printer's port 9100. A new host takes over from an old one."""

    def __init__(self, take_in: Callable[[bytes], None], has_room: Callable[[], bool]) -> None:
        self._take_in, self._has_room = take_in, has_room
        self._server: socket.socket | None = None
        self._host: socket.socket | None = None
        self._number = 0
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="virtual-receipt-tcp", daemon=True)

    def open(self) -> str:
        """Begin to serve; returns the port."""
        self.plug()
        self._thread.start()
        return f"tcp://127.0.0.1:{self._number}"

    def close(self) -> None:
        """End it."""
        self._ending.set()
        self._thread.join(2.0)
        self.unplug()

    def send(self, data: bytes) -> None:
        """To the host, if there is one; what it does not take within a second is lost."""
        host = self._host
        if host is None:
            return
        with contextlib.suppress(OSError, ValueError):
            if select.select([], [host], [], 1.0)[1]:
                host.send(data)

    def unplug(self) -> None:
        """Close the connection and refuse new ones."""
        server, self._server = self._server, None
        host, self._host = self._host, None
        for end in (host, server):
            if end is not None:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)  # select() would hold on to the port a while
                end.close()

    def plug(self) -> None:
        """Listen (again) on the same port."""
        if self._server is None:
            self._server = socket.create_server(("127.0.0.1", self._number))
            self._number = self._server.getsockname()[1]

    def _run(self) -> None:
        while not self._ending.is_set():
            server, host = self._server, self._host
            ends = [end for end in (server, host if self._has_room() else None) if end is not None]
            try:
                ready = select.select(ends, [], [], POLL_S)[0] if ends else []
                self._ending.wait(0.0 if ends else POLL_S)
                if server is not None and server in ready:
                    self._welcome(server)
                elif host is not None and host in ready:
                    self._hear(host)
            except (OSError, ValueError):
                continue  # unplugged meanwhile

    def _welcome(self, server: socket.socket) -> None:
        if self._host is not None:
            self._host.close()
        self._host = server.accept()[0]
        self._host.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _hear(self, host: socket.socket) -> None:
        data = host.recv(4096)
        if data:
            self._take_in(data)
            return
        self._host = None
        host.close()


class SerialLine:
    """The same printer on a pseudo-terminal; its host stops sending when the buffer is full.

    With `throttle` bytes take as long, both ways, as they do at the speed that the host has set."""

    def __init__(
        self,
        take_in: Callable[[bytes], None],
        has_room: Callable[[], bool],
        *,
        throttle: bool = False,
    ) -> None:
        self._take_in, self._has_room = take_in, has_room
        self._throttle = throttle
        self._pty = PtyLine("receipt_printer")
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="virtual-receipt-tty", daemon=True)

    def open(self) -> str:
        """Begin to serve; returns the port."""
        self._pty.open()
        self._thread.start()
        return self._pty.port

    def close(self) -> None:
        """End it."""
        self._ending.set()
        self._thread.join(2.0)
        self._pty.close()

    def send(self, data: bytes) -> None:
        """To the host, if there is one."""
        with self._lock:
            self._pty.write(data, self._byte_s() if self._throttle else 0.0)

    def unplug(self) -> None:
        """Hang up."""
        with self._lock:
            self._pty.hang_up()

    def plug(self) -> None:
        """Come back under the same path."""
        with self._lock:
            if not self._pty.path.exists():
                self._pty.open()

    def _run(self) -> None:
        while not self._ending.is_set():
            data = b""
            if self._has_room():
                with self._lock:
                    data = self._pty.read(0.0)
            if data and self._throttle:
                for at in range(0, len(data), PIECE):
                    piece = data[at : at + PIECE]
                    self._ending.wait(len(piece) * self._byte_s())
                    self._take_in(piece)
            elif data:
                self._take_in(data)
            else:
                self._ending.wait(0.01)

    def _byte_s(self) -> float:
        baud = self._pty.baud()
        return BITS_A_BYTE / baud if baud else 0.0
