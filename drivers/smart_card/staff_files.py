"""The applet of a staff card: one file of two values, chosen by a proprietary name (ISO 7816-5)."""

from __future__ import annotations

from drivers.smart_card.apdu import (
    LOCKED,
    NO_SUCH_FILE,
    Apdus,
    CardError,
    read_binary,
    select_name,
    tlv,
)
from drivers.smart_card.record import StaffCardRecord

APPLICATION = b"\xf0JBSTAFF"
FILE = 0x01
STAFF_NO, SERIAL = 0xC1, 0xC2
SERIAL_BYTES = 8


def read_staff(card: Apdus) -> StaffCardRecord:
    """Read a card. CardError: not_a_staff_card, protected, garbled, damaged, endless."""
    _, status = card.ask(select_name(APPLICATION))
    if status in NO_SUCH_FILE:
        raise CardError("not_a_staff_card")
    _expect(status)
    data, status = card.ask(read_binary(FILE))
    _expect(status)
    values = tlv(data)
    number, serial = values.get(STAFF_NO, b""), values.get(SERIAL, b"")
    if not (number.isdigit() and 4 <= len(number) <= 8 and len(serial) == SERIAL_BYTES):
        raise CardError("damaged")
    return StaffCardRecord(number.decode("ascii"), serial.hex())


def _expect(status: int) -> None:
    if status in LOCKED:
        raise CardError("protected")
    if status != 0x9000:
        raise CardError("garbled")
