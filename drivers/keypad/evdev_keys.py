"""Keypads that are a USB keyboard to the kernel, taken away from the screen's focus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from drivers.driver import Driver
from drivers.errors import RefusedError
from drivers.events import Event, KeyPressed
from drivers.keypad import KEYS
from drivers.registry import Model, Option
from drivers.spec import DeviceSpec, parse_port
from drivers.status import State
from drivers.transport.evdev import DOWN, EvdevSource

MODEL = Model(
    kind="keypad",
    name="evdev_keys",
    ports=("evdev",),
    options={"keys": Option(str, "")},
    ladder="simulated",
    faults=("stuck", "overrun", "unknown_key", "hang_up"),
)

# linux/input-event-codes.h: arrows, enter, volume, fast forward and rewind
USUAL: Mapping[int, str] = MappingProxyType(
    {
        103: "up",
        108: "down",
        105: "left",
        106: "right",
        28: "ok",
        96: "ok",
        115: "volume_up",
        114: "volume_down",
        208: "rate_up",
        168: "rate_down",
    }
)
MOST_CODE = 0x2FF  # KEY_MAX
LISTEN_S, PAUSE_S = 0.2, 0.005  # a key is told at once: the wait is in the kernel


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """The driver for a spec with all options present."""
    return EvdevKeypad(spec, emit, EvdevSource(parse_port(spec.port).path))


def key_map(text: str) -> dict[int, str]:
    """The key codes of a keypad: `up=103 ok=28 …` on top of the usual ones, where a key that is
    named there loses its usual codes. RefusedError("bad_keys") where it cannot be read."""
    named: dict[int, str] = {}
    for pair in text.split():
        name, _, code = pair.partition("=")
        if name not in KEYS or not (code.isascii() and code.isdigit()):
            raise RefusedError("bad_keys", f"{pair}: NAME=CODE, NAME one of {', '.join(KEYS)}")
        if not 1 <= int(code) <= MOST_CODE or int(code) in named:
            raise RefusedError("bad_keys", f"{pair}: a code is 1 to {MOST_CODE}, each once")
        named[int(code)] = name
    kept = {c: n for c, n in USUAL.items() if n not in named.values() and c not in named}
    return kept | named


class EvdevKeypad(Driver):
    """Tells each pressing once: a key that is held, or stuck, acts once until it is let go."""

    poll_interval_s = PAUSE_S

    def __init__(
        self, spec: DeviceSpec, emit: Callable[[Event], None], source: EvdevSource
    ) -> None:
        super().__init__(spec, emit)
        self._source = source
        self._keys: Mapping[int, str] = {}

    def open(self) -> None:
        """Take the keypad; what was pressed while nobody listened is gone."""
        self._keys = key_map(str(self.spec.options["keys"]))
        self._source.open()

    def close(self) -> None:
        """Let it go."""
        self._source.close()

    def poll(self) -> tuple[State, str]:
        """Tell what was pressed. The kernel's repeats are no pressing, and where it lost events
        the next pressing counts like any other."""
        for event in self._source.keys(LISTEN_S):
            code, value = event or (0, 0)
            if value == DOWN and code in self._keys:
                self.emit(KeyPressed(self.spec.role, self._keys[code]))
        return State.READY, ""
