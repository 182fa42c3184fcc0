from __future__ import annotations

from dataclasses import replace

import pytest

from drivers.events import CardRead, CardRemoved, CardTrouble
from kiosk.flows.data import Notice
from kiosk.flows.matter import FLOWS
from kiosk.services.messages import Words
from kiosk.services.ports import Told
from kiosk.services.session import STEP_PAGES
from tests.services.world import LI, WANG, Terminal


def test_an_application_goes_from_card_to_rating_asking_only_what_nobody_knows():
    t = Terminal()
    t.begin("XC-MZ-008")
    assert t.page.screen == "matter"
    t.press("matter.start")
    assert t.page.screen == "materials"
    t.press("common.next")
    assert t.page.caption == Words()("frame.gap.tick.say")  # not ticked beforehand
    t.c.tick("materials.agree")
    t.press("common.next")
    assert t.page.screen == "form"
    assert t.page.field.id == "applicant.mobile"
    t.type("1380000000")
    t.press("common.next")
    assert t.page.field.hint == Words()("check.mobile.short", n=10)
    t.type("0")
    t.press("common.next")
    assert t.page.screen == "delivery"
    assert not any(c.chosen for c in t.page.choices)
    t.c.choose("delivery.mail")
    t.press("common.next")
    assert t.page.screen == "delivery"  # consent to the carrier is separate
    t.c.tick("mail.agree")
    t.press("common.next")
    assert t.page.screen == "review"
    t.c.tick("review.true")
    t.press("review.submit")
    t.press("sign.done")
    assert t.page.screen == "sign"
    t.sign()
    t.press("sign.done")
    assert t.page.screen == "done"
    assert t.page.facts[0].figure == "XC 2611 2300 0500 0423"
    assert t.page.facts[1].figure == "12月2日"
    assert t.page.notice == Words()("done.slip")
    filed = t.world.filed[0]
    assert set(filed.answers) == {"applicant.mobile", "delivery.way", "delivery.address"}
    t.press("done.finish", "rate.5")
    assert t.world.rated == [("XC2611230005000423", 5)]
    assert t.page.screen == "card"
    t.c.on_device(CardRemoved("id_card"))
    assert t.page.screen == "end"
    t.wait(6)
    assert t.page.screen == "attract"
    assert t.c.session.data.person is None


@pytest.mark.parametrize("elderly", [False, True])
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_every_page_of_a_visit_can_be_made_in_every_wording(elderly, lang):
    t = Terminal(elderly=elderly, lang=lang)
    t.begin("XC-MZ-008")
    for _ in range(30):
        page = t.page
        if page.screen == "done":
            break
        for choice in page.choices[:1]:
            if not choice.chosen:
                t.c.choose(choice.id)
        for tick in t.page.ticks:
            if not tick.ticked:
                t.c.tick(tick.id)
        if t.page.field:
            t.type("13800000000")
        if t.page.pad:
            t.sign()
        t.press(t.page.main.id)
    assert t.page.screen == "done"
    assert all("{" not in p.caption for p in t.glass.pages)


def test_back_keeps_what_was_entered_and_switching_the_mode_too():
    t = Terminal()
    t.to_review()
    t.press("strip.elderly")
    assert t.page.elderly
    t.press("strip.elderly")
    t.press("common.back")
    assert t.page.screen == "delivery"
    assert [c.chosen for c in t.page.choices] == [True, False]


def test_changing_one_answer_from_the_review_returns_to_it():
    t = Terminal()
    t.to_review()
    t.press("common.change:applicant.mobile")
    t.type("13800000000")
    t.press("common.next")
    assert t.page.screen == "review"
    assert "138****0000" in [r.value for s in t.page.sections for r in s.rows]


@pytest.mark.parametrize("field", ["applicant.mobile", "delivery.way"])
def test_a_change_that_is_not_made_leaves_the_answer_as_it_was(field):
    t = Terminal()
    t.to_review()
    before = dict(t.c.session.data.answers)
    t.press(f"common.change:{field}", "common.back")
    assert t.page.screen == "review"
    assert dict(t.c.session.data.answers) == before
    assert "carrier" in t.c.session.data.consents


