"""Writes docs/openapi.json from the platform's routes; `--check` only compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "openapi.json"
sys.path.insert(0, str(ROOT))


def description() -> str:
    """The description as text, the same on every machine."""
    from backend_client.reference.app import build_app

    whole = build_app().openapi()
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    """0 written or equal, 1 different."""
    text = description()
    if "--check" in arguments:
        return int(not TARGET.exists() or TARGET.read_text("utf-8") != text)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
