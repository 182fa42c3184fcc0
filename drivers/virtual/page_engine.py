"""The inside of a page printer: a queue of jobs, a mechanism that prints one after the other."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass

IDLE, PROCESSING, STOPPED = 3, 4, 5
PENDING, RUNNING, CANCELLED, ABORTED, COMPLETED = 3, 5, 7, 8, 9
PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
MOST_JOBS = 50
REASONS = {
    "paper_out": "media-empty-error",
    "paper_low": "media-low-warning",
    "toner_out": "toner-empty-error",
    "cover_open": "door-open-error",
    "jam": "media-jam-error",
    "output_full": "output-area-full-error",
    "paused": "paused",
}
HALTING = tuple(fault for fault in REASONS if fault != "paper_low")


@dataclass(slots=True)
class Job:
    """A document on its way. `data` is gone once the job is purged."""

    number: int
    title: str
    user: str
    printer_uri: str
    format: str = ""
    data: bytes = b""
    state: int = PENDING
    reason: str = "job-incoming"
    sheets: int = 0
    began: int = 0  # time-at-processing
    purged: bool = False

    @property
    def pages(self) -> int:
        """Pages of a PDF; 1 for what is none."""
        return max(1, len(PAGE.findall(self.data)))


class Engine:
    """Works on a thread of its own. `page_s` is how long a sheet takes."""

    def __init__(self, page_s: float) -> None:
        self.page_s = page_s
        self.faults: set[str] = set()
        self.lock = threading.Condition()
        self.jobs: dict[int, Job] = {}
        self.printed: list[Job] = []
        self._next = 1
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="virtual-pages", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        with self.lock:
            self._ending = True
            self.lock.notify_all()
        self._thread.join(5.0)

    @property
    def state(self) -> int:
        """printer-state."""
        if self.faults & set(HALTING):
            return STOPPED
        return PROCESSING if any(job.state == RUNNING for job in self.jobs.values()) else IDLE

    @property
    def reasons(self) -> tuple[str, ...]:
        """printer-state-reasons."""
        return tuple(REASONS[fault] for fault in sorted(self.faults & set(REASONS))) or ("none",)

    def add(self, title: str, user: str, printer_uri: str) -> Job:
        """A new job without its document."""
        with self.lock:
            job = Job(self._next, title, user, printer_uri)
            self._next += 1
            self.jobs[job.number] = job
            for number in list(self.jobs)[:-MOST_JOBS]:
                del self.jobs[number]
            return job

    def hand_over(self, job: Job, data: bytes, kind: str) -> None:
        """The document has come."""
        with self.lock:
            job.data, job.format, job.reason = data, kind, "none"
            self.lock.notify_all()

    def cancel(self, job: Job, *, purge: bool) -> bool:
        """Take it back; False when it had ended and is not to be purged."""
        with self.lock:
            ended = job.state in (CANCELLED, ABORTED, COMPLETED)
            if ended and not purge:
                return False
            if not ended:
                job.state, job.reason = CANCELLED, "job-canceled-by-user"
            if purge:
                self.jobs.pop(job.number, None)
                job.purged = True
            self.lock.notify_all()
            return True

    def change(self, faults: set[str]) -> None:
        """What is wrong with it now."""
        with self.lock:
            self.faults = faults
            self.lock.notify_all()

    def _run(self) -> None:
        while True:
            with self.lock:
                self.lock.wait_for(lambda: self._ending or self._waiting() is not None)
                job = self._waiting()
                if self._ending or job is None:
                    return
                job.state, job.reason = RUNNING, "job-printing"
                job.began = int(time.time())
            self._print(job)

    def _waiting(self) -> Job | None:
        ready = (j for j in self.jobs.values() if j.state == PENDING and j.data)
        return next(ready, None)

    def _print(self, job: Job) -> None:
        for _ in range(job.pages):
            if not self._sheet(job):
                return
        with self.lock:
            job.state, job.reason = COMPLETED, "job-completed-successfully"
            self.printed = [*self.printed, job][-MOST_JOBS:]

    def _sheet(self, job: Job) -> bool:
        """Print one sheet when the way is free; False when the job ended instead."""
        with self.lock:
            self.lock.wait_for(
                lambda: self._ending or job.state != RUNNING or not self.faults & set(HALTING)
            )
            if self._ending or job.state != RUNNING:
                return False
            if "abort" in self.faults:
                job.state, job.reason = ABORTED, "aborted-by-system"
                return False
            self.lock.wait_for(lambda: self._ending or job.state != RUNNING, self.page_s)
            if job.state == RUNNING and not self._ending:
                job.sheets += 1
                return True
            return False
