"""A virtual TSPL label printer: real answers, real speed, its labels kept for whoever asks.

Options: `link` (tcp, pty), `speed` (mm/s, 100), `dpi` (203, 300).
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from drivers.virtual.emulator import Emulator, Hand
from drivers.virtual.label_engine import Engine, Sensors
from drivers.virtual.receipt_lines import Line, SerialLine, TcpLine

if TYPE_CHECKING:
    from drivers.virtual.label_parser import Printed

SENSOR_FAULTS = tuple(Sensors.__slots__)
OTHER_FAULTS = ("mute", "stall", "disconnect", "half_job", "garbage")
SPEED_MM_S = 100.0


class LabelPrinterEmulator(Emulator):
    """Serves one printer on loopback TCP or a pty."""

    kind = "label_printer"
    model = "tspl"
    faults = (*SENSOR_FAULTS, *OTHER_FAULTS)

    def __init__(self, options: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(options, people)
        dpi = options.get("dpi", 203)
        if dpi not in (203, 300):
            raise ValueError("dpi is 203 or 300")
        speed = options.get("speed", SPEED_MM_S)
        if isinstance(speed, bool) or not isinstance(speed, int | float) or not 1 <= speed <= 5000:
            raise ValueError("speed is 1 to 5000 mm/s")
        self._engine = Engine(8.0 if dpi == 203 else 300 / 25.4, float(speed), self._answer)
        line = SerialLine if options.get("link", "tcp") == "pty" else TcpLine
        self._line: Line = line(self._engine.take_in, self._engine.has_room)
        self._fault = "none"

    def start(self) -> str:
        """Begin to serve; returns the port."""
        self._engine.start()
        return self._line.open()

    def stop(self) -> None:
        """Switch it off."""
        self._line.close()
        self._engine.stop()

    def hands(self) -> tuple[Hand, ...]:
        """What was used up is put in again."""
        return (Hand("refill"),)

    def control(self, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`labels`, `picture {n}`, `clear`, `refill`, `fault {kind, at? | byte?}`, `state`. It
        happens when `at` mm of the next label are out, or `byte` bytes of it have come in."""
        acts: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "labels": self._labels,
            "picture": self._picture,
            "clear": self._clear,
            "refill": self._refill,
            "fault": self._set_fault,
            "state": self._state,
        }
        if do not in acts:
            raise ValueError(f"a label_printer takes {', '.join(acts)}")
        return acts[do](args)

    def _answer(self, data: bytes) -> None:
        self._line.send(data)

    def _labels(self, _args: Mapping[str, Any]) -> dict[str, Any]:
        unknown = [line.decode("latin-1") for line in self._engine.unknown()]
        every = enumerate(self._engine.labels(), start=1)
        return {"labels": [_told(number, one) for number, one in every], "unknown": unknown}

    def _picture(self, args: Mapping[str, Any]) -> dict[str, Any]:
        every = self._engine.labels()
        number = args.get("n", len(every))
        if not isinstance(number, int) or not 1 <= number <= len(every):
            raise ValueError(f"n is 1 to {len(every)}" if every else "nothing was printed yet")
        out = io.BytesIO()
        black = cast("Any", every[number - 1].picture).point([255] + [0] * 255)
        black.save(out, "PNG", optimize=True)
        return {"n": number, "png_b64": base64.b64encode(out.getvalue()).decode()}

    def _clear(self, _args: Mapping[str, Any]) -> dict[str, Any]:
        self._engine.forget()
        return {}

    def _refill(self, args: Mapping[str, Any]) -> dict[str, Any]:
        def fill() -> None:
            self._engine.sensors.paper_out = self._engine.sensors.ribbon_out = False

        self._engine.change(fill)
        if self._fault in ("paper_out", "ribbon_out"):
            self._fault = "none"
        return self._state(args)

    def _set_fault(self, args: Mapping[str, Any]) -> dict[str, Any]:
        kind, at = str(args.get("kind", "")), args.get("at")
        if kind != "none" and kind not in self.faults:
            raise ValueError(f"a label_printer has no fault {kind!r}: {', '.join(self.faults)}")
        number = isinstance(at, int | float) and not isinstance(at, bool) and at >= 0
        if at is not None and not number:
            raise ValueError("at is a number of mm")
        engine, byte = self._engine, args.get("byte")
        if byte is not None and (not isinstance(byte, int) or isinstance(byte, bool) or byte < 0):
            raise ValueError("byte is a number of bytes")
        if kind == "none":
            self._mend()
        elif byte is not None:
            engine.change(lambda: setattr(engine, "plan_in", (byte, lambda: self._happen(kind))))
        elif at is not None:
            engine.change(lambda: setattr(engine, "plan", (at, lambda: self._happen(kind))))
        else:
            engine.change(lambda: self._happen(kind))
        self._fault = kind
        return self._state(args)

    def _happen(self, kind: str) -> None:
        """Runs with the engine's lock held."""
        engine = self._engine
        if kind in SENSOR_FAULTS:
            setattr(engine.sensors, kind, True)
        elif kind == "disconnect":
            self._line.unplug()
        elif kind == "half_job":
            engine.losing = True
        elif kind == "stall":
            engine.stalled = True
        elif kind == "garbage":
            engine.garbage = 1 << 30
        else:
            engine.mute = True

    def _mend(self) -> None:
        def mend() -> None:
            engine = self._engine
            engine.sensors = Sensors()
            engine.plan, engine.plan_in, engine.garbage = None, None, 0
            engine.mute = engine.stalled = engine.losing = False

        self._engine.change(mend)
        self._line.plug()

    def _state(self, _args: Mapping[str, Any]) -> dict[str, Any]:
        engine = self._engine
        return {
            "fault": self._fault,
            "planned": engine.plan is not None or engine.plan_in is not None,
            "sensors": {name: getattr(engine.sensors, name) for name in SENSOR_FAULTS},
            "printing": engine.printing,
            "labels": len(engine.labels()),
        }


def _told(number: int, label: Printed) -> dict[str, Any]:
    return {
        "n": number,
        "data_b64": base64.b64encode(label.data).decode(),
        "commands": list(label.commands),
        "barcodes": list(label.barcodes),
        "complete": label.complete,
    }
