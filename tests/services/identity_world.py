"""Identification in memory: what the platform would answer, and what it was asked."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flows.data import Person
from kiosk.services.identity import person_of
from kiosk.services.ports_identity import Answered, Opened, Stored
from kiosk.services.way import Given


class IdentityWorld:
    def __init__(self):
        self.known: Person | None = None
        self.state = "refused"
        self.reachable = True
        self.asked = []
        self.word = Answered("waiting")
        self.received: tuple[Given, ...] = ()
        self.given: tuple[Given, ...] = ()

    def grant(self, record, method, level):
        """Let the next way find this person."""
        self.known = replace(person_of(record), method=method, level=level, grant="a" * 32)

    def take_eid(self, code, purpose):
        self.asked.append(("e_id", code, purpose))
        return Answered("right", self.known) if self.known else Answered(self.state)

    def send_code(self, claim):
        self.asked.append(("send", claim))
        return Opened("b" * 32 if self.reachable else "", seconds=290)

    def check_code(self, attempt, code, purpose):
        self.asked.append(("code", code, purpose))
        if code == "482913" and self.known:
            return Answered("right", self.known)
        return Answered("wrong", tries_left=4)

    def open_vouch(self, claim, purpose):
        self.asked.append(("vouch", claim, purpose))
        return Opened("c" * 32 if self.reachable else "", "482913", 290.0)

    def vouch(self, vouch):
        self.asked.append(("look", vouch))
        return self.word

    def authorisations(self, person):
        return Stored(self.given, self.received) if self.reachable else None

    def use_authorisation(self, id, agent, matter):
        self.asked.append(("use", id, agent.number, matter))
        return Answered("right", self.known) if self.known else Answered("refused")

    def authorise(self, principal, agent, scope, until, agreed):
        self.asked.append(("authorise", principal.number, agent.number, scope, until))
        if not self.reachable:
            return None
        made = Given("d" * 32, "李*例", "王*例", (scope,), "2026-11-23", until.isoformat(), "valid")
        self.given = (made,)
        return made

    def revoke(self, id, principal):
        self.asked.append(("revoke", id))
        self.given = ()
        return self.reachable
