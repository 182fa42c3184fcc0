"""Tickets and requests through the real store, the real outbox and a real platform."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest

from backend_client import outbox
from kiosk.clock import FixedClock
from kiosk.domain.loader import shipped
from kiosk.flows.data import Person, VisitData
from kiosk.services.filing import Origin
from kiosk.services.live.backend import Backend
from kiosk.services.live.records import Records
from kiosk.services.live.services import LiveServices
from kiosk.services.ports_endings import CannotWish, TicketWish
from kiosk.store import open_store
from tests.platform.server import LI, NOW, running
from tests.platform.server import key as new_key

TODAY = date(2026, 11, 23)
PERSON = Person(
    kind="resident",
    name=LI["name"],
    number=LI["id_number"],
    birth=date(1944, 5, 18),
    address=LI["address"],
    valid_to=None,
    method="id_card",
    level=2,
)


class Moving(FixedClock):
    """Stands still in the calendar, goes on where something is waited for."""

    def monotonic(self):
        return time.monotonic()


@pytest.fixture(scope="module")
def platform(tmp_path_factory):
    with running(tmp_path_factory.mktemp("platform") / "data") as found:
        yield found


@pytest.fixture
def terminal(tmp_path, platform):
    """Services over a store of their own; `connect()` brings the platform."""
    clock = Moving(NOW)
    store = open_store(tmp_path / "terminal", "0005", tmp_path / "key", clock)
    services = LiveServices(clock)
    origin = Origin("XC-K-005", "0005", "SP002", "district")
    services.records = Records(store, clock, shipped().calendar, origin)
    services.endings.home = "SP001"

    def connect():
        services.backend = Backend(
            platform.client(),
            store,
            clock,
            statuses=lambda: (),
            demo=True,
            on_network=lambda _online: None,
            on_sent=lambda: None,
        )
        services.backend.alive = services.endings.top_up
        services.backend.sync.start()
        for _ in range(200):
            if services.online():
                break
            time.sleep(0.02)
        assert services.online()

    services.connect = connect
    yield services
    if services.backend:
        services.backend.sync.stop()
    store.close()


def wish(zone="A", **more):
    given = {
        "point": "SP001",
        "day": TODAY,
        "zone": zone,
        "priority": "",
        "matter": "XC-MZ-008",
        "trouble": "reader",
        "data": VisitData(person=PERSON).answer("applicant.mobile", "13800000000"),
    }
    return TicketWish(**{**given, **more})


def pending(services):
    return services.records.store.read(outbox.counts)["pending"]


def test_numbers_leased_ahead_are_given_while_the_platform_is_away(terminal, platform):
    terminal.connect()
    terminal.endings.top_up()
    terminal.backend.sync.stop()
    terminal.backend = None  # the line is cut
    told = [terminal.endings.take_ticket(wish("B")) for _ in range(6)]
    numbers = [one.ticket.number for one in told if one.ticket]
    assert len(set(numbers)) == 5  # as many as were leased, none twice
    assert told[-1].reason == "offline"
    assert all(one.before is None for one in told)
    assert pending(terminal) == 5
    terminal.connect()
    until = time.monotonic() + 30  # only a test that fails waits so long
    while pending(terminal) and time.monotonic() < until:
        time.sleep(0.02)
    desk = platform.staff().desk
    queued = [t.number for t in desk.tickets("SP001", "2026-11-23", "B").tickets]
    assert sorted(numbers) == sorted(queued)


def test_a_number_with_the_platform_tells_how_many_are_before_and_carries_what_was_entered(
    terminal, platform
):
    terminal.connect()
    first = terminal.endings.take_ticket(wish("D"))
    second = terminal.endings.take_ticket(wish("D", priority="elderly"))
    assert (first.before, second.before) == (0, 0)
    assert terminal.endings.ticket_now(first.ticket.id).before == 1
    desk = platform.staff().desk
    from backend_client.models.tickets import NextCall

    called = desk.call_next(NextCall(point="SP001", zone="D", window=61), new_key()).ticket
    assert called.number == second.ticket.number
    entered = desk.entered(called.ticket_id)
    assert (entered.person.name, entered.trouble) == ("李样例", "reader")
    position = terminal.endings.ticket_now(second.ticket.id)
    assert (position.state, position.window) == ("called", 61)


def test_a_store_put_back_from_an_old_copy_skips_numbers_that_were_given(terminal, platform):
    terminal.connect()
    taken = terminal.endings.take_ticket(wish("C")).ticket
    terminal.records.write(
        lambda c: c.exec_driver_sql("UPDATE ticket_blocks SET next = first WHERE zone = 'C'")
    )
    again = terminal.endings.take_ticket(wish("C"))
    assert again.ticket.number != taken.number
    assert again.before == 1


def test_a_request_is_kept_before_its_number_is_told_and_reaches_the_desk(terminal, platform):
    asked = CannotWish("material", "XC-MZ-008", "", "materials", "", VisitData(), PERSON)
    offline = terminal.endings.register(asked)
    assert offline.answer_by is None
    assert pending(terminal) == 1
    assert not terminal.endings.follow(person=PERSON).answered
    terminal.connect()
    online = terminal.endings.register(asked)
    assert online.answer_by == date(2026, 11, 30)
    assert online.number != offline.number
    found = terminal.endings.follow(number=online.number, password=online.password)
    assert [one.state for one in found.requests] == ["registered"]
    mine = {one.number for one in terminal.endings.follow(person=PERSON).requests}
    assert {offline.number, online.number} <= mine


def test_nothing_personal_of_an_ending_is_plain_on_the_terminals_disk(terminal, tmp_path):
    asked = CannotWish("rule", "", "civil", "home", "", VisitData(), PERSON)
    terminal.endings.register(asked)
    terminal.records.store.checkpoint().result(10)
    for file in tmp_path.rglob("*"):
        if file.is_file():
            whole = file.read_bytes()
            assert LI["id_number"].encode() not in whole, file
            assert "李样例".encode() not in whole, file


def test_a_booking_counts_once_the_platform_has_room_for_it(terminal):
    from datetime import datetime, timedelta

    slot = datetime.fromisoformat("2026-11-24T08:30:00+08:00")
    booked = wish("E", day=slot.date(), booked_for=slot)
    assert terminal.endings.take_ticket(booked).reason == "offline"
    terminal.connect()
    told = terminal.endings.take_ticket(booked)
    assert (told.ticket.day, told.before) == (slot.date(), 0)
    assert pending(terminal) == 0
    other = wish("E", day=slot.date(), booked_for=slot + timedelta(hours=5))
    assert terminal.endings.take_ticket(other).before == 1


def test_the_list_for_staff_names_numbers_and_nobody(terminal):
    from kiosk.store.tickets import ticket_list

    terminal.connect()
    told = terminal.endings.take_ticket(wish("F"))
    rows = terminal.records.store.read(lambda c: ticket_list(c, NOW))
    assert [row.no for row in rows] == [f"SP001 2026-11-23 {told.ticket.number}"]
    assert "样例" not in json.dumps([repr(row) for row in rows], ensure_ascii=False)
