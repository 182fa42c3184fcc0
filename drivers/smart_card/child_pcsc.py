"""PC/SC by way of pyscard, in the child only: one reader, one card, one call at a time.

Nothing is taken from a result code alone: pcsc-lite gives "successful" for a card that was pulled
in the middle of an answer.
"""

from __future__ import annotations

import time
from typing import Any

from drivers.smart_card.child_errors import ReaderError
from drivers.system_library import system_library

# pcsclite.h
OK, INVALID_HANDLE, UNKNOWN_READER = 0, 0x80100003, 0x80100009
SHARING, NO_CARD, NOT_READY, PROTOCOL = 0x8010000B, 0x8010000C, 0x80100010, 0x8010000F
COMMUNICATION, READER_GONE, NO_SERVICE, STOPPED = 0x80100013, 0x80100017, 0x8010001D, 0x8010001E
NO_READERS, UNRESPONSIVE, UNPOWERED = 0x8010002E, 0x80100066, 0x80100067
REMOVED = 0x80100069
STATE_USED, STATE_PRESENT, STATE_EXCLUSIVE, STATE_MUTE = 0x100, 0x20, 0x80, 0x200
SERVICE_LOST = (INVALID_HANDLE, COMMUNICATION, NO_SERVICE, STOPPED)
SILENT = (UNRESPONSIVE, UNPOWERED, PROTOCOL)
READER_LOST = (UNKNOWN_READER, READER_GONE, NO_READERS)
SETTLE_S = 0.6  # pcscd looks for removed cards every 0.4 s


class PcscReader:
    """A reader by its name, or by the beginning of its name where only one begins like that."""

    def __init__(self, name: str) -> None:
        self._api: Any = system_library("smartcard.scard")
        self._wanted = self._name = name
        self._context: Any = None
        self._card: Any = None
        self._protocol = 0

    def look(self) -> dict[str, Any]:
        """Whether a card is there. `changes` counts what pcscd saw come and go."""
        state, atr = self._state()
        return {
            "present": bool(state & STATE_PRESENT),
            "mute": bool(state & STATE_MUTE),
            "used": bool(state & (STATE_EXCLUSIVE | STATE_USED)) and self._card is None,
            "changes": state >> 16,
            "atr": atr.hex(),
        }

    def connect(self) -> dict[str, Any]:
        """Take the card for ourselves alone. ReaderError: in_use, removed, no_atr, no_reader."""
        self.leave()
        before, _ = self._state()
        code = self._connect()
        if code in SILENT:
            if self._left(before):
                raise ReaderError("removed")
            code = self._connect()  # pcscd may have powered one that was changed for this one
        if code == OK:
            return {}
        if code == SHARING:
            raise ReaderError("in_use")
        if code in (NO_CARD, REMOVED, NOT_READY):
            raise ReaderError("removed")
        if code in SILENT:
            raise ReaderError("no_atr")
        raise ReaderError("no_reader" if code in READER_LOST else "link")

    def _connect(self) -> int:
        both = self._api.SCARD_PROTOCOL_T0 | self._api.SCARD_PROTOCOL_T1
        share = self._api.SCARD_SHARE_EXCLUSIVE
        code, card, protocol = self._call("SCardConnect", self._name, share, both)
        if code == OK:
            self._card, self._protocol = card, protocol
        return code

    def send(self, command: bytes) -> bytes:
        """One command and its answer. ReaderError: removed.

        No answer is a lost contact, also where the result is "successful" and where pcscd did not
        see the card go: it looks only every 0.4 s, and a card may be back by then.
        """
        if self._card is None:
            raise ReaderError("removed")
        first = self._protocol == self._api.SCARD_PROTOCOL_T0
        header = self._api.SCARD_PCI_T0 if first else self._api.SCARD_PCI_T1
        code, answer = self._api.SCardTransmit(self._card, header, list(command))
        if _code(code) != OK or not answer:
            self.leave()
            raise ReaderError("removed")
        return bytes(byte & 0xFF for byte in answer)

    def leave(self) -> None:
        """Let go of the card as it is; pcscd takes its power when nobody wants it.

        Not by us: pcscd 1.9.9 never looks at a slot again once it was told to take the power of
        a card that had just been pulled.
        """
        card, self._card = self._card, None
        if card is not None:
            self._api.SCardDisconnect(card, self._api.SCARD_LEAVE_CARD)

    def _left(self, before: int) -> bool:
        """Whether the card is not the one that was there; pcscd may need a moment to see it."""
        until = time.monotonic() + SETTLE_S
        while True:
            state, _ = self._state()
            if not state & STATE_PRESENT or state >> 16 != before >> 16:
                return True
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)

    def _state(self) -> tuple[int, bytes]:
        code, found = self._look_at(self._name)
        if code in READER_LOST:
            self._name = self._resolve()
            code, found = self._look_at(self._name)
        if code != OK or not found:
            raise ReaderError("no_reader")
        _, state, atr = found[0]
        return state, bytes(byte & 0xFF for byte in atr)

    def _look_at(self, name: str) -> tuple[Any, ...]:
        return self._call("SCardGetStatusChange", 0, [(name, self._api.SCARD_STATE_UNAWARE)])

    def _resolve(self) -> str:
        code, names = self._call("SCardListReaders", [])
        found = [name for name in names if name.startswith(self._wanted)] if code == OK else []
        if self._wanted in found:
            return self._wanted
        if len(found) > 1:
            raise ReaderError("several_readers")
        if not found:
            raise ReaderError("no_reader")
        return found[0]

    def _call(self, function: str, *args: Any) -> tuple[Any, ...]:
        """Call in a context; one that pcscd lost by restarting is made anew, once."""
        for attempt in range(2):
            if self._context is None:
                code, context = self._api.SCardEstablishContext(self._api.SCARD_SCOPE_USER)
                if _code(code) != OK:
                    raise ReaderError("no_service")
                self._context = context
            code, *rest = getattr(self._api, function)(self._context, *args)
            if _code(code) not in SERVICE_LOST:
                return _code(code), *rest
            self._api.SCardReleaseContext(self._context)
            self._context = self._card = None
            if attempt:
                break
        raise ReaderError("no_service")


def _code(code: int) -> int:
    return code & 0xFFFFFFFF
