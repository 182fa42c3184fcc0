"""httpx without what a terminal never uses: its own command line and its asynchronous half.

Where rich, click or anyio are installed, httpx and httpcore import them too: 6 MB and 80 ms for
nothing. Both are written to do without; for the moment of their import we say that they must.
"""

from __future__ import annotations

import importlib
import sys
import threading

UNUSED = ("rich", "rich.console", "pygments", "click", "anyio", "trio")
_lock = threading.Lock()


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
