"""Records looked at, slips printed again, documents checked, readings listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from drivers.events import CodeScanned
from drivers.receipt_printer import Slip
from kiosk.services.errands import opened_by
from kiosk.services.identity import person_of
from kiosk.services.ports import Told
from kiosk.services.ports_papers import Slips
from tests.services.papers_twin import CODE, GENUINE
from tests.services.world import Terminal
from tests.ui.fixtures_records import reading, slip
from tests.ui.real_walk import DOCUMENT, LONG, RECORD, Walk, on_to

ROWS = tuple((f"{n} 0000", "46213.85") for n in range(11))


def _open(w: Walk, action: str) -> Terminal:
    t = w.terminal()
    t.world.device["scanner"] = "ready"
    t.press("attract.start")
    t.c.open(opened_by(action)(t.c), action)
    return t


def _scan(t: Terminal, text: str) -> None:
    t.c.on_device(CodeScanned("scanner", t.world.scan_armed, text))


def _looked(w: Walk) -> Iterator[Terminal]:
    t = w.asked(RECORD)
    document = replace(DOCUMENT, rows=ROWS)
    t.world.answer = lambda outcome: Told(
        replace(outcome, state="granted", document=document), None
    )
    on_to(t, "done")
    t.c.steps.handing_in.presses()["record.look"]("")
    while t.page.other and t.page.other.id == "common.next":
        t.press("common.next")
    t.press("common.back")
    yield t


def _again(w: Walk) -> Iterator[Terminal]:
    for outcome in ("done", "unknown", "paper", "printer"):
        t = _open(w, "reprint.open")
        t.world.print_outcome = outcome
        found = Slips("found", tuple(slip(n) for n in range(7)))
        t.world.papers.find = lambda _proof, found=found: found
        for one in found.slips:
            t.world.papers.kept[one.id] = (one, _any_slip(t), "")
        t.press("reprint.card")
        t.card(LONG)
        t.now.hold = True
        t.press(t.page.sections[0].rows[0].act.id)
        t.now.hold = False
        t.now.release()
        yield t


def _any_slip(t: Terminal) -> Slip:
    from kiosk.services.slips_records import readings_slip

    return readings_slip(t.c.view(), person_of(LONG), (), "XC-K-005")


def _typed(w: Walk) -> Iterator[Terminal]:
    t = _open(w, "reprint.open")
    t.press("reprint.number")
    t.type("261123")
    t.press("common.next")
    t.type("0005000424")
    t.press("common.next")
    t.c.key("clear")
    t.type("2611230005000423")
    t.press("common.next")
    for _ in range(5):
        t.type("000000")
        t.press("common.next")
    yield t
    t = _open(w, "reprint.open")
    t.press("reprint.scan")
    _scan(t, "x")
    yield t


def _checked(w: Walk) -> Iterator[Terminal]:
    for text, network in ((CODE, True), ("0" * 15, True), (CODE, False)):
        t = _open(w, "verify.open")
        kind = "社会保险参保证明" if w.lang == "zh_CN" else "Insurance record"
        holder = GENUINE.holder if w.lang == "zh_CN" else "W*"
        t.world.papers.verify = _says(t, replace(GENUINE, kind=kind, holder=holder))
        t.world.network = network
        _scan(t, text)
        yield t


def _says(t: Terminal, genuine: object) -> Callable[[str], object]:
    real = t.world.papers.verify
    return lambda code: genuine if real(code).state == "found" else real(code)


def _read(w: Walk) -> Iterator[Terminal]:
    for count, network in ((12, True), (0, True), (0, False)):
        t = _open(w, "papers.open")
        t.press("readings.open")
        t.world.papers.readings_of[LONG.number] = [reading(n) for n in range(count)]
        t.world.network = network
        t.card(LONG)
        while t.page.other and t.page.other.id == "common.next":
            t.press("common.next")
        t.press("readings.print")
        yield t


RECORDS: dict[str, Callable[[Walk], Iterator[Terminal]]] = {
    "looked": _looked,
    "again": _again,
    "slip-typed": _typed,
    "checked": _checked,
    "read": _read,
}
