"""What every emulator is to the host process: it serves a port and takes control commands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, cast


def as_mapping(value: Any, what: str) -> Mapping[str, Any]:
    """The value as a mapping; ValueError says what is none."""
    if isinstance(value, Mapping):
        return cast("Mapping[str, Any]", value)
    raise ValueError(f"{what} must be a mapping")


@dataclass(frozen=True, slots=True)
class Hand:
    """Something that people do with a device: the command `do`, the argument `arg` that it takes
    ("" for none), values for it, and whether any other text may be given (`open`)."""

    do: str
    arg: str = ""
    choices: tuple[str, ...] = ()
    open: bool = False


class Emulator(ABC):
    """Speaks a device's real protocol over a pty or loopback TCP; uses no driver code."""

    kind: ClassVar[str]
    model: ClassVar[str]
    faults: ClassVar[tuple[str, ...]] = ()

    def __init__(self, options: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> None:
        self.options = options
        self.people = people

    @abstractmethod
    def start(self) -> str:
        """Begin to serve on threads of its own; returns the port URL for peripherals.yaml."""

    @abstractmethod
    def stop(self) -> None:
        """Close the port and end the threads."""

    def hands(self) -> tuple[Hand, ...]:
        """What people do with it, besides breaking it: all of it is taken by control()."""
        return ()

    @abstractmethod
    def control(self, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out one control command and answer; ValueError says what is wrong with it.

        Every emulator takes `fault {kind, at?}` (one of `faults`, or "none") and `state`.
        """
