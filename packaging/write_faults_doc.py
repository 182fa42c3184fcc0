"""Runs the fault matrix of tests/faults and writes docs/faults.md.

    .venv/bin/python packaging/write_faults_doc.py [--check | KIND | MODEL …]

Without arguments every cell is run (some ten minutes); with kinds or models only theirs, the others
keep their rows. `--check` runs nothing: it compares the page's cells, states and words with the
tables. Exit 1 when a cell failed or the page is not that of the tables.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from drivers.status import WHO_ACTS  # noqa: E402 - the checkout's own
from tests.faults import matrix  # noqa: E402
from tests.faults.matrix import Cell, Seen  # noqa: E402

PAGE = ROOT / "docs" / "faults.md"
HEAD = """# Faults

Written by `packaging/write_faults_doc.py`, which runs the cells of `tests/faults/`: a real driver
on its own thread, against an emulator that breaks at that moment. After each the fault is mended
and the next person served, without a restart of anything. In every cell it is also checked that
nothing was claimed that was not so, nothing came out twice or later, and nobody was taken for
somebody else.

"Seconds" runs from the beginning of the work to the state (it includes the work, and for silence
three unanswered questions); "–" where the state does not change. Detail codes:
[devices.md](devices.md). What a moment is stands at the end, device by device.
"""
AFTER = ("", "## Moments", "")
NAMES = ("device", "fault", "moment", "state", "who acts", "said of the work", "seconds", "back")
COLUMNS = "| " + " | ".join(NAMES) + " |"


def row(cell: Cell, seconds: str, back: str) -> str:
    """One line of the table."""
    state = f"`{cell.state}` {cell.details[0]}".strip()
    said = " or ".join(cell.outcome)
    parts = (cell.device, f"`{cell.fault}`", cell.moment, state, WHO_ACTS[cell.state], said)
    return "| " + " | ".join((*(str(part) for part in parts), seconds, back)) + " |"


def key(line: str) -> str:
    """What of a row does not depend on the run."""
    return " | ".join(part.strip() for part in line.split("|")[1:7])


def measured(seen: Seen) -> str:
    """The row of a cell that was run."""
    seconds = "–" if seen.seconds is None else f"{seen.seconds:.1f}"
    return row(seen.cell, seconds, "no: " + "; ".join(seen.wrong) if seen.wrong else "yes")


def rows_of(page: str) -> list[str]:
    """The table's lines."""
    return [line for line in page.splitlines() if line.startswith("| ") and line != COLUMNS]


def moments() -> list[str]:
    """What the tables say of their moments."""
    found: list[str] = []
    for device, module in matrix.modules().items():
        told = " ".join((module.__doc__ or "").strip().split("\n\n")[-1].split())
        found.append(f"- {device}: {told}")
    return found


def document(rows: list[str]) -> str:
    """The page."""
    failed = sum(" | yes |" not in line for line in rows)
    when = datetime.now(ZoneInfo("Asia/Shanghai"))
    count = f"{len(rows)} cells, failures {failed}. {when:%Y-%m-%d} (Asia/Shanghai)."
    return "\n".join(
        [HEAD, count, "", COLUMNS, "|" + "---|" * len(NAMES), *rows, *AFTER, *moments(), ""]
    )


def check(page: str) -> int:
    """0 when the page is that of the tables and tells of no failure."""
    rows = rows_of(page)
    wanted = [key(row(cell, "", "")) for cell in matrix.cells()]
    failed = any(" | yes |" not in line for line in rows)
    said = page.rstrip("\n").endswith("\n".join((*AFTER, *moments())))
    if [key(line) for line in rows] != wanted or failed or not said:
        print("docs/faults.md is not that of tests/faults: run packaging/write_faults_doc.py")
        return 1
    return 0


def main(args: list[str]) -> int:
    """Run, or check."""
    page = PAGE.read_text("utf-8") if PAGE.is_file() else ""
    if args == ["--check"]:
        return check(page)
    before = {key(line): line for line in rows_of(page)}
    chosen = [cell for cell in matrix.cells() if not args or {cell.kind, cell.model} & set(args)]
    with ThreadPoolExecutor(6) as pool:  # a cell mostly waits for its device
        found = pool.map(lambda cell: matrix.run_cell(matrix.stand_of(cell), cell), chosen)
        before |= {key(row(seen.cell, "", "")): measured(seen) for seen in found}
    wanted = [key(row(cell, "", "")) for cell in matrix.cells()]
    rows = [before[name] for name in wanted if name in before]
    PAGE.write_text(document(rows), "utf-8")
    failed = [line for line in rows if " | yes |" not in line]
    print("\n".join([*failed, f"{len(rows)} cells, failures {len(failed)}"]))
    return 1 if failed or len(rows) != len(wanted) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
