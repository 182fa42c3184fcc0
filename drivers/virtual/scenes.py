"""What a virtual camera sees: a tray with a paper, a person, a code, or nothing."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

SIZE = (1280, 960)
SCENES = ("nothing", "paper", "photo", "code")
SPOILS = ("dark", "blank", "cut", "upside_down", "blurred")
_TRAY, _PAPER, _INK = (52, 56, 60), (238, 236, 230), (40, 40, 46)
_SHEET = (620, 876)  # A4, portrait, in the middle of the tray
_SIZE_DOWN = 0.28


def scene(what: str, text: str, spoil: str = "") -> Image.Image:
    """One view, as if `spoil` had happened to it. `text`: the code's text, or the paper's title."""
    made = {"paper": _paper, "photo": _photo, "code": _code}.get(what, _nothing)(text, spoil)
    if spoil == "dark":
        return ImageEnhance.Brightness(made).enhance(_SIZE_DOWN)
    if spoil == "blurred":
        return made.filter(ImageFilter.GaussianBlur(14))
    return made


def as_jpeg(picture: Image.Image) -> bytes:
    """The view as a camera sends it."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def sheet(title: str, *, blank: bool = False) -> Image.Image:
    """A page with a heading and a few paragraphs, each line a row of little blocks."""
    page = Image.new("RGB", _SHEET, _PAPER)
    if blank:
        return page
    draw = ImageDraw.Draw(page)
    draw.text((_SHEET[0] // 2, 70), title, _INK, ImageFont.load_default(34), anchor="mm")
    dice = random.Random(title)  # noqa: S311 - a drawing, and the same each time
    y = 130
    while y < _SHEET[1] - 90:
        first = True
        for _ in range(dice.randint(1, 4)):
            _line(draw, y, 110 if first else 70, 550)
            y, first = y + 26, False
        _line(draw, y, 70, dice.randint(130, 480))
        y += 34
    return page


def _line(draw: ImageDraw.ImageDraw, y: int, start: int, end: int) -> None:
    for x in range(start, end - 14, 20):
        draw.rectangle((x, y, x + 13, y + 13), outline=_INK, width=2)
        draw.line((x + 6, y, x + 6, y + 13), _INK, 2)


def _nothing(_text: str, _spoil: str) -> Image.Image:
    return Image.new("RGB", SIZE, _TRAY)


def _paper(text: str, spoil: str) -> Image.Image:
    tray = Image.new("RGB", SIZE, _TRAY)
    page = sheet(text, blank=spoil == "blank")
    if spoil == "upside_down":
        page = page.rotate(180)
    left = (SIZE[0] - _SHEET[0]) // 2
    tray.paste(page, (-200 if spoil == "cut" else left, (SIZE[1] - _SHEET[1]) // 2))
    return tray.filter(ImageFilter.GaussianBlur(0.8))


def _photo(_text: str, spoil: str) -> Image.Image:
    view = Image.new("RGB", SIZE, (214, 222, 230))
    if spoil == "blank":
        return view
    draw = ImageDraw.Draw(view)
    draw.ellipse((340, 620, 940, 1300), (58, 74, 96))
    draw.ellipse((490, 220, 790, 620), (222, 184, 158))
    draw.pieslice((480, 190, 800, 520), 180, 360, (44, 38, 36))
    for x in (570, 710):
        draw.ellipse((x - 18, 400, x + 18, 424), (40, 34, 32))
    draw.arc((590, 470, 690, 540), 20, 160, (140, 70, 66), 6)
    return view.filter(ImageFilter.GaussianBlur(1.2))


def _code(text: str, _spoil: str) -> Image.Image:
    import qrcode

    tray = Image.new("RGB", SIZE, _TRAY)
    made = qrcode.QRCode(border=4, box_size=8)
    made.add_data(text)
    made.make(fit=True)
    code = made.make_image().get_image().convert("RGB")
    code.thumbnail((SIZE[1] - 40, SIZE[1] - 40))
    tray.paste(code, ((SIZE[0] - code.width) // 2, (SIZE[1] - code.height) // 2))
    return tray.filter(ImageFilter.GaussianBlur(0.8))
