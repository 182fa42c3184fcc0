"""From a slip to the bytes of an ESC/POS printer.

Sizes go by GS ! alone, since ESC ! and FS ! act on different halves of the text from model to
model; every run of two-byte characters stands between FS & and FS . of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from escpos import constants
from PIL import Image

from drivers.receipt_printer.charset import rom_bytes
from drivers.receipt_printer.layout import Feed, Line, Paper, TextRow, lay_out
from drivers.receipt_printer.qr import QrPicture
from drivers.receipt_printer.raster import raster, row_image
from drivers.receipt_printer.slip import Slip

KANJI_ON, KANJI_OFF = constants.FS + b"&", constants.FS + b"."
NO_KANJI_GAPS = constants.FS + b"S\x00\x00"  # some models begin with 2 dots right of each character
BEGIN = constants.HW_INIT + KANJI_ON + NO_KANJI_GAPS + KANJI_OFF
BOLD: Mapping[bool, bytes] = {on: constants.TXT_STYLE["bold"][on] for on in (False, True)}
CENTRE, LEFT = constants.TXT_STYLE["align"]["center"], constants.TXT_STYLE["align"]["left"]
CUTS: Mapping[str, bytes] = {
    "full": constants.PAPER_FULL_CUT,
    "partial": constants.PAPER_PART_CUT,
    "none": b"",
}
DEFAULT_SPACING = constants.ESC + b"2"  # 1/6 inch
WIDE_SPACING = constants.ESC + b"3\x3c"  # 60 dots under characters of 48
FEED_LINES = constants.ESC + b"d"
LINES_BEFORE_CUT = 4  # of 1/6 inch: 17 mm, past the cutter of the usual mechanisms


@dataclass(frozen=True, slots=True)
class Setup:
    """How a model takes its slips: paper, `charset` of its own font, kind of `cut`."""

    paper: Paper = field(default_factory=Paper)
    charset: str = "gbk"
    cut: str = "full"

    @classmethod
    def of(cls, options: Mapping[str, object]) -> Setup:
        """From the options of peripherals.yaml, already checked; missing ones by default."""
        paper = Paper(int(str(options.get("columns", 48))), options.get("body", "tall") == "tall")
        return cls(paper, str(options.get("charset", "gbk")), str(options.get("cut", "full")))


def encode(slip: Slip, setup: Setup) -> bytes:
    """The bytes of a slip from ESC @ to the cut. SlipError for a QR code that does not fit."""
    pen = _Pen(setup)
    body = b"".join(pen.line(line) for line in lay_out(slip, setup.paper))
    feed = DEFAULT_SPACING + FEED_LINES + bytes((LINES_BEFORE_CUT,))
    return BEGIN + body + pen.plain() + feed + CUTS[setup.cut]


class _Pen:
    """Writes line by line and remembers what the printer is set to."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._scale = 0
        self._bold = False
        self._spacing = b""

    def line(self, line: Line) -> bytes:
        if isinstance(line, QrPicture):
            return CENTRE + raster(line.image(), self._setup.paper.dots) + LEFT
        if isinstance(line, Feed):
            return self._space(1) + self.plain() + b"\n" * line.n
        return self._text(line)

    def plain(self) -> bytes:
        """Back to size 1 of the printer's own making, not bold."""
        return self._style(0, bold=False)

    def _text(self, line: TextRow) -> bytes:
        paper = self._setup.paper
        codes = [rom_bytes(cluster.text, self._setup.charset) for cluster in line.row]
        known = [code for code in codes if code is not None]
        if len(known) < len(codes):
            picture = row_image(line.row, line.size, paper.tall, line.bold)
            return self.plain() + raster(_spaced(picture, paper.feed(line.size)), paper.dots)
        scale = 0x11 if line.size == 2 else 0x01 if paper.tall else 0x00
        start = self._space(line.size) + self._style(scale, bold=line.bold)
        return start + b"".join(_runs(known)) + b"\n"

    def _space(self, size: int) -> bytes:
        wanted = WIDE_SPACING if self._setup.paper.feed(size) == 60 else DEFAULT_SPACING
        if wanted == self._spacing:
            return b""
        self._spacing = wanted
        return wanted

    def _style(self, scale: int, *, bold: bool) -> bytes:
        out = b""
        if scale != self._scale:
            out += constants.TXT_SIZE + bytes((scale,))
        if bold != self._bold:
            out += BOLD[bold]
        self._scale, self._bold = scale, bold
        return out


def _runs(codes: list[bytes]) -> Iterator[bytes]:
    chinese = False
    for code in codes:
        if (len(code) > 1) != chinese:
            chinese = not chinese
            yield KANJI_ON if chinese else KANJI_OFF
        yield code
    if chinese:
        yield KANJI_OFF


def _spaced(picture: Image.Image, feed: int) -> Image.Image:
    """The picture with the white that a line of text has below it."""
    whole = Image.new("1", (picture.width, feed), 0)
    whole.paste(picture, (0, 0))
    return whole
