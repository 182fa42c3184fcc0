"""Checks that look at what was painted: contrast of every text, and characters without a glyph."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from PIL import Image
from PySide6.QtGui import QFont, QImage, QRawFont

from ui.audit.checks import Finding, Rules, node_rect
from ui.audit.scene import Scene

_TOLERANCE = 0.97  # anti-aliasing takes a little of the thinnest strokes

_Rgb = tuple[int, int, int]


@lru_cache(maxsize=65536)
def luminance(rgb: _Rgb) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    parts = [c / 255 for c in rgb]
    low = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * low[0] + 0.7152 * low[1] + 0.0722 * low[2]


def contrast(one: _Rgb, two: _Rgb) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def to_pillow(image: QImage) -> Image.Image:
    """The same picture as RGB for Pillow."""
    if image.format() not in (
        QImage.Format.Format_RGB32,
        QImage.Format.Format_ARGB32_Premultiplied,
    ):
        image = image.convertToFormat(QImage.Format.Format_RGB32)
    size = (image.width(), image.height())
    bits = bytes(image.constBits())  # a copy: the picture must outlive the image
    return Image.frombytes("RGB", size, bits, "raw", "BGRX", image.bytesPerLine(), 1)


def check_contrast(scene: Scene, rules: Rules, image: QImage) -> Iterator[Finding]:
    """The strongest ink of each text against the commonest colour round it."""
    picture = to_pillow(image)
    scale = picture.width / max(scene.screen.w, 1)
    for node in scene.texts:
        seen = node_rect(node, scene)
        corners = (seen.x, seen.y, seen.right, seen.bottom)
        left, top, right, bottom = (round(v * scale) for v in corners)
        if right - left < 2 or bottom - top < 2:
            continue
        got = _measured(picture.crop((left, top, right, bottom)))
        if got < rules.contrast * _TOLERANCE:
            yield Finding("contrast", node.text[:24], f"{got:.1f}, least {rules.contrast}")


def _measured(part: Image.Image) -> float:
    colours = part.getcolors(part.width * part.height) or []
    if not colours:
        return 1.0
    ground = cast(_Rgb, max(colours, key=lambda entry: entry[0])[1])
    by_light = sorted((cast(_Rgb, rgb) for _, rgb in colours), key=luminance)
    return max(contrast(ground, by_light[0]), contrast(ground, by_light[-1]))


@lru_cache(maxsize=8)
def _chain(families: tuple[str, ...]) -> tuple[QRawFont, ...]:
    fonts = (QRawFont.fromFont(QFont(family)) for family in families)
    wanted = zip(fonts, families, strict=True)
    # a missing family would be replaced by another one behind our back
    return tuple(font for font, family in wanted if font.familyName() == family)


@lru_cache(maxsize=16384)
def is_drawable(character: str, families: tuple[str, ...]) -> bool:
    """Whether a font of the chain has a glyph; what is not printed needs none."""
    if character.isspace() or unicodedata.category(character) == "Cf":
        return True
    return any(font.supportsCharacter(ord(character)) for font in _chain(families))


def check_glyphs(scene: Scene, rules: Rules) -> Iterator[Finding]:
    """Every character of every text has a glyph in one of the fonts that ship."""
    for node in scene.texts:
        missing = [c for c in dict.fromkeys(node.text) if not is_drawable(c, rules.fonts)]
        if missing:
            codes = " ".join(f"U+{ord(c):04X}" for c in missing)
            yield Finding("glyph", node.text[:24], codes)
