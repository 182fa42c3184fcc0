"""Numbers that a label may carry: 13 digits of the domestic service, or UPU S10."""

from __future__ import annotations

import re

S10 = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
DOMESTIC = re.compile(r"[0-9]{13}")
WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)  # UPU S10, clause on the check digit


class LabelError(ValueError):
    """A label that cannot be printed as it stands; `code` is stable, the text repeats nothing."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def checked(waybill: str) -> str:
    """The number itself. LabelError: waybill (neither 13 digits nor S10), check_digit (S10 only:
    the 13 digits carry none). What passes holds nothing but A-Z and 0-9."""
    if DOMESTIC.fullmatch(waybill):
        return waybill
    if not S10.fullmatch(waybill):
        raise LabelError("waybill", "a waybill is 13 digits, or AA, 9 digits and AA (UPU S10)")
    if waybill[10] != check_digit(waybill[2:10]):
        raise LabelError("check_digit", "the check digit of the waybill does not fit")
    return waybill


def check_digit(serial: str) -> str:
    """The ninth digit of UPU S10 over the eight before it."""
    rest = 11 - sum(int(c) * w for c, w in zip(serial, WEIGHTS, strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))
