"""Whether a matter is taken at this machine, had elsewhere, or nothing but a payment."""

from __future__ import annotations

from enum import StrEnum

from kiosk.domain.matter import KioskMode, Matter

PAYING = "缴纳"
"""What the name of a matter ends in that is nothing but paying."""


class Offer(StrEnum):
    """What a machine can do with a matter."""

    VISIT = "visit"
    ELSEWHERE = "elsewhere"
    PAYMENT = "payment"


def offer_of(matter: Matter) -> Offer:
    """Decided by the matter alone; a machine takes no money of any kind."""
    if matter.kiosk_mode is KioskMode.NONE:
        return Offer.ELSEWHERE
    if matter.name.endswith(PAYING) and not matter.free:
        return Offer.PAYMENT
    return Offer.VISIT


def pays_when_collected(matter: Matter) -> bool:
    """Whether a matter that is filed here costs something, which is paid on collecting."""
    return offer_of(matter) is Offer.VISIT and not matter.free
