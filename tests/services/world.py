"""A terminal without devices, network or screen: stand-ins for the controller's ports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from drivers.events import CardRead, PictureSeen
from drivers.id_card.record import CardKind, IdCardRecord
from kiosk.clock import FixedClock
from kiosk.domain.loader import shipped
from kiosk.flows.data import Known
from kiosk.services.controller import Controller
from kiosk.services.filing import expected
from kiosk.services.ports import LookedUp, Told
from kiosk.services.ports_capture import Taken
from kiosk.services.session import Fixed
from kiosk.services.view import Place
from tests.services.endings_twin import EndingsTwin
from tests.services.followed import FakeProgress
from tests.services.identity_world import IdentityWorld
from tests.services.papers_twin import PapersTwin
from tests.services.service_twin import HealthTwin, ServiceTwin
from tests.services.visits_twin import VisitsTwin

NOON = datetime(2026, 11, 23, 9, 41, tzinfo=ZoneInfo("Asia/Shanghai"))
LI = IdCardRecord(
    CardKind.RESIDENT,
    "李样例",
    "429999194405180018",
    sex="1",
    birth=date(1944, 5, 18),
    address="湖北省襄阳市襄城区檀溪街道示例路1号2栋301室",
    valid_from=date(2010, 1, 1),
    long_term=True,
)
WANG = replace(LI, name="王样例", number="429999198603150029", birth=date(1986, 3, 15))


class Glass:
    def __init__(self):
        self.pages = []

    def show(self, page):
        self.pages.append(page)

    @property
    def page(self):
        return self.pages[-1]


class Now:
    """Runs work at once; `hold` keeps it until `release`."""

    def __init__(self):
        self.hold = False
        self.kept = []

    def run(self, work, done):
        if self.hold:
            self.kept.append((work, done))
        else:
            done(work())

    def release(self):
        for work, done in self.kept:
            done(work())
        self.kept.clear()


class CameraTwin:
    """A camera over a tray and before the person; `subjects` is what it takes."""

    def __init__(self, world):
        self.world = world
        self.subjects = ()
        self.armed = ("", "")
        self.taken = Taken(b"\xff\xd8\xff taken \xff\xd9", "ab" * 32)

    def looks_at(self, subject):
        return subject in self.subjects and self.world.device.get("camera") == "ready"

    def arm(self, request_id, subject):
        self.armed = (request_id, subject)

    def disarm(self):
        self.armed = ("", "")

    def take(self, request_id):
        assert request_id == self.armed[0]
        return self.taken


class World:
    """All services in memory; attributes say how the world is."""

    def __init__(self, clock):
        self.clock = clock
        self.armed = ""
        self.page_outcome = None  # no page printer
        self.sheets = []
        self.scan_armed = ""
        self.reader_armed = {}
        self.said = []
        self.device = {"id_card": "ready", "receipt": "ready"}
        self.network = True
        self.disk = True
        self.account = "6217994299900010026"
        self.mobile = ""
        self.print_outcome = "done"
        self.endings = EndingsTwin(self)
        self.papers = PapersTwin(self)
        self.service = ServiceTwin(self)
        self.health = HealthTwin(self)
        self.printed = []
        self.filed = []
        self.rated = []
        self.answer = None
        self.visits = VisitsTwin(self)
        self.talks = False
        self.progress = FakeProgress(self)
        self.identity = IdentityWorld()
        self.camera = CameraTwin(self)

    def arm_card(self, request_id):
        self.armed = request_id

    def disarm_card(self):
        self.armed = ""

    def arm_reader(self, role, request_id):
        self.reader_armed[role] = request_id

    def disarm_reader(self, role):
        self.reader_armed.pop(role, None)

    def arm_scan(self, request_id):
        self.scan_armed = request_id

    def disarm_scan(self):
        self.scan_armed = ""

    def say(self, text, *, lang, elderly, volume):
        self.said.append(text)

    def hush(self):
        self.said.append("")

    def speaking(self):
        return self.talks

    def states(self):
        return MappingProxyType(dict(self.device))

    def online(self):
        return self.network

    def ready(self):
        return self.disk

    def refusing(self):
        return not self.disk

    def look_up(self, data, matter):
        facts = {}
        if self.account:
            facts["bank.account"] = Known(self.account, "hrss")
        if self.mobile:
            facts["applicant.mobile"] = Known(self.mobile, "platform")
        return LookedUp(self.network, facts if self.network else {})

    def file(self, data, matter):
        self.filed.append(data)
        subject = data.person.number if data.agent else ""
        self.visits.drop(data.agent or data.person, data.matter, subject, None)
        outcome = expected(
            matter,
            "XC2611230005000423",
            self.clock.utc_now(),
            shipped().calendar,
            password="012345",
            token="0123456789ABCDEFGHJKMNPQRS",
        )
        if not self.network:
            return Told(outcome, None)
        if self.answer:
            return self.answer(outcome)
        return Told(replace(outcome, state="accepted", platform_no="42060220261123000001"), None)

    def ask_again(self, outcome, matter):
        return self.answer(outcome) if self.answer else Told(outcome, None)

    def own_number(self, data, reason):
        return "XC2611230005000423"

    def print_sheet(self, sheet, case_no):
        if self.page_outcome is None:
            return ""
        self.sheets.append((sheet, case_no))
        return self.page_outcome

    def print_slip(self, slip, case_no, *, copy, about=None):
        self.printed.append((slip, copy))
        if not copy and self.print_outcome in ("done", "unknown"):
            self.papers.keep(slip, case_no, about)
        return self.print_outcome

    def rate(self, case_no, level):
        self.rated.append((case_no, level))

    def session_over(self):
        self.wiped = True


class Terminal:
    """A controller with its world, and the moves of a person."""

    def __init__(self, *, elderly=False, lang="zh_CN", at=NOON):
        data = shipped()
        self.clock = FixedClock(at)
        points = data.points
        others = tuple(p for p in points.values() if p.kiosks and p.id != "SP002")
        place = Place(points["SP002"], points["SP001"], data.calendar, others)
        fixed = Fixed(
            place=place,
            matters=data.catalogue,
            offered=("XC-MZ-008", "XC-RS-026"),
            clock=self.clock,
            demo=True,
            lang=lang,
            elderly=elderly,
            terminal_id="XC-K-005",
        )
        self.glass, self.world, self.now = Glass(), World(self.clock), Now()
        self.c = Controller(fixed, self.glass, self.world, self.now)
        self.c.start()

    @property
    def page(self):
        return self.glass.page

    def press(self, *ids):
        for one in ids:
            self.c.press(one)

    def card(self, record=LI):
        self.c.on_device(CardRead("id_card", self.world.armed, record))

    def camera(self, *subjects):
        self.world.device["camera"] = "ready"
        self.world.camera.subjects = subjects

    def sees(self, *problems, jpeg=b"seen"):
        self.c.on_device(PictureSeen("camera", self.world.camera.armed[0], jpeg, problems))

    def begin(self, code, record=LI):
        self.press("attract.start")
        self.c.steps.begin(code)
        self.card(record)
        self.press("confirm.yes")

    def type(self, digits):
        for digit in digits:
            self.c.key(digit)

    def sign(self):
        self.c.signed([[(float(n), 5.0, n * 10.0) for n in range(30)]])

    def to_review(self, *, way="mail"):
        self.begin("XC-MZ-008")
        self.press("matter.start")
        self.c.tick("materials.agree")
        self.press("common.next")
        self.press("form.no_mobile")
        self.c.choose(f"delivery.{way}")
        if way == "mail":
            self.c.tick("mail.agree")
        self.press("common.next")

    def hand_in(self, **how):
        self.to_review(**how)
        self.c.tick("review.true")
        self.press("review.submit")
        self.sign()
        self.press("sign.done")

    def wait(self, seconds):
        for _ in range(int(seconds)):
            self.clock.advance(1)
            self.c.pulse()
