"""Pages: what a print server says, what becomes of a job, and that nothing stays in the queue."""

from __future__ import annotations

import base64
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.device_set import DeviceSet, open_devices
from drivers.errors import BadAnswerError, DeviceError, LinkLostError, NoAnswerError
from drivers.page_printer import PageError, PageHandle, PrintResult, cups
from drivers.page_printer.address import Queue, queue_of
from drivers.page_printer.cups import CupsDriver
from drivers.page_printer.reasons import Job, Printer, result_of
from drivers.page_printer.spool_link import SpoolLink
from drivers.registry import problems, with_defaults
from drivers.spec import DeviceSpec, parse_port
from drivers.status import State
from drivers.virtual import ipp
from drivers.virtual.page_printer import PagePrinterEmulator

PDF = b"%PDF-1.7\n1 0 obj << /Type /Page >> endobj\n" + bytes(range(256)) * 400
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that only cost time here."""
    monkeypatch.setattr(cups, "FOLLOW_EVERY_S", 0.02)
    monkeypatch.setattr(cups, "TROUBLE_S", 0.1)


class Bench:
    """A driver that the test calls itself, and the virtual print server that it talks to."""

    def __init__(self, page_s: float = 0.1, **options: Any) -> None:
        self.server = PagePrinterEmulator({"page_s": page_s}, {})
        self.port = self.server.start()
        spec = DeviceSpec("pages", "page_printer", "cups", self.port, options)
        assert problems(spec) == []
        self.driver = CupsDriver(with_defaults(spec), lambda _event: None)
        self.driver.open()
        self.give_up = threading.Event()

    def fault(self, kind: str) -> None:
        self.server.control("fault", {"kind": kind})

    def print(self, job_id: str = "0123456789abcdef", deadline_s: float = 20.0) -> PrintResult:
        return self.driver.print_pdf(PDF, job_id, deadline_s, self.give_up)

    def pages(self) -> list[dict[str, Any]]:
        return self.server.control("pages", {})["pages"]

    def queue(self) -> list[dict[str, Any]]:
        return self.server.control("state", {})["jobs"]


@contextmanager
def bench(**how: Any) -> Iterator[Bench]:
    made = Bench(**how)
    try:
        yield made
    finally:
        made.driver.close()
        made.server.stop()


@contextmanager
def terminal(port: str) -> Iterator[tuple[DeviceSet, PageHandle]]:
    devices = open_devices([DeviceSpec("pages", "page_printer", "cups", port)], lambda _e: None)
    try:
        handle = devices.handle("pages", PageHandle)
        assert handle is not None
        yield devices, handle
    finally:
        assert devices.stop()


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.01)


# ---- what a print server says ----


@pytest.mark.parametrize(
    ("state", "reasons", "found"),
    [
        (3, ("none",), (State.READY, "")),
        (4, ("none",), (State.BUSY, "printing")),
        (4, ("cups-waiting-for-job-completed",), (State.BUSY, "printing")),
        (5, (), (State.FAULT, "stopped")),
        (5, ("paused",), (State.DISCONNECTED, "paused")),
        (3, ("media-empty-error",), (State.EMPTY, "paper_out")),
        (3, ("media-empty",), (State.EMPTY, "paper_out")),
        (5, ("media-empty-warning",), (State.EMPTY, "paper_out")),
        (3, ("media-empty-warning",), (State.LOW, "paper_low")),
        (3, ("toner-low-report", "media-low-warning"), (State.LOW, "toner_low")),
        (3, ("toner-empty-error", "door-open-warning"), (State.COVER_OPEN, "cover_open")),
        (5, ("media-jam-error", "media-empty-error"), (State.JAM, "jam")),
        (3, ("output-area-full-warning",), (State.MEDIA_PRESENT, "output_full")),
        (3, ("offline-report",), (State.READY, "")),
        (3, ("connecting-to-device",), (State.DISCONNECTED, "unreachable")),
        (3, ("com.example.coffee-error",), (State.FAULT, "other_error")),
        (3, ("com.example.coffee-report",), (State.READY, "")),
    ],
)
def test_what_is_said_of_a_printer(
    state: int, reasons: tuple[str, ...], found: tuple[State, str]
) -> None:
    assert Printer(state, reasons).condition == found


def test_an_empty_tray_stops_a_job_even_where_it_is_only_a_warning() -> None:
    printer = Printer(4, ("cups-waiting-for-job-completed", "media-empty-warning"), device="ipp")
    assert printer.blocking() is None
    assert printer.blocking(in_job=True) == (State.EMPTY, "paper_out")
    assert printer.supply("paper_out", "paper_low") == "out"
    assert Printer(3, (), device="socket").supply("paper_out", "paper_low") == "unknown"


@pytest.mark.parametrize(
    ("job", "ran", "proves", "result"),
    [
        (Job(9, ("job-completed-successfully",)), True, True, ("done", "")),
        (Job(9, ("job-completed-successfully",)), True, False, ("unknown", "no_proof")),
        (Job(9, ("queued-in-device",)), True, True, ("unknown", "no_proof")),
        (Job(9, ("job-completed-with-errors",)), True, True, ("unknown", "with_errors")),
        (Job(7, ("job-canceled-by-operator",)), False, True, ("failed", "cancelled")),
        (Job(7, ("job-canceled-by-operator",)), True, True, ("unknown", "cancelled")),
        (Job(8, ("aborted-by-system",)), True, True, ("unknown", "aborted")),
    ],
)
def test_how_a_job_ended(job: Job, ran: bool, proves: bool, result: tuple[str, str]) -> None:
    assert result_of(job, ran=ran, proves=proves) == result


@pytest.mark.parametrize("device", ["socket", "usb", "lpd", "file"])
def test_over_a_raw_line_completed_proves_nothing(device: str) -> None:
    assert not Printer(3, (), device=device).proves
    assert Printer(3, (), device="ipps").proves
    assert Printer(3, (), device="").proves


# ---- through the virtual print server ----


def test_a_page_is_done_when_its_job_is_and_leaves_nothing_behind() -> None:
    with bench() as b:
        assert b.driver.poll() == (State.READY, "")
        assert b.driver.consumables() == {"paper": "ok", "toner": "ok"}
        assert b.driver._link is not None
        assert b.driver._link.pid is None  # nothing of ours runs while nobody prints
        result = b.print()
        assert (result.outcome, result.reason) == ("done", "")
        (page,) = b.pages()
        assert base64.b64decode(page["data_b64"]) == PDF
        assert (page["title"], page["format"]) == ("jinban-01234567", "application/pdf")
        assert page["purged"]
        assert b.queue() == []
        assert b.driver._link.pid is None
        assert (b.print().outcome, b.print().reason) == ("failed", "duplicate")
        assert "PDF" not in repr(result)


@pytest.mark.parametrize("back", [True, False])
def test_a_page_whose_taking_was_never_confirmed_is_followed_and_never_called_failed(
    back: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cups, "SEND_S", 0.3)
    over = threading.Event()
    with bench() as b:
        engine = b.server._engine
        usual = engine.hand_over

        def taken_and_silent(*args: Any) -> None:
            usual(*args)
            if not back:
                b.fault("disconnect")
            over.wait(20.0)

        monkeypatch.setattr(engine, "hand_over", taken_and_silent)
        result = b.print()
        told = ("done", "") if back else ("unknown", "no_server")
        assert (result.outcome, result.reason, result.sent) == (*told, True)
        assert b.print().reason == "duplicate"
        assert b.driver._left_over is not back
        b.fault("none")
        b.driver.poll()  # what is left of it is taken back now
        assert b.queue() == []
        over.set()


def test_what_a_job_met_is_the_printers_state_at_once_and_it_is_looked_at_more_often_then() -> None:
    with bench() as b:
        assert b.driver.poll() == (State.READY, "")
        assert b.driver.poll_interval_s == cups.REST_POLL_S
        b.fault("paper_out")
        assert b.print().reason == "paper_out"
        assert b.driver.poll_interval_s == 0
        assert b.driver.poll() == (State.EMPTY, "paper_out")
        assert b.driver.poll_interval_s == cups.TROUBLE_POLL_S
        b.fault("none")
        assert b.print().outcome == "done"
        assert b.driver.poll_interval_s == 0


def test_a_printer_that_stands_still_gets_nothing() -> None:
    wanted = {
        "paper_out": State.EMPTY,
        "toner_out": State.EMPTY,
        "cover_open": State.COVER_OPEN,
        "jam": State.JAM,
        "output_full": State.MEDIA_PRESENT,
        "paused": State.DISCONNECTED,
        "not_accepting": State.DISCONNECTED,
    }
    with bench() as b:
        for fault, state in wanted.items():
            b.fault(fault)
            assert b.driver.poll() == (state, fault)
            assert (b.print().outcome, b.print().reason) == ("failed", fault)
        b.fault("paper_low")
        assert b.driver.poll() == (State.LOW, "paper_low")
        assert b.driver.consumables()["paper"] == "low"
        assert b.print().outcome == "done"


def test_paper_out_in_the_middle_takes_the_job_back_for_good() -> None:
    with bench(page_s=30.0) as b:
        results: list[PrintResult] = []
        printing = threading.Thread(target=lambda: results.append(b.print()))
        printing.start()
        until(lambda: [job["state"] for job in b.queue()] == [5], "it prints")
        b.fault("paper_out")
        printing.join(20)
        assert [(r.outcome, r.reason) for r in results] == [("failed", "paper_out")]
        assert b.queue() == []
        b.server._engine.page_s = 0.0
        b.server.control("refill", {})
        assert b.driver.poll() == (State.READY, "")
        assert b.print("the next person's").outcome == "done"
        assert [page["title"] for page in b.pages()] == ["jinban-the next"]


@pytest.mark.long
def test_a_job_given_up_or_broken_off_is_in_doubt_and_gone() -> None:
    with bench(page_s=5.0) as b:
        assert b.print("1", deadline_s=0.3).reason == "deadline"
        assert b.queue() == []
        threading.Timer(0.3, b.give_up.set).start()
        result = b.print("2")
        assert (result.outcome, result.reason) == ("unknown", "stopped")
        b.give_up.clear()
        b.fault("abort")
        b.server._engine.page_s = 0.0
        result = b.print("3")
        assert (result.reason, b.queue()) == ("aborted", [])
        assert b.pages() == []


def test_silence_rubbish_and_absence_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    with bench() as b:
        b.fault("garbage")
        with pytest.raises(DeviceError):
            b.driver.poll()
        b.fault("disconnect")
        with pytest.raises(LinkLostError, match="no_server"):
            b.driver.poll()
        assert (b.print().outcome, b.print().reason) == ("failed", "no_server")
        b.fault("none")
        assert b.driver.poll() == (State.READY, "")
        monkeypatch.setattr(cups, "ASK_S", 0.5)
        b.fault("mute")
        with pytest.raises(NoAnswerError, match="spooler_hung"):
            b.driver.poll()
        assert b.driver._link is not None
        assert b.driver._link.pid is None  # the one that hung was ended


def test_what_an_earlier_run_left_is_taken_back_and_other_peoples_jobs_are_not() -> None:
    with bench(page_s=60.0) as b:
        engine = b.server._engine
        user = b.driver._line().ask("look", 5.0) and __import__("getpass").getuser()
        uri = f"ipp://127.0.0.1/printers/{queue_of(parse_port(b.port)).name}"
        left = [("jinban-deadbeef", user, uri), ("report.pdf", user, uri)]
        left += [("jinban-cafe", "clerk", uri), ("jinban-f00d", user, "ipp://x/printers/other")]
        for title, who, where in left:
            engine.add(title, who, where)
        b.driver.close()
        b.driver.open()
        assert [job.title for job in engine.jobs.values()] == [
            "report.pdf",
            "jinban-cafe",
            "jinban-f00d",
        ]


def test_the_end_of_a_session_ends_its_printing() -> None:
    with bench(page_s=60.0) as b, terminal(b.port) as (_devices, handle):
        until(lambda: handle.status.state == State.READY, "ready")
        results: list[PrintResult] = []
        printing = threading.Thread(target=lambda: results.append(handle.print(PDF, "a-job", 60.0)))
        printing.start()
        until(lambda: [job["state"] for job in b.queue()] == [5], "it prints")
        handle.clear()
        printing.join(20)
        assert (results[0].outcome, results[0].reason) == ("unknown", "stopped")
        assert b.queue() == []
        with pytest.raises(PageError):
            handle.print(b"not a PDF", "another", 5.0)


# ---- the child that talks to the print server ----


@pytest.mark.parametrize(
    ("script", "error", "code"),
    [
        ("import sys; sys.exit(0)", NoAnswerError, "spooler_dead"),
        ('print(\'{"error": "missing_library"}\')', DeviceError, "missing_library"),
        ("print('[]', flush=True); input()", BadAnswerError, "spooler_confused"),
        (
            "print('{\"ready\": true}', flush=True); input(); print('{\"id\": 9}')",
            BadAnswerError,
            "spooler_confused",
        ),
        ("print('{\"ready\": true}', flush=True); input(); input()", NoAnswerError, "spooler_hung"),
    ],
)
def test_a_child_that_misbehaves_costs_one_question(
    script: str, error: type[DeviceError], code: str
) -> None:
    link = SpoolLink(Queue("q"), (sys.executable, "-c", script))
    with pytest.raises(error, match=code):
        link.ask("look", 0.5)
    assert link.pid is None


def test_without_pycups_the_device_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_args: object, **_more: object) -> None:
        raise DeviceError("missing_library")

    monkeypatch.setattr(SpoolLink, "ask", missing)
    with terminal("cups://hall") as (_devices, handle):
        until(lambda: handle.status.state == State.FAULT, "a state")
        assert handle.status.detail == "missing_library"


@pytest.mark.parametrize(
    "port", ["cups://a/b", "cups://hall?server=x", "cups://hall?host=1", "cups://a b", "cups://é"]
)
def test_a_queue_that_cannot_be_is_a_mistake_of_the_file(port: str) -> None:
    (problem,) = problems(DeviceSpec("pages", "page_printer", "cups", port))
    assert (problem.field, problem.hint) == ("port", "cups://")
    assert queue_of(parse_port("cups://hall?server=[::1]:631")) == Queue("hall", "::1", 631)


# ---- the virtual print server, and strangers who talk to it ----


def test_the_tools_of_cups_take_the_virtual_server_for_a_printer(tmp_path: Path) -> None:
    server = PagePrinterEmulator({"page_s": 0.0}, {})
    address = server.start().rpartition("=")[2]
    file = str(tmp_path / "x.pdf")
    Path(file).write_bytes(PDF)
    try:
        uri = f"ipp://{address}/printers/virtual"
        for command in (
            [
                "ipptool",
                "-q",
                "-f",
                file,
                uri,
                "print-job.test",
                "create-job.test",
                "get-jobs.test",
            ],
            ["lp", "-h", address, "-d", "virtual", "-t", "by lp", file],
        ):
            done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
        until(lambda: len(server.control("pages", {})["pages"]) == 3, "all are printed")
        page = server.control("pages", {})["pages"][-1]
        assert (page["title"], base64.b64decode(page["data_b64"])) == ("by lp", PDF)
    finally:
        server.stop()


@given(st.binary(max_size=200))
def test_no_request_stops_the_virtual_server(body: bytes) -> None:
    for data in (body, b"\x02\x00\x00\x0b\x00\x00\x00\x01" + body + b"\x03"):
        try:
            ipp.parse(data)
        except ValueError:
            continue
