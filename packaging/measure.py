"""Runs `kiosk bench` and writes its figures into docs/measured.md with date, commit and machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "measured.md"
COLUMNS = ("name", "value", "unit", "n", "p50", "p95", "p99", "target", "baseline", "command")
CPU = re.compile(r"^model name\s*:\s*(.+)$", re.M)

HEAD = """# Measured

Written by `packaging/test.sh --long`. Each figure is repeated by its command; how each could be
fooled stands at the top of its file in `benchmarks/`. Read differences under 15 % as noise.
"""


def commit() -> str:
    """The commit that is measured; "+" when the tree differs from it, "" without git."""
    command = ["git", "-C", str(ROOT), "-c", f"safe.directory={ROOT}"]
    try:
        said = [
            subprocess.run([*command, *more], capture_output=True, check=True, text=True).stdout
            for more in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain"))
        ]
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said[0].strip() + ("+" if said[1].strip() else "")


def machine(host: Mapping[str, Any]) -> str:
    """One line about the machine: processor, cores, memory, system, Python."""
    found = CPU.search(Path("/proc/cpuinfo").read_text("utf-8"))
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text("utf-8"))
    parts = [
        found[1] if found else "unknown processor",
        f"{host['cores']} cores",
        f"{int(memory[1]) / 1048576:.0f} GB" if memory else "",
        str(host["system"]),
        f"Python {host['python']}",
    ]
    return ", ".join(part for part in parts if part)


def document(measured: Mapping[str, Any], when: datetime, what: str, load: float) -> str:
    """The page for one run of all benchmarks."""
    rows = [
        "| " + " | ".join(_cell(result.get(key, "")) for key in COLUMNS) + " |"
        for result in measured["results"]
    ]
    return "\n".join(
        [
            HEAD,
            f"- Date: {when:%Y-%m-%d %H:%M} (Asia/Shanghai)",
            f"- Commit: {what or 'unknown'}",
            f"- Machine: {machine(measured['host'])}",
            f"- Load before: {load:.1f}",
            "",
            "| " + " | ".join(COLUMNS) + " |",
            "|" + "---|" * len(COLUMNS),
            *rows,
            "",
        ]
    )


def _cell(value: object) -> str:
    # Commands are told as they are typed in the tree, wherever that is.
    return str(value).replace(f"{ROOT}/", "").replace("|", "\\|").replace("\n", " ")


def main(names: list[str]) -> int:
    """Measure (all, or the benchmarks named); 0 written, 1 a benchmark failed."""
    what, load = commit(), os.getloadavg()[0]
    kiosk = [sys.executable, "-m", "kiosk", "bench", *names, "--json"]
    done = subprocess.run(kiosk, check=False, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        return 1
    when = datetime.now(ZoneInfo("Asia/Shanghai"))
    TARGET.write_text(document(json.loads(done.stdout), when, what, load), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
