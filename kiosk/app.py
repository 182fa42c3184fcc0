"""The composition root: the only file that knows the screen, the services and what is behind."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from backend_client.secret_file import SecretFileError
from kiosk.clock import Clock, SystemClock
from kiosk.domain.loader import shipped
from kiosk.domain.nearest import why_not_here
from kiosk.domain.points import ServicePoint, distance_m
from kiosk.launch import Launch, Reroute
from kiosk.options import Options
from kiosk.processes import ChildError
from kiosk.services.controller import Controller
from kiosk.services.live.services import LiveServices
from kiosk.services.page import Page
from kiosk.services.selfcheck import problems
from kiosk.services.session import Fixed
from kiosk.services.view import Place
from kiosk.store.errors import StoreError

if TYPE_CHECKING:
    from kiosk.gate import Gate
    from ui.dock import Dock
    from ui.shell import Shell

log = logging.getLogger("kiosk.app")
PULSE_MS = 250
AGAIN_S = 10.0  # until a store that could not be opened is tried again


class Relay:
    """Stands for the screen while the window is not built yet."""

    def __init__(self) -> None:
        self.shell: Shell | None = None

    def show(self, page: Page) -> None:
        """To the glass, once there is one."""
        if self.shell:
            self.shell.show(page)


class App:
    """A running terminal."""

    def __init__(
        self,
        options: Options,
        *,
        clock: Clock | None = None,
        reroute: Reroute | None = None,
        offscreen: bool = False,
        fragile: bool = False,
        dock: Gate | None = None,
    ) -> None:
        self.options = options
        self.clock = clock or SystemClock()
        self.fragile = fragile
        self.services = LiveServices(self.clock)
        self.launch = Launch(
            options, self.clock, self.services, reroute=dock.reroute if dock else reroute
        )
        self.failed: BaseException | None = None
        self._ready: list[Callable[[], None]] = []
        self._waiting_for = {"devices", "records"}
        self._gate = dock
        self._dock: Dock | None = None
        self._offscreen = offscreen
        self._threads: list[threading.Thread] = []
        self._stopping = threading.Event()
        self._telling = False
        self._build()

    # ---- building ----

    def _build(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        from ui.plain_import import import_plainly

        import_plainly()
        from ui.bridge import Bridge
        from ui.print import render
        from ui.shell import build_shell, end_on_errors, make_gui

        self.gui = make_gui(offscreen=self._offscreen, log=_qt_log)
        self.bridge = Bridge()
        relay = Relay()
        self.controller = Controller(
            fixed(self.options, self.clock), relay, self.services, self.bridge
        )
        glass = self.options.glass
        first = self.controller.draft().page
        self.shell = build_shell(
            self.controller,
            size_px=(glass.width_px, glass.height_px),
            mm=(glass.width_mm, glass.height_mm),
            fullscreen=self.options.fullscreen,
            offscreen=self._offscreen,
            first=first,
            now=self.clock.now,
        )
        relay.shell = self.shell
        self.services.render = render
        self.services.endings.home = self.controller.fixed.place.helper.id
        if self.fragile:
            end_on_errors(self.gui, self._broke)
        else:
            survive_errors(self._broke)
        self._timer = QTimer()
        self._timer.setInterval(PULSE_MS)
        self._timer.timeout.connect(self.controller.pulse)
        self.shell.app.firstFrame.connect(self._painted, Qt.ConnectionType.QueuedConnection)

    def _painted(self) -> None:
        """The first frame is on the glass: now what stands behind it may take the processor."""
        self.controller.start()
        self._timer.start()
        self._thread("start-devices", self._open_devices)
        self._thread("start-records", self._open_records)

    def _thread(self, name: str, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _open_devices(self) -> None:
        self.launch.devices(self._on_event)
        self.bridge.post(lambda: self._is_up("devices"))

    def _open_records(self) -> None:
        found = problems()
        if found:
            raise RuntimeError("; ".join(found))
        while not self._opened():
            if self._stopping.wait(AGAIN_S):
                return
        self.bridge.post(lambda: self._is_up("records"))

    def _opened(self) -> bool:
        """Whether store and platform are set up; while one is refused the machine says so, or
        takes cases for later, and tries again."""
        try:
            self.launch.records(
                lambda _online: self.bridge.post(self._network),
                lambda: self.bridge.post(self._sent),
            )
        except (StoreError, OSError, ChildError, SecretFileError) as error:
            if self.fragile:
                raise
            reason = getattr(error, "code", type(error).__name__)
            part = "store" if self.services.records is None else "platform"
            log.warning("start_refused endpoint=%s reason=%s", part, reason)
            self.services.shut = part == "store"
            return False
        self.services.shut = False
        return True

    def _network(self) -> None:
        if self.services.online():
            self._is_up("network")
        self.controller.on_network()

    def _sent(self) -> None:
        """What waited has gone out: while nobody is there, erase what it leaves behind."""
        if self.controller.session.phase == "attract":
            self.bridge.run(self.services.session_over, lambda _nothing: None)

    def _is_up(self, part: str) -> None:
        self._waiting_for.discard(part)
        self.controller.on_network()
        if self._gate and part == "devices":
            self._open_dock()
        if not self._waiting_for and self.services.backend and self.services.backend.tried:
            for call in self._ready:
                call()
            self._ready.clear()

    def when_ready(self, call: Callable[[], None]) -> None:
        """Call on the Qt thread once devices, store and platform have all been tried."""
        self._ready.append(call)

    def _open_dock(self) -> None:
        from kiosk.dock_port import RunningDock
        from ui.dock import Dock

        port = RunningDock(
            self.controller,
            self.services,
            control=self.launch.control,
            virtual=self.launch.virtual,
            gate=self._gate,
        )
        self._dock = Dock(port)
        self._dock.view.setPosition(self.shell.view.width() + 8, 0)
        self._dock.show()

    def _on_event(self, event: object) -> None:
        self.bridge.post(lambda: self.controller.on_device(event))

    # ---- running ----

    def run(self) -> int:
        """Serve until the window is closed; the exit status."""
        status = self.shell.run()
        self.stop()
        return status

    def stop(self) -> None:
        """End in order."""
        self._stopping.set()
        self._timer.stop()
        if self._dock:
            self._dock.close()
        for thread in self._threads:
            thread.join(5.0)
        self.bridge.close()
        self.launch.stop()
        if self._gate:
            self._gate.close()
        self.shell.close()

    def _broke(self, error: BaseException) -> None:
        """A mistake of the program: said and survived in service, the end of a test."""
        log.error("crashed kind=%s", type(error).__name__, exc_info=error)
        if self.fragile:  # the place, never the words: they may quote what a person entered
            self.failed = error
            frames = "".join(traceback.format_tb(error.__traceback__))
            sys.stderr.write(f"{frames}{type(error).__name__}\n")
        elif not self._telling:
            self.bridge.post(self._tell)
        for name in ("last_type", "last_value", "last_traceback"):
            sys.__dict__.pop(name, None)  # they would hold what the person had entered

    def _tell(self) -> None:
        self._telling = True  # a mistake in telling of a mistake is not told again
        self.controller.crashed()
        self._telling = False


def survive_errors(told: Callable[[BaseException], None]) -> None:
    """Hand every exception that nobody caught to `told` and go on serving."""

    def tell(error: BaseException | None) -> None:
        if error is not None and not isinstance(error, SystemExit):
            told(error)

    sys.excepthook = lambda _kind, error, _where: tell(error)
    threading.excepthook = lambda failed: tell(failed.exc_value)
    sys.unraisablehook = lambda failed: tell(failed.exc_value)


def stop_on_signals(app: App) -> None:
    """SIGTERM and SIGINT end the loop in order; Qt alone would not let Python see them."""
    import signal

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: app.gui.exit(0))


def other_machines(here: ServicePoint, points: Iterable[ServicePoint]) -> tuple[ServicePoint, ...]:
    """Points that have a machine besides this one."""
    return tuple(p for p in points if len(p.terminals) > (p is here))


def fixed(options: Options, clock: Clock) -> Fixed:
    """What does not change between sessions."""
    data, terminal = shipped(), options.config.terminal
    point = data.points[terminal.point]
    staffed = [p for p in data.points.values() if p.windows and p.agent_help]
    helper = (
        point
        if point in staffed
        else min(staffed, key=lambda p: distance_m(point.lat, point.lon, p.lat, p.lon))
    )
    return Fixed(
        place=Place(point, helper, data.calendar, other_machines(point, data.points.values())),
        matters=data.catalogue,
        offered=tuple(c for c in data.forms if not why_not_here(data.catalogue[c], point)),
        clock=clock,
        demo=options.config.demo,
        lang=options.lang,
        elderly=options.elderly,
        terminal_id=terminal.id,
    )


def _qt_log(level: str, text: str) -> None:
    ours = logging.getLogger("ui.qt")
    ours.log({"debug": 10, "info": 20, "warning": 30}.get(level, 40), "qt_message level=%s", level)
    if level in ("warning", "error"):
        sys.stderr.write(f"{text}\n")
