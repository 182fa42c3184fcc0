"""The dock: a small window from which developers and trainers steer the virtual devices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol, cast

import shiboken6
from PySide6.QtCore import Property, QObject, QSize, QTimer, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement, QQmlEngine
from PySide6.QtQuick import QQuickView

from ui.play.steer import Steer, SteerError
from ui.play.subject import Network, Role

QML_IMPORT_NAME = "Jinban.DockApp"
QML_IMPORT_MAJOR_VERSION = 1

FILE = Path(__file__).parent / "Jinban" / "Dock" / "Dock.qml"
WIDTH, HEIGHT = 460, 860
STATES = ("up", "down", "slow")
SOCIAL = "social_card"
TEXTS = (
    *("dock.title", "dock.cards", "dock.no_card", "dock.scan", "dock.scan_send", "dock.faults"),
    *("dock.chips", "dock.no_chip"),
    *("dock.no_fault", "dock.network", "dock.up", "dock.down", "dock.slow"),
    *("dock.done", "dock.refused", "dock.nothing_virtual"),
)
"""Message ids that the window shows; one that nobody knows is shown as it is."""


class DockPort(Protocol):
    """What the dock needs of the terminal. Called on the Qt thread; returns at once."""

    @property
    def control(self) -> Path | None:
        """The emulators' control socket."""
        ...

    @property
    def network(self) -> Network | None:
        """The way to the platform, where it can be cut."""
        ...

    @property
    def cards(self) -> Sequence[str]:
        """Names of the sample cards."""
        ...

    def roles(self) -> Sequence[Role]:
        """Every configured device and its state now."""
        ...

    def text(self, message_id: str) -> str:
        """A message in the running language; empty where there is none."""
        ...


