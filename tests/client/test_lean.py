"""What a terminal loads and what it does without (docs/decisions/0011)."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

from backend_client.models import Answer
from backend_client.sender import KINDS

TERMINAL = """
import sys
from backend_client import lean
lean.load_tables()
lean.load()
import kiosk.store, backend_client.client, kiosk.services.live.services
from sqlalchemy import create_engine, text
assert create_engine("sqlite://").connect().execute(text("select 1")).scalar() == 1
print(*(name for name in ("asyncio", "rich", "click", "anyio") if name in sys.modules))
from sqlalchemy.util import concurrency
assert issubclass(concurrency.asyncio.CancelledError, BaseException)
print(sys.modules["asyncio"].__name__)
"""


def test_a_terminal_does_without_asyncio_and_gets_it_when_it_asks() -> None:
    run = subprocess.run(
        [sys.executable, "-c", TERMINAL], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.splitlines() == ["", "asyncio"]


def test_every_kind_of_event_has_an_answer_that_can_be_loaded() -> None:
    for path, family, name in KINDS.values():
        answer = getattr(import_module(f"backend_client.models.{family}"), name)
        assert issubclass(answer, Answer), path
