"""The operations of IPP and of CUPS that a print server of one queue answers (RFC 8011)."""

from __future__ import annotations

from collections.abc import Callable

from drivers.virtual import ipp
from drivers.virtual.ipp import Attribute, Group, Request
from drivers.virtual.page_engine import CANCELLED, PENDING, RUNNING, Engine, Job

OK, BAD, NOT_FOUND, NOT_POSSIBLE, NO_OPERATION = 0x0000, 0x0400, 0x0406, 0x0404, 0x0501
NO_FORMAT, NOT_ACCEPTING = 0x040A, 0x0506
QUEUE = "virtual"
FORMATS = ("application/pdf", "image/urf", "image/pwg-raster")
OPERATIONS = {
    0x0002: "print_job",
    0x0004: "validate",
    0x0005: "create_job",
    0x0006: "send_document",
    0x0008: "cancel_job",
    0x0009: "get_job",
    0x000A: "get_jobs",
    0x000B: "get_printer",
    0x4001: "get_default",
    0x4002: "get_printers",
}
Answer = tuple[int, list[Group]]


class Service:
    """Answers the requests of one caller."""

    def __init__(self, engine: Engine, number: int) -> None:
        self._engine = engine
        self._uri = f"ipp://127.0.0.1:{number}/printers/{QUEUE}"
        self._accepts = True
        self._acts: dict[str, Callable[[Request], Answer]] = {
            "print_job": self._print_job,
            "validate": lambda _request: (OK, []),
            "create_job": self._create_job,
            "send_document": self._send_document,
            "cancel_job": self._cancel_job,
            "get_job": self._get_job,
            "get_jobs": self._get_jobs,
            "get_printer": self._get_printer,
            "get_default": self._get_printer,
            "get_printers": lambda _request: (OK, [self._printer()]),
        }

    def answer(self, request: Request, *, accepts: bool) -> bytes:
        """One request, answered. `accepts`: whether the queue takes jobs."""
        self._accepts = accepts
        act = self._acts.get(OPERATIONS.get(request.operation, ""))
        status, groups = act(request) if act else (NO_OPERATION, [])
        return ipp.build(status, request, groups)

    # ---- printers ----

    def _get_printer(self, request: Request) -> Answer:
        asked = str(request.first("printer-uri", self._uri))
        if not asked.endswith((f"/printers/{QUEUE}", "/ipp/print", "/")):
            return NOT_FOUND, []
        return OK, [self._printer()]

    def _printer(self) -> Group:
        operations = tuple(OPERATIONS)
        attributes: list[Attribute] = [
            (ipp.NAME, "printer-name", QUEUE),
            (ipp.URI, "printer-uri-supported", self._uri),
            (ipp.KEYWORD, "uri-security-supported", "none"),
            (ipp.KEYWORD, "uri-authentication-supported", "none"),
            (ipp.TEXT, "printer-info", "virtual page printer"),
            (ipp.TEXT, "printer-make-and-model", "Virtual A4"),
            (ipp.ENUM, "printer-type", 0x1004),
            (ipp.ENUM, "printer-state", self._engine.state),
            (ipp.KEYWORD, "printer-state-reasons", self._engine.reasons),
            (ipp.BOOLEAN, "printer-is-accepting-jobs", self._accepts),
            (ipp.INTEGER, "queued-job-count", len(self._engine.jobs)),
            (ipp.KEYWORD, "ipp-versions-supported", ("1.1", "2.0")),
            (ipp.ENUM, "operations-supported", operations),
            (ipp.CHARSET, "charset-configured", "utf-8"),
            (ipp.CHARSET, "charset-supported", "utf-8"),
            (ipp.LANGUAGE, "natural-language-configured", "en"),
            (ipp.LANGUAGE, "generated-natural-language-supported", "en"),
            (ipp.TEXT, "printer-location", ""),
            (ipp.URI, "printer-more-info", self._uri.replace("ipp:", "http:")),
            (ipp.MIME, "document-format-supported", FORMATS),
            (ipp.MIME, "document-format-default", FORMATS[0]),
            (ipp.KEYWORD, "compression-supported", "none"),
            (ipp.KEYWORD, "pdl-override-supported", "attempted"),
            (ipp.KEYWORD, "media-supported", ("iso_a4_210x297mm",)),
            (ipp.KEYWORD, "media-default", "iso_a4_210x297mm"),
            (ipp.KEYWORD, "sides-supported", ("one-sided",)),
            (ipp.KEYWORD, "sides-default", "one-sided"),
            (ipp.INTEGER, "printer-up-time", 1),
        ]
        return ipp.PRINTER, attributes

    # ---- jobs ----

    def _create_job(self, request: Request) -> Answer:
        if not self._accepts:
            return NOT_ACCEPTING, []
        title = str(request.first("job-name"))
        user = str(request.first("requesting-user-name", "anonymous"))
        job = self._engine.add(title, user, self._uri)
        return OK, [self._job(job)]

    def _print_job(self, request: Request) -> Answer:
        status, groups = self._create_job(request)
        if status != OK:
            return status, groups
        return self._take(max(self._engine.jobs.values(), key=lambda j: j.number), request)

    def _send_document(self, request: Request) -> Answer:
        job = self._named(request)
        return (NOT_FOUND, []) if job is None else self._take(job, request)

    def _take(self, job: Job, request: Request) -> Answer:
        kind = str(request.first("document-format", FORMATS[0]))
        if kind not in (*FORMATS, "application/octet-stream"):
            self._engine.cancel(job, purge=True)
            return NO_FORMAT, []
        self._engine.hand_over(job, request.data, kind)
        return OK, [self._job(job)]

    def _cancel_job(self, request: Request) -> Answer:
        job = self._named(request)
        if job is None:
            return NOT_FOUND, []
        purge = bool(request.first("purge-job", default=False))
        return (OK if self._engine.cancel(job, purge=purge) else NOT_POSSIBLE), []

    def _get_job(self, request: Request) -> Answer:
        job = self._named(request)
        return (NOT_FOUND, []) if job is None else (OK, [self._job(job)])

    def _get_jobs(self, request: Request) -> Answer:
        which = str(request.first("which-jobs", "not-completed"))
        mine = bool(request.first("my-jobs", default=False))
        user = str(request.first("requesting-user-name"))
        found = [
            job
            for job in list(self._engine.jobs.values())
            if (which == "all" or (job.state < CANCELLED) == (which == "not-completed"))
            and (not mine or job.user == user)
        ]
        return OK, [self._job(job) for job in found]

    def _named(self, request: Request) -> Job | None:
        number = request.first("job-id", 0)
        if not number:
            tail = str(request.first("job-uri")).rpartition("/")[2]
            number = int(tail) if tail.isascii() and tail.isdigit() else 0
        return self._engine.jobs.get(int(number))

    def _job(self, job: Job) -> Group:
        waits = job.state in (PENDING, RUNNING)
        attributes: list[Attribute] = [
            (ipp.INTEGER, "job-id", job.number),
            (ipp.URI, "job-uri", f"{self._uri.rpartition('/printers/')[0]}/jobs/{job.number}"),
            (ipp.URI, "job-printer-uri", job.printer_uri),
            (ipp.NAME, "job-name", job.title),
            (ipp.NAME, "job-originating-user-name", job.user),
            (ipp.ENUM, "job-state", job.state),
            (ipp.KEYWORD, "job-state-reasons", job.reason),
            (ipp.INTEGER, "job-media-sheets-completed", job.sheets),
            (ipp.INTEGER, "time-at-processing", job.began),
            (ipp.INTEGER, "number-of-intervening-jobs", int(waits)),
        ]
        return ipp.JOB, attributes
