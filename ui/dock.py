"""The dock: a small window from which developers and trainers steer the virtual devices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
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
TEXTS = (
    *("dock.title", "dock.devices", "dock.faults", "dock.no_fault", "dock.no_card", "dock.send"),
    *("dock.do_card", "dock.do_scan", "dock.do_show", "dock.do_press", "dock.do_take"),
    *("dock.do_refill", "dock.network", "dock.up", "dock.down", "dock.slow"),
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

    def roles(self) -> Sequence[Role]:
        """Every configured device and its state now."""
        ...

    def text(self, message_id: str) -> str:
        """A message in the running language; empty where there is none."""
        ...


@dataclass(slots=True)
class _Device:
    """What an emulator told of itself: its faults, what hands can do, how it is."""

    faults: list[str] = field(default_factory=list[str])
    hands: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    state: dict[str, Any] = field(default_factory=dict[str, Any])


@QmlElement
class DockVM(QObject):
    """What the dock's window is bound to: one device at a time. What can be done with it and how
    it can fail comes from its emulator; the dock has no list of its own."""

    changed = Signal()
    told = Signal()

    def __init__(self, port: DockPort) -> None:
        super().__init__()
        self._port = port
        self._steer = Steer(port.control) if port.control is not None else None
        self._devices: dict[str, _Device] = {}
        self._pending: list[tuple[str, str, str, Future[dict[str, Any]]]] = []
        self._message = ""
        self._seen: tuple[Role, ...] = ()
        self._shown = ""
        self._network = STATES[0]
        self._asking = QTimer(self, interval=30)
        self._asking.timeout.connect(self._look)
        self._watching = QTimer(self, interval=500)
        self._watching.timeout.connect(self._watch)
        self._watching.start()
        self._watch()

    def close(self) -> None:
        """Stop looking and hang up."""
        self._watching.stop()
        self._asking.stop()
        if self._steer is not None:
            self._steer.close()

    # ---- asking the emulators ----

    @Slot()
    def _watch(self) -> None:
        seen = tuple(self._port.roles())
        if seen != self._seen:
            self._seen = seen
            self._meet()
            self.changed.emit()
        if self._shown and not self._pending:
            self._ask(self._shown, "state", {})

    def _meet(self) -> None:
        """Ask every device that is new what it is."""
        for role in (one.role for one in self._seen if one.virtual):
            if role not in self._devices:
                self._devices[role] = _Device()
                self._ask(role, "faults", {})
                self._ask(role, "hands", {})
        if not self._shown:
            self._shown = next(iter(self._devices), "")

    def _ask(self, role: str, do: str, args: Mapping[str, Any], note: str = "") -> None:
        if self._steer is None or role not in self._devices:
            self._tell(self.text("dock.nothing_virtual"))
            return
        self._pending.append((role, do, note, self._steer.ask(role, do, args)))
        self._asking.start()

    @Slot()
    def _look(self) -> None:
        """Take the answers that are there; the rest is looked at again."""
        for one in [one for one in self._pending if one[3].done()]:
            self._pending.remove(one)
            role, do, note, answer = one
            try:
                self._take(role, do, note, answer.result())
            except SteerError as error:
                self._tell(f"{note or role}: {self.text('dock.refused')} ({error})")
        if not self._pending:
            self._asking.stop()

    def _take(self, role: str, do: str, note: str, result: dict[str, Any]) -> None:
        device, found = self._devices[role], result.get(do)
        if note:
            self._tell(f"{note}: {self.text('dock.done')}")
            self._ask(role, "state", {})
        elif do == "faults" and isinstance(found, list):
            device.faults = [str(one) for one in cast("list[object]", found)]
        elif do == "hands" and isinstance(found, list):
            device.hands = {one["do"]: one for one in cast("list[dict[str, Any]]", found)}
        elif device.state == result:
            return
        else:
            device.state = result
        self.changed.emit()

    def _tell(self, message: str) -> None:
        self._message = message
        self.told.emit()

    @property
    def _device(self) -> _Device:
        return self._devices.get(self._shown, _Device())

    # ---- what the window shows ----

    @Property("QStringList", notify=changed)  # pyright: ignore[reportArgumentType]
    def roles(self) -> list[str]:
        """Roles with a virtual device behind them."""
        return [role.role for role in self._seen if role.virtual]

    @Property(str, notify=changed)
    def shown(self) -> str:
        """The role whose device is shown; empty where nothing is virtual."""
        return self._shown

    @Property("QStringList", notify=changed)  # pyright: ignore[reportArgumentType]
    def hands(self) -> list[str]:
        """What people do with the device that is shown: commands."""
        return list(self._device.hands)

    @Property("QStringList", notify=changed)  # pyright: ignore[reportArgumentType]
    def faults(self) -> list[str]:
        """The faults that its emulator knows."""
        return list(self._device.faults)

    @Property(str, notify=changed)
    def fault(self) -> str:
        """The fault that it has now, or `none`."""
        return str(self._device.state.get("fault", "none"))

    @Property(str, notify=changed)
    def facts(self) -> str:
        """What its emulator tells of itself besides."""
        told = self._device.state.items()
        plain = [(key, value) for key, value in told if isinstance(value, bool | int | str)]
        return "　".join(f"{key} {str(value).lower()}" for key, value in plain if key != "fault")

    @Property("QStringList", notify=changed)  # pyright: ignore[reportArgumentType]
    def networks(self) -> list[str]:
        """States that the network can be put into; empty where it cannot be cut."""
        return list(STATES) if self._port.network is not None else []

    @Property(str, notify=told)
    def networkNow(self) -> str:
        """The state that it was put into last."""
        return self._network

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
    def choicesOf(self, do: str) -> list[str]:
        """The values that a command of the shown device takes; "" where it takes none."""
        hand = self._device.hands.get(do, {})
        return [str(one) for one in hand.get("choices", ())] if hand.get("arg") else [""]

    @Slot(str, result=bool)
    def takesText(self, do: str) -> bool:
        """Whether any other text will do too."""
        return bool(self._device.hands.get(do, {}).get("open"))

    @Slot(str, str, result=str)
    def nameOf(self, do: str, choice: str) -> str:
        """What stands on the button."""
        if not choice:
            return self.text(f"dock.do_{do}")
        return self.text("dock.no_card") if choice == "none" else choice

    @Slot(str, str, result=bool)
    def isNow(self, do: str, choice: str) -> bool:
        """Whether the device says that this is so now."""
        state, arg = self._device.state, str(self._device.hands.get(do, {}).get("arg"))
        return bool(choice) and state.get(do, state.get(arg)) == choice

    # ---- what the window does ----

    @Slot(str)
    def show(self, role: str) -> None:
        """Turn to another device."""
        if role in self._devices:
            self._shown = role
            self._ask(role, "state", {})
            self.changed.emit()

    @Slot(str, str)
    def act(self, do: str, value: str) -> None:
        """Do with the shown device what a hand would."""
        arg = self._device.hands.get(do, {}).get("arg")
        self._ask(self._shown, do, {arg: value} if arg else {}, note=value or do)

    @Slot(str)
    def strike(self, kind: str) -> None:
        """Break the shown device, or mend it with `none`."""
        self._ask(self._shown, "fault", {"kind": kind}, note=f"{self._shown} {kind}")

    @Slot(str)
    def network(self, state: str) -> None:
        """Open, cut or slow the way to the platform."""
        gate = self._port.network
        if gate is not None:
            gate.set(state)
            self._network = state
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
