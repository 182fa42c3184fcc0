"""The way out of the user interface: what the terminal's controller must be able to take."""

from __future__ import annotations

from typing import Protocol

Point = tuple[float, float, float]
"""x and y in mm from the pad's top left corner, t in ms since the stroke's pad was shown."""

Stroke = list[Point]


class Port(Protocol):
    """All that a person can do on a page; every call comes on the Qt thread and must not block."""

    def press(self, id: str) -> None:
        """An `Act` was pressed."""

    def choose(self, id: str) -> None:
        """A `Choice` was touched."""

    def tick(self, id: str) -> None:
        """A `Tick` was touched, to set it or to take it back."""

    def key(self, k: str) -> None:
        """A key of the keypad: "0".."9", "X", "clear" or "delete"."""

    def signed(self, strokes: list[Stroke]) -> None:
        """All strokes of the signing pad so far; empty after it was cleared."""

    def hall(self) -> None:
        """The hall's name in the top bar was touched."""

    def touched(self) -> None:
        """Any touch or key, also one that hits nothing: the person is still there."""
