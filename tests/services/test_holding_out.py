"""A slip that nobody takes is reminded of in the person's own session, and in no other."""

from __future__ import annotations

from drivers.events import SlipWaiting
from kiosk.services.messages import Words
from tests.services.world import Terminal

WORDS = Words()("frame.take_slip.say")


def test_a_slip_held_out_is_spoken_of_while_the_session_lasts_and_never_to_an_empty_hall() -> None:
    t = Terminal()
    t.c.on_device(SlipWaiting("receipt", "job-1"))
    assert WORDS not in t.world.said
    t.begin("XC-MZ-008")
    t.c.on_device(SlipWaiting("receipt", "job-2"))
    assert t.world.said[-1] == WORDS
