"""Traces of card readers: every card becomes the sample person, every chip the same one.

Answers that carry a card are written anew, field by field, with their own lengths and a right check
byte; whatever is no whole answer is blanked, since a piece of a card may be in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drivers.id_card.frame import PREAMBLE, check_byte
from drivers.id_card.text_block import ADDRESS_BYTES, TEXT_MAX, TEXT_MIN, fields_of

if TYPE_CHECKING:
    from drivers.events import Event
    from drivers.id_card.sam_v import SamVDriver

CHIP_BYTES = 28
HARMLESS = (0, 4, 8, 16)  # no data, IIN, the card's always-zero number, the module's serial
HEAD = len(PREAMBLE) + 2
SAMPLE = {
    "name": "王样例",
    "name_en": "SAMPLE ALPHA",
    "chinese_name": "样例甲",
    "sex": "2",
    "ethnic": "01",
    "birth": "19860315",
    "address": "湖北省襄阳市襄城区示例路1号",
    "number": "429999198603150029",
    "issuer": "襄阳市公安局襄城分局",
    "valid_from": "20200101",
    "valid_to": "20400101",
    "nationality": "XXA",
    "permit_number": "H00000000",
}


def forge(to_device: bool, data: bytes) -> bytes:
    """The bytes of a turn without the person; commands carry nothing personal."""
    if to_device:
        return data
    out = bytearray(len(data))
    at = data.find(PREAMBLE)
    while at >= 0:
        end = at + HEAD + int.from_bytes(data[at + 5 : at + 7], "big")
        body = data[at + 5 : end]
        if len(body) < 6 or end > len(data) or check_byte(body):
            at = data.find(PREAMBLE, at + 1)
            continue
        fresh = body[:5] + _data(body[5:-1])
        out[at:end] = PREAMBLE + fresh + bytes((check_byte(fresh),))
        at = data.find(PREAMBLE, end)
    return bytes(out)


def _data(data: bytes) -> bytes:
    if len(data) in HARMLESS:
        return data
    text, photo = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
    if TEXT_MIN <= text <= TEXT_MAX and len(data) == 4 + text + photo:
        return data[:4] + _text(data[4 : 4 + text]) + bytes(photo)
    if len(data) % ADDRESS_BYTES == 0:
        return _utf16(SAMPLE["address"], ADDRESS_BYTES) * (len(data) // ADDRESS_BYTES)
    return bytes(len(data))


def _text(block: bytes) -> bytes:
    """The same layout, filled with the sample person; what belongs to no field is blanked but
    for the character that names the layout."""
    out = bytearray(_utf16("", len(block)))
    out[248:250] = block[248:250]
    for name, pieces in fields_of(block).items():
        rest = SAMPLE.get(name, "")
        for start, size in pieces:
            part, rest = rest[: size // 2], rest[size // 2 :]
            out[start : start + size] = _utf16(part, size)
    return bytes(out[: len(block)])


def _utf16(text: str, size: int) -> bytes:
    return text.ljust(size // 2).encode("utf-16-le")[:size]


def trial(driver: SamVDriver, _told: list[Event], seconds: float) -> Any:
    """Read one card: its kind."""
    return driver.read_once(seconds).kind
