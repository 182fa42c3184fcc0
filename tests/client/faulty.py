"""A TCP proxy between client and platform that spoils chosen connections."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress

Fault = Callable[["Link"], None]


class Link:
    """One connection of a client, and the platform behind it."""

    def __init__(self, client: socket.socket, target: tuple[str, int]) -> None:
        self.client = client
        self.target = target

    def request(self) -> bytes:
        """A whole request: head and as much body as it announces."""
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        while len(body) < length:
            body += self._more()
        return head + b"\r\n\r\n" + body

    def _more(self) -> bytes:
        part = self.client.recv(65536)
        if not part:
            raise ConnectionError
        return part

    def forward(self, request: bytes) -> bytes:
        """The platform's whole answer to one request."""
        once = request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
        with socket.create_connection(self.target, 10) as server:
            server.sendall(once)
            parts = iter(lambda: server.recv(65536), b"")
            return b"".join(parts)

    def reset(self) -> None:
        """End the connection by RST."""
        self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def well(link: Link) -> None:
    link.client.sendall(link.forward(link.request()))


def reset_before(link: Link) -> None:
    link.request()
    link.reset()


def reset_after(link: Link) -> None:
    link.forward(link.request())
    link.reset()


def hang_up(link: Link) -> None:
    pass


def truncate(link: Link) -> None:
    answer = link.forward(link.request())
    link.client.sendall(answer[: len(answer) - 40])


def garble(link: Link) -> None:
    """One digit of the platform's number is another: it parses, and is wrong."""
    answer = link.forward(link.request())
    at = answer.index(b'"420602') + 20
    other = b"1" if answer[at : at + 1] != b"1" else b"2"
    link.client.sendall(answer[:at] + other + answer[at + 1 :])


def garble_request(link: Link) -> None:
    request = link.request()
    link.client.sendall(link.forward(request.replace(b"6217", b"6218")))


def storm(status: int, *headers: str) -> Fault:
    def fault(link: Link) -> None:
        link.request()
        head = "\r\n".join([f"HTTP/1.1 {status} X", "Content-Length: 4", *headers])
        link.client.sendall(f"{head}\r\n\r\nnope".encode())

    return fault


def twice(link: Link) -> None:
    request = link.request()
    link.forward(request)
    link.client.sendall(link.forward(request))


def trickle(link: Link) -> None:
    """Bytes keep coming, so no single read ever times out."""
    answer = link.forward(link.request())
    for n in range(len(answer)):
        link.client.sendall(answer[n : n + 1])
        time.sleep(0.05)


def silent(link: Link) -> None:
    link.request()
    with suppress(OSError):
        while link.client.recv(1):
            pass


def says(answer: bytes) -> Fault:
    def fault(link: Link) -> None:
        link.request()
        link.client.sendall(answer)

    return fault


class Proxy:
    """Listens on loopback; `faults` are used up one a connection, then all goes well."""

    def __init__(self, target_url: str, *faults: Fault) -> None:
        host, _, port = target_url.removeprefix("http://").partition(":")
        self._target = (host, int(port))
        self._faults = list(faults)
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                fault = self._faults.pop(0) if self._faults else well
            thread = threading.Thread(target=self._serve, args=(client, fault))
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket, fault: Fault) -> None:
        with client, suppress(OSError):
            fault(Link(client, self._target))