def test_a_look_up_that_is_taken_back_leaves_nothing_behind():
    t = Terminal()
    t.begin("XC-MZ-008")
    t.press("matter.start")
    t.c.tick("materials.agree")
    t.press("common.next")
    while t.page.screen != "materials":
        t.press("common.back")
    t.press("materials.without")
    assert "bank.account" not in t.c.session.data.known
    assert "lookup" not in t.c.session.data.consents


def test_too_young_is_said_at_once_with_the_day_from_which_it_can_be_had():
    t = Terminal()
    t.begin("XC-MZ-008", WANG)
    assert t.page.screen == "notice"
    assert "2066年3月15日" in t.page.lead
    t.press("notice.print")
    slip, _copy = t.world.printed[0]
    words = [getattr(line, "value", getattr(line, "text", "")) for line in slip.lines]
    assert "XC 2611 2300 0500 0423" in words
    assert "0710-3550001" in words


def test_a_household_elsewhere_is_sent_to_that_place():
    t = Terminal()
    t.begin("XC-MZ-008", replace(LI, address="湖北省襄阳市樊城区示例路9号"))
    assert t.page.screen == "notice"
    assert "樊城区" in t.page.banner.first


def test_who_is_not_known_to_any_register_is_asked_first_whether_there_is_a_card():
    t = Terminal()
    t.world.account = ""
    t.begin("XC-MZ-008")
    t.press("matter.start")
    t.c.tick("materials.agree")
    t.press("common.next")
    assert t.page.screen == "question"
    t.c.choose("question.has_social_card.no")
    assert t.page.screen == "notice"
    t = Terminal()
    t.world.account = ""
    t.begin("XC-MZ-008")
    t.press("matter.start", "materials.without")
    t.c.choose("question.has_social_card.yes")
    assert t.page.field.id == "bank.account"
    t.type("6217994299900010027")
    t.press("common.next")
    assert t.page.field.hint == Words()("check.bank.wrong")


def test_without_network_the_case_is_kept_and_said_so_with_its_number():
    t = Terminal()
    t.world.network = False
    t.begin("XC-MZ-008")
    t.press("matter.start", "materials.without")
    t.c.choose("question.has_social_card.yes")
    t.type("6217994299900010026")
    t.press("common.next", "form.no_mobile")
    t.c.choose("delivery.pickup")
    t.press("common.next")
    t.c.tick("review.true")
    t.press("review.submit")
    t.sign()
    t.press("sign.done")
    assert t.page.title == Words()("done.kept")
    assert t.page.facts[0].figure == "XC 2611 2300 0500 0423"


def test_a_slip_that_may_not_have_come_out_is_settled_by_asking():
    t = Terminal()
    t.world.print_outcome = "unknown"
    t.hand_in()
    assert t.page.notice_act.id == "done.slip_missing"
    t.press("done.slip_missing")
    assert [copy for _slip, copy in t.world.printed] == [False, True]
    assert t.page.notice_act is None


def test_no_paper_says_first_that_nothing_is_lost():
    t = Terminal()
    t.world.print_outcome = "paper"
    t.hand_in()
    assert t.page.screen == "trouble"
    assert "XC 2611 2300 0500 0423" in t.page.banner.lines[0]
    t.world.print_outcome = "done"
    t.press("trouble.print.retry")
    assert t.page.screen == "done"


def test_a_refused_case_is_not_lost_and_ends_at_a_named_window():
    t = Terminal()
    t.world.answer = lambda outcome: Told(outcome, Notice("refused"))
    t.hand_in()
    assert t.page.screen == "notice"
    assert "XC 2611 2300 0500 0423" in t.page.banner.lines[0]


def test_a_card_that_answers_another_asking_is_not_taken():
    t = Terminal()
    t.press("attract.start")
    t.c.steps.begin("XC-MZ-008")
    late = t.world.armed
    t.press("common.back")
    t.c.on_device(CardRead("id_card", late, LI))
    assert t.page.screen == "home"
    t.c.steps.begin("XC-MZ-008")
    t.c.on_device(CardRead("id_card", late, LI))
    assert t.page.screen == "identify"


