"""Build kiosk/data/regions.json, the places that an address is picked from, from its YAML."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "kiosk" / "data" / "source" / "regions.yaml"
TARGET = ROOT / "kiosk" / "data" / "regions.json"
PROVINCE = "湖北省"


def rows(source: Any) -> Iterator[list[str]]:
    """[id, parent, name, English name, the address down to here], parents first."""
    for city, counties in source["cities"].items():
        yield [city, "", city, source["city_names"][city], PROVINCE + city]
        for code, county, english in counties:
            whole = PROVINCE + city + (county if county != city else "")
            yield [str(code), city, county, english, whole]
            yield from _below(str(code), whole, source["towns"].get(code, {}))


def _below(county: str, whole: str, towns: Any) -> Iterator[list[str]]:
    for town, (english, communities) in towns.items():
        id = f"{county}-{town}"
        yield [id, county, town, english, whole + town]
        for community, name in communities.items():
            yield [f"{id}-{community}", id, community, name, whole + town + community]


def main() -> int:
    """Write the file; with --check only say whether it is up to date."""
    source = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows(source))
    text = '{"format": 1, "rows": [\n' + lines + "\n]}\n"
    if "--check" in sys.argv:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
