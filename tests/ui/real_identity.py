"""The pages of identification, led to by a person's moves: other ways, acting, authorisations."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from drivers.events import CardTrouble, CodeScanned, SmartCardRead
from drivers.smart_card.record import SocialCardRecord
from kiosk.domain.masking import mask_name
from kiosk.services.ports_identity import Answered
from kiosk.services.presenters.card_words import SOCIAL
from kiosk.services.way import Given, Way
from tests.services.world import LI, WANG, Terminal
from tests.ui.real_walk import LONG, Walk

OTHERS, PROOF = "XC-RS-001", "XC-RS-009"
"""A matter that somebody else may bring, and one that needs the person."""


def at_card(w: Walk, matter: str = OTHERS) -> Terminal:
    """A terminal that asks for the card."""
    t = w.terminal()
    t.press("attract.start")
    t.c.steps.begin(matter)
    return t


def _codes(w: Walk) -> Iterator[Terminal]:
    for state in ("refused", "offline"):
        t = at_card(w)
        t.press("identify.e_id")
        t.world.identity.state = state
        t.c.on_device(CodeScanned("scanner", t.world.scan_armed, "XCE1.X"))
        yield t
    t = at_card(w)
    t.press("identify.e_id")
    t.world.identity.grant(LONG, "e_id_code", 2)
    t.c.on_device(CodeScanned("scanner", t.world.scan_armed, "XCE1.X"))
    yield t


def _numbers(w: Walk) -> Iterator[Terminal]:
    t = at_card(w)
    for state in ("", "short", "wrong_number", "offline"):
        t.c.session.way = Way("number", state=state)
        t.c.show()
        t.type("429999194405180018")
    for state in ("", "short", "wrong", "locked", "expired", "refused", "offline"):
        t.c.session.way, t.c.session.typed = Way("code", state=state, tries_left=4), ""
        t.c.show()
        t.type("482913")
    yield t


def _vouching(w: Walk) -> Iterator[Terminal]:
    t = at_card(w)
    t.press("identify.vouch")
    t.type("429999194405180018")
    t.now.hold = True
    t.press("common.next")
    t.now.hold = False
    t.now.release()
    yield t
    for word in ("refused", "expired"):
        t = at_card(w, PROOF)
        t.card(LI)
        t.press("confirm.yes")
        t.world.identity.word = Answered(word)
        t.wait(3)
        yield t
    t = at_card(w)
    t.world.identity.reachable = False
    t.press("identify.vouch")
    t.type("429999194405180018")
    t.press("common.next")
    yield t


def _given(n: int, who: str = mask_name(LONG.name)) -> Given:
    scope = ("all", "RS", "YB", "MZ")[n % 4]
    return Given(f"{n:032x}", who, who, (scope,), "2026-11-01", "2027-10-31", "valid")


def _acting(w: Walk) -> Iterator[Terminal]:
    t = at_card(w)
    t.card(LONG)
    t.press("confirm.for_other")
    t.card(LONG)
    t.c.on_device(CardTrouble("id_card", t.world.armed, "disturbed"))
    t.press("identify.e_id", "common.back", "identify.stored", "common.back")
    t.world.identity.received = tuple(_given(n) for n in (0, 4, 1, 8, 12))
    t.press("identify.stored", f"stored.use:{0:032x}", "common.back")
    t.card(LI)
    yield t
    off = at_card(w)
    off.card(WANG)
    off.press("confirm.for_other")
    off.world.identity.reachable = False
    off.press("identify.stored")
    yield off


def _authorise(w: Walk) -> Iterator[Terminal]:
    t = w.terminal()
    t.world.identity.given = tuple(_given(n, mask_name(LI.name)) for n in range(6))
    t.press("attract.start", "home.helper", "authorise.open")
    t.card(LONG)
    t.press("authorise.new")
    t.card(LONG)
    t.card(WANG)
    t.c.choose("authorise.scope.all")
    t.press("common.next")
    t.c.choose("authorise.term.year")
    t.press("common.next")
    t.c.tick("authorise.agree")
    t.world.identity.reachable = False
    t.press("authorise.make")
    t.world.identity.reachable = True
    t.press("authorise.make")
    yield t
    off = w.terminal()
    off.world.identity.reachable = False
    off.press("attract.start", "home.helper", "authorise.open")
    off.now.hold = True
    off.card(LI)
    off.now.hold = False
    off.now.release()
    yield off


def _without_reader(w: Walk) -> Iterator[Terminal]:
    for kind in ("card", "reader"):
        for acts in (False, True):
            t = at_card(w)
            if acts:
                t.card(WANG)
                t.press("confirm.for_other")
            t.c.stopped(kind)
            t.press("identify.others")
            yield t


def _social_cards(w: Walk) -> Iterator[Terminal]:
    t = w.terminal()
    t.world.device["social_card"] = "ready"
    t.press("attract.start")
    t.c.steps.begin(OTHERS)
    for reason in SOCIAL:
        t.c.reading.begin_again()
        t.c.on_device(CardTrouble("social_card", t.world.armed, reason))
        t.c.session.card_failures = 0
    record = SocialCardRecord(LONG.name, LONG.number, "A51800180", "2")
    t.c.on_device(SmartCardRead("social_card", t.world.armed, record))
    t.press("strip.end", "idle.drop")
    yield t
    alone = w.terminal()
    alone.world.device |= {"id_card": "disconnected", "social_card": "ready"}
    alone.press("attract.start")
    alone.c.steps.begin(OTHERS)
    yield alone


IDENTITY: dict[str, Callable[[Walk], Iterator[Terminal]]] = {
    "e-id": _codes,
    "typed-number": _numbers,
    "vouching": _vouching,
    "acting": _acting,
    "authorise": _authorise,
    "without-reader": _without_reader,
    "social-cards": _social_cards,
}
