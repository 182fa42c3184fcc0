"""QR codes as pictures: whole modules, the quiet zone that ISO/IEC 18004 asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from PIL import Image

from drivers.receipt_printer.dots import blocks
from drivers.receipt_printer.slip import SlipError

QUIET = 4  # modules on each side (ISO/IEC 18004, 6.3.8)
MODULE_DOTS = (4, 8)  # 0.5 mm at least: telephones of the elderly; 1 mm at most
WANTED_DOTS = 304  # 38 mm across, where the code is small enough


@dataclass(frozen=True, slots=True)
class QrPicture:
    """A code as rows of modules (True = dark) with its quiet zone, `dots` dots a module."""

    modules: tuple[tuple[bool, ...], ...]
    dots: int

    @property
    def width(self) -> int:
        """Dots across, quiet zone included."""
        return len(self.modules[0]) * self.dots

    @property
    def height(self) -> int:
        """Dots down, quiet zone included."""
        return len(self.modules) * self.dots

    def image(self) -> Image.Image:
        """The picture in mode "1", ink = 1."""
        return blocks(self.modules, self.dots)


def qr_picture(text: str, paper_dots: int) -> QrPicture:
    """The code of `text` in UTF-8, level M; SlipError where it does not fit or is no text."""
    import qrcode
    from qrcode.exceptions import DataOverflowError

    maker = cast("Any", qrcode)
    code = maker.QRCode(error_correction=maker.constants.ERROR_CORRECT_M, border=QUIET)
    try:
        code.add_data(text.encode())
        code.make(fit=True)
    except UnicodeEncodeError:
        raise SlipError("a QR code cannot carry a lone surrogate") from None
    except (DataOverflowError, ValueError):
        raise SlipError("the text of a QR code is too long") from None
    modules = tuple(tuple(bool(dark) for dark in row) for row in code.get_matrix())
    smallest, largest = MODULE_DOTS
    if len(modules) * smallest > paper_dots:
        raise SlipError("the text of a QR code is too long for this paper")
    dots = min(largest, max(smallest, WANTED_DOTS // len(modules)))
    return QrPicture(modules, min(dots, paper_dots // len(modules)))
