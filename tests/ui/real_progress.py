"""The pages of following a case, led to by a person's moves: finding, putting right, rating."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from drivers.events import CardBusy, CardTrouble, CodeScanned
from kiosk.domain.numbers import slip_code
from kiosk.services.errands import opened_by
from kiosk.services.ports_progress import FollowedCase, PutRight
from kiosk.services.presenters.progress_case import POST
from tests.services.followed import ASKED, GRANTED, NUMBER, REVIEWED, TOKEN
from tests.services.world import LI, WANG, Terminal
from tests.ui.real_walk import Walk

ENGLISH = ("The account could not be confirmed.", "One digit is missing", "household register")


def _asked(w: Walk) -> FollowedCase:
    """The section writes in Chinese; a page in English is looked at with words in English."""
    if w.lang == "zh_CN" or ASKED.asked is None:
        return ASKED
    first, second = ASKED.asked.items
    items = (
        replace(first, text=ENGLISH[1]),
        replace(second, material=ENGLISH[2], text="Not clear"),
    )
    return replace(ASKED, asked=replace(ASKED.asked, text=ENGLISH[0], items=items))


def _open(w: Walk, *cases: FollowedCase, tile: str = "home.progress") -> Terminal:
    t = w.terminal()
    t.world.progress.cases = cases or (REVIEWED,)
    t.press("attract.start")
    errand = opened_by(tile)
    assert errand
    t.c.open(errand(t.c), tile)
    return t


def _read(w: Walk, *cases: FollowedCase) -> Terminal:
    t = _open(w, *cases)
    t.card(LI)
    return t


def _to_end(t: Terminal) -> Terminal:
    while t.page.main and t.page.main.id == "common.next":
        t.press("common.next")
    return t


def _finding(w: Walk) -> Iterator[Terminal]:
    t = _open(w)
    t.c.on_device(CardBusy("id_card", t.world.armed))
    t.c.on_device(CardTrouble("id_card", t.world.armed, "disturbed"))
    t.c.on_device(CardTrouble("id_card", t.world.armed, "not_an_id_card"))
    t.c.on_device(CodeScanned("scanner", t.world.scan_armed, "6901234567892"))
    t.now.hold = True
    t.card(WANG)
    t.now.hold = False
    t.now.release()
    yield t
    lost = _open(w)
    lost.world.network = False
    lost.c.on_device(CodeScanned("scanner", lost.world.scan_armed, slip_code(NUMBER, TOKEN)))
    yield lost
    wrong = _open(w)
    wrong.c.on_device(CodeScanned("scanner", wrong.world.scan_armed, slip_code(NUMBER, "0" * 26)))
    yield wrong


def _typing(w: Walk) -> Iterator[Terminal]:
    t = _open(w)
    t.press("progress.type")
    t.type(NUMBER[2:-1])
    t.press("common.next")
    t.type("0" if NUMBER[-1] != "0" else "1")
    t.press("common.next")
    t.c.key("delete")
    t.type(NUMBER[-1])
    t.press("common.next", "common.next")
    for _ in range(5):
        t.type("999999")
        t.press("common.next")
    yield t


def _cases(w: Walk) -> Iterator[Terminal]:
    late = replace(REVIEWED, overdue=12)
    again = replace(
        late,
        steps=(*late.steps, ("correct", GRANTED.steps[-1][1]), ("resubmit", GRANTED.steps[-1][1])),
    )
    words = {"zh_CN": ("需要现场勘验，请等一等。", "您名下还有一处住房，不符合条件。")}
    held, no = words.get(w.lang, ("The place has to be seen.", "Another home is registered."))
    paused = replace(REVIEWED, state="suspended", paused=True, pause_text=held)
    ended = (
        replace(GRANTED, outcome="refused", outcome_text=no, post="cancelled"),
        replace(GRANTED, outcome="partly", outcome_text=no, post="", delivery="pickup"),
        replace(GRANTED, post="", delivery="pickup", state="delivered"),
        *(
            replace(REVIEWED, state=s, reason=no)
            for s in ("not_accepted", "withdrawn", "terminated")
        ),
        *(replace(GRANTED, post=post) for post in POST),
    )
    document = GRANTED.document if w.lang == "zh_CN" else None
    for case in (REVIEWED, replace(REVIEWED, provisional=True), late, again, paused, *ended):
        t = _to_end(_read(w, replace(case, document=document) if case.document else case))
        if case is late:
            for outcome in ("done", "unknown", "paper"):
                t.world.print_outcome = outcome
                t.press("progress.print")
        yield t


def _lists(w: Walk) -> Iterator[Terminal]:
    late = replace(REVIEWED, overdue=12)
    many = [replace(late, case_no=f"{NUMBER[:-1]}{n}") for n in range(8)]
    yield _to_end(_read(w, *many, GRANTED))
    older = _read(w, *many)
    while older.page.main:
        older.press("progress.older")
    yield older


def _right(w: Walk) -> Iterator[Terminal]:
    for told in (
        PutRight("sent", REVIEWED.due),
        PutRight("sent", REVIEWED.due, still=1),
        *(PutRight(outcome) for outcome in ("kept", "late", "refused")),
    ):
        t = _read(w, _asked(w))
        t.world.progress.told = told
        t.press("progress.fix")
        _to_end(t)
        t.press("progress.fix.begin")
        t.type("6217994299900010026")
        t.press("common.next")
        _to_end(t)
        t.c.tick("review.true")
        t.press("progress.hand_in")
        yield t
    slip = _open(w, _asked(w))
    slip.c.on_device(CodeScanned("scanner", slip.world.scan_armed, slip_code(NUMBER, TOKEN)))
    slip.press("progress.fix")
    _to_end(slip)
    slip.press("progress.fix.begin")
    slip.card(WANG)
    yield slip


def _rating(w: Walk) -> Iterator[Terminal]:
    for level in (5, 2):
        t = _open(w, tile="home.rate")
        t.card(LI)
        t.press(f"rate.{level}")
        yield t
    twice = _open(w, replace(REVIEWED, rated=True), tile="home.rate")
    twice.card(LI)
    yield twice
    which = _open(w, REVIEWED, GRANTED, tile="home.rate")
    which.card(LI)
    yield which


PROGRESS: dict[str, Callable[[Walk], Iterator[Terminal]]] = {
    "followed": _finding,
    "followed-typed": _typing,
    "followed-cases": _cases,
    "followed-lists": _lists,
    "put-right": _right,
    "rated-later": _rating,
}
