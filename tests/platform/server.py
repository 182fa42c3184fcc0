"""A real platform process on loopback, and hand-made cases to send to it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from backend_client.client import PlatformClient
from backend_client.models import CaseSubmission, KnownDataRequest
from backend_client.staff import StaffClient

ROOT = Path(__file__).parents[2]
DATA = ROOT / "kiosk" / "data"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday 10:00 in Shanghai
TOKEN = "terminal-five-0123456789abcdef"
OTHER_TOKEN = "terminal-six-0123456789abcdefg"
FILES = {
    "matters": DATA / "matters.json",
    "points": DATA / "points.json",
    "calendar": DATA / "calendar.json",
    "people": DATA / "sample_people.yaml",
}


@dataclass
class Server:
    process: subprocess.Popen[str]
    url: str
    data: Path
    opened: dict[str, Any] = field(default_factory=dict)

    def client(self) -> PlatformClient:
        return self._kept("own", lambda: PlatformClient(self.url, "XC-K-005", TOKEN))

    def other(self) -> PlatformClient:
        return self._kept("other", lambda: PlatformClient(self.url, "XC-K-006", OTHER_TOKEN))

    def staff(self) -> StaffClient:
        token = (self.data / "staff.token").read_text()
        return self._kept("staff", lambda: StaffClient(self.url, token))

    def close(self) -> None:
        for client in self.opened.values():
            client.close()

    def _kept(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self.opened:
            self.opened[name] = make()
        return self.opened[name]

    def log_with(self, text: str) -> str:
        """The log once it has that text; a line is written after its answer has gone."""
        for _ in range(100):
            log = (self.data / "log" / "platform.log").read_text()
            if text in log:
                break
            time.sleep(0.05)
        return log


@contextmanager
def running(data: Path, **more: Any):
    line = {
        "data": str(data),
        **{name: str(path) for name, path in FILES.items()},
        "terminals": [
            {"id": "XC-K-005", "number": "0005", "token": TOKEN},
            {"id": "XC-K-006", "number": "0006", "token": OTHER_TOKEN},
        ],
        "host": "127.0.0.1",
        "port": 0,
        "now": NOW.isoformat(),
        **more,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "backend_client.reference"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with process:
        process.stdin.write(json.dumps(line) + "\n")
        process.stdin.flush()
        try:
            first = json.loads(process.stdout.readline())
            found = Server(process, first["url"], data)
            try:
                yield found
            finally:
                found.close()
        finally:
            process.stdin.close()
            process.wait(10)


_serials = count(1)


def check_digit(digits: str) -> str:
    """ISO 7064 MOD 11,10 by trying which digit makes the whole number congruent to 1."""
    for last in "0123456789":
        p = 10
        for char in digits:
            s = (p + int(char)) % 10 or 10
            p = s * 2 % 11
        if (p + int(last)) % 10 == 1:
            return last
    raise AssertionError


def case_no(terminal: str = "0005", day: date = date(2026, 11, 23), serial: int | None = None):
    digits = f"{day:%y%m%d}{terminal}{serial or next(_serials):05d}"
    return f"XC{digits}{check_digit(digits)}"


LI = {
    "name": "李样例",
    "id_kind": "resident",
    "id_number": "429999194405180018",
    "birth_date": "1944-05-18",
    "address": "湖北省襄阳市襄城区檀溪街道示例路1号2栋301室",
}
WANG = {
    "name": "王样例",
    "id_kind": "resident",
    "id_number": "429999198603150029",
    "birth_date": "1986-03-15",
    "address": "湖北省襄阳市襄城区檀溪街道示例路3号1栋1单元102室",
}
RARE = {
    "name": "样𠮷",
    "id_kind": "resident",
    "id_number": "429999199106200034",
    "birth_date": "1991-06-20",
    "address": "湖北省襄阳市襄城区古城街道示例巷8号",
}
MAIL = {
    "way": "mail",
    "address": LI["address"],
    "receiver_name": LI["name"],
    "carrier_consent": True,
}


def allowance(**changes: Any) -> CaseSubmission:
    at = changes.pop("at", NOW)
    case = {
        "case_no": case_no(),
        "matter_code": "XC-MZ-008",
        "matter_version": "v1",
        "channel": "kiosk",
        "terminal_id": "XC-K-005",
        "point": "SP002",
        "level": "district",
        "submitted_at": at,
        "identified": {"method": "card", "level": 2},
        "applicant": LI,
        "fields": {"bank.account": "6217994299900010026", "applicant.mobile": "none"},
        "delivery": MAIL,
        "signature": {
            "method": "strokes",
            "digest": "ab" * 32,
            "at": at,
            "strokes": [[[1.5, 2.0, 0], [3.0, 2.5, 40]]],
        },
    }
    return CaseSubmission.model_validate({**case, **changes})


def record(**changes: Any) -> CaseSubmission:
    case = {
        "case_no": case_no(),
        "matter_code": "XC-RS-026",
        "matter_version": "v1",
        "channel": "kiosk",
        "terminal_id": "XC-K-005",
        "point": "SP002",
        "level": "district",
        "submitted_at": NOW,
        "identified": {"method": "card", "level": 2},
        "applicant": WANG,
        "fields": {"reading.purpose": "house"},
        "consents": [{"kind": "reading", "text_version": "2026-11", "at": NOW, "id": "c1"}],
    }
    return CaseSubmission.model_validate({**case, **changes})


def reading(person: dict[str, str], *items: str, level: int = 2) -> KnownDataRequest:
    return KnownDataRequest.model_validate(
        {
            "person": {name: person[name] for name in ("name", "id_kind", "id_number")},
            "identified": {"method": "card", "level": level},
            "items": items,
            "matter_code": "XC-MZ-008",
            "purpose": "fill-in",
            "consent": {"kind": "lookup", "text_version": "2026-11", "at": NOW, "id": "c2"},
        }
    )


def key() -> str:
    return str(uuid4())


@dataclass
class Raw:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> str:
        assert self.headers["content-type"] == "application/problem+json", self.body
        return json.loads(self.body)["code"]


def raw(server: Server, method: str, path: str, body: bytes | None = None, **headers: str) -> Raw:
    """One request with nothing of the client's in it."""
    sent = {
        "Authorization": f"Bearer {TOKEN}",
        **{n.replace("_", "-"): v for n, v in headers.items()},
    }
    if body is not None:
        sent.setdefault("Content-Type", "application/json")
    connection = HTTPConnection(server.url.removeprefix("http://"), timeout=15)
    with closing(connection):
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Raw(answer.status, found, answer.read())
