"""How soon the terminal is on the glass, how soon it can be used, and what memory it takes.

The glass is Xvfb's own frame buffer, read by this process, so the terminal cannot flatter itself:
a picture counts as painted when the outlines of its letters and icons stand where they stand at
the end. It could be fooled by a picture of a start page; therefore the touch, sent by XTEST 0.6 s
after the start, must bring the home page.
"""

from __future__ import annotations

import json
import mmap
import os
import shlex
import shutil
import signal
import struct
import subprocess
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

if __package__:
    from benchmarks.figures import figure
else:
    from figures import figure

ROOT = Path(__file__).parents[1]
SIZE = (1080, 1920)
TOUCH_S = 0.6
PAINTED = 0.9
"""Share of outlines in place; what a device reports later may still change a row."""
RUNS = 5
STRONG = [0] * 41 + [255] * 215
NOT_OURS = ("backend_client.reference", "drivers virtual", "drivers.virtual")
BROWSER = "770 ms and 392 MB: a browser in kiosk mode, home page alone"


def default_command(data: Path) -> list[str]:
    """The terminal as it is run, or JINBAN_BENCH_COMMAND with {data} filled in."""
    told = os.environ.get("JINBAN_BENCH_COMMAND")
    if told:
        return [word.replace("{data}", str(data)) for word in shlex.split(told)]
    kiosk = ROOT / ".venv" / "bin" / "kiosk"
    screen = f"{SIZE[0]}x{SIZE[1]}"
    return [str(kiosk), "run", "--data", str(data), "--screen", screen, "--fullscreen"]


class Glass:
    """The frame buffer of an Xvfb, mapped from its file (XWD version 7)."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "Xvfb_screen0").open("rb")
        self._map = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        header = struct.unpack(">25I", self._map[:100])
        self._start = header[0] + header[19] * 12  # behind the header and the colour table
        self.size = (header[4], header[5])
        self._stride = header[12]

    def picture(self) -> Image.Image:
        """What is on the glass now."""
        end = self._start + self._stride * self.size[1]
        raw = self._map[self._start : end]
        return Image.frombytes("RGB", self.size, raw, "raw", "BGRX", self._stride)

    def close(self) -> None:
        """Let go of the file."""
        self._map.close()
        self._file.close()


@contextmanager
def xvfb() -> Generator[tuple[str, Glass]]:
    """A display of the terminal's size: its name and its glass."""
    folder = Path(tempfile.mkdtemp(prefix="jinban-bench-"))
    told, tell = os.pipe()
    server = subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(tell), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24"),
            *("-fbdir", str(folder), "-nolisten", "tcp", "-nocursor"),
        ],
        pass_fds=[tell],
        stderr=subprocess.DEVNULL,
    )
    os.close(tell)
    try:
        with os.fdopen(told) as lines:
            display = f":{lines.readline().strip()}"
        glass = Glass(folder)
        yield display, glass
        glass.close()
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(folder)


@dataclass(frozen=True)
class Look:
    """A picture to wait for, and where its outlines are."""

    picture: Image.Image
    outlines: Image.Image
    count: int

    @staticmethod
    def of(picture: Image.Image) -> Look:
        """Outlines are where a pixel differs clearly from its left neighbour."""
        moved = ImageChops.offset(picture, 1, 0)
        mask = ImageChops.difference(picture, moved).convert("L").point(STRONG)
        return Look(picture, mask, mask.histogram()[255])

    def share(self, now: Image.Image) -> float:
        """How much of the outlines stands in place, 0 to 1."""
        off = ImageChops.difference(self.picture, now).convert("L").point(STRONG)
        wrong = off.histogram(self.outlines)[255]
        return 1.0 - wrong / max(self.count, 1)


