"""The morning's check of a machine: each device tried by a clerk, signed, kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

RESULTS = ("good", "bad", "skipped")
USABLE = ("ready", "busy", "low", "media_present")
"""States in which a device can be tried at all."""


@dataclass(frozen=True, slots=True)
class Check:
    """One device as the clerk found it. `paper`: ok | low | out | unknown, "" where it has none;
    `result`: good | bad | skipped, "" while it has not been tried."""

    role: str
    kind: str
    state: str
    detail: str
    paper: str = ""
    result: str = ""

    @property
    def judged(self) -> str:
        """The result: a device that cannot be tried at all is bad without a try."""
        if self.result:
            return self.result
        return "" if self.state in USABLE else "bad"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A signed check. `strokes` of the signature: x and y in mm and t in ms, stroke by stroke."""

    sheet_id: str
    at: datetime
    day: date
    staff_no: str
    checks: tuple[Check, ...]
    strokes: tuple[tuple[tuple[float, float, int], ...], ...] = ()


def counted(checks: Iterable[Check]) -> Mapping[str, int]:
    """How many are good, bad, skipped and "" (not tried yet)."""
    found = Counter(one.judged for one in checks)
    return {name: found[name] for name in (*RESULTS, "")}


def content(sheet: Sheet) -> dict[str, Any]:
    """The sheet as it is kept."""
    return {
        "sheet_id": sheet.sheet_id,
        "at": sheet.at.isoformat(),
        "day": sheet.day.isoformat(),
        "staff_no": sheet.staff_no,
        "checks": [
            [one.role, one.kind, one.state, one.detail, one.paper, one.judged]
            for one in sheet.checks
        ],
        "strokes": sheet.strokes,
    }


def from_content(kept: Mapping[str, Any]) -> Sheet:
    """The sheet that `content` was made of."""
    return Sheet(
        sheet_id=kept["sheet_id"],
        at=datetime.fromisoformat(kept["at"]),
        day=date.fromisoformat(kept["day"]),
        staff_no=kept["staff_no"],
        checks=tuple(Check(*row) for row in kept["checks"]),
        strokes=tuple(tuple(tuple(point) for point in stroke) for stroke in kept["strokes"]),
    )
