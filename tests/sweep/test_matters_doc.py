"""docs/matters.md tells of every matter of every department, and of no run that ended otherwise."""

from __future__ import annotations

import re
from pathlib import Path

from kiosk.domain.loader import shipped

DOC = Path(__file__).parents[2] / "docs" / "matters.md"


def rows(section: str) -> list[list[str]]:
    """The lines of a section's table without its head."""
    part = DOC.read_text(encoding="utf-8").partition(f"## {section}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_table_has_every_department_with_all_its_matters() -> None:
    catalogue = shipped().catalogue
    *departments, whole = rows("By department")
    codes = {row[0].split()[0]: int(row[1]) for row in departments}
    counted = {
        dept: sum(matter.dept_code == dept for matter in catalogue)
        for dept in {matter.dept_code for matter in catalogue}
    }
    assert codes == counted
    assert (len(codes), int(whole[1])) == (29, 422)
    assert all(int(row[5]) >= int(row[1]) for row in departments)


def test_no_run_ended_otherwise() -> None:
    for section in ("By department", "By what happened"):
        for row in rows(section):
            runs = int(row[-7])
            assert row[-1] == "0", row
            assert sum(map(int, row[-6:-1])) == runs, row
    said = re.search(r"^- (\d+) matters of (\d+) departments", DOC.read_text("utf-8"), re.M)
    assert said
    assert said.groups() == ("422", "29")
