"""Codes in a picture, by zxing-cpp: what is read counts only where it cannot be misread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from drivers.code_scanner.grammar import CodeError, text_of
from drivers.video.pictures import decoded

WAYS = 3  # frames after which every way has had its turn


@dataclass(frozen=True, slots=True)
class Reading:
    """A code in a picture. `reason` says why it is none (too_long, control, charset); `sure` is
    false of a linear code, which must be read twice."""

    text: str
    reason: str
    sure: bool


class Decoder:
    """Needs zxing-cpp and Pillow: ImportError where one is missing."""

    def __init__(self, longest: int) -> None:
        import zxingcpp
        from PIL import Image

        kinds = zxingcpp.BarcodeFormat
        self._zxing: Any = zxingcpp
        self._image = Image
        self._matrix = (kinds.QRCode, kinds.DataMatrix, kinds.Aztec, kinds.PDF417)
        self._formats = (*self._matrix, kinds.Code128)
        self._longest = longest
        self._ways = (self._thorough, self._coarser, self._global)
        self._turn = -1

    def read(self, jpeg: bytes) -> list[Reading]:
        """As `look`; where the bytes are no picture there is no code in it."""
        return self.look(jpeg) or []

    def look(self, jpeg: bytes) -> list[Reading] | None:
        """The codes in a picture, None where the bytes are none. First as it is; where that finds
        no code, in one other way: turned, inverted and scaled down; at half the size; at a global
        threshold. The ways take turns from frame to frame, so that a frame without a code does not
        cost all of them."""
        picture = decoded(jpeg, "L")
        if picture is None:
            return None
        found = self._plain(picture)
        if not found:
            self._turn = (self._turn + 1) % len(self._ways)
            found = self._ways[self._turn](picture)
        return [self._reading(one) for one in found]

    def _plain(self, picture: Any) -> list[Any]:
        return self._codes(picture, try_rotate=False, try_downscale=False, try_invert=False)

    def _thorough(self, picture: Any) -> list[Any]:
        return self._codes(picture)

    def _coarser(self, picture: Any) -> list[Any]:
        return self._codes(picture.reduce(2))  # the stripes of a screen, grain, a soft focus

    def _global(self, picture: Any) -> list[Any]:
        return self._codes(picture, binarizer=self._zxing.Binarizer.GlobalHistogram)

    def _codes(self, picture: Any, **how: Any) -> list[Any]:
        return list(self._zxing.read_barcodes(picture, formats=self._formats, **how))

    def _reading(self, code: Any) -> Reading:
        sure = code.format in self._matrix
        try:  # the bytes, not zxing-cpp's text: it takes GB 18030 for Latin-1
            text = text_of(bytes(code.bytes), aim=False, longest=self._longest)
            return Reading(text, "", sure)
        except CodeError as error:
            return Reading("", str(error), sure)
