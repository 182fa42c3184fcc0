"""How long the glass is held up while every device fails at once.

A terminal runs whole and offscreen; a timer of 2 ms on the Qt thread writes down how late it
is. At the same moment every virtual device is broken, and mended some seconds later, several
times. Painting counts as held up, too: the pages change with the devices. It could be fooled by a
thread that sleeps through the faults, so the states that were seen are counted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if not __package__:
    sys.path.insert(0, str(ROOT))

from benchmarks.figures import figure, percentile  # noqa: E402 - run as a file, too

ROUNDS = 4
BROKEN_S, WELL_S = 10.0, 4.0
TICK_MS = 2
FAULTS = {
    "id_card": {"kind": "no_answer", "on": "any", "at": 0},
    "receipt_printer": {"kind": "stall"},
    "code_scanner": {"kind": "hang_up", "at": 3},
    "speaker": {"kind": "hang"},
}
COMMAND = "kiosk bench devices"


def run() -> list[dict[str, Any]]:
    """Held-up times in ms while all fails; RuntimeError when the terminal did not run."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    words = [sys.executable, str(Path(__file__).resolve())]
    done = subprocess.run(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the terminal ended with {done.returncode}")
    told = json.loads(done.stdout.splitlines()[-1])
    late, lost = told["late_ms"], told["lost"]
    if lost < ROUNDS * len(FAULTS):
        raise RuntimeError(f"only {lost} losses were seen")
    baseline = f"{percentile(told['calm_ms'], 0.99):.1f} ms p99 with nothing broken; {lost} losses"
    return [
        figure(
            "devices.glass_held_up",
            late,
            "ms",
            value=percentile(late, 0.99),
            target="p99 <= 16",
            baseline=baseline,
            command=COMMAND,
        ),
        figure(
            "devices.glass_held_up_longest",
            [max(late)],
            "ms",
            target="<= 100",
            baseline=f"{max(told['calm_ms']):.1f} ms with nothing broken",
            command=COMMAND,
        ),
    ]


class Pulse:
    """How late the Qt thread comes to a timer of its own."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.late_ms: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, (now - self._last) * 1000 - TICK_MS))
        self._last = now

    def take(self) -> list[float]:
        """What came since the last call."""
        taken, self.late_ms = self.late_ms, []
        return taken


def measure(folder: str) -> dict[str, Any]:
    """Run a terminal, break everything some times, end it."""
    from kiosk.app import App
    from kiosk.commands.common import options_or_exit

    app = App(options_or_exit(data=folder), offscreen=True, fragile=True)
    told: dict[str, Any] = {"late_ms": [], "calm_ms": [], "lost": 0}

    def begin() -> None:
        pulse = Pulse()
        told["pulse"] = pulse
        threading.Thread(target=_break_all, args=(app, pulse, told), daemon=True).start()

    app.when_ready(begin)
    told["status"] = app.run()
    del told["pulse"]
    return told


def _break_all(app: Any, pulse: Pulse, told: dict[str, Any]) -> None:
    from kiosk.commands.device_test import steer

    devices = app.services.devices
    roles = {status.role: status.kind for status in devices.statuses()}
    _until_well(devices)
    for turn in range(ROUNDS):
        pulse.take()
        time.sleep(WELL_S)
        told["calm_ms"] += pulse.take()
        if turn % 2:  # with a visit on the glass as well
            app.bridge.post(app.controller.touched)
        for role, kind in roles.items():
            steer(app.launch.control, role, "fault", FAULTS[kind])
        seen: set[str] = set()
        until = time.monotonic() + BROKEN_S
        while time.monotonic() < until:
            bad = (s.role for s in devices.statuses() if s.state.value != "ready")
            seen.update(bad)
            time.sleep(0.05)
        for role in roles:
            steer(app.launch.control, role, "fault", {"kind": "none"})
        _until_well(devices)
        told["late_ms"] += pulse.take()
        told["lost"] += len(seen)
    app.bridge.post(lambda: app.gui.exit(0))


def _until_well(devices: Any) -> None:
    until = time.monotonic() + 30.0
    while time.monotonic() < until:
        if all(status.state.value == "ready" for status in devices.statuses()):
            return
        time.sleep(0.05)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="jinban-bench-") as scratch:
        result = measure(scratch)
    print(json.dumps(result))
    sys.exit(int(result["status"]))
