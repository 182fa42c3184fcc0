"""From characters a minute to the engine's own rate, measured on this machine's voice."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

log = logging.getLogger("drivers.speaker")
MOST_TRIES = 5
RATES = (80, 130, 200, 320, 450, 700)  # the engine's unit; from 450 up it shortens by another way
SLOWEST_CPM, FASTEST_CPM = 60, 480
STANDARD_CPM = 220
ENGLISH_WPM_AT_STANDARD = 150  # public announcements; English is measured in words
PACES = (0.5, 0.63, 0.8, 1.0, 1.25, 1.6, 2.0)

_CHINESE = (
    "您好！点一下屏幕就可以办事。请把有照片的一面朝上，再放一次。"
    "这里还没填，请填好再往下走。办好了，请拿好打印出来的单子。"
)
_ENGLISH = (
    "Hello! Touch the screen to begin. Please put the card with the photo facing up, once more. "
    "That is done. Please take the slip that was printed for you."
)


def paced(base_cpm: int, step: int) -> int:
    """Characters a minute at one of seven steps: 0 is half the base, 3 the base, 6 twice."""
    return round(base_cpm * PACES[max(0, min(step, len(PACES) - 1))])


def is_english(lang: str) -> bool:
    """Whether a language tag (`en`, `en_GB`) asks for the English voice."""
    return lang.lower().replace("-", "_").split("_")[0] == "en"


def voice_language(lang: str) -> str:
    """The language that a voice is measured in: en or zh_CN."""
    return "en" if is_english(lang) else "zh_CN"


def sample(lang: str) -> str:
    """The text that is measured for a language."""
    return _ENGLISH if is_english(lang) else _CHINESE


def spoken_units(text: str, lang: str) -> int:
    """Characters that are spoken (Chinese: letters, digits, ideographs) or words (English)."""
    if is_english(lang):
        return len(text.split())
    return sum(unicodedata.category(c)[0] in "LN" for c in text)


@dataclass(frozen=True, slots=True)
class Curve:
    """Units a minute that were measured at each of RATES, rising."""

    lang: str
    per_minute: tuple[float, ...]

    def rate_for(self, cpm: int) -> int:
        """The engine's rate for so many characters a minute, linear between measured points."""
        cpm = max(SLOWEST_CPM, min(cpm, FASTEST_CPM))
        wanted = cpm * ENGLISH_WPM_AT_STANDARD / STANDARD_CPM if is_english(self.lang) else cpm
        points = list(zip(self.per_minute, RATES, strict=True))
        for (low, slow), (high, fast) in pairwise(points):
            if wanted <= high:
                share = (wanted - low) / (high - low)
                return max(RATES[0], round(slow + share * (fast - slow)))
        return RATES[-1]


class Curves:
    """The curves of both languages as they are measured, one after the other. `left`: languages
    whose curve is still to come; one that cannot be had is given up after MOST_TRIES."""

    def __init__(self) -> None:
        self.left = ["zh_CN", "en"]
        self._found: dict[str, Curve] = {}
        self._measuring, self._tries = "", 0

    def __contains__(self, lang: str) -> bool:
        return lang in self._found

    def of(self, lang: str) -> Curve | None:
        """The curve for a language tag, once it is there."""
        return self._found.get(voice_language(lang))

    def begin(self, lang: str) -> str:
        """The text that the engine is to say at each of RATES."""
        self._measuring = lang
        return sample(lang)

    def take(self, seconds: Sequence[float], error: str) -> bool:
        """What came of it; whether there is a curve now."""
        lang, curve = self._measuring, measured(self._measuring, seconds)
        if curve is not None:
            self._found[lang] = curve
        self._tries += 1
        if curve is not None or error == "no_voice" or self._tries > MOST_TRIES:
            self.left = [other for other in self.left if other != lang]
        log.info("speech_calibrated lang=%s fine=%s", lang, curve is not None)
        return curve is not None


def measured(lang: str, seconds: Sequence[float]) -> Curve | None:
    """The curve from how long `sample(lang)` lasted at each of RATES; None when it cannot be."""
    units = spoken_units(sample(lang), lang)
    if len(seconds) != len(RATES) or not all(value > 0.1 for value in seconds):
        return None
    per_minute = tuple(units * 60 / value for value in seconds)
    rising = all(a < b for a, b in pairwise(per_minute))
    return Curve(lang, per_minute) if rising else None