@QmlElement
class DockVM(QObject):
    """What the dock's window is bound to. Fault kinds come from the emulators themselves."""

    changed = Signal()
    told = Signal()

    def __init__(self, port: DockPort) -> None:
        super().__init__()
        self._port = port
        self._steer = Steer(port.control) if port.control is not None else None
        self._faults: dict[str, list[str]] = {}
        self._pending: list[tuple[str, Future[dict[str, Any]]]] = []
        self._message = ""
        self._seen: tuple[Role, ...] = ()
        self._asking = QTimer(self, interval=30)
        self._asking.timeout.connect(self._look)
        self._watching = QTimer(self, interval=500)
        self._watching.timeout.connect(self._watch)
        self._watching.start()
        self._watch()
        for role in self._virtual():
            self._ask(f"faults:{role.role}", role.role, "faults", {})

    def close(self) -> None:
        """Stop looking and hang up."""
        self._watching.stop()
        self._asking.stop()
        if self._steer is not None:
            self._steer.close()

    def _virtual(self) -> list[Role]:
        return [role for role in self._port.roles() if role.virtual]

    def _virtual_roles(self) -> set[str]:
        return {role.role for role in self._virtual()}

    def _role(self, kind: str) -> str:
        return next((role.role for role in self._virtual() if role.kind == kind), "")

    @Slot()
    def _watch(self) -> None:
        seen = tuple(self._port.roles())
        if seen != self._seen:
            self._seen = seen
            self.changed.emit()

    def _ask(self, what: str, role: str, do: str, args: Mapping[str, Any]) -> None:
        if self._steer is None or not role:
            self._tell(self.text("dock.nothing_virtual"))
            return
        self._pending.append((what, self._steer.ask(role, do, args)))
        self._asking.start()

    @Slot()
    def _look(self) -> None:
        """Take the answers that are there; the rest is looked at again."""
        for what, answer in [one for one in self._pending if one[1].done()]:
            self._pending.remove((what, answer))
            try:
                self._take(what, answer.result())
            except SteerError as error:
                self._tell(f"{what}: {self.text('dock.refused')} ({error})")
        if not self._pending:
            self._asking.stop()

    def _take(self, what: str, result: dict[str, Any]) -> None:
        kind, _, role = what.partition(":")
        if kind != "faults":
            self._tell(f"{what}: {self.text('dock.done')}")
            return
        faults = result.get("faults")
        if isinstance(faults, list):
            self._faults[role] = [str(fault) for fault in cast(list[object], faults)]
        self.changed.emit()

    def _tell(self, message: str) -> None:
        self._message = message
        self.told.emit()

    @Property("QStringList", notify=changed)  # pyright: ignore[reportArgumentType]
    def roles(self) -> list[str]:
        """Roles with a virtual device behind them."""
        return [role.role for role in self._seen if role.virtual]

    @Property("QStringList", notify=changed)  # pyright: ignore[reportArgumentType]
    def cards(self) -> list[str]:
        """Names of the sample cards."""
        return list(self._port.cards) if self._role("id_card") else []

    @Property("QStringList", notify=changed)  # pyright: ignore[reportArgumentType]
    def chips(self) -> list[str]:
        """Names of the sample cards, where social-security cards can be put in."""
        return list(self._port.cards) if SOCIAL in self._virtual_roles() else []

    @Property(bool, notify=changed)
    def scans(self) -> bool:
        """Whether there is a virtual scanner."""
        return bool(self._role("code_scanner"))

    @Property("QStringList", notify=changed)  # pyright: ignore[reportArgumentType]
    def networks(self) -> list[str]:
        """States that the network can be put into; empty where it cannot be cut."""
        return list(STATES) if self._port.network is not None else []

    @Property(str, notify=told)
    def message(self) -> str:
        """What came of the last command."""
        return self._message

    @Slot(str, result=str)
    def text(self, message_id: str) -> str:
        """A message; its id where nobody knows it, so that the gap is seen."""
        return self._port.text(message_id) or message_id

    @Slot(str, result=str)
    def stateOf(self, role: str) -> str:
        """The device's state."""
        return next((one.state for one in self._seen if one.role == role), "")

    @Slot(str, result="QStringList")
    def faultsOf(self, role: str) -> list[str]:
        """The faults that this role's emulator knows."""
        return self._faults.get(role, [])

    @Slot(str)
    def card(self, name: str) -> None:
        """Lay a sample card on the reader; `none` takes it away."""
        self._ask(name, self._role("id_card"), "card", {"name": name})

    @Slot(str)
    def chip(self, name: str) -> None:
        """Put a sample person's social-security card in; `none` takes it out."""
        self._ask(name, SOCIAL, "card", {"name": name})

    @Slot(str)
    def scan(self, text: str) -> None:
        """Hold a code before the scanner."""
        if text:
            self._ask("scan", self._role("code_scanner"), "scan", {"text": text})

    @Slot(str, str)
    def fault(self, role: str, kind: str) -> None:
        """Break a device, or mend it with `none`."""
        self._ask(f"{role} {kind}", role, "fault", {"kind": kind})

    @Slot(str)
    def network(self, state: str) -> None:
        """Open, cut or slow the way to the platform."""
        gate = self._port.network
        if gate is not None:
            gate.set(state)
            self._tell(f"{state}: {self.text('dock.done')}")


class Dock:
    """The window and what it is bound to; keep it as long as the window is to live."""

    def __init__(self, port: DockPort) -> None:
        self.model = DockVM(port)
        QQmlEngine.setObjectOwnership(self.model, QQmlEngine.ObjectOwnership.CppOwnership)
        self.view = QQuickView()
        self.view.engine().addImportPath(str(FILE.parents[2]))
        self.view.setTitle(self.model.text("dock.title"))
        self.view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.view.resize(QSize(WIDTH, HEIGHT))
        self.view.setInitialProperties({"dock": self.model})
        self.view.setSource(QUrl.fromLocalFile(str(FILE)))
        if self.view.status() is not QQuickView.Status.Ready:
            raise RuntimeError("; ".join(error.toString() for error in self.view.errors()))

    def show(self) -> None:
        """Open the window beside the citizen's one."""
        self.view.show()

    def close(self) -> None:
        """Close the window and hang up on the emulators."""
        self.model.close()
        self.view.close()
        shiboken6.delete(self.view)  # before the model that its bindings look at
