"""Thermal receipt printers that speak ESC/POS: 80 mm or 58 mm paper, serial line or network."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING

from drivers.errors import DeviceError, LinkLostError, NoAnswerError
from drivers.once import Once
from drivers.receipt_printer.slip import PrintResult
from drivers.registry import Model, Option
from drivers.spec import DeviceSpec, parse_port
from drivers.status import State
from drivers.worker import Driver

if TYPE_CHECKING:
    from drivers.events import Event
    from drivers.receipt_printer.conversation import Conversation
    from drivers.receipt_printer.job import Job, Outcome
    from drivers.receipt_printer.replies import Condition
    from drivers.receipt_printer.slip import Slip
    from drivers.transport import Transport

MODEL = Model(
    kind="receipt_printer",
    name="escpos_80mm",
    ports=("tcp", "serial", "usb"),
    options=MappingProxyType(
        {
            "columns": Option(int, 48, choices=(32, 42, 48)),
            "charset": Option(str, "gbk", choices=("gbk", "gb2312", "gb18030")),
            "cut": Option(str, "full", choices=("full", "partial", "none")),
            "echo": Option(str, "gs_r", choices=("gs_r", "gs_h", "none")),
            "body": Option(str, "tall", choices=("tall", "normal")),
            "near_end": Option(bool, default=True),
            "identify": Option(bool, default=False),
        }
    ),
    faults=(
        "paper_out",
        "near_end",
        "cover_open",
        "jam",
        "cutter",
        "mute",
        "stall",
        "disconnect",
        "half_job",
        "asb_noise",
        "offline",
    ),
)
GS_I_SERIAL = b"\x1dI\x44"
DEADLINE_S = 30.0


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """Build the driver; the port is opened later, on the device's thread."""
    from drivers.transport import make_transport

    return Escpos80mmDriver(spec, emit, make_transport(parse_port(spec.port)))


class Escpos80mmDriver(Driver):
    """Watches the printer by DLE EOT 1-4 and prints one slip at a time."""

    after_cut = b""

    def __init__(
        self, spec: DeviceSpec, emit: Callable[[Event], None], transport: Transport
    ) -> None:
        super().__init__(spec, emit)
        self._transport = transport
        self._talk: Conversation | None = None
        self._paper = "unknown"
        self._left_over = True  # of whatever ran before us: last night's slip stays where it is
        self._identify = bool(spec.options.get("identify", False))
        self._sees_end = bool(spec.options.get("near_end", True))
        self._jobs = Once()

    def open(self) -> None:
        """Open the port; NoAnswerError when nothing there answers as an ESC/POS printer."""
        from drivers.receipt_printer.conversation import Conversation

        self._transport.open()
        self.serial = getattr(self._transport, "serial", None) or self.serial
        self._talk = Conversation(self._transport)
        try:
            self._talk.forget()
            self._talk.condition()
        except DeviceError:
            self.close()
            raise

    def close(self) -> None:
        """Close; never raises."""
        self._talk = None
        self._paper = "unknown"
        self._transport.close()

    def poll(self) -> tuple[State, str]:
        """Four real-time answers, or NoAnswerError: silence is never "paper ok"."""
        talk = self.talk()
        self._paper = "unknown"
        condition = talk.condition()
        self._paper = _paper(condition, self._sees_end)
        if self._left_over:
            self._left_over = not self._job(talk).clear()
        state, detail = condition.state
        if self._identify and state == State.READY:
            self._identify = False
            self.serial = _serial_number(talk)
        return state, detail

    def consumables(self) -> dict[str, str]:
        """{"paper": "ok" | "low" | "out" | "unknown"}."""
        return {"paper": self._paper}

    def print_slip(self, slip: Slip, job_id: str, deadline_s: float = DEADLINE_S) -> PrintResult:
        """Encode and print; SlipError before anything is sent, else as print_bytes()."""
        from drivers.receipt_printer.encode import Setup, encode

        return self.print_bytes(encode(slip, Setup.of(self.spec.options)), job_id, deadline_s)

    def print_bytes(self, data: bytes, job_id: str, deadline_s: float) -> PrintResult:
        """Print a slip that has been encoded. A job id of which anything was sent before is
        refused as "duplicate", whatever became of it then."""
        if not self._jobs.claim(job_id):
            return PrintResult("failed", "duplicate", data)
        end = self._run(data, deadline_s)
        if not end.sent:
            self._jobs.release(job_id)
        return PrintResult(end.outcome, end.reason, data, end.sent)

    def _run(self, data: bytes, deadline_s: float) -> Outcome:
        from drivers.receipt_printer.job import Outcome

        try:
            talk = self.talk()
        except LinkLostError as error:
            return Outcome("failed", error.code, sent=False)
        job = self._job(talk)
        if self._left_over and not job.clear():
            return Outcome("failed", "not_cleared", sent=False)
        end = job.run(data, deadline_s)
        self._left_over = end.left_over
        return end

    def _job(self, talk: Conversation) -> Job:
        from drivers.receipt_printer.job import Job

        echo = str(self.spec.options.get("echo", "gs_r"))
        return Job(talk, echo, self.wish.stopping, self.after_cut)

    def talk(self) -> Conversation:
        """The open conversation; LinkLostError when there is none."""
        if self._talk is None:
            raise LinkLostError("closed")
        return self._talk


def _paper(condition: Condition, sees_end: bool) -> str:
    if condition.paper_out:
        return "out"
    if not sees_end:
        return "unknown"  # such a printer never says "nearly at its end", so "not" means nothing
    return "low" if condition.paper_low else "ok"


def _serial_number(talk: Conversation) -> str | None:
    from drivers.receipt_printer.replies import INFO

    try:
        talk.send(GS_I_SERIAL)
        text = talk.wait(INFO, 0.5).data[1:-1]
    except NoAnswerError:
        return None
    return text.decode("ascii", "replace") or None
