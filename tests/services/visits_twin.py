"""Half-done visits in memory: what this terminal has, and what all terminals share."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.domain.zone import local_date
from kiosk.services.ports import NotKeptError
from kiosk.services.ports_visits import Begun, Kept, Mine


class VisitsTwin:
    """`platform` and `here`: (owner's number, matter, subject) -> what was left."""

    def __init__(self, world, terminal="XC-K-005"):
        self.world, self.terminal = world, terminal
        self.platform = {}
        self.here = {}
        self.asked = []

    def keep(self, half, owner, subject):
        if not self.world.disk:
            raise NotKeptError("full")
        count = len(self.here) + len(self.platform) + 1
        now = self.world.clock.utc_now()
        half = replace(
            half,
            id=half.id or f"{self.terminal}{count}".encode().hex().rjust(32, "0")[-32:],
            number=half.number or "XC2611230005000423",
            saved=now,
            opened_by="",
        )
        place = (owner.number, half.matter, half.subject)
        self.here[place] = half
        if self.world.network:
            self.platform[place] = half
        until = local_date(now) + timedelta(days=7)
        return Kept(half.id, half.number, until, self.world.network)

    def _of(self, owner):
        if self.world.network:
            return {k: v for k, v in self.platform.items() if k[0] == owner.number}
        return {k: v for k, v in self.here.items() if k[0] == owner.number}

    def mine(self, owner, matter=""):
        self.asked.append(matter)
        rows = (
            Begun(
                v.id, v.number, v.matter, v.saved,
                local_date(v.saved) + timedelta(days=7), bool(v.subject),
            )
            for v in self._of(owner).values()
        )  # fmt: skip
        rows = sorted(rows, key=lambda one: one.saved, reverse=True)
        return Mine(self.world.network, tuple(rows))

    def open(self, owner, id, matter=""):
        for place, half in self._of(owner).items():
            if half.id == id:
                if self.world.network:
                    now = self.world.clock.utc_now()
                    opened = replace(half, opened_by=self.terminal, opened_at=now)
                    self.platform[place] = opened
                return half
        return None

    def drop(self, owner, matter, subject, half):
        for shelf in (self.here, self.platform):
            shelf.pop((owner.number, matter, subject), None)
