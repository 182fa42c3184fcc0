"""A card over TCP: the protocol that vsmartcard's vpcd speaks to its cards.

A frame is a u16 length, big endian, and so many bytes. One byte is for the slot (0 power off, 1
power on, 2 reset, 4 asks for the ATR and is answered), more are a command APDU and are answered.
Whoever listens is the reader; a connection that is closed at once means that no card is in it.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any

from drivers.smart_card.child_errors import ReaderError

OFF, ON, ATR = b"\x00", b"\x01", b"\x04"
STOPPED = "stopped"
CONNECT_S, SLOT_S, SLICE_S = 1.0, 1.0, 0.25


def _never() -> bool:
    return False


class NetReader:
    """One slot at host:port. `stopping`: asked while something is waited for."""

    def __init__(self, address: str, stopping: Callable[[], bool] = _never) -> None:
        host, _, number = address.rpartition(":")
        self._address = host.strip("[]"), int(number)
        self._stopping = stopping
        self._same = False  # the line was given up by us, not by the card
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

    def send(self, command: bytes, limit_s: float | None = None) -> bytes:
        """One command and its answer. ReaderError: removed, empty, mute (nothing in time: the
        line is given up, so that what still comes is nobody's answer)."""
        self._give(command)
        try:
            answer = self._take(limit_s, patient=True)
        except TimeoutError:
            self._begin_anew()
            raise ReaderError("mute") from None
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
        self._changes += not self._same
        self._same = False

    def _begin_anew(self) -> None:
        """Another line to the same card, at once: one that is pulled meanwhile closes it."""
        self.close()
        self._same = True
        with contextlib.suppress(ReaderError):
            self._dial()
            self._ask_atr()  # answered: the slot has taken this line, and closes it at a pull

    def close(self) -> None:
        """Let go of the line."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

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

    def _take(self, timeout_s: float | None, *, patient: bool = False) -> bytes | None:
        """The next frame; None when the card is gone, or says nothing within timeout_s (with
        `patient` that is a TimeoutError)."""
        until = None if timeout_s is None else time.monotonic() + timeout_s
        try:
            head = self._exactly(2, until)
            return head if head is None else self._exactly(int.from_bytes(head, "big"), until)
        except OSError as error:
            if patient and isinstance(error, TimeoutError):
                raise
            self._drop()
            return None

    def _piece(self, line: socket.socket, count: int, until: float | None) -> bytes:
        while True:
            left = SLICE_S if until is None else until - time.monotonic()
            if self._stopping():
                raise ReaderError(STOPPED)
            if left <= 0:
                raise TimeoutError
            line.settimeout(min(left, SLICE_S))
            try:
                return line.recv(count)
            except TimeoutError:
                continue

    def _exactly(self, count: int, until: float | None) -> bytes | None:
        data = b""
        while self._line is not None and len(data) < count:
            piece = self._piece(self._line, count - len(data), until)
            if not piece:
                self._drop()
                return None
            data += piece
        return data if self._line is not None else None

    def _drop(self) -> None:
        self._changes += self._line is not None
        self.close()
