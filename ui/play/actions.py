"""The closed list of what a visit script can do, and what each action takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NETWORK = ("up", "down", "slow")
KEYS = (
    *("Tab", "Backtab", "Return", "Enter", "Space", "Escape", "Backspace", "Delete"),
    *("Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown"),
    *(f"F{n}" for n in range(1, 13)),
    *"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)


@dataclass(frozen=True, slots=True)
class Spec:
    """What an action takes. `alone` is the argument that a bare value stands for."""

    alone: str = ""
    needs: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    numbers: Mapping[str, tuple[float, float]] = field(
        default_factory=dict[str, tuple[float, float]]
    )
    among: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key it knows."""
        return (*self.needs, *self.one_of, *self.may)


_SECONDS = {"timeout_s": (0.1, 3600.0)}
ACTIONS: Mapping[str, Spec] = MappingProxyType(
    {
        "press": Spec(alone="id", one_of=("id", "name")),
        "type": Spec(needs=("field", "text")),
        "choose": Spec(alone="id", one_of=("id", "name")),
        "advance": Spec(needs=("to",), may=("max",), numbers={"max": (1, 200)}),
        "card": Spec(alone="name", needs=("name",), may=("role", "timeout_s"), numbers=_SECONDS),
        "scan": Spec(alone="text", needs=("text",), may=("timeout_s",), numbers=_SECONDS),
        "fault": Spec(needs=("role", "kind"), may=("at", "timeout_s"), numbers=_SECONDS),
        "network": Spec(alone="state", needs=("state",), among={"state": NETWORK}),
        "wait": Spec(one_of=("screen", "text"), may=("timeout_s",), numbers=_SECONDS),
        "expect": Spec(one_of=("screen", "text", "spoken", "receipt")),
        "shot": Spec(alone="name", needs=("name",)),
        "key": Spec(alone="name", needs=("name",), among={"name": KEYS}),
        "idle": Spec(alone="seconds", needs=("seconds",), numbers={"seconds": (0.0, 7 * 86400.0)}),
    }
)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. Values are the words of the script, numbers not yet read."""

    do: str
    args: Mapping[str, str]
    line: int = 0

    def as_written(self) -> dict[str, object]:
        """For the record: what was asked, without what was to be typed."""
        args: dict[str, object] = dict(self.args)
        if self.do == "type":
            args["text"] = "•" * len(self.args["text"])
        alone = ACTIONS[self.do].alone if self.do in ACTIONS else ""
        return {self.do: args[alone] if alone and set(args) == {alone} else args}

    def number(self, key: str, default: float) -> float:
        """A numeric argument; the reader has checked that it is one."""
        return float(self.args.get(key, default))
