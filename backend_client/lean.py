"""httpx and SQLAlchemy without what a terminal never uses: command line and asynchronous halves.

Where rich, click or anyio are installed, httpx and httpcore import them too, and SQLAlchemy imports
asyncio to have its names at hand: 8 MB and 100 ms for nothing. The first two are written to do
without; for the moment of their import we say that they must. For SQLAlchemy's import a stand-in
takes asyncio's place that becomes the real one when anything of it is asked for.
"""

from __future__ import annotations

import importlib
import inspect
import sys
import threading
from types import ModuleType

UNUSED = ("rich", "rich.console", "pygments", "click", "anyio", "trio")
_lock = threading.Lock()
frugal = False
"""Set before any wire model is loaded: each is then built when it is first used, not at once. A
terminal uses a few of them in a day; the platform needs them all and leaves this as it is."""


class _Asyncio(ModuleType):
    """asyncio, imported when it is used for the first time."""

    iscoroutine = staticmethod(inspect.iscoroutine)  # taken at import

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module("asyncio"), name)


def load() -> None:
    """Import httpcore and httpx; later imports find them as they are."""
    with _lock:
        if "httpx" in sys.modules:
            return
        absent = [name for name in UNUSED if name not in sys.modules]
        for name in absent:
            sys.modules[name] = None  # type: ignore[assignment]  # "cannot be imported" (PEP 328)
        try:
            importlib.import_module("httpcore")
            importlib.import_module("httpx")
        finally:
            for name in absent:
                del sys.modules[name]


def load_tables() -> None:
    """Import SQLAlchemy; later imports find it as it is."""
    with _lock:
        if "sqlalchemy" in sys.modules or "asyncio" in sys.modules:
            return
        sys.modules["asyncio"] = _Asyncio("asyncio")
        try:
            importlib.import_module("sqlalchemy")
            importlib.import_module("sqlalchemy.dialects.sqlite")
        finally:
            del sys.modules["asyncio"]
