"""A 58 mm printer without a knife and without a sensor for the end of the roll."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from drivers.driver import Driver
from drivers.events import Event
from drivers.receipt_printer.encode import FEED_LINES
from drivers.receipt_printer.escpos_80mm import MODEL as ESCPOS
from drivers.receipt_printer.escpos_80mm import Escpos80mmDriver
from drivers.registry import Option
from drivers.spec import DeviceSpec, parse_port
from drivers.transport import make_transport

MODEL = replace(
    ESCPOS,
    name="tear_58mm",
    options={
        **ESCPOS.options,
        "columns": Option(int, 32, choices=(32,)),
        "cut": Option(str, "none", choices=("none",)),
        "near_end": Option(bool, default=False),
        "tear_lines": Option(int, 3, min=0, max=20),
    },
    emulated_as="escpos_80mm",
)


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """The 80 mm printer's driver, which feeds a slip past the bar that it is torn off at."""
    driver = Escpos80mmDriver(spec, emit, make_transport(parse_port(spec.port)))
    driver.after_cut = FEED_LINES + bytes((int(str(spec.options["tear_lines"])),))
    return driver
