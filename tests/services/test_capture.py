"""Papers and photos taken at the machine: seen, agreed to, filed with the case, and never kept."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace

import pytest

from drivers.events import PictureSeen
from kiosk.clock import FixedClock
from kiosk.domain.loader import shipped
from kiosk.flows.data import Outcome
from kiosk.services.filing import Origin, application_digest, evidence, picture_events, submission
from kiosk.services.ports_capture import NO_CAPTURE, Taken
from tests.services.test_service_live import terminal
from tests.services.world import NOON, WANG, Terminal

PHOTO, PAPER, BOTH, KEPT = "XC-RS-032", "XC-YB-016", "XC-GA-019", "XC-SJ-002"


def at_camera(matter: str, *subjects: str) -> Terminal:
    t = Terminal()
    t.camera(*(subjects or ("paper", "photo")))
    t.begin(matter, WANG)
    t.press("matter.start")
    return t


def taken(t: Terminal, jpeg: bytes = b"\xff\xd8\xff picture \xff\xd9", digest: str = "cd" * 32):
    t.world.camera.taken = Taken(jpeg, digest)
    t.sees()
    t.press("capture.take", "capture.use")


def test_without_a_camera_or_with_one_for_something_else_nothing_is_asked():
    for camera in ((), ("photo",)):
        t = Terminal()
        if camera:
            t.camera(*camera)
        t.begin(PAPER, WANG)
        t.press("matter.start")
        assert t.page.screen != "capture"
        assert t.c.session.data.papers() == ("医疗机构诊断证明或体检证明",)
        assert t.world.camera.armed == ("", "")


def test_an_original_that_is_kept_is_never_asked_for_as_a_picture():
    assert at_camera(KEPT).page.screen != "capture"


def test_the_camera_looks_only_while_its_view_is_on_the_glass():
    t = at_camera(PAPER)
    assert t.world.camera.armed[1] == "paper"
    t.press("strip.help")
    assert t.world.camera.armed == ("", "")
    t.press("help.continue")
    armed = t.world.camera.armed[0]
    assert armed
    t.c.on_device(PictureSeen("camera", "another request", b"stranger", ()))
    assert t.page.picture == b""
    assert t.page.main is None  # nothing to press before something is seen
    t.sees("cut", jpeg=b"mine")
    assert t.page.picture == b"mine"
    assert t.page.notice
    t.press("capture.take")
    assert t.page.screen == "captured"
    t.sees(jpeg=b"later")
    assert t.page.picture == t.world.camera.taken.jpeg  # what was taken stays before the person
    t.press("capture.use")
    assert t.world.camera.armed == ("", "")


def test_nothing_is_used_without_a_yes_and_once_more_takes_another():
    t = at_camera(PAPER)
    t.sees()
    t.press("capture.take", "capture.again")
    assert t.c.session.data.pictures == {}
    assert (t.page.screen, t.c.session.capture) == ("capture", NO_CAPTURE)
    t.world.camera.taken = None
    t.sees()
    t.press("capture.take")
    assert t.page.screen == "capture"
    t.sees()
    assert t.page.notice  # until the next try
    taken(t)
    assert set(t.c.session.data.pictures) == {"医疗机构诊断证明或体检证明"}


def test_several_are_taken_one_after_the_other_and_one_may_come_later():
    t = at_camera(BOTH)
    first = t.world.camera.armed
    assert first[1] == "paper"
    t.press("capture.later")
    assert t.world.camera.armed[1] == "photo"
    assert t.world.camera.armed[0] != first[0]
    taken(t)
    data = t.c.session.data
    assert set(data.pictures) == {"近期免冠照片"}
    assert data.papers() == ("医疗机构诊断证明或体检证明",)
    assert "paper.way" in data.fields() or "paper.way" not in data.needs.fields


def test_a_picture_goes_with_the_case_bound_to_what_is_signed():
    t = at_camera(PAPER)
    before = t.c.session.data
    taken(t)
    data = t.c.session.data
    assert data.papers() == ()
    assert "paper.way" not in data.fields()
    assert application_digest(data) != application_digest(before)
    other = replace(data.pictures["医疗机构诊断证明或体检证明"], digest="ef" * 32)
    changed = replace(data, pictures={"医疗机构诊断证明或体检证明": other})
    assert application_digest(changed) != application_digest(data)
    matter = shipped().catalogue[PAPER]
    grades = {m.name: (s.value, g.value) for m, s, g in evidence(data, matter)}
    assert grades["医疗机构诊断证明或体检证明"] == ("citizen", "C")
    outcome = Outcome("XC2611230005000423", "kept", NOON)
    case = submission(data, matter, outcome, Origin("XC-K-005", "0005", "SP002", "district"))
    assert {m.name: m.digest for m in case.materials if m.digest} == {
        "医疗机构诊断证明或体检证明": "cd" * 32
    }
    (event,) = picture_events(data, outcome.case_no)
    assert json.loads(event)["digest"] == "cd" * 32
    assert "picture" not in repr(data) + repr(t.page) + repr(t.c.session.capture)


def test_a_camera_that_is_lost_leaves_the_paper_for_later():
    t = at_camera(PAPER)
    t.world.device["camera"] = "disconnected"
    t.c.show()
    assert t.page.main is None
    t.press("capture.later")
    assert t.page.screen != "capture"
    assert t.c.session.data.papers()


def test_coming_back_takes_them_anew_and_the_end_of_the_session_forgets_them():
    t = at_camera(PAPER)
    taken(t)
    t.press("common.back")
    assert t.page.screen == "capture"
    assert t.c.session.data.pictures == {}
    taken(t)
    t.press("common.back")
    t.sees(jpeg=b"mine")
    t.c.idling.finish()
    assert t.c.session.data.pictures == {}
    assert t.c.session.capture == NO_CAPTURE
    assert t.page.picture == b""


@pytest.mark.parametrize("matter", [PHOTO, PAPER])
def test_a_visit_with_pictures_is_filed_with_them(matter):
    t = at_camera(matter)
    taken(t)
    assert t.page.screen not in ("capture", "captured", "trouble")


def test_picture_and_case_are_on_disk_in_one_commit_sealed_and_in_their_order(tmp_path):
    t = at_camera(PHOTO)
    mine = b"\xff\xd8\xff" + b"what nobody else may see" * 40 + b"\xff\xd9"
    digest = hashlib.sha256(mine).hexdigest()
    taken(t, mine, digest)
    data, matter = t.c.session.data, shipped().catalogue[PHOTO]
    with terminal(tmp_path, FixedClock(NOON)) as services:
        outcome, _key = services.records.file(data, matter)
        store = services.records.store
        rows = store.read(
            lambda c: c.exec_driver_sql(
                "SELECT key, kind, case_no, sealed FROM outbox ORDER BY id"
            ).all()
        )
        assert [(r.kind, r.case_no) for r in rows] == [
            ("case", outcome.case_no),
            ("material", outcome.case_no),
        ]
        place = f"{rows[1].key}/material/{outcome.case_no}"
        sent = json.loads(store.sealer.open("outbox", place, rows[1].sealed))
        assert base64.b64decode(sent["content"]) == mine
        assert sent["digest"] == digest
    assert outcome.due == outcome.accepted  # no more decided in the visit: somebody looks first
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"what nobody else" not in files
    assert base64.b64encode(mine)[:40] not in files
