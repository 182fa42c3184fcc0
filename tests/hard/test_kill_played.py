"""`kiosk play` killed while it hands in over a dead network; `kiosk run` hands in what it left."""

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
from functools import partial

import pytest

from tests.hard.bench import ONCE, bench, wait_until
from tests.platform.server import ROOT

SCRIPT = """version: 1
title: Handed in while the network is down
answers:
  applicant.mobile: "13800000000"
  bank.account: "6217994299900010026"
  has_social_card: "yes"
  delivery.way: mail
actions:
  - wait: {screen: attract, timeout_s: 30}
  - press: attract.start
  - press: home.apply
  - press: matters.choose:XC-MZ-008
  - wait: {screen: identify}
  - card: long-term
  - wait: {screen: confirm}
  - advance: {to: sign, max: 30}
  - network: down
  - advance: {to: done, max: 3}
  - wait: {text: done.slip, timeout_s: 30}
  - expect: {text: done.step_kept}
  - expect: {receipt: slip.title.kept}
  - idle: 1
"""


class Played:
    """`kiosk play` on the real screen until it is killed, then `kiosk run` to hand in."""

    def __init__(self, stand, scratch) -> None:
        self.bench = stand
        self.script = stand.where / "visit.yaml"
        self.script.write_text(SCRIPT)
        self.out = stand.where / "out"
        self.env = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        self.env["TMPDIR"] = str(scratch)

    def kiosk(self, *arguments: str):
        command = [sys.executable, "-m", "kiosk", *arguments]
        command += ["--data", str(self.bench.data), "--platform", self.bench.platform.url]
        command += ["--peripherals", str(self.bench.peripherals(card="virtual"))]
        return subprocess.Popen(command, env=self.env, start_new_session=True)

    def shown(self, text: str) -> bool:
        """Whether the recording says so; it is written as things are shown."""
        steps = self.out / "steps.jsonl"
        return steps.exists() and text in steps.read_text("utf-8")

    def killed(self, moment) -> set[str]:
        """The numbers that came out on paper before the kill."""
        shutil.rmtree(self.out, ignore_errors=True)
        playing = self.kiosk("play", str(self.script), "--out", str(self.out))
        try:
            assert wait_until(lambda: self.shown('"network"'), 60)
            moment()
        finally:
            os.killpg(playing.pid, signal.SIGKILL)
            playing.wait()
        return self.bench.on_paper()

    def started_again(self, told: set[str], known: set[str]) -> set[str]:
        """What the platform has after the next start, network up."""
        running = self.kiosk("run", "--windowed")
        try:
            database = self.bench.data / "terminal" / "terminal.db"
            assert wait_until(lambda: told <= set(self.bench.filed()), 30)
            assert wait_until(lambda: waiting(database) == 0, 30)
        finally:
            running.terminate()
            assert running.wait(20) == 0
        return set(self.bench.filed()) - known


def waiting(database) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as db:
        query = "SELECT count(*) FROM outbox WHERE state <> 'sent'"
        return db.execute(query).fetchone()[0]


def played_and_killed(where, scratch, moments: int) -> None:
    draw = random.Random(5)
    with bench(where) as stand:
        played, known = Played(stand, scratch), set()
        for number in range(moments):
            seconds = draw.uniform(0.0, 6.0) if number else 0.0
            moment = partial(time.sleep, seconds)
            if number == 0:  # once surely after the slip
                moment = lambda: wait_until(lambda: bool(stand.printer.slips), 30)  # noqa: E731
            told = played.killed(moment)
            assert number or told
            new = played.started_again(told, known)
            assert told <= new
            assert len(new) <= 1
            assert set(stand.filed().values()) <= {ONCE}
            known |= new


@pytest.mark.timeout(180)
def test_a_played_visit_killed_after_its_slip_is_filed_at_the_next_start(tmp_path, short_path):
    played_and_killed(tmp_path, short_path, 1)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_four_played_visits_killed_at_random_lose_and_repeat_nothing(tmp_path, short_path):
    played_and_killed(tmp_path, short_path, 4)
