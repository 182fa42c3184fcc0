from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from drivers.events import CardBusy, CardTrouble, CodeScanned
from kiosk.domain.loader import shipped
from kiosk.domain.nearest import PAYMENTS, places_for
from kiosk.services.messages import Words
from kiosk.services.presenters.places import point_name
from kiosk.services.slips_endings import REQUEST_MARK, TICKET_MARK
from kiosk.services.view import Place
from tests.services.endings_twin import NUMBER, request
from tests.services.world import LI, NOON, Terminal

SUNDAY_NIGHT = datetime(2026, 11, 22, 22, 5, tzinfo=NOON.tzinfo)
WINDOW_ONLY = next(m.code for m in shipped().catalogue if not m.kiosk_mode)
MARRIAGE = "XC-MZ-014"


def begin(code, **how):
    t = Terminal(**how)
    t.press("attract.start")
    t.c.steps.begin(code)
    return t


def rows(page):
    return [row for section in page.sections for row in section.rows]


def act_of(page, name):
    acts = [page.main, page.other, page.back, *(row.act for row in rows(page))]
    return next(a.id for a in acts if a is not None and a.id.partition(":")[0] == name)


def said(slip):
    return " ".join(
        str(part)
        for line in slip.lines
        for part in (getattr(line, n, "") for n in ("label", "value", "text", "data", "note"))
    )


@pytest.mark.parametrize("code", [WINDOW_ONLY, MARRIAGE, *sorted(PAYMENTS)])
@pytest.mark.parametrize("elderly", [False, True])
def test_what_is_not_done_here_is_said_before_anything_is_asked_with_one_place(code, elderly):
    t = begin(code, elderly=elderly)
    assert t.page.screen == "not_here"
    assert t.world.armed == ""  # no card is asked for
    data = shipped()
    first = places_for(
        data.points.values(),
        data.catalogue[code],
        data.points["SP002"],
        NOON,
        data.calendar,
    )[0].point
    assert t.page.sign.place == point_name(t.c.view(), first)
    assert act_of(t.page, "ticket.take") == f"ticket.take:{first.id}:{code}"
    payment = code in PAYMENTS
    assert (t.page.title == Words(plain=elderly)("not_here.title_payment")) == payment


def test_a_matter_of_the_district_is_not_begun_at_a_machine_of_a_township():
    data = shipped()
    code = next(
        m.code
        for m in data.catalogue
        if m.kiosk_mode and m.levels == ("district",) and m.code in data.forms
    )
    t = Terminal()
    point = data.points["SP005"]
    t.c.fixed = replace(t.c.fixed, place=Place(point, point, data.calendar))
    t.c.session.fixed = t.c.fixed
    t.press("attract.start")
    t.c.steps.begin(code)
    assert t.page.title == Words()("not_here.title_level")


def test_on_a_sunday_night_the_page_names_day_and_hour_of_the_next_opening():
    t = begin(MARRIAGE, at=SUNDAY_NIGHT)
    assert "明天8:30开门" in t.page.sign.lines[1]
    t.press("not_here.print")
    slip, _copy = t.world.printed[0]
    assert "明天8:30开门" in said(slip)
    assert "襄城区" in said(slip)


def test_a_number_is_taken_for_the_named_point_with_what_was_entered_inside():
    t = Terminal()
    t.to_review(way="pickup")
    t.c.stopped("network")
    t.press(act_of(t.page, "ticket.take"))
    assert t.page.screen == "ticket_who"
    t.press("ticket.who:disabled", "ticket.now")
    assert t.page.screen == "ticket"
    assert t.page.facts[0].figure == "D012"
    (wish,) = t.world.endings.wishes
    assert (wish.point, wish.matter, wish.priority) == ("SP001", "XC-MZ-008", "disabled")
    assert wish.trouble == "network"
    assert wish.data.person.name == "李样例"
    assert wish.data.value("delivery.way") == "pickup"
    t.press("ticket.print")
    slip, _copy = t.world.printed[0]
    assert "D012" in said(slip)
    assert TICKET_MARK in said(slip)
    assert LI.number not in said(slip)
    assert "李样例" not in said(slip)


def test_the_way_back_from_a_dead_end_leads_to_the_very_page_with_all_that_was_entered():
    t = Terminal()
    t.to_review(way="pickup")
    before = t.page.screen, dict(t.c.session.data.answers)
    t.c.stopped("network")
    t.press("cannot.open", "common.back")
    assert (t.page.screen, t.c.session.trouble) == ("trouble", "network")
    t.press(act_of(t.page, "ticket.take"), "common.back")
    assert t.page.screen == "trouble"
    t.press("strip.help", "help.continue")
    t.c.session.overlay = t.c.session.trouble = ""
    t.c.show()
    assert (t.page.screen, dict(t.c.session.data.answers)) == before


