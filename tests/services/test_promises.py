from __future__ import annotations

import pytest

from drivers.events import CardRemoved, StatusChanged
from drivers.status import DeviceStatus, State
from kiosk.services.filing import evidence
from kiosk.services.messages import Words
from tests.services.world import WANG, Terminal


def keep_at_review():
    t = Terminal()
    t.to_review()
    t.press("strip.end", "idle.save", "resume.finish")
    go_away(t)
    t.begin("XC-MZ-008")
    t.press("resume.on")
    return t


def go_away(t):
    t.c.on_device(CardRemoved("id_card"))
    t.wait(6)
    assert t.page.screen == "attract"


def test_what_was_kept_is_mailed_only_after_the_consent_is_given_again():
    t = keep_at_review()
    t.press("matter.start")
    t.c.tick("materials.agree")
    t.press("common.next")
    assert t.page.screen == "delivery"
    assert [c.chosen for c in t.page.choices] == [True, False]
    t.press("common.next")
    assert t.page.screen == "delivery"
    t.c.tick("mail.agree")
    t.press("common.next")
    assert t.page.screen == "review"
    t.c.tick("review.true")
    t.press("review.submit")
    t.sign()
    t.press("sign.done")
    assert "carrier" in t.world.filed[0].consents


def test_what_was_kept_stays_for_one_who_is_called_away_and_goes_when_dropped():
    t = keep_at_review()
    t.wait(400)
    go_away(t)
    t.begin("XC-MZ-008")
    t.press("resume.on")
    assert t.c.session.data.answers["delivery.way"] == "mail"
    t.press("strip.end", "idle.drop")
    assert not t.world.visits.platform
    go_away(t)
    t.begin("XC-MZ-008")
    assert not t.c.session.data.answers


@pytest.mark.parametrize("way_out", ["leave", "crash"])
def test_the_clock_goes_on_for_one_who_leaves_the_helpers_page_by_another_way(way_out):
    t = Terminal()
    t.to_review()
    t.press("strip.help")
    if way_out == "leave":
        t.press("strip.end")
    else:
        t.c.crashed()
    t.wait(160)
    assert t.c.session.data.person is None


def test_nobody_loses_the_number_by_leaving_while_it_is_handed_in():
    t = Terminal()
    t.to_review()
    t.c.tick("review.true")
    t.press("review.submit")
    t.sign()
    t.now.hold = True
    t.press("sign.done", "strip.end")
    assert t.page.screen == "sending"
    t.now.release()
    assert t.page.screen in ("done", "sending")
    assert t.c.session.slip_no == "XC2611230005000423"


def test_trouble_without_a_printer_ends_and_does_not_begin_again():
    t = Terminal()
    t.world.device["id_card"] = "disconnected"
    t.world.print_outcome = "printer"
    t.press("attract.start", "home.print", "matters.choose:XC-RS-026", "notice.print")
    assert t.page.title == Words()("trouble.printer.title")
    t.press("trouble.print.without")
    assert t.page.screen == "end"


def test_a_record_that_waits_for_the_network_without_a_slip_ends_in_no_busy_page():
    t = Terminal()
    t.world.print_outcome = "paper"
    t.begin("XC-RS-026")
    t.press("matter.start")
    t.c.choose("purpose.self")
    t.c.tick("purpose.agree")
    t.world.network = False
    t.press("purpose.print", "notice.print", "trouble.print.without")
    assert t.page.screen == "card"


def test_where_nobody_can_tell_whether_the_slip_came_out_the_person_is_asked():
    t = Terminal()
    t.world.print_outcome = "unknown"
    t.hand_in()
    assert t.page.notice == Words()("done.slip_unknown")
    t.press("done.slip_missing")
    assert [copy for _slip, copy in t.world.printed] == [False, True]
    t.begin("XC-MZ-008", WANG)
    t.press("notice.print")
    assert t.page.notice == Words()("done.slip_unknown")
    assert t.page.main.id == "notice.print"


def test_a_store_that_takes_nothing_says_only_what_is_true():
    t = Terminal()
    t.world.disk = False
    t.press("attract.start", "home.print", "matters.choose:XC-RS-026")
    assert t.page.banner.first == Words()("trouble.store.safe")
    assert not t.world.printed


@pytest.mark.parametrize("way", ["reader lost", "end pressed"])
def test_nobody_is_held_up_for_a_card_that_the_reader_cannot_see_leave(way):
    t = Terminal()
    t.begin("XC-MZ-008")
    t.press("strip.end", "idle.drop")
    assert t.page.screen == "card"
    if way == "reader lost":
        t.world.device["id_card"] = "disconnected"
        status = DeviceStatus("id_card", "id_card", "sam_v", "virtual", State.DISCONNECTED)
        t.c.on_device(StatusChanged(status))
    else:
        t.press("strip.end")
    assert t.page.screen == "end"
    t.wait(6)
    assert t.page.screen == "attract"


@pytest.mark.parametrize(("asked", "source"), [(True, "department-check"), (False, "citizen")])
def test_what_a_person_typed_is_not_said_to_be_vouched_for_by_a_department(asked, source):
    t = Terminal()
    t.begin("XC-MZ-008")
    t.press("matter.start")
    if asked:
        t.c.tick("materials.agree")
        t.press("common.next")
    else:
        t.press("materials.without")
        t.c.choose("question.has_social_card.yes")
        t.type("6217994299900010026")
        t.press("common.next")
    t.press("form.no_mobile")
    t.c.choose("delivery.pickup")
    t.press("common.next")
    t.c.tick("review.true")
    t.press("review.submit")
    t.sign()
    t.press("sign.done")
    (filed,), matter = t.world.filed, t.c.fixed.matters["XC-MZ-008"]
    account = "本人社保卡银行账户"
    found = {m.name: (kind.value, grade.value) for m, kind, grade in evidence(filed, matter)}
    assert found[account] == (source, "A" if asked else "D")
    slip, _copy = t.world.printed[0]
    said = {getattr(i, "label", ""): getattr(i, "value", "") for i in slip.lines}
    words = Words()
    assert said[words(f"matter.item.{account}")] == words(f"slip.material.{source}")
