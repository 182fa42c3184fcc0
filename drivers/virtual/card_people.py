"""Virtual cards for sample people and staff: what stands in which record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from drivers import gb18030
from drivers.virtual.card_chip import ATR_T1, DIALECTS, SOCIAL_NAME, STAFF_NAME, Chip, Record
from drivers.virtual.emulator import as_mapping

HOLDERS = frozenset({"name", "number", "sex", "ethnic", "birth"})
OWN = frozenset({"generation", "card_number", "issuer", "valid_to"})
"""What is the social-security card's and not the identity card's, which has such fields too."""
ISSUE, HOLDER = 0xEF05, 0xEF06
_NAME_BYTES = 30
_VERSIONS = {"1": b"1.00", "2": b"2.00", "3": b"3.00"}


def social_chip(label: str, person: Mapping[str, Any], fault: str = "") -> Chip:
    """The card of a person, with what is the card's own under `social_card`; ValueError where
    nobody can have it. `fault` spoils what it holds."""
    own = as_mapping(person.get("social_card") or {}, "social_card")
    told = {str(k): str(v) for k, v in person.items() if k in HOLDERS}
    told |= {str(k): str(v) for k, v in own.items() if k in OWN}
    generation, number = told.get("generation", "3"), told.get("number", "")
    if generation not in DIALECTS:
        raise ValueError(f"generation is {', '.join(DIALECTS)}")
    if len(number) != 18:
        raise ValueError(f"{label} has no social-security card: its number has 18 characters")
    if fault == "wrong_check":
        number = number[:17] + ("1" if number[17] != "1" else "2")
    day = "20200229" if fault == "expired" else told.get("valid_to", "20991231")
    issue: list[Record] = [
        (0x01, bytes.fromhex("42068f7e00000000") + number[-8:].encode()),
        (0x02, b"1"),
        (0x03, _VERSIONS[generation]),
        (0x04, bytes.fromhex(told.get("issuer", "914206070042060200000001"))),
        (0x05, bytes.fromhex("20180101")),
        (0x06, bytes.fromhex(day)),
        (0x07, told.get("card_number", "A" + number[-9:-1]).encode()),
    ]
    holder: list[Record] = [
        (0x08, number.encode()),
        (0x09, _name(told.get("name", ""), fault)),
        (0x0A, told.get("sex", "").encode()),
        (0x0B, told.get("ethnic", "").encode()),
        (0x0C, bytes.fromhex("429999")),
        (0x0D, bytes.fromhex(told.get("birth", "") or "00000000")),
    ]
    application = b"other" if fault == "no_application" else SOCIAL_NAME
    locked = frozenset({HOLDER}) if fault == "protected" else frozenset[int]()
    dialect = DIALECTS[generation]
    atr = b"\x00" if fault == "no_atr" else dialect.atr
    return Chip(label, application, {ISSUE: issue, HOLDER: holder}, dialect, locked, atr)


def staff_chip(label: str, fields: Mapping[str, Any], fault: str = "") -> Chip:
    """The card of a member of staff: `staff_no` (digits) and `serial` (16 hex digits)."""
    number = str(fields.get("staff_no", label))
    serial = str(fields.get("serial") or number.rjust(16, "0"))
    if not (number.isascii() and number.isdigit()):
        raise ValueError("staff_no is a number")
    application = b"other" if fault == "no_application" else STAFF_NAME
    files = {0x01: [(0xC1, number.encode()), (0xC2, bytes.fromhex(serial))]}
    atr = b"\x00" if fault == "no_atr" else ATR_T1
    return Chip(label, application, files, DIALECTS["3"], frozenset(), atr)


def raw_chip(label: str, fields: Mapping[str, Any]) -> Chip:
    """A card of any layout: `application`, its name in hex, and `files {short id: {tag: value}}`,
    all of it in hex; records are read by tag."""
    files = {
        int(str(file), 16): [
            (int(str(tag), 16), bytes.fromhex(str(value)))
            for tag, value in as_mapping(records, "a file").items()
        ]
        for file, records in as_mapping(fields.get("files"), "files").items()
    }
    name = bytes.fromhex(str(fields["application"]))
    return Chip(label, name, files, replace(DIALECTS["3"], by_sfi=True), frozenset(), ATR_T1)


def _name(name: str, fault: str) -> bytes:
    if fault == "bad_charset":
        return bytes.fromhex("cdf5 81ff cdf5")  # 81 may not be followed by FF in GB 18030
    if fault == "control_bytes":
        return gb18030.encode(name[:1] + "\x1b[A" + name[1:])
    data = gb18030.encode(name)
    if len(data) > _NAME_BYTES:
        raise ValueError(f"a name of {len(data)} bytes does not fit into {_NAME_BYTES}")
    return data.ljust(_NAME_BYTES, b"\x00")
