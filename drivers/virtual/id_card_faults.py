"""What can be wrong with a virtual SAM module's answers, and the wire that they travel on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from drivers.virtual.id_card_text import ChipCard
from drivers.virtual.pty_line import PtyLine

BYTE_FAULTS = (
    "garbage",
    "false_preamble",
    "split",
    "bad_checksum",
    "bad_length",
    "flipped_bit",
    "no_answer",
    "late",
    "duplicate",
    "truncated",
)
EVENT_FAULTS = ("card_gone_mid_read", "swap_mid_read", "hang_up")
STATE_FAULTS = ("echo", "not_an_id_card", "module_fault", "short_block")
CARD_COMMANDS = ("find", "select", "read", "chip", "addresses")
_NOISE = bytes((37 * n + 11) % 256 for n in range(40))
_BITS_A_BYTE = 10  # 8N1


def frame(sw3: int, data: bytes = b"") -> bytes:
    """A whole answer with SW1 and SW2 zero."""
    body = (len(data) + 4).to_bytes(2, "big") + bytes((0, 0, sw3)) + data
    check = 0
    for byte in body:
        check ^= byte
    return b"\xaa\xaa\xaa\x96\x69" + body + bytes((check,))


@dataclass(frozen=True)
class Piece:
    """Bytes to send after a pause in seconds."""

    data: bytes
    pause_s: float = 0.0


class Wire:
    """Sends at the line's own speed."""

    def __init__(self, line: PtyLine, baud: int, throttle: bool) -> None:
        self._line = line
        self._throttle = throttle
        self.baud = baud

    @property
    def _byte_s(self) -> float:
        return _BITS_A_BYTE / self.baud if self._throttle else 0.0

    def arrived(self, command: bytes) -> None:
        """Let the time pass that these bytes take on the wire."""
        time.sleep(len(command) * self._byte_s)

    def pause(self, seconds: float) -> None:
        """Let the module think."""
        if seconds > 0:
            time.sleep(seconds)

    def send(self, piece: Piece) -> None:
        """Send one piece."""
        self.pause(piece.pause_s)
        self._line.write(piece.data, self._byte_s)

    def noise(self) -> None:
        """What a line at another speed looks like."""
        self._line.write(_NOISE[:6])


@dataclass
class Faults:
    """The fault that is set, how often it still happens (-1: until "none"), and to which
    command's answer ("card": any of find, select, read, chip, addresses)."""

    name: str = "none"
    left: int = 0
    on: str = "read"
    other: ChipCard | None = None
    _held: dict[str, bytes] = field(default_factory=lambda: {})

    def set(self, kind: str, args: Mapping[str, Any], other: ChipCard | None) -> None:
        """Set a fault; ValueError says what is wrong with it. `at`: how many times, 0 for ever."""
        known = (*BYTE_FAULTS, *EVENT_FAULTS, *STATE_FAULTS, "none")
        if kind not in known:
            raise ValueError(f"an id_card has no fault {kind!r}; known: {', '.join(known)}")
        default = 0 if kind in STATE_FAULTS else 1
        at, on = args.get("at"), str(args.get("on", "read"))
        if at is not None and (isinstance(at, bool) or not isinstance(at, int) or at < 0):
            raise ValueError("at is how many times: a whole number, 0 for ever")
        if on not in (*CARD_COMMANDS, "card", "status", "serial", "any"):
            raise ValueError("on is find, select, read, chip, addresses, card, status or any")
        times = default if at is None else at
        self.name, self.left, self.on, self.other = kind, times or -1, on, other
        if kind == "none":
            self._held.clear()

    def take(self, kind: str) -> bool:
        """Whether this fault happens now; counts it."""
        if self.name != kind:
            return False
        if self.left > 0:
            self.left -= 1
            if not self.left:
                self.name = "none"
        return True

    def apply(self, name: str, command: bytes, answer: bytes) -> Iterator[Piece]:
        """What is sent instead of this answer."""
        if name in self._held:
            yield Piece(self._held.pop(name))
        if self.name == "echo":
            yield Piece(command)
        kind = self.name
        if kind not in BYTE_FAULTS or not self._meant(name) or not self.take(kind):
            yield Piece(answer)
        elif kind == "late":
            self._held[name] = answer
        else:
            yield from _spoiled(kind, answer)

    def _meant(self, name: str) -> bool:
        return self.on in (name, "any") or (self.on == "card" and name in CARD_COMMANDS)


def _spoiled(kind: str, answer: bytes) -> list[Piece]:
    middle = len(answer) // 2
    length = (int.from_bytes(answer[5:7], "big") + 1).to_bytes(2, "big")
    false_start = b"\xaa\xaa\xaa\x96\xaa\xaa\xaa\x96\x69\x05\x08\x00"
    return {
        "garbage": [Piece(_NOISE + answer)],
        "false_preamble": [Piece(false_start + answer)],
        "split": [Piece(answer[:3]), Piece(answer[3:middle], 0.08), Piece(answer[middle:], 0.08)],
        "bad_checksum": [Piece(answer[:-1] + bytes((answer[-1] ^ 0xFF,)))],
        "bad_length": [Piece(answer[:5] + length + answer[7:])],
        "flipped_bit": [Piece(_flip(answer, middle))],
        "no_answer": [],
        "duplicate": [Piece(answer + answer)],
        "truncated": [Piece(answer[:middle])],
    }[kind]


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 0x10,)) + data[at + 1 :]
