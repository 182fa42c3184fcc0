"""Two terminals, one platform, all real but the glass and the devices: begun on the first at each
step, ended on the second."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from drivers.events import CardRead
from kiosk.clock import FixedClock
from kiosk.domain.loader import shipped
from kiosk.services.controller import Controller
from kiosk.services.filing import Origin
from kiosk.services.identity import person_of
from kiosk.services.live.backend import Backend
from kiosk.services.live.records import Records
from kiosk.services.live.services import LiveServices
from kiosk.services.session import Fixed
from kiosk.services.view import Place
from kiosk.store import open_store
from tests.hard.lines import Runner
from tests.platform.server import NOW, allowance, key, running
from tests.services.test_resume import ALLOWANCE, RECORD, STEPS, one
from tests.services.world import LI, WANG, Glass

MOST_S = 10.0
MOBILE = "13800000000"
PRIVATE = (LI.name, LI.number, MOBILE, "示例路", WANG.name, WANG.number, "高龄", "待遇证明")
PLACES = {"XC-K-005": "0005", "XC-K-006": "0006"}
CASES = [(ALLOWANCE, LI, step) for step in STEPS]
CASES += [(RECORD, WANG, step) for step in ("matter", "purpose")]


class Moving(FixedClock):
    """Stands still in the calendar, goes on where something is waited for."""

    def monotonic(self):
        return time.monotonic()


class Kiosk:
    """A terminal with store, outbox, sync and controller of its own."""

    def __init__(self, where, name, client):
        self.clock = Moving(NOW)
        self.broken = []
        self.runner, self.glass = Runner(self.broken.append), Glass()
        self.store = open_store(where / name, PLACES[name], where / f"{name}.key", self.clock)
        self.services = LiveServices(self.clock)
        self.services.devices.states = lambda: {"id_card": "ready", "receipt": "ready"}
        data = shipped()
        origin = Origin(name, PLACES[name], "SP002", "district")
        self.services.records = Records(self.store, self.clock, data.calendar, origin)
        self.services.backend = Backend(
            client,
            self.store,
            self.clock,
            statuses=lambda: (),
            demo=True,
            on_network=lambda _online: None,
            on_sent=lambda: None,
        )
        place = Place(data.points["SP002"], data.points["SP001"], data.calendar)
        offered = (ALLOWANCE, RECORD)
        fixed = Fixed(place, data.catalogue, offered, self.clock, True, "zh_CN", False, name)
        self.c = Controller(fixed, self.glass, self.services, self.runner)
        self.c.start()
        self.services.backend.sync.start()
        self.until(self.services.online)

    def until(self, what):
        end = time.monotonic() + 20
        while not what():
            assert time.monotonic() < end, (self.page.screen, self.broken)
            self.runner.pump(0.005)

    def settle(self):
        self.until(lambda: not self.c.working and self.runner.calls.empty())
        assert not self.broken, self.broken

    @property
    def page(self):
        return self.glass.page

    def press(self, *ids):
        for id in ids:
            self.c.press(id)
            self.settle()

    def card(self, record):
        self.c.on_device(CardRead("id_card", self.c.reading._armed, record))
        self.settle()

    def type(self, digits):
        for digit in digits:
            self.c.key(digit)

    def sign(self):
        self.c.signed([[(float(n), 5.0, n * 10.0) for n in range(30)]])

    def forward(self, typed, stop=""):
        for _ in range(30):
            step = self.c.session.step
            if step == stop or step not in (*STEPS, "purpose", "question"):
                return step
            one(self, step, typed)
            self.settle()
        return self.c.session.step

    def close(self):
        self.runner.pool.shutdown()
        self.services.backend.sync.stop()
        self.store.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("platform")) as found:
        yield found


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    return tmp_path_factory.mktemp("terminals")


@pytest.fixture(scope="module")
def kiosks(server, places):
    first = Kiosk(places, "XC-K-005", server.client())
    second = Kiosk(places, "XC-K-006", server.other())
    yield first, second
    first.close()
    second.close()


def leave(kiosk, code, record, step):
    typed = []
    kiosk.c.go_home()
    kiosk.c.steps.begin(code)
    kiosk.card(record)
    kiosk.press("confirm.yes")
    assert kiosk.forward(typed, step) == step
    kiosk.press("strip.end", "idle.save")
    assert kiosk.page.screen == "resume_kept", kiosk.page
    assert kiosk.c.last.lead == kiosk.c.view().words("resume.kept.lead")
    kiosk.press("resume.finish")
    kiosk.c.session.card_on = False
    return typed


def resume(kiosk, record):
    """Seconds from the first touch to the page where it goes on; what was shown before the card."""
    began, shown = time.monotonic(), len(kiosk.glass.pages)
    kiosk.c.go_home()
    kiosk.press("home.progress", "resume.open")
    before = repr(kiosk.glass.pages[shown:])
    kiosk.card(record)
    assert kiosk.page.screen == "resume_list", kiosk.page
    kiosk.press(kiosk.page.sections[0].rows[0].act.id)
    return time.monotonic() - began, before


@pytest.mark.parametrize(("code", "record", "step"), CASES)
def test_begun_at_each_step_on_one_kiosk_it_ends_on_another(server, kiosks, code, record, step):
    first, second = kiosks
    before_it = cases_of(second, record)
    typed = leave(first, code, record, step)
    seconds, before = resume(second, record)
    assert not [value for value in PRIVATE if value in before]
    print(f"{code} {step}: continued after {seconds:.3f} s")
    assert seconds < MOST_S
    second.forward(typed)
    outcome = second.c.session.data.outcome
    assert outcome is not None, second.c.session.step
    assert len(typed) == len(set(typed)), typed
    assert cases_of(second, record) == before_it + 1
    assert server.other().get_case(outcome.case_no).matter_code == code
    second.c.idling.finish()
    second.settle()
    assert first.services.visits.mine(_person(record)).visits == ()
    assert second.services.visits.mine(_person(record)).visits == ()


def test_left_without_a_network_it_goes_on_here_now_and_elsewhere_later(server, kiosks):
    first, second = kiosks
    backend, first.services.backend = first.services.backend, None
    first.c.go_home()
    first.c.steps.begin(ALLOWANCE)
    first.card(LI)
    first.press("confirm.yes", "matter.start", "strip.end", "idle.save")
    assert first.c.last.lead == first.c.view().words("resume.kept_here.lead")
    first.press("resume.finish")
    person = _person(LI)
    here = first.services.visits.mine(person)
    typed = replace(person, method="number", level=1)
    assert first.services.visits.mine(typed).visits == ()
    assert (here.answered, [one.matter for one in here.visits]) == (False, [ALLOWANCE])
    first.services.backend = backend
    backend.sync.wake()
    first.until(lambda: second.services.visits.mine(person).visits)
    server.client().submit_case(allowance(at=NOW.replace(hour=3)), key())
    assert first.services.visits.mine(person).visits == ()


def test_nothing_entered_is_plain_on_either_terminals_disk(kiosks, places):
    first, _second = kiosks
    leave(first, ALLOWANCE, replace(LI), "delivery")
    first.store.checkpoint().result(10)
    whole = b"".join(p.read_bytes() for p in places.rglob("*") if p.is_file())
    assert not [one for one in (MOBILE, LI.number, LI.name) if one.encode() in whole]


def cases_of(kiosk, record):
    return len(kiosk.services.progress.mine(_person(record)).cases)


def _person(record):
    return person_of(record)
