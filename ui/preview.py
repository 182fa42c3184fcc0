"""Draws every page of a fixtures file into pictures, for the people who design and check them."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk.services.page import Page
from ui.quick import quick_window
from ui.screens import SCREENS
from ui.shell import Shell, build_shell, local_now
from ui.viewmodels.port import Stroke

FIXTURES = Path(__file__).parent.parent / "tests" / "ui" / "fixtures.py"
SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}


class SilentPort:
    """Takes everything a person does and does nothing."""

    def press(self, id: str) -> None:
        """Nothing."""

    def choose(self, id: str) -> None:
        """Nothing."""

    def tick(self, id: str) -> None:
        """Nothing."""

    def key(self, k: str) -> None:
        """Nothing."""

    def signed(self, strokes: list[Stroke]) -> None:
        """Nothing."""

    def hall(self) -> None:
        """Nothing."""

    def touched(self) -> None:
        """Nothing."""


def load_pages(path: Path) -> Callable[[str, bool], dict[str, Page]]:
    """`pages(lang, elderly)` of a fixtures file."""
    spec = importlib.util.spec_from_file_location("preview_fixtures", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.pages


def settle(shell: Shell) -> None:
    """Let layouts that depend on each other come to rest; a grab lays everything out at once."""
    for _ in range(4):
        shell.gui.processEvents()
        quick_window(shell.view).grabWindow()


def at_941() -> datetime:
    """A fixed time of day, so that pictures do not differ by the clock."""
    return local_now().replace(hour=9, minute=41, second=0, microsecond=0)


def draw(out: Path, screens: list[str], langs: list[str], sizes: list[str], fixtures: Path) -> int:
    """Write OUT/<screen>-<lang>-<mode>-<size>.png; number of pictures."""
    pages = load_pages(fixtures)
    out.mkdir(parents=True, exist_ok=True)
    count = 0
    for size in sizes:
        shell = build_shell(
            SilentPort(), size_px=SIZES[size], offscreen=True, still=True, now=at_941
        )
        for lang in langs:
            for mode in ("standard", "elderly"):
                for name, page in pages(lang, mode == "elderly").items():
                    if name not in screens:
                        continue
                    shell.show(page)
                    settle(shell)
                    picture = quick_window(shell.view).grabWindow()
                    picture.save(str(out / f"{name}-{lang}-{mode}-{size}.png"))
                    count += 1
        shell.close()
    return count


def main() -> None:
    """Command line: OUT [--screens a,b] [--langs zh_CN,en] [--sizes portrait,landscape]."""
    parser = argparse.ArgumentParser(prog="python -m ui.preview")
    parser.add_argument("out", type=Path)
    parser.add_argument("--screens", default=",".join(SCREENS))
    parser.add_argument("--langs", default="zh_CN,en")
    parser.add_argument("--sizes", default="portrait,landscape")
    parser.add_argument("--fixtures", type=Path, default=FIXTURES)
    args = parser.parse_args()
    count = draw(
        args.out,
        args.screens.split(","),
        args.langs.split(","),
        args.sizes.split(","),
        args.fixtures,
    )
    sys.stdout.write(f"{count} pictures in {args.out}\n")


if __name__ == "__main__":
    main()
