"""Puts the running terminal under the player's hands: `kiosk play`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kiosk.app import App
from kiosk.clock import MovableClock
from kiosk.gate import Gate
from kiosk.options import Options
from kiosk.services.messages import Words
from kiosk.services.page import Page
from ui.play.netgate import NetGate
from ui.play.player import Player
from ui.play.record import Outcome, Recorder, Setting
from ui.play.script import Script
from ui.play.subject import CaseFacts, Paper, Role, Window
from ui.quick import quick_window

PARTS = ("jinban", "PySide6_Essentials", "SQLAlchemy", "httpx", "pydantic")


class RunningNames:
    """Message ids in the running language and wording."""

    def __init__(self, app: App) -> None:
        self._app = app

    def name_of(self, message_id: str) -> tuple[str, ...]:
        """What stands on the screen for an id; nothing for an unknown one."""
        session = self._app.controller.session
        if not Words().has(message_id):
            return ()
        return (Words(session.lang, plain=session.elderly)(message_id),)


class RunningTerminal:
    """The player's Subject: an App, a gate before its platform, a clock that can be moved."""

    def __init__(self, app: App, clock: MovableClock, gate: Gate) -> None:
        self._app, self._clock, self._gate = app, clock, gate
        self._heard: list[str] = []
        self._slips: list[bytes] = []
        self._case = CaseFacts()
        self.names = RunningNames(app)
        app.services.devices.on_spoken(self._heard.append)
        app.services.devices.on_slip(self._slips.append)
        app.controller.on_page(self._note_case)

    @property
    def window(self) -> Window:
        """The citizen's window."""
        return quick_window(self._app.shell.view)

    @property
    def page(self) -> Page:
        """The page that is shown now."""
        return self._app.shell.app.current

    @property
    def network(self) -> NetGate | None:
        """The gate between terminal and platform."""
        return self._gate.net

    @property
    def control(self) -> Path | None:
        """The emulators' control socket."""
        return self._app.launch.control

    def on_page(self, callback: Callable[[Page], None]) -> None:
        """Call back with each page as it is shown."""
        self._app.controller.on_page(callback)

    def roles(self) -> Sequence[Role]:
        """Every configured device and its state now."""
        virtual = self._app.launch.virtual
        return [
            Role(s.role, s.kind, s.state.value, s.role in virtual)
            for s in self._app.services.devices.statuses()
        ]

    def spoken(self) -> Sequence[str]:
        """What the engine returned sound for."""
        return self._heard

    def receipts(self) -> Sequence[bytes]:
        """The bytes of every slip sent."""
        return self._slips

    def read_receipt(self, data: bytes) -> Paper:
        """Text and picture of a slip, read back from its bytes."""
        from kiosk.services.live.paper import picture

        text, png = picture(data)
        return Paper(text, png)

    def case(self) -> CaseFacts:
        """What came of the visit."""
        return self._case

    def versions(self) -> Mapping[str, str]:
        """The parts that matter and their versions."""
        return {part: _version(part) for part in PARTS}

    def quiet(self) -> bool:
        """Whether nothing is printed, spoken or asked of the platform."""
        devices = self._app.services.devices
        return not (devices.printing or devices.speaking or self._app.controller.working)

    def idle(self, seconds: float) -> None:
        """Let time pass without a touch, second by second, as it would."""
        self._app.services.hush()  # nobody has to wait for the end of a sentence
        whole, rest = divmod(seconds, 1.0)
        for _ in range(int(whole)):
            self._clock.advance(1.0)
            self._app.controller.pulse()
        self._clock.advance(rest)
        self._app.controller.pulse()

    def _note_case(self, _page: Page) -> None:
        session = self._app.controller.session
        if session.errand and session.errand.name == "ticket":
            number: str = getattr(session.errand, "number", "")
            self._case = replace(self._case, ticket=number or self._case.ticket)
        outcome = session.data.outcome
        if outcome is None:
            return
        due: date | None = outcome.due
        self._case = CaseFacts(
            case_no=outcome.case_no,
            platform_no=outcome.platform_no,
            due=due.isoformat() if due else "",
            provisional=outcome.provisional,
            postal_no=outcome.postal_no,
            ticket=self._case.ticket,
        )


def play_visit(options: Options, script: Script, out: Path) -> int:
    """Play a script on a whole terminal offscreen; 0 played through, 1 not."""
    clock, gate = MovableClock(), Gate()
    app = App(options, clock=clock, reroute=gate.reroute, offscreen=True, fragile=True)
    status: list[int] = []

    def done(outcome: Outcome) -> None:
        status.append(outcome.exit_code)
        if not outcome.ok:
            action = json.dumps(outcome.failed_action, ensure_ascii=False)
            sys.stderr.write(f"{action}: {outcome.error}\n")
        app.gui.exit(outcome.exit_code)

    glass = options.glass
    setting = Setting(
        script=script.title,
        profile="elderly" if options.elderly else "self-service",
        lang=options.lang,
        screen=f"{glass.width_px}x{glass.height_px}",
    )
    player = Player(
        RunningTerminal(app, clock, gate), script, Recorder(out), setting=setting, done=done
    )
    app.when_ready(player.start)
    left = app.run()
    gate.close()
    return status[0] if status else (left or 1)


def _version(part: str) -> str:
    try:
        return version(part)
    except PackageNotFoundError:
        return "checkout"
