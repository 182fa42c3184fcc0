"""Lines in and out of a terminal under test, and its work on other threads."""

from __future__ import annotations

import json
import os
import queue
from concurrent.futures import ThreadPoolExecutor
from functools import partial


def say(**line) -> None:
    os.write(1, json.dumps(line, ensure_ascii=True).encode() + b"\n")


def next_line() -> bytes:
    """A line of standard input, never a byte more: what follows may be another process's."""
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            break
        line += byte
    return bytes(line)


class Runner:
    """Work on two threads, results on the main thread, as ui.bridge does it with Qt."""

    def __init__(self, broke) -> None:
        self.calls: queue.SimpleQueue = queue.SimpleQueue()
        self.pool = ThreadPoolExecutor(2)
        self.broke = broke

    def run(self, work, done) -> None:
        def job() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - handed over whole to the main thread
                self.calls.put(partial(self.broke, error))
            else:
                self.calls.put(lambda: done(result))

        self.pool.submit(job)

    def pump(self, wait_s: float) -> None:
        try:
            call = self.calls.get(timeout=wait_s)
        except queue.Empty:
            return
        call()
