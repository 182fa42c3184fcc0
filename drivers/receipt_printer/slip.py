"""What a slip says, as frozen values, and what became of printing it.

What a person may read on paper never shows in a repr: that ends in logs and tracebacks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ALIGNS = ("left", "center", "right")
BLANKS_MAX = 20


class SlipError(ValueError):
    """A slip that cannot be printed as it stands; the text never repeats what it says."""


def _check_size(size: int) -> None:
    if size not in (1, 2):
        raise SlipError("size is 1 or 2")


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph, wrapped to the paper. `size` 1 is the body, 2 is for the main facts."""

    text: str = field(repr=False)
    size: int = 1
    bold: bool = False
    align: str = "left"

    def __post_init__(self) -> None:
        _check_size(self.size)
        if self.align not in ALIGNS:
            raise SlipError(f"align is one of {', '.join(ALIGNS)}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value. Neighbouring pairs of size 1 share one column of values; with
    size 2 the value stands large under its label."""

    label: str
    value: str = field(repr=False)
    size: int = 1

    def __post_init__(self) -> None:
        _check_size(self.size)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code of `text` (UTF-8, error level M), centred, with `note` below it."""

    text: str = field(repr=False)
    note: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.text:
            raise SlipError("a QR code needs a text")


@dataclass(frozen=True, slots=True)
class Blank:
    """`n` empty lines of the body, 1 to 20."""

    n: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.n <= BLANKS_MAX:
            raise SlipError(f"a gap is 1 to {BLANKS_MAX} lines")


Item = Text | Pair | Rule | Qr | Blank


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip from top to bottom."""

    lines: tuple[Item, ...]

    def __post_init__(self) -> None:
        if not self.lines:
            raise SlipError("a slip needs at least one line")


@dataclass(frozen=True, slots=True)
class PrintResult:
    """What became of a job.

    `outcome`: done (the printer proved it), failed (no whole slip came out), unknown (it may or
    may not lie in the tray: ask the person). `reason` is a code of docs/devices.md, "" when done.
    `data` is the slip as encoded, whatever became of it. `sent`: some of it has left the terminal.
    """

    outcome: str
    reason: str
    data: bytes = field(repr=False)
    sent: bool = False
