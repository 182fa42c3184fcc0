"""A stream of ESC/POS bytes taken apart into commands, without carrying any of them out.

Lengths follow the ESC/POS references of Epson and SNBC. What is not known is kept and named
"unknown", never skipped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

TEXT, UNKNOWN = "text", "unknown"
ESC, FS, GS, DLE = 0x1B, 0x1C, 0x1D, 0x10
_LEADS = {ESC: "ESC", FS: "FS", GS: "GS", DLE: "DLE"}
_SINGLE = {0x0A: "LF", 0x0D: "CR", 0x09: "HT", 0x0C: "FF", 0x18: "CAN"}
_RUN_MAX = 4096


@dataclass(frozen=True, slots=True)
class Command:
    """One command or one run of text. `args` is what stands behind the name; `raw` is all of it."""

    name: str
    args: bytes
    raw: bytes


class ShortError(Exception):
    """More bytes are needed to know how long the command is."""


def _byte(data: bytes, at: int) -> int:
    if at >= len(data):
        raise ShortError
    return data[at]


def _word(data: bytes, at: int) -> int:
    return _byte(data, at) | _byte(data, at + 1) << 8


def _until_nul(data: bytes, at: int) -> int:
    end = data.find(b"\x00", at)
    if end < 0:
        raise ShortError
    return end - at + 1


def _cut(data: bytes, at: int) -> int:
    return 1 if _byte(data, at) in (0, 1, 48, 49) else 2


def _raster(data: bytes, at: int) -> int:
    # GS v 0 m xL xH yL yH d…; "0" is the first argument byte
    return 6 + _word(data, at + 2) * _word(data, at + 4)


def _bit_image(data: bytes, at: int) -> int:
    return 3 + _word(data, at + 1) * (3 if _byte(data, at) >= 32 else 1)


def _block(data: bytes, at: int) -> int:
    # GS ( fn pL pH d…
    return 3 + _word(data, at + 1)


def _long_block(data: bytes, at: int) -> int:
    # GS 8 L p1 p2 p3 p4 d…
    return 5 + _word(data, at + 1) + (_word(data, at + 3) << 16)


def _barcode(data: bytes, at: int) -> int:
    if _byte(data, at) < 65:
        return 1 + _until_nul(data, at + 1)
    return 2 + _byte(data, at + 1)


def _pulse(data: bytes, at: int) -> int:
    return 8 if _byte(data, at) == 8 else 3


def _presenter(data: bytes, at: int) -> int:
    # GS e n, and GS e 3 m: how far the slip is held out (Custom VKP80, KPM, TPTCM)
    return 2 if _byte(data, at) == 3 else 1


Length = int | Callable[[bytes, int], int]
_TABLE: Mapping[int, Mapping[str, Length]] = {
    ESC: {
        **dict.fromkeys("@2imv<", 0),
        **dict.fromkeys("!EGadJ3-MRt V{ur", 1),
        **dict.fromkeys("$\\Bc", 2),
        "p": 3,
        "*": _bit_image,
        "D": _until_nul,
    },
    FS: {**dict.fromkeys("&.", 0), **dict.fromkeys("!-WC", 1), "S": 2, "p": 2, "2": 74},
    GS: {
        **dict.fromkeys("!rIaBHhwfb/", 1),
        **dict.fromkeys("LWP$\\", 2),
        "V": _cut,
        "e": _presenter,
        "v": _raster,
        "k": _barcode,
        "(": _block,
        "8": _long_block,
    },
    DLE: {"\x04": 1, "\x05": 1, "\x14": _pulse},
}
_REAL_TIME = {"\x04": "EOT", "\x05": "ENQ", "\x14": "DC4"}


def split(data: bytes) -> list[Command]:
    """The commands of a whole stream; a command cut short at its end is "unknown"."""
    commands: list[Command] = []
    state = Splitter()
    state.feed(data)
    commands += state.take()
    if state.rest:
        commands.append(Command(UNKNOWN, b"", state.rest))
    return commands


class Splitter:
    """Takes a stream apart as it comes in. Two-byte characters hold together in Chinese mode."""

    def __init__(self, *, chinese: bool = True) -> None:
        self.rest = b""
        self.chinese = chinese

    def feed(self, data: bytes) -> None:
        """Add what has come."""
        self.rest += data

    def take(self) -> Iterator[Command]:
        """The next commands that are there whole."""
        while self.rest:
            try:
                command = self._next()
            except ShortError:
                return
            self.rest = self.rest[len(command.raw) :]
            self._follow(command)
            yield command

    def _follow(self, command: Command) -> None:
        if command.name in ("ESC @", "FS &"):
            self.chinese = True
        elif command.name == "FS .":
            self.chinese = False

    def _next(self) -> Command:
        first = self.rest[0]
        if first in _SINGLE:
            return Command(_SINGLE[first], b"", self.rest[:1])
        if first in _LEADS:
            return self._led(first)
        if first < 0x20 or first == 0x7F:
            return Command(UNKNOWN, b"", self.rest[:1])
        end = self._text_end()
        return Command(TEXT, self.rest[:end], self.rest[:end])

    def _led(self, first: int) -> Command:
        letter = chr(_byte(self.rest, 1))
        length = _TABLE[first].get(letter)
        if length is None:
            return Command(UNKNOWN, b"", self.rest[:2])
        count = length if isinstance(length, int) else length(self.rest, 2)
        if len(self.rest) < 2 + count:
            raise ShortError
        raw = self.rest[: 2 + count]
        return Command(f"{_LEADS[first]} {_REAL_TIME.get(letter, letter)}", raw[2:], raw)

    def _text_end(self) -> int:
        at = 0
        while at < min(len(self.rest), _RUN_MAX):
            byte = self.rest[at]
            if byte < 0x20 or byte == 0x7F:
                break
            step = self._step(at) if self.chinese and 0x81 <= byte <= 0xFE else 1
            if at + step > len(self.rest):
                break
            at += step
        if not at:
            raise ShortError
        return at

    def _step(self, at: int) -> int:
        if at + 1 >= len(self.rest):
            return 2
        return 4 if 0x30 <= self.rest[at + 1] <= 0x39 else 2
