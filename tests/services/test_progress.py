"""Following a case at the machine, from the first touch to the end page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drivers.events import CodeScanned
from kiosk.domain.errors import NotValidError
from kiosk.domain.numbers import parse_slip_code, slip_code, slip_token
from kiosk.services.messages import Words
from kiosk.services.ports_progress import PutRight
from kiosk.services.presenters.progress_case import POST, stops
from tests.services.followed import ASKED, GRANTED, NUMBER, OTHER, REVIEWED, TOKEN
from tests.services.world import LI, WANG, Terminal

SAY = Words()


def opened(tile="home.progress", cases=(REVIEWED,), **how):
    t = Terminal(**how)
    t.world.progress.cases = cases
    t.press("attract.start")
    t.c.open(errand_of(tile)(t.c), tile)
    return t


def errand_of(tile):
    from kiosk.services.errands import opened_by

    return opened_by(tile)


def scan(t, text):
    t.c.on_device(CodeScanned("scanner", t.world.scan_armed, text))


def texts(page):
    rows = [r for s in page.sections for r in s.rows]
    return " ".join([page.title, page.lead, *(f"{r.label}{r.value}{r.note}" for r in rows)])


def test_a_card_leads_to_the_one_case_with_its_due_day_and_its_way():
    t = opened()
    t.card(LI)
    assert t.page.screen == "progress_case"
    assert t.page.title == SAY("progress.state.reviewing")
    assert t.page.facts[0].figure == "12月1日"
    assert [stop.state for stop in t.page.stops] == ["done", "current", "later"]
    assert t.world.scan_armed == t.world.armed == ""


def test_several_cases_are_a_list_and_what_is_late_is_said():
    late = replace(REVIEWED, overdue=2)
    t = opened(cases=(late, GRANTED))
    t.card(LI)
    assert t.page.screen == "progress_list"
    assert SAY("progress.late", n=2) in texts(t.page)
    t.press(f"progress.case:{OTHER}")
    assert t.page.title == SAY("progress.state.granted")
    t.press("common.back", f"progress.case:{NUMBER}")
    assert SAY("progress.late_lead", n=2) == t.page.lead


def test_a_slip_shows_its_case_without_a_card_and_any_other_code_is_said():
    t = opened()
    scan(t, "6901234567892")
    assert t.page.screen == "progress"
    assert t.page.lead == SAY("progress.not_slip")
    scan(t, slip_code(NUMBER, TOKEN))
    assert t.page.screen == "progress_case"
    assert t.world.progress.asked == [("slip", NUMBER, TOKEN)]


def test_a_typed_number_needs_its_password_and_too_many_wrong_ones_lock_it():
    t = opened()
    t.press("progress.type")
    t.type(NUMBER[2:-1])
    t.press("common.next")
    assert t.page.caption == SAY("progress.gap.number.say")
    t.type("0" if NUMBER[-1] != "0" else "1")
    t.press("common.next")
    assert t.page.field.hint == SAY("progress.number.wrong")
    t.c.key("delete")
    t.type(NUMBER[-1])
    t.press("common.next")
    assert t.page.screen == "progress_password"
    for left in (4, 3, 2, 1):
        t.type("999999")
        t.press("common.next")
        assert t.page.field.hint == SAY("progress.password.wrong", n=left)
        assert t.page.field.shown == ""
    t.type("999999")
    t.press("common.next")
    assert t.page.title == SAY("progress.locked.title")


def test_the_password_never_stands_on_the_screen():
    t = opened()
    t.press("progress.type")
    t.type(NUMBER[2:])
    t.press("common.next")
    t.type("012345")
    assert not any("0" in (p.field.shown + p.field.typed) for p in t.glass.pages[-3:] if p.field)
    t.press("common.next")
    assert t.page.screen == "progress_case"


@pytest.mark.parametrize("elderly", [False, True])
def test_what_the_section_asks_for_is_put_right_here_and_the_clock_goes_on(elderly):
    t = opened(cases=(ASKED,), elderly=elderly)
    t.card(LI)
    assert t.page.title == SAY("progress.state.correcting")
    t.press("progress.fix")
    said = " ".join(texts(d.page) for d in t.c.drafts())
    assert "少了一位" in said
    assert "照片看不清" in said
    while t.page.main.id == "common.next":
        t.press("common.next")
    t.press("progress.fix.begin")
    assert t.page.field.id == "bank.account"
    t.type("6217994299900010026")
    t.press("common.next")
    assert t.page.screen == "correct_review"
    if elderly:
        t.press("common.next")
    t.press("progress.hand_in")
    assert t.page.screen == "correct_review"  # not before the statement is ticked
    t.c.tick("review.true")
    t.press("progress.hand_in")
    assert t.page.screen == "progress_fixed"
    assert t.page.facts[0].figure == "12月4日"
    done = t.world.progress.asked[-1]
    assert done == ("put_right", LI.number, NUMBER, {"bank.account": "6217994299900010026"})
    assert t.c.session.visit is None
    t.press("progress.done")
    assert t.page.screen in ("card", "end")


def test_the_address_to_mail_to_is_asked_for_after_the_form():
    items = (*ASKED.asked.items, replace(ASKED.asked.items[0], field="delivery.address"))
    t = opened(cases=(replace(ASKED, asked=replace(ASKED.asked, items=items)),))
    t.card(LI)
    t.press("progress.fix", "progress.fix.begin")
    t.type("6217994299900010026")
    t.press("common.next")
    assert t.page.screen != "correct_review"
    assert "delivery.address" not in t.c.session.data.answers
    assert t.page.choices or t.page.field


def test_a_slip_alone_changes_nothing_and_a_foreign_card_neither():
    t = opened(cases=(ASKED,))
    scan(t, slip_code(NUMBER, TOKEN))
    t.press("progress.fix", "progress.fix.begin")
    assert t.page.title == SAY("progress.fix.card")
    t.card(WANG)
    assert t.page.lead == SAY("progress.fix.not_theirs")
    t.card(LI)
    assert t.page.field.id == "bank.account"


def test_back_from_the_first_field_leads_to_what_was_asked():
    t = opened(cases=(ASKED,))
    t.card(LI)
    t.press("progress.fix", "progress.fix.begin", "common.back")
    assert t.page.screen == "progress_fix"
    t.press("common.back")
    assert t.page.screen == "progress_case"
    t.press("common.back")
    assert t.page.screen == "progress"
    assert t.world.armed
    assert t.world.scan_armed


@pytest.mark.parametrize("outcome", ["kept", "late", "refused"])
def test_a_correction_that_is_not_taken_at_once_says_what_becomes_of_it(outcome):
    t = opened(cases=(ASKED,))
    t.world.progress.told = PutRight(outcome)
    t.card(LI)
    t.press("progress.fix", "progress.fix.begin")
    t.type("6217994299900010026")
    t.press("common.next")
    t.c.tick("review.true")
    t.press("progress.hand_in")
    assert t.page.screen == "progress_fixed"
    assert t.page.banner.first
    assert SAY("progress.fixed.title") != t.page.title


def test_without_a_network_it_says_so_and_looks_again_on_asking():
    t = opened()
    t.world.network = False
    t.card(LI)
    assert t.page.title == SAY("progress.offline.title")
    t.world.network = True
    t.press("progress.again")
    assert t.page.screen == "progress_case"


def test_who_has_no_case_is_told_where_to_ask():
    t = opened()
    t.card(WANG)
    assert t.page.title == SAY("progress.none.title")
    t.press("common.back")
    assert t.page.screen == "progress"


def test_a_case_is_rated_later_by_its_slip_even_without_a_network():
    t = opened("home.rate")
    t.world.network = False
    scan(t, slip_code(NUMBER, TOKEN))
    assert t.page.screen == "rate"
    t.press("rate.2")
    assert t.world.progress.asked == [("rate", NUMBER, 2, TOKEN, "")]
    assert t.page.screen == "rated"
    assert SAY("rating.thanks.bad") in t.page.banner.lines


def test_a_case_that_was_rated_is_not_rated_again():
    t = opened("home.rate", cases=(replace(REVIEWED, rated=True),))
    t.card(LI)
    assert t.page.title == SAY("rating.already.title")
    assert not any(call[0] == "rate" for call in t.world.progress.asked)


def test_the_slip_of_the_progress_names_nobody():
    t = opened(cases=(ASKED,))
    t.card(LI)
    t.press("progress.print")
    slip, _ = t.world.printed[0]
    words = " ".join(str(getattr(line, "value", getattr(line, "text", ""))) for line in slip.lines)
    assert "XC 2611 2000 0700" in words
    assert LI.name not in words
    assert LI.number not in words
    assert t.page.notice == SAY("progress.printed")


def test_the_result_is_printed_with_its_check_code():
    t = opened(cases=(GRANTED,))
    t.card(LI)
    t.press("progress.result")
    slip, _ = t.world.printed[0]
    words = " ".join(str(getattr(line, "value", "")) for line in slip.lines)
    assert GRANTED.document.check_code in words
    assert "同意发放" in words
    assert LI.name not in words
    t.world.print_outcome = "paper"
    t.press("progress.result")
    assert t.page.notice == SAY("progress.no_paper")


def test_every_letter_state_has_words():
    for state in POST:
        t = opened(cases=(replace(GRANTED, post=state),))
        t.card(LI)
        assert stops(t.c.view(), replace(GRANTED, post=state))[-1].text


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("elderly", [False, True])
@pytest.mark.parametrize("case", [REVIEWED, ASKED, GRANTED])
def test_every_page_can_be_made_in_every_wording(case, elderly, lang):
    t = opened(cases=(case,), elderly=elderly, lang=lang)
    t.card(LI)
    for draft in t.c.drafts():
        assert "{" not in texts(draft.page) + draft.page.caption
        assert LI.name not in draft.page.caption


def test_a_slips_code_is_read_back_and_nothing_else_is():
    token = slip_token()
    assert parse_slip_code(slip_code(NUMBER, token)) == (NUMBER, token)
    assert parse_slip_code(NUMBER) == (NUMBER, "")
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    for bad in (
        wrong,
        f"JB1/{NUMBER}/",
        f"JB1/{NUMBER}/{token}/x",
        "",
        "JB1//",
        f"JB2/{NUMBER}/{token}",
    ):
        with pytest.raises(NotValidError):
            parse_slip_code(bad)


def test_leaving_forgets_whose_case_it_was():
    t = opened()
    t.card(LI)
    t.press("strip.end")
    assert t.c.session.errand is None
