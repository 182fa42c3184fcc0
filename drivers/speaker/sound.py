"""Sound as mono 16-bit samples, and how loud it is."""

from __future__ import annotations

import sys
from array import array
from dataclasses import dataclass, field

LOUDEST = 10
STEP_DB = 3.0


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono S16_LE samples, `frame_rate` a second."""

    frame_rate: int
    pcm: bytes = field(repr=False)

    @property
    def frames(self) -> int:
        """How many samples."""
        return len(self.pcm) // 2


def gain(volume: int) -> float:
    """The factor for a volume of 0 (silent) to 10 (as the engine made it), 3 dB a step.

    EN 301 549 V3.2.1 clause 5.1.3.12 and VVSG 2.0 7.2-G ask for steps of at most 10 dB.
    """
    if volume <= 0:
        return 0.0
    return float(10 ** (-(LOUDEST - min(volume, LOUDEST)) * STEP_DB / 20))


def scaled(pcm: bytes, factor: float) -> bytes:
    """The samples times a factor of 0 to 1."""
    if factor >= 1.0:
        return pcm
    samples = array("h", pcm)
    if sys.byteorder == "big":
        samples.byteswap()
    samples = array("h", [int(sample * factor) for sample in samples])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()
