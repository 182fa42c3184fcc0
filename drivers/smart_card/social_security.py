"""Social-security cards of three generations (LD/T 32) in any reader that PC/SC knows."""

from __future__ import annotations

from collections.abc import Callable

from drivers.events import Event
from drivers.registry import Model, Option
from drivers.smart_card import FAULTS
from drivers.smart_card.card_driver import SmartCardDriver
from drivers.smart_card.social_files import read_social
from drivers.spec import DeviceSpec

MODEL = Model(
    kind="smart_card",
    name="social_security",
    ports=("pcsc", "tcp"),
    options={"answer_s": Option(float, 2.5, min=0.2, max=3.0)},
    ladder="simulated",
    faults=FAULTS,
)


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> SmartCardDriver:
    """The driver for one reader."""
    return SmartCardDriver(spec, emit, read_social)
