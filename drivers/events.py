"""What devices tell the terminal. Each event that answers an arming carries its request id,
so that a late answer is never credited to the next step or person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drivers.id_card.record import IdCardRecord
    from drivers.smart_card.record import SocialCardRecord, StaffCardRecord
    from drivers.status import DeviceStatus


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """A device changed its state."""

    status: DeviceStatus


@dataclass(frozen=True, slots=True)
class CardBusy:
    """A card was found and is being read: it must not be lifted."""

    role: str
    request_id: str


@dataclass(frozen=True, slots=True)
class CardRead:
    """A card was read whole, checked, and still is the same card."""

    role: str
    request_id: str
    record: IdCardRecord


@dataclass(frozen=True, slots=True)
class SmartCardRead:
    """A social-security card or a staff card was read whole and checked."""

    role: str
    request_id: str
    record: SocialCardRecord | StaffCardRecord


@dataclass(frozen=True, slots=True)
class CardTrouble:
    """A card is there but cannot be read. `reason`: a code of the kind, docs/devices.md."""

    role: str
    request_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class CardRemoved:
    """The card that was read has left the reader."""

    role: str


@dataclass(frozen=True, slots=True)
class CodeScanned:
    """A code was scanned while the scanner was armed."""

    role: str
    request_id: str
    text: str


@dataclass(frozen=True, slots=True)
class CodeRefused:
    """A scan came that is not acceptable. `reason`: too_long | control | charset."""

    role: str
    request_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """One of the nine keys (`drivers.keypad.KEYS`) was pressed; held down it is told once."""

    role: str
    key: str


@dataclass(frozen=True, slots=True)
class PictureSeen:
    """What an armed camera sees now: a small JPEG, and what the checks have against it, in the
    codes of `drivers.camera.checks.CHECKS`."""

    role: str
    request_id: str
    jpeg: bytes
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlipPresented:
    """A slip is held out by a printer that has a presenter, to be taken."""

    role: str
    job_id: str


@dataclass(frozen=True, slots=True)
class SlipWaiting:
    """Nobody has taken it for a while: remind the person."""

    role: str
    job_id: str


@dataclass(frozen=True, slots=True)
class SlipTaken:
    """The slip was taken."""

    role: str
    job_id: str


@dataclass(frozen=True, slots=True)
class SlipRetracted:
    """Nobody took it: it was drawn back into the machine, where nobody else can read it."""

    role: str
    job_id: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance ended. `outcome`: started | finished | stopped | failed."""

    role: str
    utterance_id: str
    text: str
    outcome: str


Event = (
    StatusChanged
    | CardBusy
    | CardRead
    | SmartCardRead
    | CardTrouble
    | CardRemoved
    | CodeScanned
    | CodeRefused
    | KeyPressed
    | PictureSeen
    | SlipPresented
    | SlipWaiting
    | SlipTaken
    | SlipRetracted
    | Spoken
)
