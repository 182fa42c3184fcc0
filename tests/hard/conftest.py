from __future__ import annotations

import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def short_path():
    """A folder of its own near the root: the path of a Unix socket has 107 bytes at most."""
    with tempfile.TemporaryDirectory(prefix="hard-", dir="/tmp") as folder:
        yield Path(folder)
