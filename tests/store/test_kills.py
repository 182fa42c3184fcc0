"""The terminal is killed at any moment: nothing acknowledged is lost, no number is given twice.

JINBAN_KILLS sets how often (25 unless told). A kill says nothing about a power cut: the system
keeps what was written; that is what WAL with synchronous=FULL, read back at each start, is for.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.numbers import parse_case_number

KILLS = int(os.environ.get("JINBAN_KILLS", "25"))
SET = ("terminal.db", "terminal.db-wal", "terminal.db-shm")
STORED = "SELECT c.case_no, o.key, e.seq, p.job_id FROM cases c LEFT JOIN outbox o USING (case_no)"
STORED += " LEFT JOIN case_events e USING (case_no) LEFT JOIN print_journal p USING (case_no)"


class Harness:
    """Starts, kills and looks; `owner` maps every number ever seen to the case it was given to."""

    def __init__(self, where: Path, mode: str) -> None:
        self.where, self.mode = where, mode
        self.terminal = where / "terminal"
        self.owner: dict[str, str] = {}
        self.acknowledged: dict[str, str] = {}
        self.wrong: list[str] = []
        self.recovery_s: list[float] = []
        root = Path(__file__).parents[2]
        self.zygote = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("victim.py")), str(where)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(root)},
        )

    def line(self) -> str:
        assert self.zygote.stdout is not None
        return self.zygote.stdout.readline().strip()

    def round(self, delay_s: float, *, after_ack: bool = False) -> None:
        assert self.zygote.stdin is not None
        self.zygote.stdin.write(f"{self.mode}\n")
        self.zygote.stdin.flush()
        child = int(self.line().removeprefix("PID "))
        started = time.monotonic()
        while after_ack and not (line := self.line()).startswith("ACK "):
            self.heard(line, started)
        if after_ack:
            self.heard(line, started)
        time.sleep(delay_s)
        os.kill(child, signal.SIGKILL)
        while (line := self.line()) != "DEAD":
            self.heard(line, started)
        self.look()

    def heard(self, line: str, started: float) -> None:
        if line == "READY":
            self.recovery_s.append(time.monotonic() - started)
        elif line.startswith("ACK "):
            _, number, key = line.split()
            self.own(number, key)
            self.acknowledged[number] = key

    def own(self, number: str, key: str) -> None:
        if self.owner.setdefault(number, key) != key:
            self.wrong.append(f"{number} was given twice")

    def look(self) -> None:
        """Compare what is stored with what was acknowledged."""
        if not (self.terminal / "terminal.db").exists():
            return
        with closing(sqlite3.connect(f"file:{self.terminal}/terminal.db?mode=ro", uri=True)) as db:
            if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'cases'").fetchone():
                return
            stored = {row[0]: row[1:] for row in db.execute(STORED)}
        for number, (key, event, slip) in stored.items():
            self.own(number, key)
            if event != 1 or slip != key:
                self.wrong.append(f"{number} is stored in part")
        for number, key in self.acknowledged.items():
            if number not in stored or stored[number][0] != key:
                self.wrong.append(f"{number} was acknowledged and is lost")

    def keep_copy(self) -> None:
        copy = self.where / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for name in SET:
            if (self.terminal / name).exists():
                shutil.copy(self.terminal / name, copy)
        self.kept = dict(self.acknowledged)

    def put_copy_back(self) -> None:
        self.start_afresh()
        for path in (self.where / "copy").iterdir():
            shutil.copy(path, self.terminal)
        self.acknowledged = dict(self.kept)

    def start_afresh(self) -> None:
        for name in SET:
            (self.terminal / name).unlink(missing_ok=True)
        self.acknowledged = {}

    def end(self) -> None:
        self.zygote.communicate(timeout=10)


@pytest.fixture
def harness(tmp_path, request):
    made = Harness(tmp_path, request.param)
    yield made
    made.end()


@pytest.mark.timeout(60 + 2 * KILLS)
@pytest.mark.parametrize("harness", ["honest"], indirect=True)
def test_kills_restored_copies_and_fresh_stores_lose_nothing_and_repeat_no_number(harness):
    draw = random.Random(KILLS)
    for number in range(KILLS):
        harness.round(draw.uniform(0.0, 0.1), after_ack=bool(number % 2))
        if number % 8 == 3:
            harness.keep_copy()
        elif number % 8 == 6:
            harness.put_copy_back()
        elif number % 16 == 12:
            harness.start_afresh()
    assert harness.wrong == []
    assert len(harness.owner) > KILLS // 2
    assert all(parse_case_number(number) for number in harness.owner)
    assert not list(harness.terminal.glob("damaged-*/terminal.db"))


@pytest.mark.parametrize("harness", ["hasty"], indirect=True)
def test_the_harness_catches_a_terminal_that_acknowledges_before_the_commit(harness):
    for _ in range(60):
        harness.round(0.05, after_ack=True)
        if harness.wrong:
            break
    assert any("lost" in wrong for wrong in harness.wrong)
