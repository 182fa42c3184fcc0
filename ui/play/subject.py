"""What the player needs to know of the terminal it plays on: ports that the terminal fills."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtQuick import QQuickWindow

from kiosk.services.page import Page

Window = QQuickWindow
"""The citizen's window, for those above that hand it on without knowing Qt."""


@dataclass(frozen=True, slots=True)
class Role:
    """A device as the player sees it; `virtual` means that an emulator stands behind it."""

    role: str
    kind: str
    state: str
    virtual: bool


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What came of the visit. Empty: there is none. `due` is YYYY-MM-DD."""

    case_no: str = ""
    platform_no: str = ""
    due: str = ""
    provisional: bool = False
    postal_no: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a slip says: its text, and its picture as PNG bytes."""

    text: str
    png: bytes


class Names(Protocol):
    """Turns a message id into what stands on the screen."""

    def name_of(self, message_id: str) -> tuple[str, ...]:
        """The texts that this message may have now; `{placeholders}` stand for anything."""
        ...


class Network(Protocol):
    """The way between terminal and platform, which can be cut."""

    def set(self, state: str) -> None:
        """`up`, `down` or `slow`, in force when this returns."""
        ...


class Subject(Protocol):
    """The running terminal. Everything is called on the Qt thread and returns at once."""

    @property
    def window(self) -> QQuickWindow:
        """The citizen's window."""
        ...

    @property
    def page(self) -> Page:
        """The page that is shown now."""
        ...

    @property
    def names(self) -> Names:
        """The message catalogue in the running language and wording."""
        ...

    @property
    def network(self) -> Network | None:
        """None where the platform cannot be cut off from here."""
        ...

    @property
    def control(self) -> Path | None:
        """The emulators' control socket; None where nothing is virtual."""
        ...

    def on_page(self, callback: Callable[[Page], None]) -> None:
        """Call back with each page as it is shown."""
        ...

    def roles(self) -> Sequence[Role]:
        """Every configured device and its state now."""
        ...

    def spoken(self) -> Sequence[str]:
        """Everything that the engine returned sound for since the start, in order."""
        ...

    def receipts(self) -> Sequence[bytes]:
        """The bytes of every slip sent to the printer since the start, in order."""
        ...

    def read_receipt(self, data: bytes) -> Paper:
        """What a reader of the printer's language sees in these bytes."""
        ...

    def case(self) -> CaseFacts:
        """What has come of the visit so far."""
        ...

    def versions(self) -> Mapping[str, str]:
        """Component -> version, for the summary."""
        ...

    def quiet(self) -> bool:
        """Whether nothing is being printed, put into sound or asked of the platform."""
        ...

    def idle(self, seconds: float) -> None:
        """Move the terminal's clock on, as if nobody had touched anything so long."""
        ...
