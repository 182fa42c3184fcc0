"""What can be wrong with a picture of a paper or a person, seen without reading it.

Each check names what a person can mend. None is certain, so none forbids anything: the person who
sees the picture decides. Needs Pillow.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

CHECKS = ("dark", "blank", "cut", "upside_down")
SMALL_PX = 480
DARK_BELOW = 100  # grey level of the brightest hundredth: white paper in a lit hall is above 160
DARK_STEP = 12  # between the bright and the dark of a picture that shows something, if badly
FLAT_BELOW = 14.0  # standard deviation of a photo that shows nothing
STEP = 40  # between paper and tray, and the paper alone, in grey levels
INK_STEP = 28
LEAST_SHEET, LEAST_INK = 0.06, 0.002  # of the picture, of the sheet
EDGE_SHARE = 0.04  # of a border that the sheet must touch to be cut there
LEAST_LINES, RAGGED = 8, 0.14  # an indented first line is not ragged yet
UPSIDE_SHARE, UPSIDE_LEAD = 0.2, 0.15


def problems_of(picture: Image, subject: str, *, dark_ground: bool) -> tuple[str, ...]:
    """The codes of CHECKS that hold, worst first; () for a good picture. `dark_ground`: the tray
    is darker than paper, so that the edges of a sheet can be seen."""
    from PIL import ImageStat

    grey = picture.convert("L")
    grey.thumbnail((SMALL_PX, SMALL_PX))
    if _level(grey, 0.99) < DARK_BELOW:
        return ("dark",) if _split(grey.histogram())[1] >= DARK_STEP else ("blank",)
    if subject == "photo":
        return ("blank",) if ImageStat.Stat(grey).stddev[0] < FLAT_BELOW else ()
    return _paper_problems(grey, dark_ground=dark_ground)


def _paper_problems(grey: Image, *, dark_ground: bool) -> tuple[str, ...]:
    sheet = _sheet(grey) if dark_ground else _everything(grey)
    area = _share(sheet)
    ink = _ink(grey, sheet)
    if area < LEAST_SHEET or _share(ink) < LEAST_INK * area:
        return ("blank",)
    cut = _touches(sheet) if dark_ground else _touches(ink)
    found = (("cut", cut), ("upside_down", _upside_down(ink)))
    return tuple(name for name, holds in found if holds)


def _level(grey: Image, share: float) -> int:
    """The grey level that `share` of the pixels do not exceed."""
    histogram, seen = grey.histogram(), 0
    wanted = share * grey.width * grey.height
    for level, count in enumerate(histogram):
        seen += count
        if seen >= wanted:
            return level
    return 255


def _sheet(grey: Image) -> Image:
    """White where the paper is, its writing included; black where there is none."""
    from PIL import ImageFilter

    threshold, apart = _split(grey.histogram())
    if apart < STEP:  # one thing fills the picture: a bright one is paper
        bright = 255 if _level(grey, 0.5) > 150 else 0
        return _points(grey, [bright] * 256)
    writing_gone = grey.filter(ImageFilter.BoxBlur(5))
    return _points(writing_gone, [255 * (level > threshold) for level in range(256)])


def _everything(grey: Image) -> Image:
    return _points(grey, [255] * 256)


def _points(picture: Image, table: list[int]) -> Image:
    return picture.point(table)  # pyright: ignore[reportUnknownMemberType] - its stub names numpy


def _split(histogram: list[int]) -> tuple[int, float]:
    """Otsu's threshold (IEEE Trans. SMC 9, 1979), and how far apart the means of the two are."""
    total = sum(histogram)
    whole = sum(level * count for level, count in enumerate(histogram))
    below = below_sum = 0
    best, at, apart = -1.0, 0, 0.0
    for level, count in enumerate(histogram):
        below += count
        below_sum += level * count
        if not 0 < below < total:
            continue
        means = (whole - below_sum) / (total - below) - below_sum / below
        between = below * (total - below) * means * means
        if between > best:
            best, at, apart = between, level, means
    return at, apart


def _ink(grey: Image, sheet: Image) -> Image:
    """White where something is written: darker than the paper around it, inside of the sheet."""
    from PIL import ImageChops, ImageFilter

    around = grey.filter(ImageFilter.BoxBlur(10))
    darker = _points(ImageChops.subtract(around, grey), [255 * (n > INK_STEP) for n in range(256)])
    inside = _points(sheet.filter(ImageFilter.BoxBlur(8)), [0] * 254 + [255] * 2)
    return ImageChops.darker(darker, inside)


def _share(mask: Image) -> float:
    return mask.histogram()[255] / (mask.width * mask.height)


def _touches(mask: Image) -> bool:
    """Whether the white of a mask reaches one of the picture's borders."""
    wide, high = mask.size
    borders = (
        (0, 0, wide, 1),
        (0, high - 1, wide, high),
        (0, 0, 1, high),
        (wide - 1, 0, wide, high),
    )
    return any(_share(mask.crop(border)) > EDGE_SHARE for border in borders)


def _upside_down(ink: Image) -> bool:
    """Whether the lines begin ragged and end flush: what a page of text is only upside down."""
    spans = _lines(ink)
    if len(spans) < LEAST_LINES:
        return False
    left = min(start for start, _end in spans)
    right = max(end for _start, end in spans)
    slack = RAGGED * (right - left)
    late = sum(start - left > slack for start, _end in spans) / len(spans)
    early = sum(right - end > slack for _start, end in spans) / len(spans)
    return late >= UPSIDE_SHARE and late - early >= UPSIDE_LEAD


def _lines(ink: Image) -> list[tuple[int, int]]:
    """Where each line of writing begins and ends, in pixels, from the top."""
    wide, high = ink.size
    data = ink.tobytes()
    rows = [data[y * wide : (y + 1) * wide] for y in range(high)]
    spans: list[tuple[int, int]] = []
    for written, group in groupby(rows, key=lambda row: row.count(255) > 1):
        band = list(group)
        if written and len(band) > 2:
            starts = [row.find(255) for row in band if 255 in row]
            ends = [row.rfind(255) for row in band if 255 in row]
            spans.append((min(starts), max(ends)))
    return spans
