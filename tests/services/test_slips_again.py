"""Slips of endings and of a case's state: had again with the card, where it is known whose."""

from __future__ import annotations

from tests.services.followed import ASKED
from tests.services.test_endings import act_of
from tests.services.test_progress import opened
from tests.services.test_records import reprint
from tests.services.world import LI, WANG, Terminal


def kept(t):
    return [
        (row.kind, row.matter, row.number, owner) for row, _, owner in t.world.papers.kept.values()
    ]


def stopped():
    t = Terminal()
    t.to_review(way="pickup")
    t.c.stopped("network")
    return t


def test_a_ticket_of_somebody_known_can_be_printed_again():
    t = stopped()
    t.press(act_of(t.page, "ticket.take"))
    t.press("ticket.who:disabled", "ticket.now", "ticket.print")
    assert kept(t) == [("ticket", "XC-MZ-008", "", LI.number)]


def test_a_request_of_somebody_known_can_be_printed_again():
    t = stopped()
    t.press("cannot.open", "cannot.cause:system", "cannot.print")
    ((kind, matter, number, owner),) = kept(t)
    assert (kind, matter, owner) == ("request", "XC-MZ-008", LI.number)
    assert number.startswith("XC")


def test_nobody_can_ask_for_a_ticket_that_was_taken_by_nobody_known():
    t = Terminal()
    t.press("attract.start", "home.ticket", "ticket.zone:A", "ticket.who:none", "ticket.now")
    t.press("ticket.print")
    assert [owner for *_, owner in kept(t)] == [""]


def test_how_a_case_stands_is_among_the_slips_of_its_applicant_and_of_nobody_else():
    t = opened(cases=(ASKED,))
    t.card(LI)
    t.press("progress.print")
    assert kept(t) == [("progress", ASKED.matter, ASKED.case_no, LI.number)]
    for card, found in ((WANG, 0), (LI, 1)):
        reprint(t, "reprint.card")
        t.card(card)
        prints = [
            r.act.id for s in t.page.sections for r in s.rows if r.act and "print" in r.act.id
        ]
        assert len(prints) == found, t.page.title