@contextmanager
def terminal(display: str, command: Sequence[str]) -> Generator[tuple[int, float]]:
    """A running terminal: its process id and the moment before it was started."""
    env = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "QT_QUICK_BACKEND": "software",
        "LC_ALL": "C.UTF-8",
    }
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        env=env,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process.pid, began
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended with {process.returncode}")
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def settled(glass: Glass, seconds: float = 1.0, limit: float = 30.0) -> Image.Image:
    """The picture once nothing has changed for a while and it is not one flat colour."""
    last, since = glass.picture(), time.monotonic()
    end = since + limit
    while time.monotonic() < end:
        time.sleep(0.05)
        now = glass.picture()
        if now.tobytes() != last.tobytes() or len(now.getcolors(4) or "12345") < 3:
            last, since = now, time.monotonic()
        elif time.monotonic() - since >= seconds:
            return now
    raise RuntimeError("the glass does not come to rest")


def wait_for(glass: Glass, look: Look, limit: float = 20.0) -> float:
    """The moment at which the look is on the glass."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        now = glass.picture()
        if look.share(now) >= PAINTED:
            return time.monotonic()
        time.sleep(0.004)
    raise RuntimeError("the expected picture did not come")


def touch(display: str) -> float:
    """A touch in the middle of the glass by XTEST; the moment before it is sent."""
    middle = [str(SIZE[0] // 2), str(SIZE[1] // 2)]
    sent = time.monotonic()
    subprocess.run(
        ["xdotool", "mousemove", *middle, "click", "1"],
        env={**os.environ, "DISPLAY": display},
        check=True,
        capture_output=True,
    )
    return sent


def pss_mb(root: int) -> float:
    """Proportional memory of a process and all below it, MB; platform and emulators left out."""
    total, queue = 0, [root]
    while queue:
        pid = queue.pop()
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            if any(name in words for name in NOT_OURS):
                continue
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += next(int(row.split()[1]) for row in rollup.splitlines() if row[:4] == "Pss:")
            for task in Path(f"/proc/{pid}/task").iterdir():
                queue += [int(child) for child in (task / "children").read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total / 1024


def _first_looks(display: str, glass: Glass, command: Sequence[str]) -> tuple[Look, Look, float]:
    """What start and home look like, and the memory after both; this run also warms the caches."""
    with terminal(display, command) as (pid, _):
        attract = Look.of(settled(glass))
        touch(display)
        home = Look.of(settled(glass))
        if attract.share(home.picture) >= PAINTED:
            raise RuntimeError("a touch does not lead away from the first picture")
        return attract, home, pss_mb(pid)


def _one_start(
    display: str, glass: Glass, command: Sequence[str], looks: tuple[Look, Look]
) -> tuple[float, float, float]:
    """ms to the start page, ms from the touch to the home page, MB at rest on the home page."""
    attract, home = looks
    with terminal(display, command) as (pid, began):
        painted = wait_for(glass, attract) - began
        time.sleep(max(0.0, began + TOUCH_S - time.monotonic()))
        sent = touch(display)
        shown = wait_for(glass, home) - sent
        settled(glass)
        return painted * 1000, shown * 1000, pss_mb(pid)


def run(command: Sequence[str] | None = None, runs: int = RUNS) -> list[dict[str, Any]]:
    """Start the terminal `runs` times, warm, and measure. Needs Xvfb and xdotool."""
    with tempfile.TemporaryDirectory(prefix="jinban-bench-") as data, xvfb() as (display, glass):
        words = list(command or default_command(Path(data)))
        attract, home, memory = _first_looks(display, glass, words)
        got = [_one_start(display, glass, words, (attract, home)) for _ in range(runs)]
    painted, shown, rest = (list(column) for column in zip(*got, strict=True))
    said = " ".join(words).replace(data, "DATA")

    def told(name: str, values: list[float], unit: str, target: str) -> dict[str, Any]:
        return figure(name, values, unit, target=target, baseline=BROWSER, command=said)

    return [
        told("start.painted", painted, "ms", "<= 600"),
        told("start.touch_to_home", shown, "ms", "<= 400"),
        told("memory.pss", [memory, *rest], "MB", "<= 140"),
    ]


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
