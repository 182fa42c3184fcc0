"""A virtual page printer: an IPP print server of one queue, spoken to by pycups like any other.

Option: `page_s` (how long a sheet takes, 1.5 s).
"""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any

from drivers.virtual import ipp
from drivers.virtual.emulator import Emulator, Hand
from drivers.virtual.page_engine import HALTING, REASONS, Engine, Job
from drivers.virtual.page_service import Service

OTHER_FAULTS = ("not_accepting", "abort", "mute", "garbage", "disconnect")
POLL_S = 0.1
SILENT_S = 600.0


class PagePrinterEmulator(Emulator):
    """Serves one queue on loopback."""

    kind = "page_printer"
    model = "cups"
    faults = (*REASONS, *OTHER_FAULTS)

    def __init__(self, options: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(options, people)
        page_s = options.get("page_s", 1.5)
        if isinstance(page_s, bool) or not isinstance(page_s, int | float) or not 0 <= page_s <= 60:
            raise ValueError("page_s is 0 to 60 seconds")
        self._engine = Engine(float(page_s))
        self._number = 0
        self._server: socket.socket | None = None
        self._callers: set[socket.socket] = set()
        self._ending = threading.Event()
        self._fault = "none"
        self._thread = threading.Thread(target=self._run, name="virtual-ipp", daemon=True)

    def start(self) -> str:
        """Begin to serve; returns the port."""
        self._plug()
        self._engine.start()
        self._thread.start()
        return f"cups://virtual?server=127.0.0.1:{self._number}"

    def stop(self) -> None:
        """Switch it off."""
        self._ending.set()
        self._thread.join(2.0)
        self._unplug()
        self._engine.stop()

    def hands(self) -> tuple[Hand, ...]:
        """What was used up is put in again."""
        return (Hand("refill"),)

    def control(self, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`pages`, `clear`, `refill`, `fault {kind}`, `state`."""
        acts: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "pages": self._pages,
            "clear": self._clear,
            "refill": self._refill,
            "fault": self._set_fault,
            "state": self._state,
        }
        if do not in acts:
            raise ValueError(f"a page_printer takes {', '.join(acts)}")
        return acts[do](args)

    def _pages(self, _args: Mapping[str, Any]) -> dict[str, Any]:
        every = enumerate(list(self._engine.printed), start=1)
        return {"pages": [_told(number, job) for number, job in every]}

    def _clear(self, _args: Mapping[str, Any]) -> dict[str, Any]:
        self._engine.printed = []
        return {}

    def _refill(self, args: Mapping[str, Any]) -> dict[str, Any]:
        self._engine.change(self._engine.faults - {"paper_out", "paper_low", "toner_out"})
        self._fault = "none"
        return self._state(args)

    def _set_fault(self, args: Mapping[str, Any]) -> dict[str, Any]:
        kind = str(args.get("kind", ""))
        if kind != "none" and kind not in self.faults:
            raise ValueError(f"a page_printer has no fault {kind!r}: {', '.join(self.faults)}")
        if "at" in args:
            raise ValueError("the faults of a page_printer happen at once")
        self._engine.change({kind} - {"none", "mute", "garbage", "disconnect"})
        self._fault = kind
        if kind == "disconnect":
            self._unplug()
        else:
            self._plug()
        return self._state(args)

    def _state(self, _args: Mapping[str, Any]) -> dict[str, Any]:
        engine = self._engine
        jobs = [{"job": job.number, "state": job.state} for job in list(engine.jobs.values())]
        halted = bool(engine.faults & set(HALTING))
        return {
            "fault": self._fault,
            "halted": halted,
            "jobs": jobs,
            "printed": len(engine.printed),
        }

    # ---- the network ----

    def _plug(self) -> None:
        if self._server is None:
            self._server = socket.create_server(("127.0.0.1", self._number))
            self._server.settimeout(POLL_S)
            self._number = self._server.getsockname()[1]

    def _unplug(self) -> None:
        server, self._server = self._server, None
        for end in (server, *self._callers):
            if end is not None:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)  # whoever waits in accept() or recv() wakes up
                end.close()
        self._callers.clear()

    def _run(self) -> None:
        while not self._ending.is_set():
            server = self._server
            if server is None:
                self._ending.wait(POLL_S)
                continue
            try:
                line = server.accept()[0]
            except OSError:
                continue  # nobody came, or it was unplugged
            line.settimeout(SILENT_S)
            self._callers.add(line)
            threading.Thread(
                target=self._hear, args=(line,), name="ipp-caller", daemon=True
            ).start()

    def _hear(self, line: socket.socket) -> None:
        service = Service(self._engine, self._number)
        with line, contextlib.suppress(OSError, ValueError):
            while (body := ipp.read_post(line)) is not None:
                if self._fault == "mute":
                    self._ending.wait(SILENT_S)
                    return
                if self._fault == "garbage":
                    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n\xff\x00\x01junk")
                    return
                accepts = "not_accepting" not in self._engine.faults
                ipp.reply(line, service.answer(ipp.parse(body), accepts=accepts))
        self._callers.discard(line)


def _told(number: int, job: Job) -> dict[str, Any]:
    return {
        "n": number,
        "title": job.title,
        "user": job.user,
        "format": job.format,
        "pages": job.pages,
        "sheets": job.sheets,
        "purged": job.purged,
        "data_b64": base64.b64encode(job.data).decode(),
    }
