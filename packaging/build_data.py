"""Build kiosk/data/*.json from the district's tables: `python packaging/build_data.py [--out DIR]`.

Every mistake of every source is reported with its file and line, and nothing is written over the
old files unless all of it is right. The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT)]

from data_build import catalogue, forms, sheets, tables, terms  # noqa: E402
from data_build.rows import BuildError, Mistakes, read_rows  # noqa: E402

from kiosk.domain.loader import Shipped  # noqa: E402


def build(data: Path, machines: Path, out: Path) -> None:
    """Read the sources under `data` and write JSON files to `out`; BuildError names mistakes."""
    mistakes = Mistakes()
    source = data / "source"
    sheet = {
        path.stem: sheets.read_sheet(path, mistakes)
        for path in (
            source / "calendar.yaml",
            source / "form_rules.yaml",
            source / "form_matters.yaml",
            data / "fields.yaml",
            data / "forms.yaml",
            machines,
        )
    }
    mistakes.stop_if_any()
    summer = sheets.build_calendar(sheet["calendar"], out, mistakes)
    sheets.build_fields(sheet["fields"], out)
    rules = forms.Rules(sheet["form_rules"], sheet["form_matters"], mistakes)
    rows = list(read_rows(source / "catalogue.csv", catalogue.COLUMNS, Mistakes()))
    made = forms.build_forms(rules, sheet["forms"], rows, out, mistakes)
    sheets.build_machines(sheet["machines"], out)
    codes = catalogue.build_matters(source, out, made, mistakes)
    tables.build_bundles(source, out, codes, mistakes)
    tables.build_events(source, out, mistakes)
    tables.build_points(source, out, summer, mistakes)
    mistakes.stop_if_any()
    terms.build_search(source, out, mistakes)
    mistakes.found.extend(Shipped(out).problems())
    mistakes.stop_if_any()


def main() -> int:
    """Exit 0 when written, 1 when the sources hold mistakes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "kiosk" / "data")
    out: Path = parser.parse_args().out
    with tempfile.TemporaryDirectory() as fresh:
        try:
            build(ROOT / "kiosk" / "data", ROOT / "kiosk" / "domain" / "machines.yaml", Path(fresh))
        except BuildError as error:
            print(error, file=sys.stderr)
            return 1
        for path in sorted(Path(fresh).glob("*.json")):
            shutil.copyfile(path, out / path.name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
