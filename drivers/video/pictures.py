"""JPEG bytes from a camera as a picture, or None: whatever bytes a camera sends, nothing breaks."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PX = 25_000_000


def decoded(data: bytes, mode: str, hint_px: tuple[int, int] | None = None) -> Image | None:
    """The picture in a mode of Pillow ("L", "RGB"), or None where the bytes are none or it has
    more than MOST_PX. With `hint_px` a JPEG may come smaller (by 2, 4 or 8), but not below it.

    Needs Pillow: ImportError where it is missing."""
    from PIL import Image

    try:
        picture = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
        if picture.width * picture.height > MOST_PX:
            return None
        if hint_px is not None:
            picture.draft(mode, hint_px)
        return picture.convert(mode)
    except (OSError, SyntaxError, ValueError, IndexError, TypeError, struct.error):
        return None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
