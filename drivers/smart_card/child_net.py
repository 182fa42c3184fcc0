"""A card over TCP, in the child only: the protocol that vsmartcard's vpcd speaks to its cards.

A frame is a u16 length, big endian, and so many bytes. One byte is for the slot (0 power off, 1
power on, 2 reset, 4 asks for the ATR and is answered), more are a command APDU and are answered.
Whoever listens is the reader; a connection that is closed at once means that no card is in it.
"""

from __future__ import annotations

import socket
from typing import Any

from drivers.smart_card.child_errors import ReaderError

OFF, ON, ATR = b"\x00", b"\x01", b"\x04"
CONNECT_S, SLOT_S = 1.0, 1.0


class NetReader:
    """One slot at host:port."""

    def __init__(self, address: str) -> None:
        host, _, number = address.rpartition(":")
        self._address = host.strip("[]"), int(number)
        self._line: socket.socket | None = None
        self._changes = 0

    def look(self) -> dict[str, Any]:
        """Whether a card is there. `changes` counts its comings and goings as seen from here."""
        atr = self._ask_atr()
        if not atr and self._line is None:
            self._dial()
            atr = self._ask_atr()
        mute = bool(atr) and atr[0] not in (0x3B, 0x3F)
        return {
            "present": bool(atr),
            "mute": mute,
            "used": False,
            "changes": self._changes,
            "atr": atr.hex(),
        }

    def connect(self) -> dict[str, Any]:
        """Power the card up. ReaderError: removed, no_atr."""
        self._give(ON)
        atr = self._ask_atr()
        if not atr:
            raise ReaderError("removed")
        if atr[0] not in (0x3B, 0x3F):
            raise ReaderError("no_atr")
        return {}

    def send(self, command: bytes) -> bytes:
        """One command and its answer, however long it takes. ReaderError: removed, empty."""
        self._give(command)
        answer = self._take(None)
        if answer is None:
            raise ReaderError("removed")
        if not answer:
            raise ReaderError("empty")
        return answer

    def leave(self) -> None:
        """Take the card's power."""
        if self._line is not None:
            self._give(OFF)

    def _dial(self) -> None:
        try:
            line = socket.create_connection(self._address, CONNECT_S)
        except (ConnectionRefusedError, ConnectionResetError):
            raise ReaderError("refused") from None
        except socket.gaierror:
            raise ReaderError("unknown_host") from None
        except OSError:
            raise ReaderError("unreachable") from None
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._line = line
        self._changes += 1

    def _ask_atr(self) -> bytes:
        if self._line is None:
            return b""
        self._give(ATR)
        return self._take(SLOT_S) or b""

    def _give(self, data: bytes) -> None:
        if self._line is None:
            return
        try:
            self._line.settimeout(SLOT_S)
            self._line.sendall(len(data).to_bytes(2, "big") + data)
        except OSError:
            self._drop()

    def _take(self, timeout_s: float | None) -> bytes | None:
        """The next frame; None when the card is gone, or says nothing within timeout_s."""
        try:
            if self._line is not None:
                self._line.settimeout(timeout_s)
            head = self._exactly(2)
            return head if head is None else self._exactly(int.from_bytes(head, "big"))
        except OSError:
            self._drop()
            return None

    def _exactly(self, count: int) -> bytes | None:
        data = b""
        while self._line is not None and len(data) < count:
            piece = self._line.recv(count - len(data))
            if not piece:
                self._drop()
                return None
            data += piece
        return data if self._line is not None else None

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()
            self._changes += 1
