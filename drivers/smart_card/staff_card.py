"""Staff cards in any reader that PC/SC knows: the number of whoever serves the machine."""

from __future__ import annotations

from collections.abc import Callable

from drivers.events import Event
from drivers.registry import Model, Option
from drivers.smart_card import FAULTS
from drivers.smart_card.card_driver import SmartCardDriver
from drivers.smart_card.staff_files import read_staff
from drivers.spec import DeviceSpec

MODEL = Model(
    kind="smart_card",
    name="staff_card",
    ports=("pcsc", "tcp"),
    options={"answer_s": Option(float, 2.5, min=0.2, max=3.0)},
    ladder="simulated",
    faults=FAULTS,
)


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> SmartCardDriver:
    """The driver for one reader."""
    return SmartCardDriver(spec, emit, read_staff)
