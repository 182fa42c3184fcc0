"""A picture that was taken, in an encoding of our own."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drivers.video.pictures import decoded

if TYPE_CHECKING:
    from PIL.Image import Image

SUBJECTS = ("paper", "photo")
LONGEST_PX = 2000  # an A4 page at 170 dpi
MOST_BYTES = 640 << 10
PREVIEW_PX = 640
_QUALITIES = (85, 70, 50, 30)


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG of at most MOST_BYTES and LONGEST_PX, without any metadata, and what the checks have
    against it. `digest` is the SHA-256 of `jpeg` in hex."""

    jpeg: bytes = field(repr=False)
    width: int
    height: int
    digest: str
    problems: tuple[str, ...]


def upright(data: bytes, rotate: int, most_px: int) -> Image | None:
    """The picture in colour, turned clockwise by `rotate` degrees and no longer than most_px; None
    where the bytes are no picture."""
    enough = most_px * 3 // 4  # a JPEG comes smaller by 2, 4 or 8, and is 4:3 or longer
    picture = decoded(data, "RGB", (enough, enough))
    if picture is None:
        return None
    picture.thumbnail((most_px, most_px))
    return picture.rotate(-rotate, expand=True) if rotate else picture


def encoded(picture: Image, most_bytes: int = MOST_BYTES) -> bytes:
    """JPEG, in the best quality that fits."""
    data = b""
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality)
        data = out.getvalue()
        if len(data) <= most_bytes:
            break
    return data


def taken(picture: Image, problems: tuple[str, ...]) -> Picture:
    """The picture as it goes into a case."""
    jpeg = encoded(picture)
    digest = hashlib.sha256(jpeg).hexdigest()
    return Picture(jpeg, picture.width, picture.height, digest, problems)
