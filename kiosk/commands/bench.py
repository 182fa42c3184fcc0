"""`kiosk bench`: the measured figures, each with its baseline and how it could be fooled."""

from __future__ import annotations

import importlib
import os
import platform as machine
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from kiosk.commands.common import Json, say, stop, table

FOLDER = Path(__file__).parents[2] / "benchmarks"


def bench(
    names: Annotated[list[str] | None, typer.Argument(help="which; all without")] = None,
    json: Json = False,
) -> None:
    """Run benchmarks of the source checkout."""
    known = sorted(p.stem for p in FOLDER.glob("*.py") if hasattr_run(p))
    if not known:
        stop("benchmarks come with the source, not with the installed package", 1)
    chosen = names or known
    wrong = [n for n in chosen if n not in known]
    if wrong:
        stop(f"no benchmark {', '.join(wrong)}; there are: {', '.join(known)}", 2)
    sys.path.insert(0, str(FOLDER.parent))
    results: list[dict[str, Any]] = []
    for name in chosen:
        results += importlib.import_module(f"benchmarks.{name}").run()
    if json:
        say({"host": host(), "results": results})
    else:
        keys = ("name", "value", "unit", "n", "p50", "p95", "target")
        table([{k: r.get(k, "") for k in keys} for r in results])


def hasattr_run(path: Path) -> bool:
    """Whether a file of the folder is a benchmark: it has a run()."""
    return "def run(" in path.read_text(encoding="utf-8")


def host() -> dict[str, Any]:
    """The machine that the figures are from."""
    return {
        "system": machine.platform(),
        "python": machine.python_version(),
        "cores": os.cpu_count(),
    }
