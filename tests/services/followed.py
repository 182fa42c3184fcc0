"""Cases to follow without a platform: the progress port in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from kiosk.domain.numbers import CaseNumber
from kiosk.flows.data import Document
from kiosk.services.ports_progress import Asked, AskedItem, Followed, FollowedCase, PutRight

TOKEN = "0123456789ABCDEFGHJKMNPQRS"
NUMBER = str(CaseNumber(date(2026, 11, 20), "0007", 42))
OTHER = str(CaseNumber(date(2026, 11, 18), "0005", 7))
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
REVIEWED = FollowedCase(
    NUMBER,
    "XC-MZ-008",
    "reviewing",
    AT,
    accepted=date(2026, 11, 20),
    due=date(2026, 12, 1),
    steps=(("submit", date(2026, 11, 20)), ("accept", date(2026, 11, 20))),
    delivery="mail",
    post="draft",
    case_pass="ab" * 32,
)
ASKED = replace(
    REVIEWED,
    state="correcting",
    paused=True,
    asked=Asked(
        1,
        "银行账号核对不上，请补正。",
        date(2026, 12, 14),
        (
            AskedItem("bank.account", "", "少了一位"),
            AskedItem("", "户口簿", "照片看不清"),
        ),
    ),
)
GRANTED = replace(
    REVIEWED,
    case_no=OTHER,
    state="concluded",
    outcome="granted",
    outcome_text="同意",
    document=Document(
        "XCD20261122000001",
        "7K3M-9QXA-0000-ZZZZ",
        "http://127.0.0.1/verify/7K3M-9QXA-0000-ZZZZ",
        "李*例",
        date(2026, 11, 22),
        (("办理结果", "同意发放"),),
    ),
    post="in_transit",
    steps=(*REVIEWED.steps, ("decide", date(2026, 11, 22))),
)


class FakeProgress:
    """What the platform would say; `asked` is everything that was asked of it."""

    def __init__(self, world):
        self.world = world
        self.cases = (REVIEWED,)
        self.password = "012345"
        self.tries = 5
        self.told = PutRight("sent", date(2026, 12, 4))
        self.rated = "sent"
        self.asked = []

    def mine(self, person):
        self.asked.append(("mine", person.number))
        return self._answer(Followed("found", self.cases if person.name == "李样例" else ()))

    def by_slip(self, case_no, token):
        self.asked.append(("slip", case_no, token))
        found = [c for c in self.cases if c.case_no == case_no and token == TOKEN]
        return self._answer(Followed("found" if found else "wrong", tuple(found)))

    def by_number(self, case_no, password):
        self.asked.append(("number", case_no))
        found = [c for c in self.cases if c.case_no == case_no and password == self.password]
        if found:
            return self._answer(Followed("found", tuple(found)))
        self.tries -= 1
        if self.tries <= 0:
            return self._answer(Followed("locked", locked_until=self.world.clock.utc_now()))
        return self._answer(Followed("wrong", tries_left=self.tries))

    def put_right(self, person, case, fields):
        self.asked.append(("put_right", person.number, case.case_no, dict(fields)))
        return self.told if self.world.network else PutRight("kept")

    def rate(self, case_no, level, *, token="", case_pass=""):
        self.asked.append(("rate", case_no, level, token, case_pass))
        return self.rated if self.world.network else "kept"

    def _answer(self, found):
        return found if self.world.network else Followed("offline")
