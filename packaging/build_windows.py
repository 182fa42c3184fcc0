"""Build kiosk/data/windows.json: a sample table of every window with its number and zone.

The district publishes how many windows a point has, not which number serves whom. The shares
below are a sample; the table holds exactly as many windows a point as the district counts.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "kiosk" / "data" / "source" / "service_points.csv"
TARGET = ROOT / "kiosk" / "data" / "windows.json"
ALL_WINDOWS = 254

ZONES = {
    "A": "general",
    "B": "social",
    "C": "medical",
    "D": "civil",
    "E": "business",
    "F": "property",
    "G": "police",
    "H": "utilities",
}
DEPARTMENTS = {
    "RS": "B",
    "YB": "C",
    **dict.fromkeys(("MZ", "CL", "TY", "MZJ"), "D"),
    **dict.fromkeys(("SJ", "SWJ", "SW", "YC", "FG", "YJ", "XF"), "E"),
    **dict.fromkeys(("BDC", "GJJ", "ZJ", "ZR"), "F"),
    "GA": "G",
    "GY": "H",
}
CENTRE = {"A": 24, "B": 24, "C": 12, "D": 10, "E": 18, "F": 10, "G": 6, "H": 3}
ONE_ZONE = {"SP003": "C", "SP004": "D"}
TOWNSHIP = {"A": 0, "B": 2, "C": 2, "D": 1}
"""The general zone of a township centre takes what is left."""


def shares(point: str, level: str, count: int) -> dict[str, int]:
    """Windows by zone of one point."""
    if not count:
        return {}
    if point in ONE_ZONE:
        return {ONE_ZONE[point]: count}
    if level == "district":
        return CENTRE
    if level == "township":
        return TOWNSHIP | {"A": count - sum(TOWNSHIP.values())}
    return {"A": count}


def table() -> dict[str, object]:
    """The whole file; SystemExit where the shares and the district's counts disagree."""
    rows: list[tuple[str, int, str]] = []
    with SOURCE.open(encoding="utf-8-sig", newline="") as file:
        for point in csv.DictReader(file):
            count = int(point["windows"])
            letters = [
                letter
                for letter, share in shares(point["code"], point["level"], count).items()
                for _ in range(share)
            ]
            if len(letters) != count:
                raise SystemExit(f"{point['code']}: {len(letters)} windows shared, {count} there")
            rows += [(point["code"], n, letter) for n, letter in enumerate(letters, 1)]
    if len(rows) != ALL_WINDOWS:
        raise SystemExit(f"{len(rows)} windows, not {ALL_WINDOWS}")
    return {
        "format": 1,
        "sample": True,
        "zones": ZONES,
        "departments": DEPARTMENTS,
        "columns": ["point", "number", "zone"],
        "rows": rows,
    }


def main() -> int:
    """Write the file; with --check only say whether it is up to date."""
    text = json.dumps(table(), ensure_ascii=False, separators=(",", ":")) + "\n"
    if "--check" in sys.argv:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
