"""From the keys of a scanner that types to the bytes of its codes; pure.

A key code names a place on the keyboard (linux/input-event-codes.h, after the HID usage tables),
not a letter, and the scanner presses the places of a US keyboard. They are read as such whatever
layout or input method the terminal has: no pinyin, no swapped quotes.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

DOWN = 1
_ROWS = (  # the first key code of a row, what it types, what it types with shift
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (71, "789-456+1230.", "789-456+1230."),
)
_PLAIN: Mapping[int, str] = MappingProxyType(
    {first + n: c for first, plain, _ in _ROWS for n, c in enumerate(plain)}
    | {57: " ", 55: "*", 98: "/"}
)
_SHIFTED: Mapping[int, str] = MappingProxyType(
    {first + n: c for first, _, shifted in _ROWS for n, c in enumerate(shifted)}
    | {57: " ", 55: "*", 98: "/"}
)
_SHIFTS = (42, 54)
_ALTS = (56, 100)
_OTHER_HOLDS = (29, 97, 125, 126)  # ctrl and meta: what they make is a control character
_IGNORED = (69,)  # num lock: some scanners press it before and after a code
_ENDS: Mapping[int, bytes] = MappingProxyType({28: b"\r", 96: b"\r", 15: b"\t"})
NOT_TEXT, NOT_ASCII = b"\x00", b"\xff"  # refused by the grammar: control, charset


class Typist:
    """Keys in, bytes out: ASCII, CR for enter, HT for tab; NOT_TEXT for a key that types nothing
    and for what ctrl makes, NOT_ASCII for an Alt code, which names a character in a code page that
    nobody can know here."""

    def __init__(self) -> None:
        self._held: set[int] = set()
        self._alt_digits = 0
        self._capitals = False

    def forget(self) -> None:
        """No key is known to be held: the device was opened, or events were lost."""
        self._held.clear()
        self._alt_digits = 0
        self._capitals = False

    def key(self, code: int, value: int) -> bytes:
        """One key event. Repeats are the kernel's, not the scanner's, and count for nothing."""
        if code in (*_SHIFTS, *_ALTS, *_OTHER_HOLDS):
            return self._hold(code, value)
        if value != DOWN or code in _IGNORED:
            return b""
        if self._held.intersection(_ALTS):
            self._alt_digits += 1
            return b""
        if self._held.intersection(_OTHER_HOLDS):
            return NOT_TEXT
        if code == _CAPS:
            self._capitals = not self._capitals
            return b""
        return _ENDS.get(code) or self._character(code)

    def _hold(self, code: int, value: int) -> bytes:
        if value:
            self._held.add(code)
            return b""
        self._held.discard(code)
        typed, self._alt_digits = self._alt_digits if code in _ALTS else 0, 0
        return NOT_ASCII if typed else b""

    def _character(self, code: int) -> bytes:
        shift = bool(self._held.intersection(_SHIFTS))
        plain = _PLAIN.get(code, "")
        if plain.isalpha() and self._capitals:
            shift = not shift
        typed = _SHIFTED.get(code, "") if shift else plain
        return typed.encode() or NOT_TEXT


_CAPS = 58
