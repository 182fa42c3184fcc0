"""Service mode: who gets in, what a visit is spared, and what every act leaves behind."""

from __future__ import annotations

import pytest

from drivers.events import CardRead, CardRemoved, CardTrouble, CodeScanned, StatusChanged
from drivers.status import DeviceStatus, State
from kiosk.services.servicing import ALONE_S
from tests.services.world import LI, WANG, Terminal


@pytest.fixture
def t():
    terminal = Terminal()
    terminal.world.device |= {"scanner": "ready", "speaker": "ready"}
    return terminal


def hall(t, times=5, apart=0.5):
    for _ in range(times):
        t.c.hall()
        t.clock.advance(apart)


def enter(t, pin="246810"):
    hall(t)
    t.type("1005")
    t.press("common.next")
    t.type(pin)
    t.press("common.next")


def texts(page):
    return repr(page)


def test_four_touches_or_slow_ones_open_nothing(t):
    hall(t, 4)
    t.clock.advance(5)
    hall(t, 12, apart=1.1)
    assert t.page.screen == "attract"
    t.clock.advance(5)
    hall(t)
    assert t.page.screen == "service_sign_in"


def test_a_pin_is_never_shown_or_kept_and_five_wrong_ones_lock(t):
    hall(t)
    for n in range(5):
        t.type("1005")
        t.press("common.next")
        t.type("135799")
        assert "135799" not in texts(t.page)
        t.press("common.next")
        assert (t.page.title == "试错五次，先锁上了") is (n == 4)
    t.press("strip.end")
    hall(t)
    assert t.page.title == "试错五次，先锁上了"
    t.wait(15 * 60)
    hall(t)
    assert t.page.screen == "service_sign_in"


def test_a_short_number_or_pin_is_asked_for_and_not_tried(t):
    hall(t)
    t.type("100")
    t.press("common.next")
    assert t.page.field.id == "service.number"
    t.type("5")
    t.press("common.next")
    t.type("24681")
    t.press("common.next")
    assert t.page.field.id == "service.pin"
    assert t.world.service.failures == 0


def test_a_visit_stands_still_unseen_and_goes_on_where_it_was(t):
    t.to_review()
    before = t.page
    enter(t)
    for _ in range(4):
        assert not any(word in texts(t.page) for word in ("李样例", "0018", "示例路", "高龄"))
        t.wait(200)
        t.c.touched()
    t.press("strip.end")
    assert t.page == before
    t.wait(100)
    assert t.page.screen == "review"
    t.c.tick("review.true")
    t.press("review.submit")
    t.sign()
    t.press("sign.done")
    assert len(t.world.filed) == 1


def test_a_card_that_was_asked_for_is_asked_for_again_and_no_staff_card_gets_into_the_visit(t):
    t.press("attract.start")
    t.c.steps.begin("XC-MZ-008")
    asked = t.world.armed
    enter(t)
    t.press("service.device:id_card", "service.test")
    t.c.on_device(CardRead("id_card", asked, WANG))
    assert t.page.screen == "service_test"
    t.c.on_device(CardRead("id_card", t.world.reader_armed["id_card"], WANG))
    assert t.page.notice == "读出来了，好用"
    assert "王样例" not in texts(t.page)
    t.press("common.back", "strip.end")
    assert t.page.screen == "identify"
    assert t.world.armed not in ("", asked)
    t.card(LI)
    assert t.c.session.data.person.name == "李样例"


def test_nobody_gets_in_while_a_case_is_being_handed_in(t):
    t.to_review()
    t.c.tick("review.true")
    t.press("review.submit")
    t.sign()
    t.now.hold = True
    t.press("sign.done")
    hall(t)
    assert t.page.screen == "sending"
    t.now.hold = False
    t.now.release()
    assert t.page.screen == "done"


def test_service_mode_left_alone_closes_itself_and_the_next_one_must_sign_in(t):
    enter(t)
    assert t.page.screen == "service"
    t.wait(ALONE_S - 5)
    assert t.page.screen == "service"
    t.wait(6)
    assert t.page.screen == "attract"
    hall(t)
    assert t.page.screen == "service_sign_in"
    assert t.page.field.shown == ""


def test_a_page_of_help_keeps_no_staff_signed_in_and_ending_leads_back_to_the_visit(t):
    t.to_review()
    enter(t)
    t.press("strip.help")
    t.wait(ALONE_S + 5)
    assert t.page.screen == "review"
    enter(t)
    t.press("strip.end")
    assert t.page.screen == "review"


