"""Slips, documents and readings as a platform would have them, in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.services.ports_papers import (
    About,
    Copy,
    PrintedSlip,
    ReadingsOf,
    Slips,
    Verified,
)

PASSWORD = "271828"
CODE = "7K3M-9QXT-4H2V-B8RD"
GENUINE = Verified("found", "社会保险参保证明", date(2026, 11, 23), "王*例", "0a1b2c3d4e5f6a7b" * 4)


class PapersTwin:
    """`kept`: id -> (row, slip, owner's number)."""

    def __init__(self, world):
        self.world = world
        self.kept = {}
        self.keys = []
        self.readings_of = {}
        self.tries = 5

    def keep(self, slip, case_no, about):
        about = about or About()
        name = f"{len(self.kept):032x}"
        at, owner = self.world.clock.utc_now(), about.person.number if about.person else ""
        row = PrintedSlip(name, about.kind, about.matter, case_no, at, "XC-K-005", 0)
        self.kept[name] = (row, slip, owner)

    def find(self, proof):
        if not self.world.network:
            return Slips("offline")
        rows = [row for row, _, _ in self.kept.values()]
        if proof.person:
            rows = [row for row, _, owner in self.kept.values() if owner == proof.person.number]
        elif proof.password and proof.password != PASSWORD:
            self.tries -= 1
            return Slips("wrong" if self.tries else "locked", tries_left=self.tries)
        elif proof.number:
            rows = [row for row in rows if row.number == proof.number]
        return Slips("found", tuple(reversed(rows)))

    def copy(self, slip_id, proof, key):
        if not self.world.network:
            return Copy("offline")
        if slip_id not in self.kept:
            return Copy("gone")
        row, slip, owner = self.kept[slip_id]
        if key not in self.keys:
            self.keys.append(key)
            row = replace(row, copies=row.copies + 1)
            self.kept[slip_id] = (row, slip, owner)
        return Copy("found", row.copies, slip)

    def verify(self, code):
        if not self.world.network:
            return Verified("offline")
        return GENUINE if code == CODE else Verified("unknown")

    def readings(self, person):
        if not self.world.network:
            return ReadingsOf("offline")
        return ReadingsOf("found", tuple(self.readings_of.get(person.number, ())))
