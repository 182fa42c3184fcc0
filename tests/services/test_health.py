"""The morning's check and the fault record, as staff walk through them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from drivers.events import CardRead, CodeScanned
from kiosk.domain.faults import Fault
from kiosk.services.session import Session
from tests.services.test_service import enter
from tests.services.world import NOON, WANG, Terminal

STROKE = [[(0.0, 0.0, 0.0), (40.0, 0.0, 300.0), (0.0, 20.0, 600.0)]]


@pytest.fixture
def t():
    terminal = Terminal()
    terminal.world.device |= {"scanner": "ready", "speaker": "ready"}
    enter(terminal)
    terminal.press("service.more", "health.open")
    return terminal


def tried(t):
    """Everything but the scanner tried and good; ends on the last page."""
    t.press("health.try:id_card")
    t.c.on_device(CardRead("id_card", t.world.reader_armed["id_card"], WANG))
    t.press("health.try:receipt", "service.more", "health.try:speaker", "health.was_good")


def notes(t):
    rows = [row for section in t.page.sections for row in section.rows]
    return {row.label or row.value: row.value if row.label else row.note for row in rows}


def test_nothing_can_be_signed_before_each_device_was_tried(t):
    tried(t)
    t.press("health.sign")
    assert (t.page.screen, t.page.caption) == (
        "service_check",
        "还有设备没有试过，请先试一试。",
    )
    t.press("common.back", "health.try:scanner")
    t.c.on_device(CodeScanned("scanner", t.world.scan_armed, "x"))
    assert set(notes(t).values()) == {"好用"}
    t.press("service.more", "health.sign")
    assert t.page.screen == "service_sign"


def test_a_signed_check_is_kept_before_it_is_said_and_its_slip_names_nobody(t):
    tried(t)
    t.press(
        "common.back",
        "health.try:scanner",
        "health.skip",
        "service.more",
        "health.sign",
        "health.keep",
    )
    assert t.page.screen == "service_sign"  # no signature yet
    t.c.signed(STROKE)
    t.press("health.keep")
    (sheet,) = t.world.health.sheets
    assert {one.role: one.result for one in sheet.checks} == {
        "id_card": "good",
        "receipt": "good",
        "speaker": "good",
        "scanner": "skipped",
    }
    assert (sheet.staff_no, len(sheet.strokes)) == ("1005", 1)
    assert t.page.title == "检查单存好了"
    assert "429999" not in repr(t.world.tested)
    t.press("health.to_hub", "service.more")
    assert "9:41查过，工号1005" in repr(t.page)


def test_a_device_that_cannot_be_tried_is_bad_without_a_try(t):
    t.world.device["receipt"] = "disconnected"
    t.c.show()
    assert notes(t)["小票打印机"] == "不好用，没连上"
    assert not any(row.act for row in t.page.sections[0].rows if row.label)


def test_a_slip_that_nobody_can_prove_is_asked_about(t):
    t.world.print_outcome = "unknown"
    t.press("health.try:receipt")
    assert t.page.title == "小票打出来了吗？"
    t.press("health.was_bad")
    assert notes(t)["小票打印机"] == "不好用"


def test_what_the_disk_did_not_take_is_said_and_nothing_is_called_kept(t):
    tried(t)
    t.press("common.back", "health.try:scanner", "health.skip", "service.more", "health.sign")
    t.c.signed(STROKE)
    t.world.disk = False
    t.press("health.keep")
    assert (t.page.screen, t.page.notice) == ("service_check", "存不下来，什么都没有改")
    assert t.world.health.sheets == []


def test_the_signature_of_staff_never_reaches_the_visit_that_waits(t):
    tried(t)
    t.press("common.back", "health.try:scanner", "health.skip", "service.more", "health.sign")
    t.c.signed(STROKE)
    t.press("strip.end")
    assert t.c.session.visit is None or t.c.session.visit.data.signature is None


def test_the_record_shows_what_lasts_with_who_must_act_and_what_ended_when(t):
    at = t.clock.utc_now()
    lasting = Fault("f1", "scanner", "code_scanner", "disconnected", "no_port", "staff", at)
    ended = Fault("f2", "receipt", "receipt_printer", "empty", "paper_out", "staff", at)
    old = Fault(
        "f3", "speaker", "speaker", "fault", "no_engine", "engineer", at - timedelta(days=3), at
    )
    t.world.health.found = (lasting, Fault(**{n: getattr(ended, n) for n in FIELDS}, until=at), old)
    t.press("common.back", "service.more", "health.faults")
    assert list(notes(t).items()) == [
        ("扫码器：没连上", "9:41起，工作人员处理"),
        ("小票打印机：没纸了", "9:41到9:41，好了"),
        ("喇叭：坏了", "11月20日9:41到9:41，好了"),
    ]


FIELDS = ("fault_id", "role", "kind", "state", "detail", "who", "since")


def attract(terminal, **states):
    terminal.world.device |= states
    terminal.c.show()
    return {row.label: row.value for row in terminal.page.sections[0].rows}


AT_THE_CENTRE = "襄城区政务服务中心也有机器"


def test_who_cannot_print_here_is_told_the_nearest_machine_that_is_open():
    terminal = Terminal()
    assert AT_THE_CENTRE not in attract(terminal)
    rows = attract(terminal, receipt="disconnected")
    assert rows["打小票、打证明"] == "打印机停了，可办不可打"
    assert rows[AT_THE_CENTRE] == "很近"
    sunday_night = Terminal(at=NOON.replace(day=22, hour=23))
    assert len(attract(sunday_night, id_card="fault")) == 3


def test_a_second_machine_at_the_same_place_is_the_nearest():
    terminal = Terminal()
    place = terminal.c.fixed.place
    terminal.c.fixed = replace(
        terminal.c.fixed, place=replace(place, machines=(*place.machines, place.point))
    )
    terminal.c.session = Session.fresh(terminal.c.fixed)
    assert attract(terminal, receipt="empty")["旁边还有一台机器"] == "很近"
