"""What stands around a terminal under test: a platform that outlives it, a gate, devices."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from backend_client.identity import TerminalIdentity, save_identity
from tests.foreign.escpos_printer import Printer
from tests.platform.server import ROOT, TOKEN, running
from ui.play.netgate import NetGate

CORE = Path(__file__).with_name("terminal_core.py")
APP = Path(__file__).with_name("app_core.py")
READER = ROOT / "tests" / "foreign" / "sam_reader.py"
ANSWERS = {
    "applicant.mobile": "13800000000",
    "bank.account": "6217994299900010026",
    "question.has_social_card": "yes",
    "delivery": "mail",
    "purpose": "house",
}
ONCE = (1, 1)  # handed in once, one letter goes out
ON_PAPER = re.compile(rb"XC ?(\d{4}) ?(\d{4}) ?(\d{4}) ?(\d{4})")
PERIPHERALS = """version: 1
mode: demo
terminal:
  id: XC-K-005
  number: "0005"
  profile: self-service
  point: SP002
  screen: {{width_px: 1080, height_px: 1920, width_mm: 268, height_mm: 476}}
platform: {{url: embedded}}
devices:
  id_card: {{kind: id_card, model: sam_v, port: "{card}"}}
  receipt: {{kind: receipt_printer, model: escpos_80mm, port: "{paper}"}}
{more}"""
SPEAKER = """  speaker: {kind: speaker, model: espeak_ng, port: "alsa://null",
            options: {voice: cmn, pace: fast}}
"""
# What is still sealed on the terminal, whoever it is about.
LEFT = {
    "cases": "SELECT count(*) FROM cases WHERE sealed IS NOT NULL",
    "outbox": "SELECT count(*) FROM outbox WHERE sealed IS NOT NULL OR response IS NOT NULL",
    "slips": "SELECT count(*) FROM print_journal WHERE sealed IS NOT NULL",
    "drafts": "SELECT count(*) FROM drafts",
}


class Bench:
    """A platform, the gate before it, a card reader and a printer, none of which the terminal
    can take down with it."""

    def __init__(self, where: Path, platform, gate: NetGate, stack: ExitStack) -> None:
        self.where, self.platform, self.gate = where, platform, gate
        self.data = where / "data"
        self.printer = Printer()
        stack.callback(self.printer.close)
        self.reader = subprocess.Popen(
            [sys.executable, str(READER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        stack.callback(self._close_reader)
        self.card_port = json.loads(self.reader.stdout.readline())["port"]
        identity = TerminalIdentity("XC-K-005", "0005", TOKEN)
        for folder in (self.data, self.data / "key"):
            folder.mkdir(mode=0o700)
        save_identity(self.data / "key" / "terminal.json", identity)

    def _close_reader(self) -> None:
        with self.reader:
            self.reader.stdin.close()
            self.reader.wait(5)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.gate.port}"

    def peripherals(self, *, speaker: bool = False, card: str = "") -> Path:
        """The configuration; `card` is another port for the reader than the foreign one's."""
        path = self.where / "peripherals.yaml"
        ports = {"card": card or self.card_port, "paper": self.printer.port}
        text = PERIPHERALS.format(**ports, more=SPEAKER if speaker else "")
        path.write_text(text)
        return path

    def lay(self, card: str) -> None:
        self.reader.stdin.write(f"card {card}\n" if card else "none\n")
        self.reader.stdin.flush()

    def on_paper(self) -> set[str]:
        """The case numbers on every piece of paper since the last call, torn ones too."""
        pieces, self.printer.slips = [*self.printer.slips, self.printer.left], []
        self.printer.left = b""
        found = (m for piece in pieces for m in ON_PAPER.finditer(piece))
        return {"XC" + b"".join(m.groups()).decode() for m in found}

    def left(self) -> dict[str, int]:
        """How many rows of the terminal hold something sealed."""
        database = self.data / "terminal" / "terminal.db"
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as db:
            return {what: db.execute(query).fetchone()[0] for what, query in LEFT.items()}

    def filed(self) -> dict[str, tuple[int, int]]:
        """What the platform has: number -> how often it was handed in, how many letters go out."""
        query = (
            "SELECT case_no, (SELECT count(*) FROM case_events e WHERE e.case_no = c.case_no"
            " AND event = 'submit'), (SELECT count(*) FROM postal_orders p"
            " WHERE p.case_no = c.case_no) FROM cases c"
        )
        database = self.platform.data / "platform.db"
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as db:
            return {row[0]: (row[1], row[2]) for row in db.execute(query)}


@contextmanager
def bench(where: Path, *, printed=None):
    with ExitStack() as stack:
        platform = stack.enter_context(running(where / "platform", now=None))
        parts = urlsplit(platform.url)
        gate = NetGate((parts.hostname, parts.port))
        stack.callback(gate.stop)
        yield Bench(where, platform, gate, stack)


class Core:
    """The terminal of terminal_core.py, one run after the other."""

    def __init__(
        self, env: dict[str, str] | None = None, cwd: Path | None = None, script: Path = CORE
    ) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            cwd=cwd,
        )
        self.lines: queue.SimpleQueue = queue.SimpleQueue()
        self.pid = 0
        self.seen: list[dict] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.lines.put(json.loads(line))
        self.lines.put({"closed": True})

    def send(self, **line) -> None:
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        self.process.stdin.flush()

    def until(self, key: str, limit_s: float = 45.0) -> dict:
        """Read on until a line with `key`; every line read is kept in `seen`."""
        while True:
            line = self.lines.get(timeout=limit_s)
            self.seen.append(line)
            if key in line:
                return line
            assert "closed" not in line, f"the terminal ended before {key}: {self.seen[-9:]}"
            assert "ended" not in line, f"the terminal ended before {key}: {self.seen[-9:]}"

    def start(
        self, bench: Bench, *, weak: str = "", patience: float = 1.0, ready: str = "ready", **how
    ) -> dict:
        """Start a run and wait until it says that it is `ready`."""
        self.seen = []
        settings = {
            "peripherals": str(bench.peripherals(**how)),
            "platform": bench.url,
            "data": str(bench.data),
            "weak": weak,
            "patience": patience,
        }
        self.send(start=settings)
        self.pid = self.until("pid")["pid"]
        if ready == "pid":
            return {}
        return self.until(ready)

    def do(self, do: str, **more):
        self.send(do=do, **more)
        return self.until("done")["done"]

    def sure(self, do: str, **more):
        found = self.do(do, **more)
        assert found, (do, more, self.seen[-6:])
        return found

    def told(self) -> set[str]:
        return {line["told"] for line in self.seen if "told" in line}

    def kill(self) -> None:
        os.killpg(self.pid, signal.SIGKILL)
        self.until_ended()

    def until_ended(self) -> int:
        while True:
            line = self.lines.get(timeout=20)
            self.seen.append(line)
            if "ended" in line:
                return line["ended"]

    def end(self) -> None:
        self.sure("end")
        assert self.until_ended() == 0

    def close(self) -> None:
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self.process.wait(5)
        self.process.stdout.close()


def to_signature(core: Core, bench: Bench, card: str = "long-term") -> None:
    """A visit up to the page from which the case is handed in."""
    core.sure("begin", code="XC-MZ-008")
    bench.lay(card)
    core.sure("wait", screen="confirm")
    core.sure("advance", to=["sign"], answers=ANSWERS)


def wait_until(what, limit_s: float = 20.0) -> bool:
    end = time.monotonic() + limit_s
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
