"""Staff cards of a house with gates: two records of one file, the number packed in digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from drivers.events import Event
from drivers.smart_card.apdu import Apdus, CardError, read_record, select_name, tlv
from drivers.smart_card.card_driver import SmartCardDriver
from drivers.smart_card.record import StaffCardRecord
from drivers.smart_card.staff_card import MODEL as STAFF
from drivers.spec import DeviceSpec

MODEL = replace(STAFF, name="gate_card", emulated_as="staff_card")
APPLICATION, FILE, BY_TAG = b"\xf0JBGATE", 0x03, 0x00
NUMBER, SERIAL, GOOD = 0x21, 0x22, 0x9000


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> SmartCardDriver:
    """The driver for one reader."""
    return SmartCardDriver(spec, emit, read_gate)


def read_gate(card: Apdus) -> StaffCardRecord:
    """Read a card. CardError: not_a_staff_card, damaged, garbled, endless."""
    if card.ask(select_name(APPLICATION))[1] != GOOD:
        raise CardError("not_a_staff_card")
    number, serial = (_record(card, tag) for tag in (NUMBER, SERIAL))
    digits = number.hex().rstrip("f")
    if not (digits.isdigit() and 4 <= len(digits) <= 8 and len(serial) == 8):
        raise CardError("damaged")
    return StaffCardRecord(digits, serial.hex())


def _record(card: Apdus, tag: int) -> bytes:
    data, status = card.ask(read_record(tag, FILE << 3 | BY_TAG))
    return tlv(data).get(tag, b"") if status == GOOD else b""