@pytest.mark.parametrize("kind", ["card", "reader", "network", "crash", "store", "print"])
@pytest.mark.parametrize("elderly", [False, True])
def test_every_page_of_trouble_leads_to_the_desk_for_what_cannot_be_done(kind, elderly):
    t = Terminal(elderly=elderly)
    t.begin("XC-MZ-008")
    t.c.session.print_state = "printer" if kind == "print" else ""
    t.c.stopped(kind)
    t.press("cannot.open")
    assert t.page.screen == "cannot_cause"
    t.press("cannot.cause:system")
    assert t.page.screen == "cannot"  # who was identified is not asked again
    (wish,) = t.world.endings.wishes
    assert (wish.trouble, wish.matter, wish.step) == (kind, "XC-MZ-008", "matter")
    assert wish.person.name == "李样例"


def test_a_request_from_home_is_told_its_number_once_it_is_kept_and_its_slip_leads_to_the_answer():
    t = Terminal()
    t.press("attract.start", "home.cannot", "cannot.cause:departments", "cannot.subject:property")
    assert t.page.screen == "cannot_who"
    assert t.world.armed
    t.card()
    assert t.page.screen == "cannot"
    (wish,) = t.world.endings.wishes
    assert (wish.cause, wish.subject, wish.matter) == ("departments", "property", "")
    assert "XC 2611 2300 0500 0431" in " ".join(t.page.banner.lines)
    assert "0431" not in t.page.caption
    t.press("cannot.print")
    slip, _copy = t.world.printed[0]
    assert f"{REQUEST_MARK}{NUMBER}012345" in said(slip)
    t.press("cannot.finish")
    assert t.c.session.data.person is None


def test_without_a_disk_nothing_is_promised_and_people_are_named():
    t = Terminal()
    t.press("attract.start", "home.cannot", "cannot.cause:rule", "cannot.subject:civil")
    t.world.disk = False
    t.press("cannot.without")
    assert t.page.title == Words()("cannot.not_kept")
    assert t.page.sign.place == point_name(t.c.view(), shipped().points["SP001"])


def test_the_answer_is_seen_by_slip_and_by_card():
    t = Terminal()
    t.press("attract.start", "home.cannot", "cannot.follow")
    t.world.endings.requests = (request("answered", "已经补好，明天能办。"), request("handling"))
    t.c.on_device(CodeScanned("scanner", t.world.scan_armed, "http://other.example/1"))
    assert t.page.caption == Words()("cannot.scan_other")
    code = f"{REQUEST_MARK}{NUMBER}012345"
    t.c.on_device(CodeScanned("scanner", t.world.scan_armed, code))
    assert t.page.banner.first == "已经补好，明天能办。"
    assert t.world.endings.asked == [(NUMBER, "012345", "")]
    t.press("cannot.more")
    assert t.page.title == Words()("cannot.state.handling")
    t = Terminal()
    t.press("attract.start", "home.cannot", "cannot.follow")
    t.card()
    assert t.world.endings.asked == [("", "", LI.number)]


def test_after_the_window_has_closed_a_number_counts_for_the_next_day_of_opening():
    t = Terminal(at=SUNDAY_NIGHT)
    t.press("attract.start", "home.ticket", "ticket.zone:B", "ticket.who:none", "ticket.now")
    (wish,) = t.world.endings.wishes
    assert wish.day == date(2026, 11, 23)
    assert t.page.facts[1].figure == "明天"
    assert t.page.caption.startswith("您的号是")


def test_a_booking_is_offered_with_the_network_only():
    t = Terminal()
    t.press("attract.start", "home.ticket", "ticket.zone:A", "ticket.who:none")
    slot = next(row.act.id for row in rows(t.page) if row.act.id.startswith("ticket.book:"))
    t.world.endings.reason = "full"
    t.press(slot)
    assert t.page.title == Words()("ticket.none_full")
    t.press("common.back")
    t.world.endings.reason = ""
    assert t.page.screen == "ticket_when"
    t.press(slot)
    assert t.world.endings.wishes[0].booked_for.isoformat() == slot.partition(":")[2]
    t = Terminal()
    t.world.network = False
    t.press("attract.start", "home.ticket", "ticket.zone:A", "ticket.who:none")
    assert [row.act.id for row in rows(t.page)] == ["ticket.now"]
    t.press("ticket.now")
    assert t.page.facts[1].figure == Words()("ticket.ask_hall")


