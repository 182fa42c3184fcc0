"""A record on A4 where there is a page printer: what stands where, and nothing printed twice."""

from __future__ import annotations

from kiosk.services.messages import Words
from tests.services.test_records import DOCUMENT, text_of, with_record


def paged(outcome):
    return with_record(prepare=lambda world: setattr(world, "page_outcome", outcome))


def test_the_page_bears_the_record_and_the_slip_says_so():
    t = paged("done")
    ((sheet, number),) = t.world.sheets
    assert sheet.rows == DOCUMENT.rows
    assert sheet.number[1] == DOCUMENT.number
    assert sheet.check_code[1] == DOCUMENT.check_code
    assert sheet.verify_url == DOCUMENT.verify_url
    assert sheet.sample == Words()("slip.sample")
    assert not sheet.copy
    assert ("姓名", "王样例") in sheet.facts
    assert "0029" in dict(sheet.facts)["证件号码"]
    assert "19860315" not in repr([sheet.facts, sheet.foot])
    assert number == t.c.view().data.outcome.case_no
    slip = text_of(t.world.printed[-1][0])
    assert DOCUMENT.check_code in slip
    assert DOCUMENT.rows[0][1] in slip
    assert Words()("slip.on_page") in slip
    assert t.page.lead == Words()("done.page_lead")
    assert "样例" not in repr(sheet)


def test_a_page_in_doubt_is_said_to_be():
    t = paged("unknown")
    assert Words()("slip.on_page") not in text_of(t.world.printed[-1][0])
    assert t.page.lead == Words()("done.page_unknown")


def test_without_a_page_everything_is_on_the_slip():
    t = paged("")
    assert DOCUMENT.rows[0][1] in text_of(t.world.printed[-1][0])
    assert t.page.lead == Words()("done.record_lead")


def test_a_slip_that_failed_is_tried_again_without_a_second_page():
    def first_slip_fails(world):
        world.page_outcome = "done"
        print_slip, left = world.print_slip, ["paper"]

        def flaky(slip, case_no, **how):
            return left.pop() if left else print_slip(slip, case_no, **how)

        world.print_slip = flaky

    t = with_record(prepare=first_slip_fails)
    assert len(t.world.sheets) == 1
    assert Words()("slip.on_page") in text_of(t.world.printed[-1][0])
    t.press("done.slip_missing")
    assert [sheet.copy for sheet, _ in t.world.sheets] == ["", Words()("slip.reprint")]
