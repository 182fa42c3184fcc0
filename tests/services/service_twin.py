"""Service mode in memory: one account, devices by role, and a list of what was done."""

from __future__ import annotations

from kiosk.services.ports import NotKeptError
from kiosk.services.ports_service import LOCK_S, TRIES, Counts, Device, SignedIn

KINDS = {"id_card": "id_card", "receipt": "receipt_printer", "scanner": "code_scanner"}


class ServiceTwin:
    def __init__(self, world):
        self.world = world
        self.notes = {}
        self.rest_note = ""
        self.failures = 0
        self.locked_at = None
        self.acts = []
        self.parked = 2
        self.reopened = []

    def devices(self):
        return tuple(
            Device(
                role,
                KINDS.get(role, role),
                "disconnected" if role in self.notes else state,
                "out_of_service" if role in self.notes else "",
                "staff" if role in self.notes else "nobody",
                0.0,
                self.notes.get(role, ""),
            )
            for role, state in self.world.device.items()
        )

    def resting(self):
        return self.rest_note

    def locked_s(self):
        if self.locked_at is None:
            return 0
        return max(0, LOCK_S - int(self.world.clock.monotonic() - self.locked_at))

    def restart(self, role):
        self.reopened.append(role)

    def sign_in(self, staff_no, pin):
        if self.locked_s():
            return SignedIn("locked", locked_s=self.locked_s())
        if (staff_no, pin) == ("1005", "246810"):
            self.failures = 0
            self.acts.append(("enter", staff_no, "", ""))
            return SignedIn("right", role="manager")
        self.failures += 1
        if self.failures >= TRIES:
            self.failures, self.locked_at = 0, self.world.clock.monotonic()
            return SignedIn("locked", locked_s=LOCK_S)
        return SignedIn("wrong", tries_left=TRIES - self.failures)

    def note(self, staff_no, act, role="", detail=""):
        if not self.world.disk:
            raise NotKeptError("full")
        self.acts.append((act, staff_no, role, detail))

    def rest(self, staff_no, role, note):
        self.note(staff_no, "rest" if note else "serve", role, note)
        if note:
            self.notes[role] = note
        else:
            self.notes.pop(role, None)

    def rest_all(self, staff_no, note):
        self.note(staff_no, "rest" if note else "serve", "terminal", note)
        self.rest_note = note

    def paper_loaded(self, staff_no, role):
        self.note(staff_no, "paper", role)

    def test_slip(self, slip):
        self.world.tested = slip
        return self.world.print_outcome

    def counts(self):
        return Counts(12, 15, 3, self.parked, 40, "1.0.0")

    def send_again(self, staff_no):
        self.note(staff_no, "send_again")
        found, self.parked = self.parked, 0
        return found


class HealthTwin:
    def __init__(self, world):
        self.world = world
        self.found = ()
        self.sheets = []

    def faults(self):
        return self.found

    def newest(self):
        return self.sheets[-1] if self.sheets else None

    def keep(self, sheet):
        if not self.world.disk:
            raise NotKeptError("full")
        self.sheets.append(sheet)
