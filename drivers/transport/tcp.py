"""TCP pipes to network devices and serial servers."""

from __future__ import annotations

import contextlib
import socket

from drivers.errors import LinkLostError
from drivers.spec import Port
from drivers.transport.poller import DescriptorTransport

CONNECT_S = 2.0


def host_and_port(port: Port) -> tuple[str, int]:
    """Take `host:port` (`[v6]:port`) apart; ValueError says what is wrong."""
    if port.query:
        raise ValueError(f"a tcp port takes no {', '.join(port.query)}")
    host, colon, number = port.path.rpartition(":")
    if not colon or not host or not (number.isascii() and number.isdigit()):
        raise ValueError("a tcp port is tcp://host:port")
    if not 1 <= int(number) <= 65535:
        raise ValueError("a tcp port number is 1 to 65535")
    return host.strip("[]"), int(number)


class TcpTransport(DescriptorTransport):
    """A connection to a device; a peer that closes is noticed at the next read."""

    def __init__(self, host: str, number: int) -> None:
        self.host = host
        self.number = number
        self._socket: socket.socket | None = None

    def open(self) -> None:
        """Connect within 2 s; LinkLostError: refused, unreachable or unknown_host."""
        self.close()
        try:
            line = socket.create_connection((self.host, self.number), CONNECT_S)
        except ConnectionRefusedError:
            raise LinkLostError("refused", f"{self.host}:{self.number}") from None
        except socket.gaierror:
            raise LinkLostError("unknown_host", self.host) from None
        except OSError:
            raise LinkLostError("unreachable", f"{self.host}:{self.number}") from None
        line.setblocking(False)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 5)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 2)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3)
        self._socket = line

    def close(self) -> None:
        """Close it; never raises, may be called twice."""
        line, self._socket = self._socket, None
        if line is not None:
            with contextlib.suppress(OSError):
                line.close()

    def _line(self) -> socket.socket:
        if self._socket is None:
            raise LinkLostError("closed", f"{self.host}:{self.number}")
        return self._socket

    def _fd(self) -> int:
        return self._line().fileno()

    def _take(self, limit: int) -> bytes:
        return self._line().recv(limit)

    def _give(self, data: memoryview) -> int:
        return self._line().send(data)
