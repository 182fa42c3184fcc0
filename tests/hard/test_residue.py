"""After their visits nothing of the people is left on the machine, in whatever form.

The people are the sample ones; their numbers, names, addresses, the mobile that is typed and the
account are looked for in every file and process of the terminal.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time

import pytest
import yaml

from tests.hard.bench import ANSWERS, Core, bench
from tests.hard.marks import CHARSETS, Search, forms, group, may_dump
from tests.platform.server import DATA, ROOT

PEOPLE = ("resident", "long-term", "rare-name")
FOLDERS = ("home", "tmp", "run", "cache", "config", "state", "share")


def marks() -> dict[str, str]:
    people = yaml.safe_load((DATA / "sample_people.yaml").read_text("utf-8"))["people"]
    found = {"mobile": ANSWERS["applicant.mobile"], "account": ANSWERS["bank.account"]}
    for name in PEOPLE:
        for what in ("number", "name", "address"):
            found[f"{what} of {name}"] = people[name][what]
    return found


class Machine:
    """A terminal whose every folder is its own, and the visits of people to it."""

    def __init__(self, where, stand, *, weak: str = "") -> None:
        self.bench = stand
        self.search = Search(marks())
        self.folders = [where / name for name in FOLDERS]
        for folder in self.folders:
            folder.mkdir(mode=0o700)
        self.core = Core(own_places(where), cwd=where / "home")
        self.core.start(stand, weak=weak, patience=0.1, speaker=True)
        self.hits = []
        self.speakers = 0
        self.visits = (
            self.finished,
            self.printed_record,
            self.cancelled,
            self.expired,
            self.too_young,
            self.offline_then_sent,
            self.no_record,
            self.saved_then_dropped,
        )

    def visit(self, number: int) -> None:
        before = len(self.hits)
        self.visits[number % len(self.visits)]()
        self.look()
        self.leave()
        self.look()
        what = self.visits[number % len(self.visits)].__name__
        assert self.hits[before:] == [], what

    def leave(self) -> None:
        self.bench.lay("")
        self.core.sure("finish")

    def look(self) -> None:
        pids = group(self.core.pid)
        self.speakers += len(pids) > 1
        self.hits += self.search.processes(pids)
        self.hits += self.search.folders(
            self.bench.data / "terminal", self.bench.data / "log", *self.folders
        )

    # ---- visits ----

    def begin(self, code: str, card: str, *to: str) -> None:
        self.core.sure("begin", code=code)
        self.bench.lay(card)
        self.core.sure("wait", screen="confirm")
        self.core.sure("advance", to=to, answers=ANSWERS)

    def finished(self) -> None:
        self.begin("XC-MZ-008", "long-term", "sign")
        self.core.sure("hand_in")

    def printed_record(self) -> None:
        self.begin("XC-RS-026", "resident", "done")
        self.core.sure("quiet")

    def cancelled(self) -> None:
        self.typed_account("delivery")

    def typed_account(self, to: str) -> None:
        """Without consent to the look-up the account is typed."""
        self.begin("XC-MZ-008", "long-term", "materials")
        self.core.sure("press", id="materials.without")
        self.core.sure("advance", to=[to], answers=ANSWERS)

    def expired(self) -> None:
        self.typed_account("review")
        self.core.sure("idle", seconds=200)

    def too_young(self) -> None:
        self.begin("XC-MZ-008", "resident", "notice")
        self.core.sure("press", id="notice.print")
        self.core.sure("quiet")

    def offline_then_sent(self) -> None:
        self.begin("XC-MZ-008", "long-term", "sign")
        self.bench.gate.set("down")
        self.core.sure("hand_in")
        self.look()
        self.leave()
        self.look()
        assert self.bench.left()["outbox"] == 2  # the case and a copy of its slip, sealed
        self.bench.gate.set("up")
        self.core.sure("online", wanted=True)
        self.core.sure("drained")
        assert self.core.sure("outbox")["parked"] == 0

    def no_record(self) -> None:
        self.begin("XC-RS-026", "rare-name", "notice")
        self.core.sure("press", id="notice.print")
        self.core.sure("quiet")

    def saved_then_dropped(self) -> None:
        self.begin("XC-MZ-008", "long-term", "delivery")
        self.core.sure("press", id="strip.end")
        self.core.sure("press", id="idle.save")
        self.core.sure("wait", screen="resume_kept")
        self.core.sure("press", id="resume.finish")
        self.core.sure("quiet")
        self.core.sure("wait", screen="card")
        self.leave()
        self.look()
        assert self.bench.left()["drafts"] == 1
        self.begin("XC-MZ-008", "long-term", "delivery")


def own_places(where) -> dict[str, str]:
    return {
        "HOME": str(where / "home"),
        "TMPDIR": str(where / "tmp"),
        "XDG_RUNTIME_DIR": str(where / "run"),
        "XDG_CACHE_HOME": str(where / "cache"),
        "XDG_CONFIG_HOME": str(where / "config"),
        "XDG_STATE_HOME": str(where / "state"),
        "XDG_DATA_HOME": str(where / "share"),
    }


def people_come_and_go(where, visits: int) -> None:
    with bench(where) as stand:
        machine = Machine(where, stand)
        try:
            for number in range(visits):
                machine.visit(number)
            machine.core.sure("drained")
            machine.core.sure("quiet")
            found = machine.core.do("session")
            assert machine.core.sure("spoken") > visits  # the loudspeaker was really at work
            machine.core.end()
        finally:
            machine.core.close()
        assert stand.left() == {"cases": 0, "outbox": 0, "slips": 0, "drafts": 0}
        assert found["differ"] == []
        assert machine.search.data("glass", found["shown"].encode()) == []
        machine.look()
        assert machine.hits == []
        assert machine.speakers
        assert stand.printer.slips  # paper goes out with the person
        assert not machine.search.folders(stand.platform.data)  # sealed there as well


@pytest.mark.timeout(150)
def test_after_eight_different_visits_nothing_of_the_people_is_left(tmp_path):
    people_come_and_go(tmp_path, 8)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_after_a_hundred_visits_nothing_of_the_people_is_left(tmp_path):
    people_come_and_go(tmp_path, 100)


@pytest.mark.timeout(90)
def test_a_build_that_writes_a_plain_trace_is_caught(tmp_path):
    with bench(tmp_path) as stand:
        machine = Machine(tmp_path, stand, weak="plain-trace")
        try:
            with pytest.raises(AssertionError, match="finished"):
                machine.visit(0)
            assert ("name of long-term", "gb18030") in {(h.mark, h.how) for h in machine.hits}
        finally:
            machine.core.close()


def test_a_planted_value_is_found_in_every_form_and_place(tmp_path):
    search, wanted = Search(marks()), marks()
    for label, value in wanted.items():
        for number, (how, needle) in enumerate(forms(value)):
            path = tmp_path / f"{number}" / "deep" / "file"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"\x00before" + needle + b"after\xff")
            assert label in {hit.mark for hit in search.folders(path.parent)}, how
    named = tmp_path / "named"
    named.mkdir()
    (named / f"{wanted['name of rare-name']}.txt").touch()
    assert search.folders(named)


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("before", range(3))
def test_a_value_inside_base64_of_something_longer_is_found(charset, before):
    import base64

    search = Search(marks())
    for value in marks().values():
        whole = b"abc"[:before] + value.encode(charset) + "，请查收。".encode(charset)
        assert search.data("", base64.b64encode(whole)), value
        assert search.data("", base64.urlsafe_b64encode(whole)), value


@pytest.mark.parametrize("place", ["cmdline", "environ", "open"])
def test_a_planted_value_is_found_in_a_process(tmp_path, place):
    number = marks()["number of long-term"]
    program = "import os, sys, time; os.memfd_create('x'); f = open(os.environ['F'], 'w+');"
    program += "os.remove(f.name); f.write(os.environ.pop('W', '')); f.flush();"
    program += "print('up', flush=True); time.sleep(60)"
    env = {"F": str(tmp_path / "gone"), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", program]
    if place == "cmdline":
        command.append(number)
    elif place == "environ":
        env["WHO"] = number
    else:
        command[2] = program.replace("os.environ.pop('W', '')", f"'{number[:9]}' + '{number[9:]}'")
    child = subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert child.stdout.readline() == "up\n"
        hits = Search(marks()).processes(group(child.pid))
        assert {hit.where.split(" ")[0] for hit in hits} == {place}
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "visit",
    ["insurance-record-print", pytest.param("allowance-80-mail", marks=pytest.mark.long)],
)
def test_a_visit_played_on_the_real_screen_leaves_nothing_but_its_recording(short_path, visit):
    places = [short_path / name for name in FOLDERS]
    for folder in places:
        folder.mkdir(mode=0o700)
    search, data = Search(marks()), short_path / "data"
    command = [sys.executable, "-m", "kiosk", "play", str(ROOT / "docs/visits" / f"{visit}.yaml")]
    command += ["--out", str(short_path / "out"), "--data", str(data)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **own_places(short_path)}
    cores = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (cores[1], cores[1]))
    played = subprocess.Popen(command, env=env, cwd=short_path / "home", start_new_session=True)
    resource.setrlimit(resource.RLIMIT_CORE, cores)
    hits, dumps, most = [], [], 0
    try:
        while played.poll() is None:
            pids = group(played.pid)
            most = max(most, len(pids))
            hits += search.processes(pids)
            if (data / "terminal").exists():
                dumps += may_dump(pids)
            time.sleep(0.2)
    finally:
        if played.poll() is None:
            os.killpg(played.pid, signal.SIGKILL)
            played.wait()
    assert played.returncode == 0
    assert dumps == []
    assert most >= 4  # terminal, virtual devices, platform, speech
    hits += search.folders(data / "terminal", data / "log", data / "key", *places)
    assert [hit for hit in hits if str(short_path / "out") not in hit.where] == []
    assert search.folders(data / "platform") == []
