"""The chip of a virtual card: files of records and the commands that read them (ISO 7816-4).

Three generations of social-security cards (LD/T 32; 人社信息函〔2012〕37号) differ in what a reader
has to get right: 1 wants GET RESPONSE and exact lengths and counts records from 1 in each file; 2
knows short file identifiers and a record's number is its tag; 3 is T=1 and gives records by tag.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

OK, WRONG_WAY, NO_FILE, NO_RECORD = b"\x90\x00", b"\x6a\x86", b"\x6a\x82", b"\x6a\x83"
LOCKED, NO_CURRENT = b"\x69\x82", b"\x69\x86"
SOCIAL_NAME = b"sx1.sh." + "社会保障".encode("gbk")
STAFF_NAME = b"\xf0JBSTAFF"
ATR_T0 = bytes.fromhex("3b6d00000081544a424d564952540100 00".replace(" ", ""))
ATR_T1 = bytes.fromhex("3b800181")

Record = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a card wants to be asked. `modes`: the low three bits of READ RECORD's P2."""

    atr: bytes
    modes: tuple[int, ...]
    select: tuple[int, ...]
    by_sfi: bool = False
    number_is_tag: bool = False
    exact: bool = False
    get_response: bool = False


DIALECTS: Mapping[str, Dialect] = {
    "1": Dialect(ATR_T0, (4,), (0x00, 0x02), exact=True, get_response=True),
    "2": Dialect(ATR_T0, (4,), (0x00,), by_sfi=True, number_is_tag=True, get_response=True),
    "3": Dialect(ATR_T1, (0,), (0x02,)),
}


@dataclass(slots=True)
class Chip:
    """An application with its files. `locked` files are given to nobody without a PIN."""

    label: str
    application: bytes
    files: Mapping[int, Sequence[Record]]
    dialect: Dialect
    locked: frozenset[int] = frozenset()
    atr: bytes = b""
    _chosen: bool = False
    _file: int = 0
    _waiting: bytes = field(default=b"", repr=False)

    def reset(self) -> None:
        """Power was taken or given."""
        self._chosen, self._file, self._waiting = False, 0, b""

    def answer(self, command: bytes) -> bytes:
        """Carry out one command."""
        if len(command) < 4 or command[0] != 0x00:
            return b"\x6e\x00"
        code = command[1]
        if code == 0xC0:
            return self._rest(command)
        self._waiting = b""
        if code == 0xA4:
            return self._select(command)
        if code == 0xB2:
            return self._record(command[2], command[3], command[4:5])
        if code == 0xB0:
            return self._binary(command[2])
        return b"\x6d\x00"

    def _select(self, command: bytes) -> bytes:
        by, name = command[2], command[5 : 5 + command[4]]
        if by == 0x04:
            if name != self.application:
                return NO_FILE
            self._chosen, self._file = True, 0
            return self._told(
                b"\x6f" + bytes((len(name) + 2,)) + b"\x84" + bytes((len(name),)) + name
            )
        file = int.from_bytes(name, "big")
        if by not in self.dialect.select:
            return WRONG_WAY
        if not self._chosen or file not in self.files:
            return NO_FILE
        self._file = file
        return self._told(b"")

    def _told(self, data: bytes) -> bytes:
        if not self.dialect.get_response or not data:
            return data + OK
        self._waiting = data
        return bytes((0x61, len(data)))

    def _rest(self, command: bytes) -> bytes:
        data, wanted = self._waiting, command[4] if len(command) > 4 else 0
        if not data:
            return b"\x69\x85"
        if wanted not in (0, len(data)):
            return bytes((0x6C, len(data)))
        self._waiting = b""
        return data + OK

    def _record(self, number: int, how: int, expected: bytes) -> bytes:
        sfi, mode = how >> 3, how & 0x07
        if mode not in self.dialect.modes or (sfi and not self.dialect.by_sfi):
            return WRONG_WAY
        file = next((f for f in self.files if f & 0x1F == sfi), 0) if sfi else self._file
        if not self._chosen or not file:
            return NO_CURRENT
        if file in self.locked:
            return LOCKED
        found = self._find(self.files[file], number, mode)
        if found is None:
            return NO_RECORD
        tag, value = found
        data = bytes((tag, len(value) & 0xFF)) + value
        if self.dialect.exact and expected != bytes((len(data),)):
            return bytes((0x6C, len(data)))
        return data + OK

    def _find(self, records: Sequence[Record], number: int, mode: int) -> Record | None:
        if mode == 0 or self.dialect.number_is_tag:
            return next((one for one in records if one[0] == number), None)
        return records[number - 1] if 1 <= number <= len(records) else None

    def _binary(self, which: int) -> bytes:
        file = which & 0x1F
        if not self._chosen or not which & 0x80 or file not in self.files:
            return NO_FILE
        data = b"".join(bytes((t, len(v) & 0xFF)) + v for t, v in self.files[file])
        return data + OK
