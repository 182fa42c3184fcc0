"""Commands to a card and what its answers mean (ISO 7816-4): bounded, and never half an answer."""

from __future__ import annotations

from collections.abc import Callable

from drivers.errors import DeviceError
from drivers.status import State

Transmit = Callable[[bytes], bytes]
"""Hands one command APDU to the card and gives its answer, as it came."""

MORE_ROUNDS = 8  # GET RESPONSE: 8 × 256 bytes is more than any file here has
LENGTH_ROUNDS = 2
NO_SUCH_FILE = (0x6A82, 0x6A81, 0x6D00, 0x6E00, 0x6999)
LOCKED = (0x6982, 0x6983, 0x6984)
DEACTIVATED = (0x6283, 0x9303)
NOT_THIS_WAY = (0x6A86, 0x6A81, 0x6A80, 0x6B00, 0x6D00, 0x6981, 0x6700)
NO_RECORD = (0x6A83, 0x6A82, 0x6A88)


class CardError(DeviceError):
    """A card is there and cannot be used; `code` is a reason of docs/devices.md.

    `lift`: trying again is of no use before the card was taken out.
    """

    state = State.READY

    def __init__(self, code: str, *, lift: bool = True) -> None:
        super().__init__(code)
        self.lift = lift


class Apdus:
    """Asks a card, following 61xx and 6Cxx for so many rounds and no further."""

    def __init__(self, transmit: Transmit) -> None:
        self._transmit = transmit

    def ask(self, command: bytes) -> tuple[bytes, int]:
        """The whole data and the status word. CardError: garbled, endless."""
        data, status = self._once(command)
        for _ in range(LENGTH_ROUNDS):
            if status >> 8 != 0x6C:
                break
            command = command[:4] + bytes((status & 0xFF,))
            data, status = self._once(command)
        for _ in range(MORE_ROUNDS):
            if status >> 8 != 0x61:
                break
            more, status = self._once(bytes((command[0] & 0x03, 0xC0, 0, 0, status & 0xFF)))
            data += more
        if status >> 8 in (0x61, 0x6C):
            raise CardError("endless")
        return data, status

    def _once(self, command: bytes) -> tuple[bytes, int]:
        answer = self._transmit(command)
        status = int.from_bytes(answer[-2:], "big")
        # an interindustry status word begins with 61 to 6F or 9x, 60 excepted (ISO 7816-3, 10.3.3)
        if len(answer) < 2 or not (0x6100 <= status < 0x7000 or 0x9000 <= status < 0xA000):
            raise CardError("garbled")
        return answer[:-2], status


def select_name(name: bytes) -> bytes:
    """SELECT by DF name, first occurrence."""
    return bytes((0x00, 0xA4, 0x04, 0x00, len(name))) + name


def select_file(file: int, by: int) -> bytes:
    """SELECT an elementary file; `by` (P1) is 02 under the current DF, 00 by identifier."""
    return bytes((0x00, 0xA4, by, 0x00, 0x02)) + file.to_bytes(2, "big")


def read_record(number: int, how: int) -> bytes:
    """READ RECORD; `how` (P2) is 00 for an identifier, 04 for a number, + SFI << 3."""
    return bytes((0x00, 0xB2, number, how, 0x00))


def read_binary(sfi: int) -> bytes:
    """READ BINARY from the beginning of the file with a short identifier."""
    return bytes((0x00, 0xB0, 0x80 | sfi, 0x00, 0x00))


def tlv(data: bytes) -> dict[int, bytes]:
    """One-byte tags with one-byte lengths, padding of 00 and FF left out.

    CardError damaged: a length that reaches past the end.
    """
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        tag = data[at]
        if tag in (0x00, 0xFF):
            at += 1
            continue
        end = at + 2 + data[at + 1] if at + 1 < len(data) else len(data) + 1
        if end > len(data):
            raise CardError("damaged")
        found.setdefault(tag, data[at + 2 : end])
        at = end
    return found
