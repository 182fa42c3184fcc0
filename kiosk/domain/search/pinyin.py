"""Pinyin as it is typed and spoken here: whole, run together, unfinished, southern."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

LONGEST = 6
WAYS = 4
_SWAPS = (("n", "l"), ("l", "n"), ("h", "f"), ("f", "h"), ("r", "l"), ("l", "r"))


def light(spelt: str) -> str:
    """zh ch sh as z c s, final ng as n, ü as u."""
    spelt = spelt.replace("ü", "u").replace("v", "u")
    return re.sub(r"(?<=[zcs])h", "", re.sub(r"ng(?![aeiou])", "n", spelt))


def spoken(syllable: str) -> str:
    """One syllable with n and r said as l, f and hu- said as h-, on top of `light`."""
    folded = light(syllable)
    if folded[:1] in {"n", "r"} and len(folded) > 1:
        folded = "l" + folded[1:]
    if folded.startswith("f"):
        folded = "h" + folded[1:]
    if re.match("hu[aeio]", folded):
        folded = "h" + folded[2:]
    return folded


def features(syllables: Iterable[str]) -> tuple[str, ...]:
    """Spoken syllables and neighbouring pairs, each once."""
    folded = [spoken(syllable) for syllable in syllables]
    pairs = (f"{a} {b}" for a, b in pairwise(folded))
    return tuple(dict.fromkeys((*folded, *pairs)))


class Speller:
    """Splits letters into syllables and gives characters their readings."""

    def __init__(self, readings: Mapping[str, str]) -> None:
        """`readings`: syllable -> the characters that are mostly read so."""
        self._of = {char: syllable for syllable, chars in readings.items() for char in chars}
        known = {form for syllable in readings for form in _forms(syllable)}
        swapped = {b + s[len(a) :] for s in known for a, b in _SWAPS if s.startswith(a)}
        self._known = frozenset(known | {s for s in swapped if len(s) > 1})
        self._starts = frozenset(s[:n] for s in known for n in range(1, len(s)))

    def of(self, char: str) -> str:
        """How a character is mostly read; a token without a reading stands for itself."""
        return self._of.get(char, char)

    def split(self, typed: str) -> list[list[str]]:
        """The ways to read letters (blanks part syllables), fewest syllables first, at most four.

        A last syllable of which only the beginning was typed is left out.
        """
        parts = typed.lower().replace("ü", "v").split()
        ways: list[list[str]] = [[]]
        for part in parts:
            found = _split(part, self._known) or self._unfinished(part, self._known)
            ways = [[*way, *more] for way in ways for more in found][:WAYS]
        return [way for way in ways if way]

    def _unfinished(self, part: str, known: Collection[str]) -> list[list[str]]:
        for cut in range(1, min(3, len(part) - 2) + 1):
            if part[-cut:] in self._starts and (found := _split(part[:-cut], known)):
                return found
        return []


def _forms(syllable: str) -> set[str]:
    """A syllable as the book spells it, without its h, without its g, without both; ü as v or u."""
    flat = syllable.replace("ü", "v")
    soft = re.sub(r"(?<=[zcs])h", "", flat)
    spelt = {flat, soft, re.sub("ng$", "n", flat), re.sub("ng$", "n", soft)}
    return spelt | {form.replace("v", "u") for form in spelt}


def _split(letters: str, known: Collection[str]) -> list[list[str]]:
    ways: list[list[list[str]]] = [[] for _ in range(len(letters) + 1)]
    ways[0].append([])
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - LONGEST), end):
            if letters[start:end] in known:
                ways[end] += [[*way, letters[start:end]] for way in ways[start]]
        ways[end] = sorted(ways[end], key=len)[:WAYS]
    return ways[-1] if letters else []
