"""Page printers behind a CUPS queue or another IPP print server."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from drivers.errors import DeviceError, LinkLostError
from drivers.once import Once
from drivers.receipt_printer.slip import PrintResult
from drivers.registry import Model, Option
from drivers.spec import DeviceSpec, parse_port
from drivers.status import State
from drivers.worker import Driver

if TYPE_CHECKING:
    import threading

    from drivers.events import Event
    from drivers.page_printer.reasons import Job, Printer
    from drivers.page_printer.spool_link import SpoolLink

log = logging.getLogger("drivers.page_printer")
MODEL = Model(
    kind="page_printer",
    name="cups",
    ports=("cups",),
    options=MappingProxyType(
        {
            "media": Option(str, "iso_a4_210x297mm"),
            "sides": Option(
                str,
                "one-sided",
                choices=("one-sided", "two-sided-long-edge", "two-sided-short-edge"),
            ),
            "proof": Option(str, "auto", choices=("auto", "completed", "none")),
        }
    ),
    faults=(
        "paper_out",
        "paper_low",
        "toner_out",
        "cover_open",
        "jam",
        "output_full",
        "paused",
        "not_accepting",
        "abort",
        "mute",
        "garbage",
        "disconnect",
    ),
)
TITLE = "jinban-"  # and the beginning of the job's id: nothing of a person, nothing of a matter
ASK_S = 5.0
SEND_S = 15.0
FOLLOW_EVERY_S = 0.5
TROUBLE_S = 6.0  # an empty tray may be followed by a full one
REST_POLL_S = 30.0
TROUBLE_POLL_S = 5.0  # somebody is at the printer, and wants to see that it serves again
ANSWER_LOST = ("no_server", "server_error", "spooler_hung", "spooler_dead", "spooler_confused")


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """Build the driver; the print server is asked later, on the device's thread."""
    return CupsDriver(spec, emit)


class CupsDriver(Driver):
    """Looks at the queue now and then, and follows one job at a time to its end."""

    poll_interval_s = REST_POLL_S

    def __init__(self, spec: DeviceSpec, emit: Callable[[Event], None]) -> None:
        super().__init__(spec, emit)
        self._link: SpoolLink | None = None
        self._supplies = {"paper": "unknown", "toner": "unknown"}
        self._jobs = Once()
        self._left_over = False  # a job that could not be taken back may be with the server

    def open(self) -> None:
        """Find the queue, and take back what an earlier run left in it."""
        from drivers.page_printer.address import queue_of
        from drivers.page_printer.spool_link import SpoolLink

        self.close()
        try:
            self._link = SpoolLink(queue_of(parse_port(self.spec.port)))
        except ValueError:
            raise DeviceError("config") from None
        try:
            self._look()
            self.clear()
            self._left_over = False
        except DeviceError as error:
            self.close()
            if error.code == "missing_library":
                raise ImportError(name="cups") from None
            raise

    def close(self) -> None:
        """Let go of the spooler; never raises."""
        if self._link is not None:
            self._link.close()
        self._link = None

    def poll(self) -> tuple[State, str]:
        """Look once. Between looks no process of ours is there."""
        link = self._line()
        self._supplies = dict.fromkeys(self._supplies, "unknown")
        self.poll_interval_s = TROUBLE_POLL_S
        try:
            if self._left_over:
                self.clear()
                self._left_over = False
            printer = self._look()
        finally:
            link.close()
        self._supplies = {
            "paper": printer.supply("paper_out", "paper_low"),
            "toner": printer.supply("toner_out", "toner_low"),
        }
        if printer.condition[0] in (State.READY, State.LOW):
            self.poll_interval_s = REST_POLL_S
        return printer.condition

    def consumables(self) -> dict[str, str]:
        """{"paper", "toner": "ok" | "low" | "out" | "unknown"}."""
        return dict(self._supplies)

    def clear(self) -> int:
        """Take back and purge every job of ours on this queue; how many those were."""
        told = self._line().ask("clear", ASK_S, prefix=TITLE)
        return int(told.get("cleared", 0))

    def print_pdf(
        self, pdf: bytes, job_id: str, deadline_s: float, give_up: threading.Event
    ) -> PrintResult:
        """Print and follow to the end, or until the deadline or `give_up`. A job id that was
        handed over before is refused as "duplicate". Raises DeviceError only before that."""
        if not self._jobs.claim(job_id):
            return PrintResult("failed", "duplicate", pdf)
        until = time.monotonic() + deadline_s
        try:
            printer = self._look()
            state, detail = printer.condition
            if state not in (State.READY, State.LOW, State.BUSY):
                return self._not_sent(job_id, detail, pdf)
            number = self._create(job_id)
        except DeviceError as error:
            return self._not_sent(job_id, error.code, pdf)
        follower = _Follower(self._line(), number, proves=self._proves(printer))
        outcome, reason = self._hand_over(number, pdf) or follower.follow(
            until, lambda: self._ended_by(give_up)
        )
        self._left_over = follower.left_over
        self._line().close()
        self.poll_interval_s = 0.0  # what the job met is the printer's state
        return PrintResult(outcome, reason, pdf, sent=True)

    def _not_sent(self, job_id: str, code: str, pdf: bytes) -> PrintResult:
        self._jobs.release(job_id)
        self.poll_interval_s = 0.0
        return PrintResult("failed", code, pdf)

    def _ended_by(self, give_up: threading.Event) -> str:
        return "stopped" if self.wish.stopping.is_set() or give_up.wait(FOLLOW_EVERY_S) else ""

    def _create(self, job_id: str) -> int:
        """A job without its document, of which nothing can come out."""
        options = {
            "media": str(self.spec.options.get("media", "iso_a4_210x297mm")),
            "sides": str(self.spec.options.get("sides", "one-sided")),
            "print-scaling": "none",
        }
        told = self._line().ask("create", ASK_S, title=TITLE + job_id[:8], options=options)
        return int(told["job"])

    def _hand_over(self, number: int, pdf: bytes) -> tuple[str, str] | None:
        """Give the document to the job. Outcome and reason where the server refused it; else None:
        where its answer was lost it may have it, and the job tells what becomes of it."""
        try:
            self._line().ask("document", SEND_S, pdf, job=number)
        except DeviceError as error:
            if error.code not in ANSWER_LOST:
                return "failed", error.code
            log.info("page_answer_lost role=%s code=%s", self.spec.role, error.code)
        return None

    def _proves(self, printer: Printer) -> bool:
        wanted = self.spec.options.get("proof", "auto")
        return printer.proves if wanted == "auto" else wanted == "completed"

    def _look(self) -> Printer:
        return _printer(self._line().ask("look", ASK_S))

    def _line(self) -> SpoolLink:
        if self._link is None:
            raise LinkLostError("closed")
        return self._link


