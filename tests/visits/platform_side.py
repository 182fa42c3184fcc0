"""What the platform holds after a visit, from its own side: tables, key, staff API.

Nothing of the project is imported: sealed rows are opened with the key file as its format says
(nonce, then AES-256-GCM over the row, table, row and schema bound to it).
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "kiosk" / "data"


@dataclass
class PlatformSide:
    """One case as the platform has it: open columns, sealed contents, and what its staff see."""

    row: dict[str, Any]
    filed: dict[str, Any]
    view: dict[str, Any]
    listed: dict[str, Any]
    history: list[dict[str, Any]]
    postal: dict[str, Any] | None
    delivery: dict[str, Any] | None
    document: dict[str, Any] | None
    readings: list[dict[str, Any]]
    ratings: list[dict[str, Any]]
    notices: str
    verified: str
    counts: dict[str, int] = field(default_factory=dict[str, int])


def read_platform(data: Path) -> PlatformSide:
    """Everything about the only case; AssertionError where there is not exactly one."""
    with closing(sqlite3.connect(f"file:{data}/platform.db?mode=ro", uri=True)) as tables:
        tables.row_factory = sqlite3.Row

        def rows(table: str) -> list[dict[str, Any]]:
            return [dict(row) for row in tables.execute(f"SELECT * FROM {table}")]

        kept = {
            name: rows(name)
            for name in ("cases", "postal_orders", "documents", "readings", "ratings")
        }
    counts = {name: len(found) for name, found in kept.items()}
    assert counts["cases"] == 1, counts
    case = kept["cases"][0]
    number = case["case_no"]
    key = (data / "key" / "platform.key").read_bytes()
    filed = _open(key, "cases", number, case.pop("sealed"))["submission"]
    postal_no, doc_no = case["postal_no"], case["doc_no"]
    delivery = document = None
    if kept["postal_orders"]:
        order = kept["postal_orders"][0]
        delivery = _open(key, "postal_orders", order["postal_no"], order["sealed"])
    if kept["documents"]:
        paper = kept["documents"][0]
        document = _open(key, "documents", paper["doc_no"], paper["sealed"])
    with _served_copy(data) as get:
        listed = [c for c in get("/api/v1/staff/cases")["cases"] if c["case_no"] == number]
        side = PlatformSide(
            row=case,
            filed=filed,
            view=get(f"/api/v1/staff/cases/{number}"),
            listed=listed[0],
            history=get(f"/api/v1/staff/cases/{number}/history")["events"],
            postal=get(f"/api/v1/staff/postal-orders/{postal_no}") if postal_no else None,
            delivery=delivery,
            document=document,
            readings=kept["readings"],
            ratings=kept["ratings"],
            notices=(data / "notices.jsonl").read_text() if postal_no else "",
            verified=get(f"/verify/{document['check_code']}", plain=True) if document else "",
            counts=counts,
        )
    assert bool(doc_no) == bool(document)
    return side


def _open(key: bytes, table: str, row: str, sealed: bytes) -> Any:
    bound = f"{table}\0{row}\0".encode() + b"1"
    return json.loads(AESGCM(key[:32]).decrypt(sealed[:12], sealed[12:], bound))


@contextmanager
def _served_copy(data: Path) -> Generator[Any]:
    """The platform once more on a copy: its staff's looking is itself kept as readings."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "platform"
        shutil.copytree(data, copy)
        with _served(copy) as get:
            yield get


@contextmanager
def _served(data: Path) -> Generator[Any]:
    """The platform on its own data, as its staff and a passer-by's phone reach it."""
    files = {"matters": "matters.json", "points": "points.json", "calendar": "calendar.json"}
    flags = [part for name, file in files.items() for part in (f"--{name}", str(SHIPPED / file))]
    command = [sys.executable, "-m", "backend_client.reference", "--data", str(data), *flags]
    token = (data / "staff.token").read_text().strip()
    server = subprocess.Popen([*command, "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert server.stdout
        url = json.loads(server.stdout.readline())["url"]

        def get(path: str, *, plain: bool = False) -> Any:
            headers = {} if plain else {"Authorization": f"Bearer {token}"}
            request = urllib.request.Request(url + path, headers=headers)
            with urllib.request.urlopen(request, timeout=10) as answer:
                body = answer.read().decode()
            return re.sub(r"<[^>]+>", " ", body) if plain else json.loads(body)

        yield get
    finally:
        server.terminate()
        server.wait(10)
        if server.stdout:
            server.stdout.close()
