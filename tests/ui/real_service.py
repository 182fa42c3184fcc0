"""Service mode as staff walk through it, and the machine at rest as citizens then meet it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kiosk.domain.faults import Fault
from tests.services.world import NOON, Terminal
from tests.ui.real_walk import SUNDAY_NIGHT, Walk

LONG_AGO = NOON - timedelta(days=20)


def _staff(w: Walk) -> Terminal:
    t = w.terminal()
    t.world.device |= {"scanner": "disconnected", "speaker": "fault"}
    for _ in range(5):
        t.c.hall()
    return t


def _in(w: Walk) -> Terminal:
    t = _staff(w)
    t.type("1005")
    t.press("common.next")
    t.type("246810")
    t.press("common.next")
    return t


def _tries(w: Walk) -> Iterator[Terminal]:
    t = _staff(w)
    for _ in range(5):
        t.type("10050000")
        t.press("common.next")
        t.type("111111")
        t.press("common.next")
    yield t


def _deeds(w: Walk) -> Iterator[Terminal]:
    for role in ("id_card", "receipt", "scanner", "speaker"):
        t = _in(w)
        t.press(f"service.device:{role}", f"service.restart:{role}", "service.test")
        t.press("common.back") if t.page.screen == "service_test" else None
        t.press(f"service.paper:{role}", f"service.rest:{role}")
        t.c.choose("cleaning")
        t.press("service.rest_now", "common.back")
        yield t
    for outcome in ("paper", "printer", "unknown"):
        t = _in(w)
        t.world.print_outcome = outcome
        t.press("service.device:receipt", "service.test")
        t.world.disk = False
        t.press("service.restart:receipt")
        yield t


def _resting(w: Walk) -> Iterator[Terminal]:
    for note in ("upkeep", "network", "power", "moving", "other"):
        t = _in(w)
        t.press("service.more", "service.rest")
        t.c.choose(note)
        t.press("service.rest_now", "service.more", "service.send_again", "strip.end")
        yield t
    for helper in ("SP003", "SP010"):
        t = w.terminal(SUNDAY_NIGHT, point=helper, helper=helper)
        t.world.service.rest_note = "network"
        t.c.show()
        yield t


def _health(w: Walk) -> Iterator[Terminal]:
    for printed in ("done", "printer"):
        t = _in(w)
        t.world.device |= {"scanner": "ready", "speaker": "ready"}
        t.press("service.more", "health.open", "health.try:scanner", "health.skip")
        t.press("health.try:id_card", "health.skip")
        t.world.print_outcome = "unknown"
        t.press("health.try:receipt", "health.was_bad", "service.more", "health.sign")
        t.press("health.try:speaker", "health.was_good")
        t.press("health.sign")
        t.c.signed([[(0.0, 0.0, 0.0), (60.0, 0.0, 300.0)]])
        t.world.print_outcome = printed
        t.press("health.keep", "health.to_hub", "service.more", "health.faults")
        at = t.clock.utc_now()
        lasting = Fault("f1", "scanner", "code_scanner", "disconnected", "no_port", "staff", at)
        ended = Fault("f2", "receipt", "receipt_printer", "jam", "jam", "staff", LONG_AGO, at)
        t.world.health.found = (lasting,) + (ended,) * 7
        t.press("common.back", "service.more", "health.faults", "service.more")
        yield t


def _broken(w: Walk) -> Iterator[Terminal]:
    for point in ("SP002", "SP010"):
        for broken in ({"receipt": "disconnected"}, {"receipt": "empty"}, {"id_card": "fault"}):
            t = w.terminal(point=point)
            t.world.device |= broken
            t.c.show()
            yield t


SERVICE = {
    "service-broken": _broken,
    "service-health": _health,
    "service-tries": _tries,
    "service-deeds": _deeds,
    "service-rest": _resting,
}