@pytest.mark.parametrize("reason", ["offline", "none_left"])
def test_where_no_number_can_be_had_the_slip_names_the_place_all_the_same(reason):
    t = Terminal()
    t.world.endings.reason = reason
    t.press("attract.start", "home.ticket", "ticket.zone:A", "ticket.who:none", "ticket.now")
    assert t.page.screen == "ticket_none"
    assert t.page.sign
    t.press("ticket.print")
    assert "0710-3550001" in said(t.world.printed[0][0])


def test_a_slip_of_a_number_tells_how_many_are_before_it():
    t = Terminal()
    t.press("attract.start", "home.ticket", "ticket.zone:A", "ticket.who:none", "ticket.now")
    t.press("ticket.finish")
    t.wait(6)
    scan = lambda: t.c.on_device(  # noqa: E731
        CodeScanned("scanner", t.world.scan_armed, TICKET_MARK + "ab" * 16)
    )
    t.press("attract.start", "home.ticket")
    scan()
    assert [f.figure for f in t.page.facts] == ["A012", "3位"]
    t.world.endings.move(state="called", before=0, window=7)
    t.press("common.back")
    scan()
    assert t.page.facts[1].figure == "7号窗口"
    t.world.endings.move(state="done")
    t.press("common.back")
    scan()
    assert t.page.screen == "ticket_none"


def test_a_printer_without_paper_leaves_the_number_on_the_glass():
    t = Terminal()
    t.world.print_outcome = "paper"
    t.press("attract.start", "home.ticket", "ticket.zone:A", "ticket.who:none", "ticket.now")
    t.press("ticket.print")
    assert t.page.screen == "ticket"
    assert t.page.facts[0].figure == "A012"
    assert t.page.notice == Words()("not_here.no_paper")
    assert t.page.main.id == "ticket.print"


def test_a_card_that_is_not_read_leaves_the_way_without_it():
    t = Terminal()
    t.press("attract.start", "home.cannot", "cannot.cause:rule", "cannot.subject:civil")
    t.c.on_device(CardTrouble("id_card", t.world.armed, "no_answer"))
    assert t.page.screen == "cannot_who"
    t.press("cannot.without")
    assert t.page.screen == "cannot"
    assert t.world.endings.wishes[0].person is None


def test_nobody_is_asked_what_it_is_about_who_comes_from_the_page_of_a_matter():
    t = begin(WINDOW_ONLY)
    t.press(act_of(t.page, "cannot.open"), "cannot.cause:rule")
    assert t.page.screen == "cannot_who"
    t.press("cannot.without")
    assert t.world.endings.wishes[0].matter == WINDOW_ONLY


def test_a_card_that_failed_for_good_is_not_being_read_on_the_next_page_that_asks_for_one():
    t = begin("XC-GA-001")
    for _ in range(3):
        t.c.on_device(CardBusy("id_card", t.world.armed))
        t.c.on_device(CardTrouble("id_card", t.world.armed, "disturbed"))
    assert t.page.screen == "trouble"
    t.press("cannot.open", "cannot.cause:system")
    assert (t.page.screen, t.page.busy) == ("cannot_who", False)
    t.press("cannot.without")
    assert t.page.screen == "cannot"


@pytest.mark.parametrize("state", ["fault", "disconnected"])
def test_a_broken_reader_does_not_stand_in_the_way_of_saying_that_it_did(state):
    t = begin("XC-GA-001")
    t.world.device["id_card"] = state
    t.c.reading.begin_again()
    t.press("cannot.open", "cannot.cause:system")
    assert t.page.screen == "cannot"
    assert t.world.endings.wishes[0].trouble == "reader"
    t = Terminal()
    t.world.device["id_card"] = state
    t.press("attract.start", "home.cannot", "cannot.follow")
    assert t.page.screen == "cannot_follow"  # its slip can still be scanned
    assert t.world.scan_armed


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("elderly", [False, True])
def test_no_page_or_voice_of_an_ending_says_a_name_or_a_number_of_a_person(lang, elderly):
    t = Terminal(lang=lang, elderly=elderly)
    t.to_review(way="pickup")
    t.c.stopped("network")
    t.press("cannot.open", "cannot.cause:system", "cannot.print")
    for page in t.glass.pages[-4:]:
        assert "样例" not in page.caption
        assert "429999" not in repr(page)
