"""Sample pages of identification, made by the presenters themselves on a terminal without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.services.page import Page
from kiosk.services.way import Way
from tests.services.world import LI, WANG, Terminal
from tests.ui.real_identity import OTHERS, _given, at_card
from tests.ui.real_walk import Walk

Say = Callable[[str, str], str]


def _ways(say: Say, elderly: bool) -> list[Page]:
    t = at_card(Walk(say("zh_CN", "en"), elderly))
    found: list[Page] = []
    for way in (
        Way("others"),
        Way("e_id"),
        Way("number"),
        Way("code", state="wrong", tries_left=4),
        Way("vouch", code="482913", until=300.0),
        Way("vouch", state="expired"),
        Way("vouch", state="refused"),
        Way("stored", stored=tuple(_given(n, "李*例") for n in range(9))),
    ):
        t.c.session.way, t.c.session.typed = way, ""
        t.c.show()
        if way.place in ("number", "code"):
            t.type("429999194405180018" if way.place == "number" else "4829")
        found.append(t.page)
    return [*_turned(t), *found]


def _turned(t: Terminal) -> list[Page]:
    """The further pages of a list."""
    found: list[Page] = []
    while t.page.other:
        t.press(t.page.other.id)
        found.append(t.page)
    return found


def _paper(say: Say, elderly: bool) -> list[Page]:
    t = Walk(say("zh_CN", "en"), elderly).terminal()
    _to_check(t)
    return [t.page]


def _to_check(t: Terminal) -> None:
    t.press("attract.start", "home.helper", "authorise.open")
    t.card(LI)
    t.press("authorise.new")
    t.card(replace(WANG, name=LI.name))  # a name that the audit knows as one
    t.c.choose("authorise.scope.RS")
    t.press("common.next")
    t.c.choose("authorise.term.half")
    t.press("common.next")


def _other(say: Say, elderly: bool) -> list[Page]:
    t = at_card(Walk(say("zh_CN", "en"), elderly), OTHERS)
    first = t.page
    t.card(LI)
    return [first, t.page]


MAKERS = (_other, _ways, _paper)
