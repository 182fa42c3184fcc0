"""QR codes as a bad camera sees them: 17 kinds of degradation, drawn here, the same each time."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import Any

import qrcode
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter
from qrcode.constants import ERROR_CORRECT_M

SIZE = (1280, 720)
CODE_PX = 330
GROUND = (96, 100, 104)
TEXTS = (
    "XC261123005004230",
    "https://example.invalid/v/7K3M-9QXT-20WD-HB5N",
    "样例·𠮷 湖北省孝感市 https://example.invalid/c?n=0029",
    "JINBAN1:" + "0123456789ABCDEF" * 8,
)


def code(text: str, px: int = CODE_PX) -> Image.Image:
    """A clean code with its quiet zone."""
    made = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4, box_size=10)
    made.add_data(text)
    made.make(fit=True)
    picture = made.make_image().get_image().convert("RGB")
    return picture.resize((px, px), Image.Resampling.LANCZOS)


def frame(picture: Image.Image, mask: Image.Image | None = None) -> Image.Image:
    """The code somewhere in a camera's view."""
    view = Image.new("RGB", SIZE, GROUND)
    at = ((SIZE[0] - picture.width) // 2 + 40, (SIZE[1] - picture.height) // 2 - 20)
    view.paste(picture, at, mask)
    return view


def jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    """The picture as a camera sends it."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _turned(picture: Image.Image, degrees: float) -> Image.Image:
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=GROUND)
    return frame(turned)


def _leaning(picture: Image.Image, lean: float) -> Image.Image:
    """Tipped backwards: the top is narrower by `lean` on each side, and nearer."""
    w, h = picture.size
    padded = Image.new("RGB", (2 * w, h), GROUND)
    padded.paste(picture, (w // 2, 0))
    far = 1 + 2 * lean
    k = 2 * lean / h
    how = (far, w * k, w * (1 - far), 0, far, 0, 0, k)
    tipped = padded.transform(
        padded.size, Image.Transform.PERSPECTIVE, how, Image.Resampling.BICUBIC, fillcolor=GROUND
    )
    return frame(tipped)


def _noise(picture: Image.Image, sigma: float) -> Image.Image:
    dice = random.Random(7)
    width, height = picture.size
    grain = Image.frombytes("L", (width, height), dice.randbytes(width * height))
    grain = grain.point([max(0, min(255, int(128 + (n - 128) * sigma / 74))) for n in range(256)])
    return ImageChops.add(picture, Image.merge("RGB", [grain] * 3), 1, -128)


def _moved(picture: Image.Image, px: int) -> Image.Image:
    total = Image.new("RGB", picture.size)
    for n in range(px):
        total = Image.blend(total, ImageChops.offset(picture, n, 0), 1 / (n + 1))
    return total


def _glare(picture: Image.Image, radius: int) -> Image.Image:
    spot = Image.new("L", picture.size, 0)
    x, y = picture.width // 2 + 110, picture.height // 2 + 50
    ImageDraw.Draw(spot).ellipse((x - radius, y - radius, x + radius, y + radius), 245)
    spot = spot.filter(ImageFilter.GaussianBlur(14))
    return Image.composite(Image.new("RGB", picture.size, "white"), picture, spot)


def _lit_from_one_side(picture: Image.Image, darkest: int) -> Image.Image:
    shade = Image.linear_gradient("L").rotate(90).resize(picture.size)
    shade = shade.point([int(darkest + n * (255 - darkest) / 255) for n in range(256)])
    return ImageChops.multiply(picture, Image.merge("RGB", [shade] * 3))


def _stained(picture: Image.Image, px: int) -> Image.Image:
    view = frame(picture)
    x, y = view.width // 2 + 50, view.height // 2 - 10
    ImageDraw.Draw(view).ellipse((x, y, x + px, y + px * 4 // 5), (120, 90, 60))
    return view


def _folded(picture: Image.Image, squeezed: float) -> Image.Image:
    half = picture.height // 2
    low = picture.crop((0, half, picture.width, picture.height))
    low = ImageEnhance.Brightness(low).enhance(0.6)
    height = int(half * squeezed)
    bent = picture.copy()
    bent.paste(low.resize((picture.width, height)), (0, half))
    return frame(bent.crop((0, 0, picture.width, half + height)))


def _stripes(picture: Image.Image, grey: int) -> Image.Image:
    lines = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(lines)
    for y in range(0, SIZE[1], 6):
        draw.line((0, y, SIZE[0], y), (grey,) * 3, 2)
    return ImageChops.multiply(frame(picture), lines)


def _small(picture: Image.Image, px: int) -> Image.Image:
    return frame(picture.resize((px, px), Image.Resampling.LANCZOS))


def _bright(picture: Image.Image, by: float) -> Image.Image:
    return ImageEnhance.Brightness(frame(picture)).enhance(by)


def _inverted(picture: Image.Image, contrast: float) -> Image.Image:
    return frame(ImageEnhance.Contrast(ImageChops.invert(picture)).enhance(contrast))


Spoil = Callable[[Image.Image, Any], Image.Image]
KINDS: dict[str, tuple[Spoil, tuple[Any, Any, Any]]] = {
    "turned": (_turned, (8, 23, 45)),
    "upside down": (lambda p, px: _small(p.rotate(180), px), (330, 180, 90)),
    "seen at a slant": (_leaning, (0.1, 0.25, 0.5)),
    "small": (_small, (180, 110, 75)),
    "out of focus": (lambda p, r: frame(p).filter(ImageFilter.GaussianBlur(r)), (2, 4, 6)),
    "moved": (lambda p, px: _moved(frame(p), px), (6, 12, 18)),
    "noise": (lambda p, sigma: _noise(frame(p), sigma), (30, 60, 100)),
    "dark": (_bright, (0.2, 0.08, 0.03)),
    "too bright": (_bright, (1.8, 2.4, 2.6)),
    "faded print": (lambda p, c: frame(ImageEnhance.Contrast(p).enhance(c)), (0.3, 0.12, 0.05)),
    "glare": (lambda p, r: _glare(frame(p), r), (40, 60, 80)),
    "lit from one side": (lambda p, n: _lit_from_one_side(frame(p), n), (90, 40, 10)),
    "stained": (_stained, (35, 55, 80)),
    "folded": (_folded, (0.95, 0.88, 0.8)),
    "stripes of a screen": (_stripes, (190, 120, 60)),
    "light on dark": (_inverted, (1.0, 0.4, 0.15)),
    "compressed": (lambda p, q: Image.open(io.BytesIO(jpeg(frame(p), q))), (20, 8, 3)),
}


def pictures(kind: str) -> list[tuple[str, bytes]]:
    """Each text as it looks so at three strengths, with what it says."""
    spoil, strengths = KINDS[kind]
    return [(text, jpeg(spoil(code(text), how))) for how in strengths for text in TEXTS]


def without_a_code() -> list[bytes]:
    """An empty tray, a page of little blocks, a person, and noise."""
    from drivers.virtual.scenes import scene

    views = [scene("nothing", ""), scene("paper", "Notice"), scene("photo", "")]
    return [jpeg(view) for view in (*views, _noise(Image.new("RGB", SIZE, GROUND), 60))]
