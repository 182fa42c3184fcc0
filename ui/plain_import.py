"""Python's own import statement, which PySide replaces by one that reads every module's source."""

from __future__ import annotations

import builtins


def import_plainly() -> None:
    """Take PySide's import hook out again, which serves `from __feature__ import` alone.

    It reads and keeps the source text of every module imported later: 15 MB, and time at start.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
