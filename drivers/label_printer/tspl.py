"""Label printers that speak TSPL (TSC, Gprinter and their like): serial line or network."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING

from drivers.errors import DeviceError, LinkLostError
from drivers.once import Once
from drivers.receipt_printer.slip import PrintResult
from drivers.registry import Model, Option
from drivers.spec import DeviceSpec, parse_port
from drivers.status import State
from drivers.worker import Driver

if TYPE_CHECKING:
    from drivers.events import Event
    from drivers.label_printer.job import Job, Outcome, Talk
    from drivers.label_printer.replies import Condition
    from drivers.transport import Transport

MODEL = Model(
    kind="label_printer",
    name="tspl",
    ports=("serial", "tcp"),
    options=MappingProxyType(
        {
            "dpi": Option(int, 203, choices=(203, 300)),
            "gap_mm": Option(int, 2, min=0, max=10),
            "turned": Option(bool, default=False),
            "status": Option(str, "basic", choices=("basic", "full")),
        }
    ),
    faults=(
        "paper_out",
        "ribbon_out",
        "head_open",
        "cover_open",
        "jam",
        "paused",
        "other_error",
        "mute",
        "stall",
        "disconnect",
        "half_job",
        "garbage",
    ),
)


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """Build the driver; the port is opened later, on the device's thread."""
    from drivers.transport import make_transport

    return TsplDriver(spec, emit, make_transport(parse_port(spec.port), baud=9600))


class TsplDriver(Driver):
    """Asks for the status and prints one label at a time."""

    poll_interval_s = 1.0

    def __init__(
        self, spec: DeviceSpec, emit: Callable[[Event], None], transport: Transport
    ) -> None:
        super().__init__(spec, emit)
        self._transport = transport
        self._talk: Talk | None = None
        self._stock = {"labels": "unknown", "ribbon": "unknown"}
        self._left_over = True  # of whatever ran before us: last night's label stays where it is
        self._jobs = Once()

    def open(self) -> None:
        """Open the port; NoAnswerError when nothing there answers as a TSPL printer."""
        from drivers.label_printer.job import Talk

        self._transport.open()
        self._talk = Talk(self._transport, str(self.spec.options.get("status", "basic")))
        try:
            self._talk.condition()
        except DeviceError:
            self.close()
            raise

    def close(self) -> None:
        """Close; never raises."""
        self._talk = None
        self._stock = dict.fromkeys(self._stock, "unknown")
        self._transport.close()

    def poll(self) -> tuple[State, str]:
        """One answer, or NoAnswerError: silence is never "ready"."""
        talk = self._line()
        self._stock = dict.fromkeys(self._stock, "unknown")
        condition = talk.condition()
        self._stock = _stock(condition)
        if self._left_over:
            self._left_over = not self._job(talk).cancel()
        return condition.state

    def consumables(self) -> dict[str, str]:
        """{"labels", "ribbon": "ok" | "low" | "out" | "unknown"}."""
        return dict(self._stock)

    def print_bytes(self, data: bytes, job_id: str, deadline_s: float) -> PrintResult:
        """Print a label that has been encoded. A job id of which anything was sent before is
        refused as "duplicate", whatever became of it then."""
        if not self._jobs.claim(job_id):
            return PrintResult("failed", "duplicate", data)
        end = self._run(data, deadline_s)
        if not end.sent:
            self._jobs.release(job_id)
        return PrintResult(end.outcome, end.reason, data, end.sent)

    def _run(self, data: bytes, deadline_s: float) -> Outcome:
        from drivers.label_printer.job import Outcome

        try:
            job = self._job(self._line())
        except LinkLostError as error:
            return Outcome("failed", error.code, sent=False)
        if self._left_over and not job.cancel():
            return Outcome("failed", "not_cleared", sent=False)
        end = job.run(data, deadline_s)
        self._left_over = end.left_over
        return end

    def _job(self, talk: Talk) -> Job:
        from drivers.label_printer.job import Job

        return Job(talk, self.wish.stopping)

    def _line(self) -> Talk:
        if self._talk is None:
            raise LinkLostError("closed")
        return self._talk


def _stock(condition: Condition) -> dict[str, str]:
    labels = "out" if condition.paper_out else "low" if condition.low else "ok"
    return {"labels": labels, "ribbon": "out" if condition.ribbon_out else "ok"}
