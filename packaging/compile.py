"""Compiles what a terminal loads, once and small: nothing is compiled when it starts.

The libraries' documentation, which a terminal never shows, is left out of their compiled form
(as `python -OO` would); run with PYTHONNODEBUGRANGES=1, so are the columns of error places: 4 MB
less in a process that runs for months. Our own rooms keep their assertions and documentation.
"""

from __future__ import annotations

import os
import py_compile
import sys
import sysconfig
from concurrent.futures import ProcessPoolExecutor
from importlib.util import cache_from_source
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = ("kiosk", "drivers", "backend_client", "ui")
LIBRARIES = """
annotated_types cffi certifi cryptography h11 httpcore httpx idna pydantic pydantic_core pyttsx3
serial sqlalchemy typing_extensions.py typing_inspection yaml
"""


def compile_one(job: tuple[str, int]) -> str:
    """Compile a file to where Python looks for it; "" or why that was not possible."""
    path, level = job
    try:
        py_compile.compile(
            path, cfile=cache_from_source(path, optimization=""), doraise=True, optimize=level
        )
    except (OSError, py_compile.PyCompileError) as error:
        return f"{path}: {type(error).__name__}"
    return ""


def jobs() -> list[tuple[str, int]]:
    """Every file and its level: 0 keeps everything, 2 leaves documentation and assertions out."""
    libraries = Path(sysconfig.get_path("purelib"))
    found: list[tuple[str, int]] = []
    for base, names, level in ((ROOT, OURS, 0), (libraries, LIBRARIES.split(), 2)):
        for name in names:
            place = base / name
            files = place.rglob("*.py") if place.is_dir() else [place]
            found += [(str(file), level) for file in files if file.exists()]
    return found


def main() -> int:
    """Compile everything; 0 also where some files could not be written: they work without."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        failed = [why for why in pool.map(compile_one, jobs(), chunksize=16) if why]
    for why in failed[:3]:
        sys.stderr.write(f"not compiled: {why}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
