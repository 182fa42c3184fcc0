"""Half-done visits: left at any step, gone on with at another machine, nothing typed again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drivers.events import CardRemoved, CodeScanned
from kiosk.flows.engine import Visit
from kiosk.flows.matter import APPLICATION
from kiosk.services.ports_visits import HalfDone
from kiosk.services.resuming import fitting
from kiosk.services.slips_resume import slip_number_of
from tests.services.test_identity import forms  # noqa: F401
from tests.services.world import LI, WANG, Terminal

ALLOWANCE, RECORD = "XC-MZ-008", "XC-RS-026"
STEPS = ("matter", "materials", "form", "delivery", "review", "sign")


def forward(t, typed, stop=""):
    """From the page of the matter to the end or `stop`, counting what is typed."""
    for _ in range(30):
        step = t.c.session.step
        if step == stop or step not in (*STEPS, "purpose", "question"):
            return step
        one(t, step, typed)
    return t.c.session.step


def one(t, step, typed):
    if step == "matter":
        t.press("matter.start")
    elif step == "materials":
        t.c.tick("materials.agree")
        t.press("common.next")
    elif step == "form":
        typed.append(t.page.field.id)
        t.type("13800000000")
        t.press("common.next")
    elif step == "delivery":
        if not t.c.session.data.value("delivery.way"):
            typed.append("delivery.way")
            t.c.choose("delivery.mail")
        t.c.tick("mail.agree")
        t.press("common.next")
    elif step == "purpose":
        if not t.c.session.data.value("reading.purpose"):
            typed.append("reading.purpose")
            t.c.choose("purpose.house")
        t.c.tick("purpose.agree")
        t.press("purpose.print")
    elif step == "review":
        for tick in t.page.ticks:
            t.c.tick(tick.id)
        t.press(t.page.main.id)
    else:
        t.sign()
        t.press("sign.done")


def left_at(step, code=ALLOWANCE, record=LI):
    t, typed = Terminal(), []
    t.begin(code, record)
    assert forward(t, typed, step) == step
    t.press("strip.end", "idle.save")
    assert t.page.screen == "resume_kept"
    return t, typed


def second(t, **how):
    """Another terminal of the same platform."""
    other = Terminal(**how)
    other.world.visits.platform = t.world.visits.platform
    other.world.visits.terminal = "XC-K-006"
    other.clock.advance(60)
    return other


def resumed(t, record=LI):
    t.press("attract.start", "resume.open")
    t.card(record)
    rows = [row.act.id for section in t.page.sections for row in section.rows if row.act]
    t.press(rows[0])
    return t


@pytest.mark.parametrize("step", STEPS)
def test_an_application_left_at_any_step_ends_at_another_machine_with_nothing_typed_again(step):
    t, typed = left_at(step)
    t2 = resumed(second(t))
    assert forward(t2, typed) == "done"
    assert sorted(typed) == ["applicant.mobile", "delivery.way"]
    assert t2.world.filed[0].answers["applicant.mobile"] == "13800000000"
    assert not t2.world.visits.platform


@pytest.mark.parametrize("step", ["matter", "purpose"])
def test_a_record_left_at_any_step_is_printed_at_another_machine(step):
    t, typed = left_at(step, RECORD, WANG)
    t2 = resumed(second(t), WANG)
    forward(t2, typed)
    assert typed == ["reading.purpose"]
    assert len(t2.world.filed) == 1


def test_consents_are_asked_again_and_registers_read_again_at_the_other_machine():
    t, _ = left_at("review")
    t2 = resumed(second(t))
    assert t2.c.session.step == "materials"
    assert (dict(t2.c.session.data.consents), t2.c.session.data.looked_up) == ({}, "")
    t2.press("common.next")
    assert t2.c.session.step == "materials"


def test_what_stood_in_an_unfinished_field_stands_there_again():
    t = Terminal()
    t.begin(ALLOWANCE)
    forward(t, [], "form")
    t.type("1380")
    t.press("strip.end", "idle.save")
    t2 = resumed(second(t))
    one(t2, "materials", [])
    assert t2.page.field.typed == "1380"


def test_back_leads_through_the_steps_in_their_order():
    t, _ = left_at("delivery")
    t.world.visits.platform = {
        k: replace(v, answers={**v.answers, "bank.account": "6217994299900010026"})
        for k, v in t.world.visits.platform.items()
    }
    t2 = resumed(second(t))
    assert t2.c.session.step == "delivery"
    seen = []
    for _ in range(6):
        t2.press("common.back")
        seen.append(t2.c.session.step)
        if seen[-1] == "identify":
            break
    assert seen[:2] == ["form", "matter"] or seen[0] == "matter"
    assert "confirm" in seen


def test_another_persons_card_opens_nothing_and_says_nothing_of_it():
    t, _ = left_at("form")
    t2 = second(t)
    t2.press("attract.start", "home.progress", "resume.open")
    t2.c.on_device(CodeScanned("scanner", t2.world.scan_armed, "XCH/XC2611230005000423/AB"))
    assert "低保" not in repr(t2.page)
    assert not t2.world.visits.asked
    t2.card(WANG)
    assert t2.page.screen == "resume_none"
    assert "王" not in repr(t2.page)
    assert "李" not in repr(t2.page)


def test_a_slip_and_its_owners_card_lead_to_its_visit():
    t, _ = left_at("form")
    t.press("resume.print")
    text = [getattr(line, "text", "") for line in t.world.printed[0][0].lines]
    code = next(one for one in text if one.startswith("XCH/"))
    assert slip_number_of(code) == "XC2611230005000423"
    assert all(LI.number not in repr(line) for line in t.world.printed[0][0].lines)
    assert all(LI.name not in repr(line) for line in t.world.printed[0][0].lines)
    t2 = second(t)
    t2.press("attract.start", "home.progress", "resume.open")
    t2.c.on_device(CodeScanned("scanner", t2.world.scan_armed, code))
    t2.card()
    assert t2.page.screen == "resume_list"


def test_a_person_who_begins_something_else_is_offered_what_they_left():
    t, _ = left_at("form")
    t2 = second(t)
    t2.begin("XC-YB-012")
    assert t2.page.screen == "resume_list"
    t2.press("resume.new")
    assert (t2.c.session.step, t2.c.session.data.matter) == ("matter", "XC-YB-012")
    t3 = second(t)
    t3.begin("XC-YB-012")
    t3.press(t3.page.sections[0].rows[0].act.id)
    assert t3.c.session.data.matter == ALLOWANCE
    assert t3.c.session.step == "materials"


def test_the_later_of_two_machines_is_told():
    t, _ = left_at("form")
    resumed(second(t))
    t3 = second(t)
    t3.world.visits.terminal = t3.c.fixed.terminal_id
    resumed(t3)
    assert t3.page.screen == "resume_told"
    assert "XC-K" not in t3.page.lead  # a machine's number says nothing to a person
    t3.press("resume.here")
    assert t3.c.session.step == "materials"


def test_without_network_the_page_says_where_it_can_be_gone_on_with():
    t = Terminal()
    t.begin(ALLOWANCE)
    forward(t, [], "delivery")
    t.world.network = False
    t.press("strip.end", "idle.save")
    assert "网络不通" in t.page.lead
    t.press("resume.finish")
    t.c.on_device(CardRemoved("id_card"))
    t.wait(6)
    resumed(t)
    assert t.c.session.data.matter == ALLOWANCE


def test_dropping_erases_it_everywhere():
    t, _ = left_at("form")
    t2 = resumed(second(t))
    t2.press("strip.end", "idle.drop")
    assert not t2.world.visits.platform


def test_a_full_disk_is_said_and_the_visit_goes_on():
    t = Terminal()
    t.begin(ALLOWANCE)
    forward(t, [], "form")
    t.press("strip.end")
    t.world.disk = False
    t.c.idling.presses()["idle.save"]()
    assert t.page.screen == "trouble"
    assert t.c.session.data.matter == ALLOWANCE


def test_a_new_version_says_what_changed_and_keeps_what_fits():
    t, _ = left_at("review")
    t.world.visits.platform = {
        k: replace(v, version="older", answers={**v.answers, "gone.field": "x"})
        for k, v in t.world.visits.platform.items()
    }
    t2 = resumed(second(t))
    assert t2.page.screen == "resume_changed"
    t2.press("resume.on")
    assert t2.c.session.step == "materials"
    assert "gone.field" not in t2.c.session.data.answers
    assert t2.c.session.data.answers["applicant.mobile"] == "13800000000"


def test_an_answer_that_fits_no_more_is_asked_again():
    t, _ = left_at("form")
    data = next(iter(t.world.visits.platform.values()))
    t2 = Terminal()
    t2.begin(ALLOWANCE)
    half = replace(data, version="older", answers={"applicant.mobile": "12"})
    filled, changes = fitting(t2.c.session.data, half, t2.clock.today())
    assert (dict(filled.answers), changes.new) == ({}, ("applicant.mobile",))


def test_catching_up_passes_nothing_that_asks_for_a_consent():
    t = Terminal()
    t.begin(ALLOWANCE)
    visit = Visit(APPLICATION, t.c.session.data)
    assert visit.catch_up(t.c.session.data, tuple(APPLICATION.steps)[:3]) == "materials"
    assert visit.can_go_back


def test_what_is_left_names_nobody_when_it_is_shown_as_text():
    now = Terminal().clock.now()
    half = HalfDone("a", "b", ALLOWANCE, "v", "form", now, {"x": LI.number}, subject=LI.number)
    assert LI.number not in repr(half)


def test_who_acts_for_another_must_show_the_others_card_again(forms):  # noqa: F811
    forms(for_whom=("self", "other"))
    t = Terminal()
    t.press("attract.start")
    t.c.steps.begin(ALLOWANCE)
    t.card(WANG)
    t.press("confirm.for_other")
    t.card(LI)
    t.press("confirm.yes")
    typed = []
    forward(t, typed, "delivery")
    t.press("strip.end", "idle.save")
    t2 = resumed(second(t), WANG)
    assert t2.c.session.step == "identify"
    assert LI.name not in repr(t2.page)
    t2.card(LI)
    t2.press("confirm.yes")
    assert forward(t2, typed) == "done"
    assert (typed.count("applicant.mobile"), typed.count("delivery.way")) == (1, 1)
