"""When the disk, the program or the power fails: what is said is true, and the machine goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from kiosk.services.messages import Words
from kiosk.store.files import DirectoryLock
from tests.hard.bench import ANSWERS, APP, Core, bench, to_signature, wait_until
from tests.hard.marks import Search, group
from tests.hard.test_residue import marks
from tests.platform.server import ROOT

NUMBER = "XC2611230005000423"
W = Words()


@pytest.fixture
def stand(tmp_path):
    with bench(tmp_path) as found:
        core = Core()
        yield found, core
        core.close()


@pytest.fixture
def app(tmp_path):
    with bench(tmp_path) as found:
        core = Core(script=APP)
        yield found, core
        if core.process.poll() is None:
            core.sure("end")
        core.close()
        assert core.process.returncode == 0


def leave(stand, core) -> None:
    stand.lay("")
    core.sure("finish")


@pytest.mark.timeout(90)
def test_a_disk_that_fills_up_in_the_middle_of_a_case_promises_nothing(stand):
    stand, core = stand
    core.start(stand, patience=0.1)
    to_signature(core, stand)
    core.sure("break", what="no-page-more")
    core.sure("advance", to=["trouble"], answers=ANSWERS)
    page = core.sure("page")
    assert W("trouble.store.title") in page
    assert W("notice.point") in page  # where to go now
    assert core.told() == set()
    leave(stand, core)
    core.sure("break", what="mended")
    to_signature(core, stand)
    core.sure("hand_in")
    assert core.told() == set(stand.filed())
    core.end()


@pytest.mark.timeout(90)
def test_a_machine_without_room_says_so_before_anything_is_asked_and_comes_back(stand):
    stand, core = stand
    core.start(stand, patience=0.1)
    core.sure("break", what="no-room")
    core.sure("idle", seconds=6)
    assert core.sure("page").count(W("attract.closed")) == 3
    assert not core.do("begin", code="XC-MZ-008")
    assert W("trouble.store.title") in core.sure("page")
    assert core.sure("press", id="notice.finish")
    core.sure("finish")
    core.sure("break", what="mended")
    core.sure("idle", seconds=6)
    assert W("attract.closed") not in core.sure("page")
    to_signature(core, stand)
    core.sure("hand_in")
    assert core.told() == set(stand.filed())
    core.end()


@pytest.mark.timeout(90)
def test_a_mistake_of_the_program_keeps_the_number_and_ends_even_if_nobody_presses(stand):
    stand, core = stand
    core.start(stand, patience=0.1)
    to_signature(core, stand)
    core.sure("hand_in")
    (number,) = core.told()
    core.sure("break", what="mistake")
    page = core.sure("page")
    assert W("trouble.crash.safe") in page
    assert number in page.replace(" ", "")
    stand.lay("")
    core.sure("idle", seconds=160)
    core.sure("finish")
    assert core.do("session")["differ"] == []
    to_signature(core, stand)
    core.sure("hand_in")
    assert len(stand.filed()) == 2
    core.end()


@pytest.mark.timeout(90)
def test_a_slot_that_fails_in_service_shows_the_number_and_the_window_goes_on(app):
    stand, core = app
    core.start(stand)
    core.sure("press", id="attract.start")
    core.sure("raise", number=NUMBER)
    assert wait_until(lambda: core.sure("screen") == "trouble")
    shown = core.sure("texts")
    assert W("trouble.crash.safe") in shown
    assert NUMBER in shown.replace(" ", "")
    core.sure("press", id="trouble.crash.restart")
    assert wait_until(lambda: core.sure("screen") == "attract")
    core.sure("press", id="attract.start")
    assert wait_until(lambda: W("home.title") in core.sure("texts"))
    assert NUMBER not in core.sure("texts").replace(" ", "")


@pytest.mark.timeout(90)
def test_the_glass_forgets_the_person_when_the_session_ends(app):
    stand, core = app
    core.start(stand)
    search = Search(marks())
    core.sure("press", id="attract.start")
    core.sure("press", id="home.apply")
    core.sure("press", id="matters.choose:XC-MZ-008")
    stand.lay("long-term")
    assert wait_until(lambda: core.sure("screen") == "confirm")
    masked = "李*例"
    assert wait_until(lambda: masked in core.sure("texts"))
    stand.lay("")
    core.sure("press", id="strip.end")
    core.sure("press", id="idle.drop")
    assert wait_until(lambda: core.sure("screen") == "attract")
    shown = core.sure("texts") + core.sure("page")
    assert search.data("glass", shown.encode()) == []
    assert masked not in shown


@pytest.mark.timeout(90)
def test_a_store_that_is_refused_is_said_on_the_screen_and_opened_when_it_can_be(app):
    stand, core = app
    (stand.data / "terminal").mkdir(mode=0o700)
    lock = DirectoryLock(stand.data / "terminal")
    core.start(stand, ready="pid")
    assert wait_until(lambda: W("attract.closed") in core.sure("texts"))
    core.sure("press", id="attract.start")
    core.sure("press", id="home.print")
    core.sure("press", id="matters.choose:XC-RS-026")
    assert W("trouble.store.title") in core.sure("page")
    core.sure("press", id="notice.finish")
    lock.release()
    core.until("ready")
    assert wait_until(lambda: W("attract.can") in core.sure("texts"))


@pytest.mark.timeout(90)
@pytest.mark.parametrize("processes", [2, 3, 4])  # while it starts, and with all that it needs
def test_no_process_outlives_a_killed_terminal(short_path, processes):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(short_path)}
    command = [
        sys.executable,
        "-m",
        "kiosk",
        "run",
        "--windowed",
        "--data",
        str(short_path / "data"),
    ]
    terminal = subprocess.Popen(command, env=env, start_new_session=True)
    try:
        # the terminal, virtual devices, platform, speech
        assert wait_until(lambda: len(group(terminal.pid)) >= processes, 40)
        if processes == 4:
            assert wait_until((short_path / "data/platform/log").exists)
    finally:
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait()
    assert wait_until(lambda: group(terminal.pid) == [], 5.0)
    assert not list(short_path.glob("jinban-*"))


@pytest.mark.timeout(90)
def test_a_scribble_over_the_edge_of_the_pad_is_handed_in_like_any_signature(stand):
    stand, core = stand
    core.start(stand, patience=0.1)
    to_signature(core, stand)
    core.sure("scribble")
    core.sure("hand_in")
    assert core.told() == set(stand.filed())
    core.end()
