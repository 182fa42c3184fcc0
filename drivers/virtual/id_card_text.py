"""Writes the text block of an identity card from named fields (GA/T 490 and its followers)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PHOTO = bytes.fromhex("574c66007e0032 0000ff8500515151 3e71").ljust(1023, b"\x5a") + b"\0"
# layout: characters in a row from the beginning, as (field, how many); "" is a reserved gap
_HEAD = [("name", 15), ("sex", 1), ("ethnic", 2), ("birth", 8), ("address", 35), ("number", 18)]
_TAIL = [("issuer", 15), ("valid_from", 8), ("valid_to", 8)]
_LAYOUTS: dict[str, list[tuple[str, int]]] = {
    "resident": [*_HEAD, *_TAIL, ("", 18)],
    "hk_macau_taiwan": [
        *((("" if name == "ethnic" else name), size) for name, size in _HEAD),
        *_TAIL,
        ("permit_number", 9),
        ("issue_count", 2),
        ("", 3),
        ("flag", 1),
        ("", 3),
    ],
    "foreigner_2017": [
        ("name_en", 60),
        ("sex", 1),
        ("number", 15),
        ("nationality", 3),
        ("chinese_name", 15),
        ("valid_from", 8),
        ("valid_to", 8),
        ("birth", 8),
        ("version", 2),
        ("office_code", 4),
        ("flag", 1),
        ("", 3),
    ],
    "foreigner_2023": [
        ("chinese_name", 15),
        ("sex", 1),
        ("issue_count", 2),
        ("birth", 8),
        ("name_en", 35),
        ("number", 18),
        ("", 15),
        ("valid_from", 8),
        ("valid_to", 8),
        ("name_en_more", 11),
        ("nationality", 3),
        ("flag", 1),
        ("old_number_link", 3),
    ],
}
_FLAGS = {"hk_macau_taiwan": "J", "foreigner_2017": "I", "foreigner_2023": "Y"}
FIELDS = frozenset(name for layout in _LAYOUTS.values() for name, _ in layout if name) - {
    "flag",
    "name_en_more",
}


@dataclass(frozen=True)
class ChipCard:
    """What lies on the reader: text and photo as on the chip, and the chip's own number."""

    name: str
    text: bytes
    photo: bytes = PHOTO
    new_addresses: tuple[str, ...] = ()
    chip: bytes = field(default=b"")

    def __post_init__(self) -> None:
        if not self.chip:
            digest = hashlib.sha256(self.text + self.photo).digest()
            object.__setattr__(self, "chip", bytes(12) + digest[:16])


def make_card(name: str, fields: Mapping[str, Any]) -> ChipCard:
    """A card from fields as in the list of sample people; ValueError names a field that does not
    fit. Fields that the kind does not carry are left out."""
    kind = str(fields.get("kind", "resident"))
    layout = _LAYOUTS.get(kind)
    if layout is None:
        raise ValueError(f"kind must be one of {', '.join(_LAYOUTS)}")
    values = {key: str(value) for key, value in fields.items() if key in FIELDS}
    if not values.get("number") or not (values.get("name") or values.get("name_en")):
        raise ValueError("a card needs a name and a number")
    values["flag"] = _FLAGS.get(kind, " ")
    if kind.startswith("foreigner"):
        values.setdefault("name_en", values.get("name", ""))
    if kind == "foreigner_2023":
        values["name_en"], values["name_en_more"] = values["name_en"][:35], values["name_en"][35:]
    text = b"".join(_piece(key, values.get(key, ""), size) for key, size in layout)
    addresses = tuple(str(line) for line in fields.get("new_addresses", ()))
    return ChipCard(name, text, new_addresses=addresses)


def address_block(addresses: tuple[str, ...]) -> bytes:
    """Addresses registered after issue, 70 bytes each."""
    return b"".join(_piece("new_addresses", line, 35) for line in addresses)


def _piece(key: str, value: str, characters: int) -> bytes:
    raw = value.encode("utf-16-le", "surrogatepass")
    if len(raw) > characters * 2:
        raise ValueError(f"{key} is longer than {characters} characters")
    return raw + " ".encode("utf-16-le") * (characters - len(raw) // 2)