def test_every_act_is_written_down_with_who_did_it(t):
    enter(t)
    t.press("service.device:receipt", "service.restart:receipt", "service.paper:receipt")
    t.press("service.test", "service.rest:receipt")
    t.c.choose("broken")
    t.press("service.rest_now")
    assert t.world.service.notes == {"receipt": "broken"}
    t.press("service.serve:receipt", "common.back")
    t.press("service.more", "service.send_again", "strip.end")
    assert [(act, role, detail) for act, _who, role, detail in t.world.service.acts] == [
        ("enter", "", ""),
        ("restart", "receipt", ""),
        ("paper", "receipt", ""),
        ("test", "receipt", "print_done"),
        ("rest", "receipt", "broken"),
        ("serve", "receipt", ""),
        ("send_again", "", ""),
        ("leave", "", ""),
    ]
    assert {who for _act, who, _role, _detail in t.world.service.acts} == {"1005"}
    assert t.world.service.reopened == ["receipt"]


def test_nothing_is_done_that_cannot_be_written_down(t):
    enter(t)
    t.press("service.device:receipt")
    t.world.disk = False
    t.press("service.restart:receipt")
    assert t.world.service.reopened == []
    assert t.page.notice == "存不下来，什么都没有改"


def test_a_machine_out_of_service_says_so_and_where_else_and_begins_nothing(t):
    enter(t)
    t.press("service.more", "service.rest")
    t.press("service.rest_now")
    assert t.page.screen == "service_note"  # no reason yet
    t.c.choose("moving")
    t.press("service.rest_now", "strip.end")
    assert (t.page.screen, t.page.title) == ("attract", "本机暂停服务")
    assert t.c.fixed.place.helper.name in texts(t.page)
    for act in ("attract.start", "attract.elderly", "home.apply"):
        t.press(act)
        assert t.page.title == "本机暂停服务"
    t.press("home.helper")
    assert t.page.screen == "help"
    t.press("help.continue")
    assert t.page.title == "本机暂停服务"


def test_a_visit_that_had_begun_may_end_although_the_machine_goes_out_of_service(t):
    t.to_review()
    enter(t)
    t.press("service.more", "service.rest")
    t.c.choose("upkeep")
    t.press("service.rest_now", "strip.end")
    assert t.page.screen == "review"
    t.c.tick("review.true")
    t.press("review.submit")
    t.sign()
    t.press("sign.done")
    assert t.page.screen == "done"
    assert len(t.world.filed) == 1
    assert t.world.printed
    t.press("done.finish", "rate.5")
    t.c.on_device(CardRemoved("id_card"))
    t.wait(6)
    assert (t.page.screen, t.page.title) == ("attract", "本机暂停服务")
    t.press("attract.start")
    assert t.page.title == "本机暂停服务"


@pytest.mark.parametrize("at", ["done", "list"])
def test_nothing_new_is_begun_once_the_machine_is_out_of_service(t, at):
    if at == "done":
        t.to_review()
        t.c.tick("review.true")
        t.press("review.submit")
        t.sign()
        t.press("sign.done")
    else:
        t.press("attract.start", "home.apply")
    t.world.service.rest_note = "upkeep"
    t.press("done.another" if at == "done" else "matters.choose:XC-MZ-008")
    assert t.page.title == "本机暂停服务"
    assert t.c.session.visit is None
    assert not t.world.armed


def test_a_card_or_code_that_does_not_read_is_told_and_nothing_stays_armed(t):
    enter(t)
    t.press("service.device:id_card", "service.test")
    t.c.on_device(CardTrouble("id_card", t.world.reader_armed["id_card"], "not_an_id_card"))
    assert t.page.notice == "没读出来，换一张再试"
    assert t.world.reader_armed == {}
    t.press("common.back", "service.device:scanner", "service.test")
    t.c.on_device(CodeScanned("scanner", t.world.scan_armed, "429999194405180018"))
    assert "429999194405180018" not in texts(t.page)
    assert t.page.notice == "读出来了，好用"


def test_a_device_that_changes_is_seen_at_once(t):
    enter(t)
    t.world.device["receipt"] = "empty"
    changed = DeviceStatus("receipt", "receipt_printer", "x", "tcp://x", State.EMPTY)
    t.c.on_device(StatusChanged(changed))
    assert "没纸了" in texts(t.page)


def test_a_mistake_of_the_program_in_service_mode_leaves_the_visit_as_it_was(t):
    t.to_review()
    enter(t)
    t.c.crashed()
    assert not t.c.service.on
    assert t.c.session.data.person is not None


def test_the_page_of_trouble_has_a_way_in_for_staff(t):
    t.press("attract.start")
    t.c.stopped("crash")
    t.press("service.open")
    assert t.page.screen == "service_sign_in"
    t.press("common.back")
    assert t.page.screen == "trouble"
