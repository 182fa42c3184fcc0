"""Child processes: started with secrets on their standard input, watched, ended in order."""

from __future__ import annotations

import contextlib
import ctypes
import json
import logging
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

log = logging.getLogger("kiosk.processes")
START_S = 20.0
END_S = 3.0
M_ARENA_MAX = -8  # mallopt(3)


def keep_no_cores() -> None:
    """Let the system write no image of this process or of its children when they crash: it would
    hold whatever the person of the moment had entered."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def keep_one_heap() -> None:
    """Let all threads share one heap: glibc would give each its own, half empty for good, while
    Python lets only one of them run at a time anyway."""
    with contextlib.suppress(AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


class ChildError(Exception):
    """A child did not start, or did not say where it is; the text is its own last line."""


class Child:
    """`python -m MODULE`: told its settings in one line, tells its endpoint in one line.

    It ends when its standard input closes, so it never outlives the terminal, however that ends.
    """

    def __init__(self, name: str, module: str, *arguments: str) -> None:
        self.name = name
        self._command = [sys.executable, "-m", module, *arguments]
        self._process: subprocess.Popen[str] | None = None
        self._ending = threading.Event()

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process else None

    def start(
        self, settings: Mapping[str, Any], on_end: Callable[[int], None] | None = None
    ) -> Mapping[str, Any]:
        """Start it and return what it says; ChildError within START_S if it says nothing.

        `on_end` is called from a watching thread with the exit status if it ends by itself.
        """
        if self._ending.is_set():
            raise ChildError(f"{self.name}: it was told to end")
        process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self._process = process
        said = self._hand_over(process, json.dumps(settings, ensure_ascii=False))
        threading.Thread(
            target=self._watch, args=(process, on_end), name=f"watch-{self.name}", daemon=True
        ).start()
        log.info("child_started kind=%s", self.name)
        return said

    def stop(self) -> None:
        """Close its standard input, wait END_S, then kill it."""
        self._ending.set()
        process = self._process
        if process is None:
            return
        try:
            if process.stdin:
                process.stdin.close()
            process.wait(END_S)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        _close(process)
        log.info("child_ended kind=%s", self.name)

    def _hand_over(self, process: subprocess.Popen[str], line: str) -> Mapping[str, Any]:
        timer = threading.Timer(START_S, process.kill)
        timer.start()
        try:
            if process.stdin is None or process.stdout is None:
                raise ChildError(f"{self.name}: no pipes")
            process.stdin.write(line + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            said: Any = json.loads(answer)
        except (OSError, ValueError):
            process.kill()
            raise ChildError(f"{self.name}: {self._last_words(process)}") from None
        finally:
            timer.cancel()
        return said

    @staticmethod
    def _last_words(process: subprocess.Popen[str]) -> str:
        text = process.stderr.read() if process.stderr else ""
        lines = text.strip().splitlines()
        return lines[-1] if lines else "it ended without a word"

    def _watch(self, process: subprocess.Popen[str], on_end: Callable[[int], None] | None) -> None:
        if process.stderr:
            for _line in process.stderr:
                pass  # drained, so that the child never blocks; it keeps a log of its own
        status = process.wait()
        if not self._ending.is_set():
            _close(process)
            log.warning("child_died kind=%s status=%s", self.name, status)
            if on_end:
                on_end(status)


def _close(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            with contextlib.suppress(OSError):
                pipe.close()