def test_three_unreadable_cards_offer_another_way():
    t = Terminal()
    t.press("attract.start")
    t.c.steps.begin("XC-MZ-008")
    for _ in range(3):
        t.c.on_device(CardTrouble("id_card", t.world.armed, "disturbed"))
    assert t.page.screen == "trouble"
    t.press("trouble.card.retry")
    assert t.page.screen == "identify"
    assert t.world.armed


def test_an_answer_that_comes_after_the_session_is_dropped():
    t = Terminal()
    t.begin("XC-MZ-008")
    t.press("matter.start")
    t.c.tick("materials.agree")
    t.now.hold = True
    t.press("common.next")
    t.c.idling.finish()
    t.now.release()
    assert t.c.session.data.known == {}
    assert t.page.screen in ("card", "end")


def test_quiet_is_asked_about_then_erased_and_any_touch_counts():
    t = Terminal()
    t.to_review()
    t.wait(121)
    assert t.page.screen == "idle"
    assert t.page.seconds_left <= 30
    for _ in range(12):
        t.press("idle.here")
        assert t.page.screen == "review"
        t.wait(121)
        assert t.page.screen == "idle"
    t.wait(31)
    assert t.page.screen == "card"
    assert t.c.session.data.person is None


def test_the_clock_stands_still_while_a_helper_is_called():
    t = Terminal()
    t.to_review()
    t.press("strip.help")
    t.wait(590)
    assert t.page.screen == "help"
    t.press("help.continue")
    assert t.page.screen == "review"
    t.press("strip.help")
    t.wait(600 + 125)
    assert t.page.screen == "idle"
    t.wait(31)
    assert t.c.session.data.person is None


def test_the_clock_stands_still_while_the_machine_speaks():
    t = Terminal()
    t.to_review()
    t.world.talks = True
    t.wait(600)
    assert t.page.screen == "review"
    t.world.talks = False
    t.wait(122)
    assert t.page.screen == "idle"


def test_what_is_kept_comes_back_with_the_same_card_only():
    t = Terminal()
    t.to_review()
    t.press("strip.end")
    assert t.page.screen == "leave"
    t.press("idle.save")
    assert t.page.screen == "resume_kept"
    t.press("resume.finish")
    assert t.page.screen == "card"
    t.c.on_device(CardRemoved("id_card"))
    t.wait(6)
    t.begin("XC-MZ-008", WANG)
    assert not t.c.session.data.answers
    t.press("notice.finish")
    t.c.on_device(CardRemoved("id_card"))
    t.wait(6)
    t.begin("XC-MZ-008")
    t.press("resume.on")
    assert t.c.session.data.answers["delivery.way"] == "mail"


def test_a_record_without_network_is_refused_before_anything_is_asked():
    t = Terminal()
    t.world.network = False
    t.begin("XC-RS-026")
    t.press("matter.start")
    assert t.page.screen == "trouble"
    assert not t.world.filed


def test_trouble_ends_in_a_slip_with_a_number_and_a_place():
    t = Terminal()
    t.world.network = False
    t.begin("XC-RS-026")
    t.press("matter.start", "notice.print")
    assert t.page.screen == "trouble"
    assert t.page.notice == Words()("done.slip")
    slip, _copy = t.world.printed[0]
    words = [getattr(line, "value", getattr(line, "text", "")) for line in slip.lines]
    assert "XC 2611 2300 0500 0423" in words
    assert Words()("trouble.network.title") in words
    t.world.network = True
    t.press("trouble.network.retry")
    assert t.page.screen == "matter"


def test_every_step_of_every_flow_is_reachable_and_can_be_left():
    screens = {"identify", "confirm", "matter", "materials", "working", "question", "form"}
    screens |= {
        "capture",
        "delivery",
        "review",
        "sign",
        "sending",
        "done",
        "notice",
        "rate",
        "purpose",
    }
    for flow in FLOWS.values():
        assert flow.problems(screens, {"lookup", "file", "query"}, lambda _: True) == []
        assert set(flow.steps) <= set(STEP_PAGES)
        broken = dict(flow.steps)
        del broken["rate"]
        assert replace(flow, steps=broken).problems(screens, {"file"}, lambda _: True)
