"""Talks to the print server by pycups, a process of its own: JSON lines in, JSON lines out.

The first line out is `{"ready": true}` or `{"error": "missing_library"}`. A request is
`{"id", "do", "queue", "host", "port", …}`, for `send` followed by as many raw bytes as `bytes`
says; an answer is `{"id", …}` or `{"id", "error": CODE}`. The process ends when its input closes.

`look`: the printer's state, reasons, whether it accepts jobs, its device. `create {title,
options}`: a job without its document, `job`. `document {job}`: its PDF, or the job is taken back.
`job {job}`: how it stands. `cancel {job}`: take it back and purge it. `clear {prefix}`: the same
for every job of ours on this queue whose title begins so.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import sys
from collections.abc import Callable

TYPE_CHECKING = False  # the real one would bring the whole of `typing`: 1 MB in a small process
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, BinaryIO

PR_SET_PDEATHSIG = 1  # prctl(2)
PIECE = 1 << 16
LOOKED_AT = ["printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "device-uri"]
FOLLOWED = ["job-state", "job-state-reasons", "time-at-processing"]
IPP_CODES = {
    0x0401: "no_permission",
    0x0402: "no_permission",
    0x0403: "no_permission",
    0x0406: "no_queue",
    0x040A: "no_format",
    0x0500: "server_error",  # what libcups says of an answer that is none
    0x0502: "no_server",  # what libcups says when the connection is lost
    0x0506: "not_accepting",
    0x0507: "server_busy",
}
ANSWER_LOST = ("server_error", "no_server")
HTTP_CONTINUE, HTTP_OK, OK_CONFLICTING = 100, 200, 0x0002


class SpoolError(Exception):
    """The print server cannot do this; the text is the stable code."""


class Spooler:
    """One connection a request: none is kept that could have gone stale."""

    def __init__(self, cups: Any) -> None:
        self._cups = cups
        self._acts: Mapping[str, Callable[[Any, Any, bytes], Mapping[str, Any]]] = {
            "look": self._look,
            "create": self._create,
            "document": self._document,
            "job": self._job,
            "cancel": self._cancel,
            "clear": self._clear,
        }

    def answer(self, request: Any, data: bytes) -> Mapping[str, Any]:
        """Carry out one request; SpoolError where it does not go."""
        cups = self._cups
        try:
            if request["host"]:  # jobs are made for cupsServer(), whatever a connection leads to
                cups.setServer(_address(request["host"], request["port"]))
            return self._acts[request["do"]](cups.Connection(), request, data)
        except cups.IPPError as error:
            raise SpoolError(IPP_CODES.get(error.args[0], "refused")) from None
        except cups.HTTPError:
            raise SpoolError("no_permission") from None
        except RuntimeError:
            raise SpoolError("no_server") from None

    def _look(self, to: Any, request: Any, _data: bytes) -> Mapping[str, Any]:
        told = to.getPrinterAttributes(request["queue"], requested_attributes=LOOKED_AT)
        return {
            "state": _number(told.get("printer-state")),
            "reasons": _texts(told.get("printer-state-reasons")),
            "accepts": bool(told.get("printer-is-accepting-jobs", True)),
            "device": str(told.get("device-uri", "")).partition(":")[0],
        }

    def _create(self, to: Any, request: Any, _data: bytes) -> Mapping[str, Any]:
        job = to.createJob(request["queue"], request["title"], request["options"])
        if not job:
            raise SpoolError("refused")
        return {"job": job}

    def _document(self, to: Any, request: Any, data: bytes) -> Mapping[str, Any]:
        job = request["job"]
        try:
            self._hand_over(to, request["queue"], job, data)
        except (SpoolError, self._cups.IPPError) as error:
            said = error.args[0]
            if IPP_CODES.get(said, said) not in ANSWER_LOST:  # where it is lost it may have it all
                with contextlib.suppress(self._cups.IPPError, RuntimeError):
                    to.cancelJob(job, purge_job=True)
            raise
        return {}

    def _hand_over(self, to: Any, queue: str, job: int, data: bytes) -> None:
        status = to.startDocument(queue, job, "page", "application/pdf", 1)
        for at in range(0, len(data), PIECE):
            if status != HTTP_CONTINUE:
                raise SpoolError("refused")
            piece = data[at : at + PIECE]
            status = to.writeRequestData(piece, len(piece))
        status = to.finishDocument(queue)
        if status > OK_CONFLICTING:
            raise SpoolError(IPP_CODES.get(status, "refused"))

    def _job(self, to: Any, request: Any, _data: bytes) -> Mapping[str, Any]:
        told = to.getJobAttributes(request["job"], requested_attributes=FOLLOWED)
        return {
            "state": _number(told.get("job-state")),
            "reasons": _texts(told.get("job-state-reasons")),
            "began": _number(told.get("time-at-processing")) > 0,
        }

    def _cancel(self, to: Any, request: Any, _data: bytes) -> Mapping[str, Any]:
        to.cancelJob(request["job"], purge_job=request["purge"])
        return {}

    def _clear(self, to: Any, request: Any, _data: bytes) -> Mapping[str, Any]:
        wanted = ["job-id", "job-name", "job-printer-uri"]
        jobs = to.getJobs(which_jobs="all", my_jobs=True, requested_attributes=wanted)
        cleared = 0
        for number, told in jobs.items():
            here = str(told.get("job-printer-uri", "")).endswith("/" + request["queue"])
            if here and str(told.get("job-name", "")).startswith(request["prefix"]):
                with contextlib.suppress(self._cups.IPPError):  # it ended meanwhile
                    to.cancelJob(number, purge_job=True)
                    cleared += 1
        return {"cleared": cleared}


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value or ()]


def serve(lines: BinaryIO, out: BinaryIO) -> None:
    """Answer requests until the input ends."""
    try:
        sys.path.append(os.path.dirname(os.path.dirname(os.path.dirname(__file__))))
        from drivers.system_library import system_library

        spooler = Spooler(system_library("cups"))
    except ImportError:
        _say(out, {"error": "missing_library"})
        return
    _say(out, {"ready": True})
    for line in lines:
        request: Any = json.loads(line)
        data = lines.read(request.get("bytes", 0))
        try:
            told = spooler.answer(request, data)
        except SpoolError as error:
            told = {"error": str(error)}
        _say(out, {"id": request["id"], **told})


def _say(out: BinaryIO, told: Mapping[str, Any]) -> None:
    out.write(json.dumps(told).encode() + b"\n")
    out.flush()


def main() -> None:
    """Serve over the standard streams; die with the terminal even while libcups hangs."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
