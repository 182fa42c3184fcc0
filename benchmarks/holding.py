"""What a process holds: threads, descriptors, children, memory."""

from __future__ import annotations

import ctypes
import gc
import os
import threading
import time
from pathlib import Path


def quiet() -> dict[str, float]:
    """What is held when the fewest children are there: a printer's queue is looked at by one.

    glibc keeps what was freed in a heap of each thread (malloc_trim(3) gives it back), which grows
    and shrinks by megabytes; with one heap (MALLOC_ARENA_MAX=1) the same work stays level.
    """
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    found = []
    for _ in range(8):
        found.append(held())
        time.sleep(0.25)
    return min(found, key=lambda one: (one["children"], one["descriptors"]))


def held() -> dict[str, float]:
    """Threads, open descriptors and PSS in kB of this process, and its children's number."""
    rollup = Path("/proc/self/smaps_rollup").read_text("utf-8")
    pss = next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))
    tasks = Path("/proc/self/task").iterdir()  # a child counts with the thread that started it
    children = [pid for task in tasks for pid in (task / "children").read_text("utf-8").split()]
    return {
        "threads": float(_threads()),
        "descriptors": float(len(os.listdir("/proc/self/fd"))),
        "pss": float(pss),
        "children": float(len(children)),
    }


def _threads() -> int:
    """How many the system counts; one that has been joined may still be on its way out."""
    until = time.monotonic() + 5.0
    while (count := len(os.listdir("/proc/self/task"))) > threading.active_count():
        if time.monotonic() > until:
            break
        time.sleep(0.01)
    return count
