"""A virtual ESC/POS printer: real answers, real speed, its paper kept for whoever asks.

Options: `link` (tcp, pty), `throttle` (a pty keeps its line's speed, false), `speed` (mm/s, 150;
"fast" prints at once), `columns` (48) and
`charset` (gbk) of its font.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Mapping
from typing import Any

from drivers.receipt_printer.render import Rendering, png, render
from drivers.virtual.emulator import Emulator, Hand
from drivers.virtual.receipt_engine import Engine, Plan, Receipt, Sensors
from drivers.virtual.receipt_lines import Line, SerialLine, TcpLine

SENSOR_FAULTS = {
    "paper_out": "paper_out",
    "near_end": "near_end",
    "cover_open": "cover_open",
    "jam": "jam",
    "cutter": "cutter",
    "offline": "offline",
}
MOUTH_FAULT = "mouth_jam"
OTHER_FAULTS = ("mute", "stall", "disconnect", "half_job", "asb_noise")
REALISTIC_MM_S = 150.0
NOISE_EVERY_S = 0.03
NOISE = (b"\x14\x00\x00\x0f", b"\x14\x00\x00\x0f\x00", b"\x10\x00\x00\x0f\xff")
HALF_A_JOB = 200  # bytes


class ReceiptPrinterEmulator(Emulator):
    """Serves one printer on loopback TCP or a pty."""

    kind = "receipt_printer"
    model = "escpos_80mm"
    faults = (*SENSOR_FAULTS, *OTHER_FAULTS)

    def __init__(self, options: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(options, people)
        self._columns = int(options.get("columns", 48))
        self._charset = str(options.get("charset", "gbk"))
        speed = _speed(options.get("speed", REALISTIC_MM_S))
        self._engine = Engine(self._columns, speed, self._answer)
        self._line: Line = TcpLine(self._engine.take_in, self._engine.has_room)
        if options.get("link", "tcp") == "pty":
            throttle = bool(options.get("throttle", False))
            self._line = SerialLine(self._engine.take_in, self._engine.has_room, throttle=throttle)
        self._fault = "none"
        self._quiet = threading.Event()
        self._noise: threading.Thread | None = None
        self._more: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {}

    def start(self) -> str:
        """Begin to serve; returns the port."""
        self._engine.start()
        return self._line.open()

    def stop(self) -> None:
        """Switch it off."""
        self._silence()
        self._line.close()
        self._engine.stop()

    def hands(self) -> tuple[Hand, ...]:
        """Paper is put in again."""
        return (Hand("refill"),)

    def control(self, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`receipts`, `picture {n}`, `clear`, `refill`, `speed {mm_s}`, `fault {kind, at?}`,
        `state`. `at` is how many bytes of the next job are carried out before it happens; "cut": it
        happens right after the next cut."""
        acts: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "receipts": self._receipts,
            "picture": self._picture,
            "clear": self._clear,
            "refill": self._refill,
            "speed": self._set_speed,
            "fault": self._set_fault,
            "state": self._state,
            **self._more,
        }
        if do not in acts:
            raise ValueError(f"a receipt_printer takes {', '.join(acts)}")
        return acts[do](args)

    def _answer(self, data: bytes) -> None:
        self._line.send(data)

    def _receipts(self, _args: Mapping[str, Any]) -> dict[str, Any]:
        every = enumerate(self._engine.receipts(), start=1)
        return {"receipts": [self._shown(number, one) for number, one in every]}

    def _shown(self, number: int, receipt: Receipt) -> dict[str, Any]:
        data = bytes(receipt.data)
        return {
            "n": number,
            "data_b64": base64.b64encode(data).decode(),
            "text": self._rendered(data).text,
            "complete": receipt.complete,
        }

    def _rendered(self, data: bytes) -> Rendering:
        return render(data, columns=self._columns, charset=self._charset)

    def _picture(self, args: Mapping[str, Any]) -> dict[str, Any]:
        every = self._engine.receipts()
        number = args.get("n", len(every))
        if not isinstance(number, int) or not 1 <= number <= len(every):
            raise ValueError(f"n is 1 to {len(every)}" if every else "nothing was printed yet")
        data = bytes(every[number - 1].data)
        return {"n": number, "png_b64": base64.b64encode(png(self._rendered(data))).decode()}

    def _clear(self, _args: Mapping[str, Any]) -> dict[str, Any]:
        self._engine.forget()
        return {}

    def _refill(self, args: Mapping[str, Any]) -> dict[str, Any]:
        def fill() -> None:
            self._engine.sensors.paper_out = self._engine.sensors.near_end = False

        self._engine.change(fill)
        if self._fault in ("paper_out", "near_end"):
            self._fault = "none"
        return self._state(args)

    def _set_speed(self, args: Mapping[str, Any]) -> dict[str, Any]:
        self._engine.speed_mm_s = _speed(args.get("mm_s", REALISTIC_MM_S))
        return {}

    def _set_fault(self, args: Mapping[str, Any]) -> dict[str, Any]:
        kind, at = str(args.get("kind", "")), args.get("at")
        if kind != "none" and kind not in self.faults:
            raise ValueError(f"a receipt_printer has no fault {kind!r}: {', '.join(self.faults)}")
        if at not in (None, "cut") and (not isinstance(at, int) or isinstance(at, bool) or at < 0):
            raise ValueError('at is a number of bytes, or "cut"')
        if kind == "none":
            self._mend()
        elif kind == "half_job" or at is not None:
            after = HALF_A_JOB if at is None else at
            plan = Plan(None if after == "cut" else int(after), lambda: self._happen(kind))
            self._engine.change(lambda: setattr(self._engine, "plan", plan))
        else:
            self._engine.change(lambda: self._happen(kind))
        self._fault = kind
        return self._state(args)

    def _happen(self, kind: str) -> None:
        """Runs with the engine's lock held."""
        engine = self._engine
        if kind == MOUTH_FAULT:
            engine.sensors.mouth_jam = True
        elif kind in SENSOR_FAULTS:
            setattr(engine.sensors, SENSOR_FAULTS[kind], True)
        elif kind == "disconnect":
            self._line.unplug()
        elif kind == "half_job":
            engine.losing = True
        elif kind == "stall":
            engine.stalled = True
        else:
            engine.mute = True
            if kind == "asb_noise":
                self._rave()

    def _mend(self) -> None:
        self._silence()

        def mend() -> None:
            engine = self._engine
            engine.sensors = Sensors(in_mouth=engine.sensors.in_mouth)
            engine.plan = None
            engine.mute = engine.stalled = engine.losing = False

        self._engine.change(mend)
        self._line.plug()

    def _rave(self) -> None:
        self._silence()
        self._quiet.clear()
        self._noise = threading.Thread(target=self._make_noise, name="noise", daemon=True)
        self._noise.start()

    def _make_noise(self) -> None:
        turn = 0
        while not self._quiet.wait(NOISE_EVERY_S):
            self._line.send(NOISE[turn % len(NOISE)])
            turn += 1

    def _silence(self) -> None:
        self._quiet.set()
        noise, self._noise = self._noise, None
        if noise is not None and noise is not threading.current_thread():
            noise.join(2.0)

    def _state(self, _args: Mapping[str, Any]) -> dict[str, Any]:
        engine = self._engine
        sensors = {name: getattr(engine.sensors, name) for name in SENSOR_FAULTS.values()}
        return {
            "fault": self._fault,
            "planned": engine.plan is not None,
            "sensors": sensors,
            "mute": engine.mute,
            "stalled": engine.stalled,
            "receipts": len(engine.receipts()),
        }


class PresenterEmulator(ReceiptPrinterEmulator):
    """The same with a presenter. Also takes `take`: a hand takes the slip that is held out."""

    model = "escpos_presenter"
    faults = (*ReceiptPrinterEmulator.faults, MOUTH_FAULT)

    def __init__(self, options: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(options, people)
        self._engine.presenter = True
        self._more = {"take": self._take}

    def hands(self) -> tuple[Hand, ...]:
        """And the slip that is held out is taken."""
        return (*super().hands(), Hand("take"))

    def _take(self, args: Mapping[str, Any]) -> dict[str, Any]:
        was = self._engine.sensors.in_mouth
        self._engine.change(lambda: setattr(self._engine.sensors, "in_mouth", False))
        return {"taken": was, **self._state(args)}

    def _state(self, _args: Mapping[str, Any]) -> dict[str, Any]:
        engine = self._engine
        mouth = {"in_mouth": engine.sensors.in_mouth, "retracted": engine.retracted}
        return {**super()._state(_args), **mouth}


def _speed(value: object) -> float:
    """mm/s; 0 for "fast", which prints at once."""
    if value == "fast":
        return 0.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1000:
        raise ValueError('speed is "fast" or 1 to 1000 mm/s')
    return float(value)
