"""Writes docs/matters.md from a sweep's results: `python packaging/matters_doc.py FOLDER`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kiosk.domain.loader import shipped  # noqa: E402
from kiosk.services.messages import Words  # noqa: E402
from kiosk.services.wording import matter_name  # noqa: E402

TARGET = ROOT / "docs" / "matters.md"
ENDS = ("done", "filed", "slip", "ticket", "request")
LEFT = "left"
"""How somebody ends who goes away: not among ENDS, as it is no end of their matter."""
MODES = ("self-service", "pre-accept", "query-print")

HEAD = """# Every matter, walked to its end

Written by `packaging/matters_doc.py` from what the long sweep measured:

```
JINBAN_SWEEP_OUT=DIR .venv/bin/python -m pytest --long tests/sweep -k "every_matter or touches"
.venv/bin/python packaging/matters_doc.py DIR
```

- Measured: {when} (Asia/Shanghai), commit {commit}
- {matters} matters of {departments} departments, {runs} runs, others: {others}
- {away} further runs in which somebody goes away in the middle: asked whether they are there,
  then all that they had entered is wiped and kept nowhere; otherwise: {away_others}

Each matter of the catalogue goes through the real flows, services and drivers to the reference
platform, with a card reader and a printer of another make at the end of their wires; only the
glass is left out. A run is one thing that happens on the way: all well; each answer that the form
refuses; a card nobody knows, of another kind, or unreadable; no consent to look anything up; the
network gone before it begins or before it is handed in; the paper out, the printer open; the disk
full; collected instead of mailed; signed by number; every answer of the review given once more.
What this machine does not take is asked for with and without paper and network.

A run must end in exactly one of these, or it counts under *others*:

- **done**: decided in the visit. **filed**: on its way, with a number and a due date that is
  compared with a count of its own.
- **slip**: a slip or page that names a point which is open now or opens next.
- **ticket**: a number for a window of such a point. **request**: a numbered request for what
  could not be done.

Also wrong, and counted under *others*: a number that does not check, a due date that differs, a
question about something that the matter's data does not name, a slip without the place.

`tests/sweep/test_played.py` plays matters drawn at random on the real screen, with the virtual
devices: found by typing initials, answered and ended; two, all well, in each test run; with
`--long` thirty, each also in some of its other ways (`JINBAN_WAYS=99` for all): no card, one that
cannot be read, a reader that is broken or unplugged, no paper and each fault of the printer, no
network before or in the middle, each refusal, no consent, somebody else's card, gone away, kept
half done and gone on with, reported as not done.
"""


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A Markdown table: the first column is text, the others are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines]


def is_other(row: Sequence[Any]) -> bool:
    """Whether a run [code, plan, end, what, wrong] did not end as it must."""
    return row[2] not in ENDS or bool(row[4])


def by_department(found: Sequence[Sequence[Any]]) -> list[str]:
    """Matters, those offered by mode, runs and their ends; a line a department and their sum."""
    words, catalogue = Words("zh_CN"), shipped().catalogue
    lines: list[list[object]] = []
    for dept in sorted({matter.dept_code for matter in catalogue}):
        matters = [matter for matter in catalogue if matter.dept_code == dept]
        codes = {matter.code for matter in matters}
        runs = [row for row in found if row[0] in codes]
        modes = Counter(str(matter.kiosk_mode) for matter in matters)
        ends = Counter("others" if is_other(row) else row[2] for row in runs)
        figures = [len(matters), *(modes[mode] for mode in MODES), len(runs)]
        figures += [ends[end] for end in (*ENDS, "others")]
        lines.append([f"{dept} {words(f'department.{dept}')}", *figures])
    sums = [sum(int(str(line[n])) for line in lines) for n in range(1, len(lines[0]))]
    head = ["Department", "Matters", *MODES, "Runs", *ENDS, "others"]
    return table(head, [*lines, ["All", *sums]])


def by_plan(found: Sequence[Sequence[Any]]) -> list[str]:
    """What happened on the way, and how that ended."""
    plans = sorted({row[1] for row in found})
    lines: list[list[object]] = []
    for plan in plans:
        ends = Counter("others" if is_other(row) else row[2] for row in found if row[1] == plan)
        lines.append([plan, sum(ends.values()), *(ends[end] for end in (*ENDS, "others"))])
    return table(["What happened", "Runs", *ENDS, "others"], lines)


def efforts(folder: Path) -> list[str]:
    """What the ten most used matters cost a hand, by mode."""
    words, catalogue = Words("zh_CN"), shipped().catalogue
    lines = [
        "## Touches",
        "",
        "The ten most used matters that a card alone finishes at this machine, from home to the",
        "page that says it is done, the first choice taken everywhere. Touches do not count the",
        "keys of typed values; these are counted on their own. The goal of the self-service mode",
        "is at most 12 touches and 3 typed values; the elderly mode asks one thing a page.",
    ]
    for mode in ("self-service", "elderly"):
        rows = json.loads((folder / f"touches-{mode}.json").read_text(encoding="utf-8"))
        told = [
            [f"{r['code']} {matter_name(words, catalogue[r['code']])}", r["touches"], r["typed"]]
            for r in rows
        ]
        middle = ["Median", *(f"{median(r[k] for r in rows):g}" for k in ("touches", "typed"))]
        lines += ["", f"### {mode}", "", *table(["Matter", "Touches", "Typed"], [*told, middle])]
    return lines


def document(folder: Path, when: str, commit: str) -> str:
    """The whole page. Raises OSError, ValueError where results are missing or are none."""
    files = [file for file in sorted(folder.glob("*.json")) if file.stem.isdigit()]
    every = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]
    away = [row for row in every if row[1].startswith("went away")]
    found = [row for row in every if row not in away]
    catalogue = shipped().catalogue
    head = HEAD.format(
        when=when,
        commit=commit,
        matters=len({row[0] for row in found}),
        departments=len({catalogue[row[0]].dept_code for row in found}),
        runs=len(found),
        others=sum(map(is_other, found)),
        away=len(away),
        away_others=sum(row[2] != LEFT or bool(row[4]) for row in away),
    )
    parts = [
        head,
        "## By department\n",
        *by_department(found),
        "\n## By what happened\n",
        *by_plan(found),
        "",
        *efforts(folder),
    ]
    return "\n".join(parts) + "\n"


def main() -> int:
    """Exit 1 without results, 2 for wrong use."""
    if len(sys.argv) not in (2, 3):
        print("usage: matters_doc.py FOLDER [COMMIT]", file=sys.stderr)
        return 2
    head = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    commit = sys.argv[2] if len(sys.argv) == 3 else subprocess.check_output(head, text=True).strip()
    when = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M")
    try:
        text = document(Path(sys.argv[1]), when, commit)
    except (OSError, ValueError, KeyError) as error:
        print(f"no results: {error}", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
