"""A virtual scanner that types: a US keyboard as the kernel tells it, code after code.

Options: `prefix` and `suffix` (any and quiet as the real one: enter, nothing; tab) as the driver's.
What is not ASCII it types as such scanners do, by Alt and four digits of the keypad.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drivers.virtual.emulator import Emulator, Hand
from drivers.virtual.input_node import InputNode, overrun, report

_SHIFT, _ALT, _CTRL, _ENTER, _TAB, _F1 = 42, 56, 29, 28, 15, 59
_KEYPAD = (82, 79, 80, 81, 75, 76, 77, 71, 72, 73)  # the digits 0 to 9
_KEYS = {  # linux/input-event-codes.h, on a US keyboard: plain and with shift
    2: "1!", 3: "2@", 4: "3#", 5: "4$", 6: "5%", 7: "6^", 8: "7&", 9: "8*", 10: "9(", 11: "0)",
    12: "-_", 13: "=+", 16: "qQ", 17: "wW", 18: "eE", 19: "rR", 20: "tT", 21: "yY", 22: "uU",
    23: "iI", 24: "oO", 25: "pP", 26: "[{", 27: "]}", 30: "aA", 31: "sS", 32: "dD", 33: "fF",
    34: "gG", 35: "hH", 36: "jJ", 37: "kK", 38: "lL", 39: ";:", 40: "'\"", 41: "`~", 43: "\\|",
    44: "zZ", 45: "xX", 46: "cC", 47: "vV", 48: "bB", 49: "nN", 50: "mM", 51: ",<", 52: ".>",
    53: "/?", 57: "  ",
}  # fmt: skip
_CODES = {pair[0]: (code, False) for code, pair in _KEYS.items()} | {
    pair[1]: (code, True) for code, pair in _KEYS.items() if pair[1] != pair[0]
}
_ENDS = {"any": (_ENTER,), "tab": (_TAB,), "quiet": ()}
_LONGEST = 1 << 14


class WedgeEmulator(Emulator):
    """Serves one scanner on a pipe."""

    kind = "code_scanner"
    model = "evdev_wedge"
    faults = ("partial", "alt_code", "control_keys", "overrun", "double", "hang_up")

    def __init__(self, options: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(options, people)
        suffix = str(options.get("suffix", "any"))
        if suffix not in _ENDS:
            raise ValueError("suffix is " + ", ".join(_ENDS))
        self._prefix = str(options.get("prefix", ""))
        self._end = b"".join(_stroke(code) for code in _ENDS[suffix])
        self._node = InputNode("scanner")
        self._fault, self._times, self._sent = "none", 0, 0

    def start(self) -> str:
        """Begin to serve; returns the port."""
        self._node.open()
        return self._node.port

    def stop(self) -> None:
        """Unplug it."""
        self._node.close()

    def hands(self) -> tuple[Hand, ...]:
        """Codes are held before it."""
        return (Hand("scan", "text", open=True),)

    def control(self, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`scan {text}` (answers how many bytes of events went out), `fault {kind, at?}` (`at`: for
        how many scans; of hang_up the seconds), `state {}`."""
        if do == "scan":
            text = str(args.get("text") or "")
            if not 1 <= len(text) <= _LONGEST:
                raise ValueError(f"scan wants a text of 1 to {_LONGEST} characters")
            self._sent += 1
            return {"bytes": self._node.send(self._burst(text))}
        if do == "fault":
            return self._set_fault(str(args.get("kind", "")), args.get("at"))
        if do == "state":
            return {"fault": self._fault, "sent": self._sent}
        raise ValueError("a code_scanner takes scan, fault and state")

    def _set_fault(self, kind: str, at: Any) -> dict[str, Any]:
        if kind not in (*self.faults, "none"):
            raise ValueError(f"no fault {kind!r}; known: none, {', '.join(self.faults)}")
        try:
            amount = float(at or 1)
        except (TypeError, ValueError):
            raise ValueError("at is a number") from None
        if kind == "hang_up":
            self._node.hang_up_for(amount)
            return {"fault": kind, "seconds": amount}
        self._fault, self._times = kind, 0 if kind == "none" else max(1, int(amount))
        return {"fault": kind}

    def _burst(self, text: str) -> bytes:
        fault = self._fault
        if self._times:
            self._times -= 1
            if not self._times:
                self._fault = "none"
        head = _typed(self._prefix + text[: len(text) // 2])
        tail = _typed(text[len(text) // 2 :])
        between = {
            "alt_code": _alt(0xC4E3),
            "control_keys": report(_CTRL, 1) + _stroke(27) + report(_CTRL, 0) + _stroke(_F1),
            "overrun": overrun(),
        }.get(fault, b"")
        if fault == "partial":
            return head
        whole = head + between + tail + self._end
        return whole * 2 if fault == "double" else whole


def _typed(text: str) -> bytes:
    return b"".join(_character(character) for character in text)


def _character(character: str) -> bytes:
    code, shift = _CODES.get(character, (0, False))
    if not code:
        return _alt(ord(character))
    stroke = _stroke(code)
    return report(_SHIFT, 1) + stroke + report(_SHIFT, 0) if shift else stroke


def _alt(number: int) -> bytes:
    digits = b"".join(_stroke(_KEYPAD[int(digit)]) for digit in f"{number:04d}")
    return report(_ALT, 1) + digits + report(_ALT, 0)


def _stroke(code: int) -> bytes:
    return report(code, 1) + report(code, 0)
