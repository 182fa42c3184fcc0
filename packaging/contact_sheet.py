"""Draws every screen small on one sheet, for those who judge them: contact_sheet.py OUT [LANG].

Writes OUT/<mode>-<lang>.png for the standard and the elderly mode, portrait, from the sample pages
of tests/ui; the name of the screen stands below each.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image, ImageDraw, ImageFont, ImageOps

from ui.preview import FIXTURES, draw
from ui.screens import SCREENS

SMALL = (270, 480)
GAP, TEXT = 18, 26
ACROSS = 8
GROUND, INK = "#DADFE0", "#1B2427"


def sheet(pictures: list[tuple[str, Path]]) -> Image.Image:
    """All pictures in rows, each with its name."""
    down = -(-len(pictures) // ACROSS)
    size = (GAP + ACROSS * (SMALL[0] + GAP), GAP + down * (SMALL[1] + TEXT + GAP))
    whole = Image.new("RGB", size, GROUND)
    pen, font = ImageDraw.Draw(whole), ImageFont.load_default(15)
    for at, (name, path) in enumerate(pictures):
        x = GAP + at % ACROSS * (SMALL[0] + GAP)
        y = GAP + at // ACROSS * (SMALL[1] + TEXT + GAP)
        with Image.open(path) as picture:
            small = ImageOps.contain(picture.convert("RGB"), SMALL)
        whole.paste(small, (x, y))
        pen.text((x, y + SMALL[1] + 4), name, INK, font)
    return whole


def main(out: Path, langs: list[str]) -> None:
    """Draw, and put together."""
    out.mkdir(parents=True, exist_ok=True)
    names = list(SCREENS)
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder)
        draw(pages, names, langs, ["portrait"], FIXTURES)
        for lang in langs:
            for mode in ("standard", "elderly"):
                there = [(n, pages / f"{n}-{lang}-{mode}-portrait.png") for n in names]
                whole = sheet([(n, path) for n, path in there if path.exists()])
                whole.quantize(128).save(out / f"{mode}-{lang}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or ["zh_CN"])
