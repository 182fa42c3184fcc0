"""How well a camera reads codes, and what a thousand scans leave behind in one process.

The pictures are drawn here (`qr_pictures`), 17 kinds of degradation at three strengths, the last of
them meant to be too much; a real lens and a real hall were not before it. A code counts as read
when one of three looks reads it, as a camera that is held still gives; a wrong text is any text
but the code's own. The scans go through an emulator in the same process, so threads, descriptors
and memory are those of both; a leak of either shows.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.figures import figure
from benchmarks.qr_pictures import KINDS, pictures, without_a_code
from drivers.code_scanner.decode import WAYS, Decoder

COMMAND = "kiosk bench codes"
SCANS = 1000
WARM = 50  # scans until caches and pools have their size


def run() -> list[dict[str, Any]]:
    """Decode rate, wrong texts, ms a frame; what a thousand scans add."""
    return [*_pictures(), *_scans()]


def _pictures() -> list[dict[str, Any]]:
    read: list[float] = []
    wrong: list[float] = []
    with_code: list[float] = []
    for kind in KINDS:
        for text, jpeg in pictures(kind):
            decoder = Decoder(4096)
            texts = [_timed(decoder, jpeg, with_code) for _ in range(WAYS)]
            read.append(float([text] in texts))
            wrong.append(float(any(found not in ([], [text]) for found in texts)))
    without: list[float] = []
    decoder = Decoder(4096)
    for _ in range(5):
        for jpeg in without_a_code():
            wrong.append(float(bool(_timed(decoder, jpeg, without))))
    rate = sum(read) / len(read)
    return [
        _figure("codes.read", read, "share", ">= 0.75", rate),
        _figure("codes.wrong", wrong, "pictures", "0", sum(wrong)),
        _figure("codes.frame_with", with_code, "ms", "<= 40"),
        _figure("codes.frame_without", without, "ms", "<= 80"),
    ]


def _timed(decoder: Decoder, jpeg: bytes, into: list[float]) -> list[str]:
    began = time.perf_counter()
    found = decoder.read(jpeg)
    into.append((time.perf_counter() - began) * 1000)
    return [one.text for one in found]


def _figure(
    name: str, values: list[float], unit: str, target: str, value: float | None = None
) -> dict[str, Any]:
    return figure(name, values, unit, target=target, baseline="", command=COMMAND, value=value)


def _scans() -> list[dict[str, Any]]:
    held = scans("serial_2d", SCANS)
    found: list[dict[str, Any]] = []
    for what, unit in (("threads", "threads"), ("descriptors", "descriptors"), ("pss", "KB")):
        first, last = float(held[0][what]), float(held[1][what])
        grown = last - first
        told = f"{first:.0f} after {WARM} scans, {last:.0f} after {SCANS}"
        target = "<= 0" if what != "pss" else "<= 1024"
        found.append(
            figure(
                f"codes.scans.{what}_grown",
                [grown],
                unit,
                target=target,
                baseline=told,
                command=COMMAND,
            )
        )
    return found


def scans(model: str, many: int) -> tuple[dict[str, int], dict[str, int]]:
    """Scan `many` different codes, each armed for and told; what the process held after WARM of
    them and after all."""
    from drivers.code_scanner import HANDLE
    from drivers.device_set import open_devices
    from drivers.events import CodeScanned
    from drivers.spec import DeviceSpec
    from drivers.virtual.host import make_emulator

    told = threading.Semaphore(0)
    texts: list[str] = []

    def take(event: object) -> None:
        if isinstance(event, CodeScanned):
            texts.append(event.text)
            told.release()

    emulator = make_emulator("code_scanner", model, {}, {})
    devices = open_devices([DeviceSpec("s", "code_scanner", model, emulator.start())], take)
    first: dict[str, int] = {}
    try:
        scanner = devices.handle("s", HANDLE)
        for n in range(many):
            if scanner is None:
                break
            scanner.arm(f"r{n}")
            _scan_until_told(emulator, f"XC2611230050{n:05d}", told)
            if n + 1 == WARM:
                first = _held()
        if texts != [f"XC2611230050{n:05d}" for n in range(many)]:
            raise AssertionError(f"{len(texts)} of {many} codes came as they were")
        return first, _held()
    finally:
        devices.stop()
        emulator.stop()


def _scan_until_told(emulator: Any, text: str, told: threading.Semaphore) -> None:
    for _ in range(20):  # what is scanned before the arming has been seen is dropped
        emulator.control("scan", {"text": text})
        if told.acquire(timeout=1.0):
            return


def _held() -> dict[str, int]:
    rollup = Path("/proc/self/smaps_rollup").read_text("ascii")
    pss = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return {
        "threads": threading.active_count(),
        "descriptors": len(os.listdir("/proc/self/fd")),
        "pss": int(pss.split()[1]),
    }
