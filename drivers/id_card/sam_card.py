"""Reading the card that lies on a SAM module: whole, checked, and of one person only."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from drivers.errors import BadAnswerError, DeviceError, NoAnswerError
from drivers.id_card import sam_link
from drivers.id_card.photo import PhotoDecoder
from drivers.id_card.record import IdCardRecord
from drivers.id_card.sam_link import Ask, SamLink
from drivers.id_card.text_block import TEXT_MAX, TEXT_MIN, decode_addresses, decode_text
from drivers.status import State

ATTEMPTS = 3  # for one laying down of a card
PLACEMENT_S = 5.0  # no further attempt begins later than this
PHOTO_HEAD = b"WLf\0"


class CardError(DeviceError):
    """A card lies there and cannot be read: disturbed, not_an_id_card, link or module.

    `lift`: trying again is of no use before the card was lifted.
    """

    state = State.READY

    def __init__(self, code: str, *, lift: bool = True) -> None:
        super().__init__(code)
        self.lift = lift


class CardGoneError(CardError):
    """The card was taken away before it was read."""


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """What one pass over a card gave. `chip`: the chip's own number before and after, or None
    where the module does not tell it. `clean`: no byte came that answered nothing."""

    chip: bytes | None
    text: bytes
    photo: bytes
    addresses: bytes
    clean: bool

    def agrees(self, other: Reading | None) -> bool:
        """Whether two passes saw the same card with the same contents."""
        return other is not None and replace(self, clean=True) == replace(other, clean=True)


class SamCard:
    """The card side of a module. `active` is set while a card may still be selected."""

    def __init__(
        self,
        link: SamLink,
        site: Mapping[int, str],
        *,
        new_addresses: bool,
        photos: PhotoDecoder,
    ) -> None:
        self._link = link
        self._photos = photos
        self._site = site
        self._new_addresses = new_addresses
        self._doubt = False
        self._active = False

    def find(self) -> bool:
        """Look for a card. A module says "none" once while the last card is still selected, so
        the question is repeated then. CardError: not_an_id_card."""
        answer = self._link.ask(sam_link.FIND)
        if answer.sw3 == sam_link.NO_CARD and self._active:
            self._active = False
            answer = self._link.ask(sam_link.FIND)
        if answer.sw3 == sam_link.WRONG_CARD:
            raise CardError("not_an_id_card")
        _expect(answer.sw3, sam_link.FIND)
        return answer.sw3 == sam_link.FOUND

    def chip_number(self) -> bytes | None:
        """Select the card that was found and ask for its chip's number; None where the module
        or the card does not tell."""
        self._active = True
        if self._link.ask(sam_link.SELECT).sw3 != sam_link.OK:
            return None
        return self._chip()

    def read_placed(self, busy: Callable[[], None]) -> tuple[IdCardRecord, bytes | None]:
        """Read the card that find() saw, in at most three passes; `busy` is called when it was
        selected. CardError says why not; LinkLostError and ModuleFaultError go through.

        A pass counts at once when nothing about it was suspicious, otherwise only when the
        next pass says the very same: a late answer for another card comes but once.
        """
        until = time.monotonic() + PLACEMENT_S
        last: Reading | None = None
        reason = "disturbed"
        for number in range(ATTEMPTS):
            try:
                reading = self._pass(busy, again=number > 0)
            except (NoAnswerError, BadAnswerError):
                reason, self._doubt, last = "link", True, None
            except CardError as error:
                if error.lift or isinstance(error, CardGoneError):
                    raise
                reason, last = error.code, None
            else:
                if (reading.clean and not self._doubt) or reading.agrees(last):
                    self._doubt = False
                    return self._record(reading), reading.chip
                reason, last = "disturbed", reading
            if time.monotonic() > until:
                break
        raise CardError(reason)

    def _pass(self, busy: Callable[[], None], *, again: bool) -> Reading:
        if again:
            self._link.strange = False
            if not self.find():
                raise CardGoneError("disturbed", lift=False)
        self._active = True
        self._ok(sam_link.SELECT, lift=False)
        busy()
        before = self._chip()
        data = self._ok(sam_link.READ)
        text_size, photo_size = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
        if not TEXT_MIN <= text_size <= TEXT_MAX or len(data) != 4 + text_size + photo_size:
            raise BadAnswerError("lengths", f"{text_size} + {photo_size} in {len(data)}")
        addresses = b""
        if self._new_addresses:
            answer = self._link.ask(sam_link.ADDRESSES)
            addresses = answer.data if answer.sw3 == sam_link.OK else b""
        after = self._chip() if before is not None else None
        if before != after:
            raise CardError("disturbed", lift=False)
        clean = before is not None and not self._link.strange
        text, photo = data[4 : 4 + text_size], data[4 + text_size :]
        return Reading(before, text, photo, addresses, clean)

    def _ok(self, ask: Ask, *, lift: bool = True) -> bytes:
        """The data of a good answer. After a read was refused the card has to be lifted."""
        tries = 1 if ask is sam_link.READ else 2
        answer = self._link.ask(ask, tries)
        if answer.sw3 == sam_link.OK:
            return answer.data
        if answer.sw3 == sam_link.WRONG_CARD:
            raise CardError("not_an_id_card")
        _expect(answer.sw3, ask)
        raise CardError("disturbed", lift=lift)

    def _chip(self) -> bytes | None:
        answer = self._link.ask(sam_link.CHIP)
        return answer.data if answer.sw3 == sam_link.OK else None

    def _record(self, reading: Reading) -> IdCardRecord:
        try:
            record = decode_text(reading.text, self._site)
            addresses = decode_addresses(reading.addresses, self._site)
        except BadAnswerError as error:
            unknown = error.code == "text_layout"
            raise CardError("not_an_id_card" if unknown else "disturbed") from None
        has_photo = reading.photo.startswith(PHOTO_HEAD)
        photo = self._photos.decode(reading.photo) if has_photo else b""
        return replace(record, new_addresses=tuple(addresses), has_photo=has_photo, photo=photo)


def _expect(sw3: int, ask: Ask) -> None:
    if sw3 == sam_link.BAD_COMMAND:
        raise DeviceError("command_refused", ask.frame[7:9].hex())
