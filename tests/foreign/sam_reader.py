"""An identity card reader written by hand: a pty, fixed frames, no line of the project's code.

`python sam_reader.py [CARD]` prints {"port": …}, serves the card of that name (none without one)
and takes "card NAME" and "none" on standard input until that ends. The first answer of all and
the first card that is read come with a wrong check byte.
"""

from __future__ import annotations

import json
import os
import pty
import select
import sys
import time
import tty

import id_card_blocks

HEAD = "AA AA AA 96 69 "
STATUS, SERIAL = "00 03 11 FF ED", "00 03 12 FF EE"
FIND, SELECT = "00 03 20 01 22", "00 03 20 02 21"
READ, CHIP = "00 03 30 01 32", "00 03 30 05 36"
OK, NO_CARD = "00 04 00 00 90 94", "00 04 00 00 80 84"
SELECT_FAILED, READ_FAILED = "00 04 00 00 81 85", "00 04 00 00 41 45"
BAD_COMMAND = "00 04 00 00 21 25"
FOUND = "00 08 00 00 9F 00 00 00 00 97"
SELECTED = "00 0C 00 00 90 00 00 00 00 00 00 00 00 9C"
WHO = "00 14 00 00 90 05 00 01 00 07 00 00 00 2A 00 00 00 63 00 00 00"
PHOTO = bytes.fromhex("57 4C 66 00 7E 00 32 00 00 FF 85 00 51 51 51 3E 71").ljust(1024, b"\x11")


class Reader:
    """What lies on the reader and how far the last card got."""

    def __init__(self, card: str) -> None:
        self.card = card
        self.found = self.selected = False
        self.spoiled: set[str] = set()

    def answer(self, command: bytes) -> bytes:
        told = command.hex(" ").upper()
        if told == STATUS:
            return self.once("any", OK)
        if told == SERIAL:
            return self.once("any", with_check(WHO))
        if told == FIND:
            self.found, self.selected = bool(self.card), False
            return self.once("any", FOUND if self.card else NO_CARD)
        if told == SELECT:
            self.selected, self.found = self.found, False
            return self.once("any", SELECTED if self.selected else SELECT_FAILED)
        if self.card == "unreadable" and told in (READ, CHIP):
            return self.once("any", READ_FAILED)
        if told == CHIP and self.selected:
            number = sorted(id_card_blocks.CARDS).index(self.card) + 1
            return self.once("any", with_check(f"00 20 00 00 90 {'00 ' * 27}{number:02X}"))
        if told == READ and self.selected:
            whole = id_card_blocks.block(self.card) + PHOTO
            return self.once("read", with_check(f"05 08 00 00 90 01 00 04 00 {whole.hex()}"))
        return self.once("any", READ_FAILED if told in (READ, CHIP) else BAD_COMMAND)

    def once(self, what: str, digits: str) -> bytes:
        data = bytearray.fromhex(HEAD + digits)
        if what not in self.spoiled:
            self.spoiled.add(what)
            data[-1] ^= 0x55
        return bytes(data)


def with_check(digits: str) -> str:
    check = 0
    for byte in bytes.fromhex(digits):
        check ^= byte
    return f"{digits} {check:02X}"


def serve(card: str) -> None:
    mine, theirs = pty.openpty()
    tty.setraw(theirs)
    print(json.dumps({"port": f"serial://{os.ttyname(theirs)}"}), flush=True)
    reader, came = Reader(card), b""
    while True:
        ready = select.select([mine, 0], [], [])[0]
        if 0 in ready:
            words = os.read(0, 512).decode().split()
            if not words:
                return
            reader.card = words[-1].replace("none", "")
            reader.found = reader.selected = False
        if mine not in ready:
            continue
        came += os.read(mine, 512)
        while len(came) >= 10:  # every command here is ten bytes long
            time.sleep(0.02)
            os.write(mine, reader.answer(came[5:10]))
            came = came[10:]


if __name__ == "__main__":
    serve(sys.argv[1] if len(sys.argv) > 1 else "")
