"""A virtual keypad of nine keys, as the kernel tells its keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drivers.virtual.emulator import Emulator, Hand
from drivers.virtual.input_node import InputNode, overrun, report

_KEYS = {
    "up": 103,
    "down": 108,
    "left": 105,
    "right": 106,
    "ok": 28,
    "volume_up": 115,
    "volume_down": 114,
    "rate_up": 208,
    "rate_down": 168,
}
_UNKNOWN = 148  # a key of no keypad


class KeypadEmulator(Emulator):
    """Serves one keypad on a pipe."""

    kind = "keypad"
    model = "evdev_keys"
    faults = ("stuck", "overrun", "unknown_key", "hang_up")

    def __init__(self, options: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(options, people)
        self._codes = dict(_KEYS)
        for pair in str(options.get("keys", "")).split():
            name, _, code = pair.partition("=")
            self._codes[name] = int(code)
        self._node = InputNode("keypad")
        self._stuck = ""
        self._sent = 0

    def start(self) -> str:
        """Begin to serve; returns the port."""
        self._node.open()
        return self._node.port

    def stop(self) -> None:
        """Unplug it."""
        self._node.close()

    def hands(self) -> tuple[Hand, ...]:
        """Keys are pressed."""
        return (Hand("press", "key", tuple(self._codes)),)

    def control(self, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`press {key}`; `fault {kind, at?}`: stuck (the next key stays down and repeats until
        none), overrun (the kernel lost events), unknown_key (a key of no keypad), hang_up (`at`
        seconds); `state {}`."""
        if do == "press":
            return self._press(str(args.get("key", "")))
        if do == "fault":
            return self._set_fault(str(args.get("kind", "")), args.get("at"))
        if do == "state":
            return {"fault": "stuck" if self._stuck else "none", "sent": self._sent}
        raise ValueError("a keypad takes press, fault and state")

    def _press(self, key: str) -> dict[str, Any]:
        code = self._codes.get(key)
        if code is None:
            raise ValueError(f"no key {key!r}; known: {', '.join(self._codes)}")
        self._sent += 1
        if self._stuck:
            self._stuck = key
            return {"bytes": self._node.send(report(code, 1) + report(code, 2) * 5)}
        return {"bytes": self._node.press([code])}

    def _set_fault(self, kind: str, at: Any) -> dict[str, Any]:
        if kind not in (*self.faults, "none"):
            raise ValueError(f"no fault {kind!r}; known: none, {', '.join(self.faults)}")
        try:
            seconds = float(at or 1)
        except (TypeError, ValueError):
            raise ValueError("at is a number") from None
        if kind == "none" and self._stuck in self._codes:
            self._node.send(report(self._codes[self._stuck], 0))
        self._stuck = "any" if kind == "stuck" else ""
        if kind == "overrun":
            self._node.send(overrun())
        elif kind == "unknown_key":
            self._node.press([_UNKNOWN])
        elif kind == "hang_up":
            self._node.hang_up_for(seconds)
        return {"fault": kind}
