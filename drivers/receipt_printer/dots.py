"""Pictures of dots: the few Pillow calls whose types lean on a library that is not installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from PIL import Image


def squeezed(picture: Image.Image, width: int, height: int) -> Image.Image:
    """A grey picture averaged down to width × height."""
    return cast("Any", picture).resize((width, height), Image.Resampling.BOX)


def inked(picture: Image.Image, from_grey: int) -> Image.Image:
    """A grey picture as dots (mode "1"): ink where the grey is at least `from_grey`."""
    table = [255 if grey >= from_grey else 0 for grey in range(256)]
    return cast("Any", picture).point(table, mode="1")


def black_on_white(dots: Image.Image) -> Image.Image:
    """Dots (ink = 1) as a picture to look at: black ink on white paper."""
    return cast("Any", dots).point([255] + [0] * 255)


def blocks(modules: Sequence[Sequence[bool]], side: int) -> Image.Image:
    """Square modules of `side` dots as dots, True = ink."""
    small = cast("Any", Image.new("1", (len(modules[0]), len(modules)), 0))
    small.putdata([255 if dark else 0 for row in modules for dark in row])
    size = (small.width * side, small.height * side)
    return small.resize(size, Image.Resampling.NEAREST)
