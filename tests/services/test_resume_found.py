"""Where people find what they left half done: on the home page, and in the matter itself."""

from __future__ import annotations

import pytest

from tests.services.test_resume import ALLOWANCE, forward, left_at, second
from tests.services.world import LI, WANG


def test_the_number_of_a_slip_can_be_typed_from_the_home_page_and_still_needs_its_owners_card():
    t, _ = left_at("form")
    for record, screen in ((WANG, "resume_none"), (LI, "resume_list")):
        t2 = second(t)
        t2.press("attract.start", "resume.open", "resume.type")
        t2.type("2611230005000424")
        t2.press("common.next")
        assert t2.page.screen == "progress_number"  # a wrong check digit is said, and nothing asked
        t2.c.key("delete")
        t2.type("3")
        t2.press("common.next")
        assert t2.page.screen == "resume"
        assert not t2.world.visits.asked
        t2.card(record)
        assert t2.page.screen == screen


@pytest.mark.parametrize("said", ["resume.on", "resume.anew"])
def test_who_begins_the_same_matter_again_is_asked_once_whether_to_go_on(said):
    t, typed = left_at("delivery")
    assert typed == ["applicant.mobile"]
    t2 = second(t)
    t2.begin(ALLOWANCE)
    assert (t2.page.title, t2.page.main.id) == ("上次没办完的，接着办吗？", "resume.on")
    t2.press(said)
    assert t2.page.screen == "matter"
    assert forward(t2, typed) == "done"
    asked_again = ["applicant.mobile"] if said == "resume.anew" else []
    assert typed == ["applicant.mobile", *asked_again, "delivery.way"]
    assert not t2.world.visits.platform  # what was kept is done with in either way
