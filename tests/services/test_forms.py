from __future__ import annotations

from dataclasses import replace

import pytest

from drivers.receipt_printer import Pair, Text
from kiosk.domain.assurance import Assurance
from kiosk.domain.loader import shipped
from kiosk.domain.matter import KioskMode
from kiosk.domain.offer import Offer, offer_of
from kiosk.flows.data import NO_MOBILE
from kiosk.services.messages import Words
from tests.services.forms_walk import right, walk
from tests.services.world import LI, Terminal

OPEN = [code for code, form in shipped().forms.items() if form.assurance is not Assurance.PROVEN]
PROVEN = [code for code in shipped().forms if code not in OPEN]


def said(slip):
    lines = [line for line in slip.lines if isinstance(line, Pair | Text)]
    return " ".join(v for line in lines for v in (getattr(line, "label", ""), _text(line)))


def _text(line):
    return line.value if isinstance(line, Pair) else line.text


@pytest.mark.parametrize("part", range(4))
def test_every_matter_comes_from_the_card_to_its_end_whatever_is_chosen(part):
    """In both modes and languages; all options of the first choice have their turn in time."""
    for n, code in enumerate(OPEN[part::4]):
        elderly, lang = bool(n % 2), ("zh_CN", "en")[(n // 2) % 2]
        t = walk(code, elderly=elderly, lang=lang, option=n + part)
        assert t.page.screen == "done", (code, t.page.title)
        (filed,) = t.world.filed
        form = shipped().forms[code]
        missing = [f.id for f in form.fields if f.applies(filed.answers) and not filed.value(f.id)]
        assert not [f for f in missing if f != "delivery.address"], code
        assert not any("{" in page.caption + page.title for page in t.glass.pages)


def test_what_hangs_on_another_answer_is_neither_filed_nor_signed_without_it():
    t = walk("XC-RS-004", option=0)
    assert t.world.filed[0].value("deceased.died_on")
    t = walk("XC-RS-004", option=1)
    assert "deceased.died_on" not in t.world.filed[0].fields()
    t = Terminal()
    walk_to_review(t, "XC-RS-004")
    answers = dict(t.c.session.data.answers)
    assert answers["deceased.relation"]
    t.press("common.change:cancel.why")
    t.c.steps.answering.take("cancel.why", "abroad")
    assert t.page.screen == "review"
    assert "deceased.relation" not in t.c.session.data.fields()
    shown = [row.label for section in t.page.sections for row in section.rows]
    assert Words()("field.deceased.relation.label") not in shown


def walk_to_review(t, code):
    from tests.services.forms_walk import step

    t.press("attract.start")
    t.c.steps.begin(code)
    t.card(LI)
    t.press("confirm.yes")
    for _ in range(30):
        if t.c.session.step == "review":
            return
        step(t, 0, "pickup")


@pytest.mark.parametrize("code", ["XC-SWJ-001", "XC-GY-005", "XC-ZJ-014", "XC-MZ-001"])
def test_what_is_not_done_here_is_said_before_a_card_is_asked_for(code):
    t = Terminal()
    t.press("attract.start")
    assert offer_of(shipped().catalogue[code]) is not Offer.VISIT
    t.c.steps.begin(code)
    assert t.c.session.visit is None
    assert not t.world.armed
    assert t.page.screen == "not_here"


@pytest.mark.parametrize("code", PROVEN)
def test_who_must_be_seen_alive_is_not_done_by_a_card_alone(code):
    t = Terminal()
    t.press("attract.start")
    t.c.steps.begin(code)
    t.card(LI)
    t.press("confirm.yes")
    assert t.page.screen != "matter"
    assert not t.world.filed
    t = Terminal()
    t.press("attract.start")
    t.c.steps.begin(code)
    visit = t.c.steps.visit
    visit.jump("matter", visit.data)
    assert Words()("matter.proof") in [r.label for s in t.c.draft().page.sections for r in s.rows]


def test_a_paper_that_follows_holds_the_date_and_stands_on_screen_and_slip_with_its_way():
    t = walk("XC-SJ-001")
    assert t.page.title == Words()("done.waiting")
    assert t.page.facts[1].figure == Words()("done.when_paper")
    assert "住所（经营场所）使用证明" in t.page.stops[1].text
    slip, _ = t.world.printed[-1]
    for wanted in ("住所（经营场所）使用证明", Words()("slip.papers_note"), "店铺的名称"):
        assert wanted in said(slip)
    without = walk("XC-GA-001")
    assert without.page.title == Words()("done.received")
    assert Words()("slip.papers_note") not in said(without.world.printed[-1][0])


def test_only_who_acts_for_a_company_owes_the_authorisation():
    for option, owed in ((0, False), (1, True)):
        t = walk("XC-RS-019", option=option)
        role = t.world.filed[0].value("agent.role")
        assert (role == "agent") is owed
        assert (t.page.title == Words()("done.waiting")) is owed


def test_a_fee_is_said_before_the_start_and_on_the_slip_and_nothing_is_mailed():
    t = walk("XC-BDC-006")
    first = next(page for page in t.glass.pages if page.screen == "matter")
    assert (first.facts[1].figure, first.facts[1].note) == ("住宅80元", Words()("matter.fee_later"))
    assert Words()("slip.fee_later") in said(t.world.printed[-1][0])
    assert not any(page.screen == "delivery" for page in t.glass.pages)


def test_what_wants_no_signature_is_handed_in_from_the_review():
    t = walk("XC-RS-033")
    assert not any(page.screen == "sign" for page in t.glass.pages)
    review = next(page for page in t.glass.pages if page.screen == "review")
    assert review.main.text == Words()("sign.submit")
    assert t.world.filed[0].signature is None


def test_the_due_day_of_a_clerk_s_matter_is_the_day_of_acceptance():
    matter = shipped().catalogue["XC-GA-001"]
    assert (matter.kiosk_mode, matter.promise.number) == (KioskMode.PRE_ACCEPT, 0)
    t = walk("XC-GA-001")
    outcome = t.c.session.data.outcome
    assert outcome.due == outcome.accepted == t.clock.today()


def test_who_is_too_young_is_told_the_age_of_that_matter():
    t = Terminal()
    t.press("attract.start")
    t.c.steps.begin("XC-RS-002")
    t.card(replace(LI, number="429999198603150029", birth=None or LI.birth.replace(year=1986)))
    t.press("confirm.yes")
    assert t.page.screen == "notice"
    assert "60" in t.page.lead
    assert "2046" in t.page.lead


def test_no_mobile_is_an_answer_in_every_matter_that_asks_for_one():
    t = Terminal()
    t.press("attract.start")
    t.c.steps.begin("XC-GA-007")
    t.card(LI)
    t.press("confirm.yes", "matter.start", "materials.without")
    t.c.steps.answering.take("household.book", right("household.book"))
    assert t.page.other.text == Words()("form.no_mobile")
    t.press(t.page.other.id)
    assert t.c.session.data.answers["applicant.mobile"] == NO_MOBILE
