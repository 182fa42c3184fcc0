"""Build kiosk/data/messages.json from the catalogue's YAML files (one per area)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "kiosk" / "data" / "messages"
TARGET = ROOT / "kiosk" / "data" / "messages.json"
VARIANTS = {"zh", "zh_plain", "en", "en_plain"}


def collect() -> dict[str, list[str]]:
    """Every message as [zh, zh plain, en, en plain]; the plain ones default to the standard."""
    out: dict[str, list[str]] = {}
    for path in sorted(SOURCE.glob("*.yaml")):
        area: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for key, texts in area.items():
            if key in out:
                raise SystemExit(f"{path.name}: {key} is there twice")
            if not {"zh", "en"} <= set(texts) <= VARIANTS:
                raise SystemExit(f"{path.name}: {key} needs zh and en, and knows {VARIANTS} only")
            zh, en = texts["zh"], texts["en"]
            out[key] = [zh, texts.get("zh_plain", zh), en, texts.get("en_plain", en)]
    return out


def main() -> int:
    """Write the file; with --check only say whether it is up to date."""
    text = json.dumps(collect(), ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
    if "--check" in sys.argv:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
