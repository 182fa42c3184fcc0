"""Build kiosk/data/search.json alone: `python packaging/build_search.py [--out DIR]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT)]

from data_build import terms  # noqa: E402
from data_build.rows import BuildError, Mistakes  # noqa: E402


def main() -> int:
    """Exit 0 when written, 1 when the sources hold mistakes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "kiosk" / "data")
    try:
        terms.build_search(ROOT / "kiosk" / "data" / "source", parser.parse_args().out, Mistakes())
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