class _Follower:
    """Watches one job. What is given up is taken back; what ended is purged from the server."""

    def __init__(self, link: SpoolLink, number: int, *, proves: bool) -> None:
        self._link, self._number, self._proves = link, number, proves
        self._ran = False
        self.left_over = False  # it may still be with the server
        self._silent = 0
        self._since: dict[str, float] = {}

    def follow(self, until: float, ended_by: Callable[[], str]) -> tuple[str, str]:
        """outcome and reason; never raises DeviceError."""
        from drivers.page_printer.reasons import result_of

        while True:
            try:
                job = self._job()
                if job.ended:
                    self._take_back(purge=True)
                    return result_of(job, ran=self._ran, proves=self._proves)
                reason = self._trouble()
                self._silent = 0
            except DeviceError as error:
                self._silent += 1
                reason = error.code if self._silent >= 3 else ""
            reason = reason or ("deadline" if time.monotonic() >= until else "") or ended_by()
            if reason:
                return self._give_up(reason)

    def _job(self) -> Job:
        from drivers.page_printer.reasons import RUNNING, Job, texts

        told = self._link.ask("job", ASK_S, job=self._number)
        job = Job(int(told["state"]), texts(told["reasons"]))
        self._ran = self._ran or job.state == RUNNING or bool(told["began"])
        return job

    def _trouble(self) -> str:
        """The code of what has kept the printer from going on for some seconds, or ""."""
        found = _printer(self._link.ask("look", ASK_S)).blocking(in_job=True)
        code = found[1] if found is not None else ""
        now = time.monotonic()
        self._since = {code: self._since.get(code, now)}
        return code if code and now - self._since[code] >= TROUBLE_S else ""

    def _give_up(self, reason: str) -> tuple[str, str]:
        """Take the job back; it failed only when the server says that it had not come out."""
        from drivers.page_printer.reasons import COMPLETED, result_of

        self.left_over = True
        if not self._take_back(purge=False):
            return "unknown", reason
        try:
            job = self._job()
        except DeviceError:
            return "unknown", reason
        self.left_over = False
        if job.state == COMPLETED:
            outcome = result_of(job, ran=True, proves=self._proves)
        else:
            nothing = reason in _STANDS_STILL or not self._ran
            outcome = ("failed" if nothing else "unknown", reason)
        self._take_back(purge=True)
        return outcome

    def _take_back(self, *, purge: bool) -> bool:
        try:
            self._link.ask("cancel", ASK_S, job=self._number, purge=purge)
        except DeviceError:
            return False
        return True


# with these the sheet in question has not come out; job-media-sheets-completed says nothing of it:
# CUPS counts what has gone through its filters
_STANDS_STILL = ("paper_out", "tray_missing", "toner_out", "cover_open", "paused", "no_filter")


def _printer(told: dict[str, Any]) -> Printer:
    from drivers.page_printer.reasons import Printer, texts

    return Printer(
        int(told.get("state", 0)),
        texts(told.get("reasons", ())),
        bool(told.get("accepts", True)),
        str(told.get("device", "")),
    )
