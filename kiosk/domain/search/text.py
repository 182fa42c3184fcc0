"""What a person typed or said, and what a matter is called, reduced to the same features."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

MAX_TYPED, MAX_QUERY = 600, 60  # characters looked at and, of what can be read, kept
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
TOKEN = re.compile(r"[a-z]+|[0-9]+|" + HAN.pattern)
CONCEPT = "#"
_TENS = "一二三四五六七八九"
_NUMERALS = {"一百": "100"} | {f"{c}十": f"{n}0" for n, c in enumerate(_TENS, 1) if n > 3}


@dataclass(frozen=True, slots=True)
class Words:
    """`tokens`: Han characters, numbers and Latin words in order, without filler and with one
    word for what has many; `concepts`: names of the everyday meanings that the text holds;
    `plain`: the text as it was read; `said`: tokens as they sound, other words left as they are."""

    tokens: tuple[str, ...]
    concepts: tuple[str, ...]
    plain: str
    said: tuple[str, ...]

    @property
    def text(self) -> str:
        """The tokens joined."""
        return "".join(self.tokens)

    def features(self) -> tuple[str, ...]:
        """Concepts, single tokens and neighbouring pairs, each once."""
        pairs = (f"{a}{b}" if len(a + b) == 2 else f"{a} {b}" for a, b in pairwise(self.tokens))
        named = (CONCEPT + concept for concept in self.concepts)
        return tuple(dict.fromkeys((*named, *self.tokens, *pairs)))


class Reader:
    """Reads a text by the tables of `_words.yaml`; the same for a matter's terms and a question."""

    def __init__(
        self,
        fillers: Sequence[str],
        same: Sequence[Sequence[str]],
        concepts: Mapping[str, str],
        traditional: Mapping[str, str],
    ) -> None:
        self._traditional = str.maketrans(dict(traditional))
        self._first = {word: row[0] for row in same for word in row}
        self._same = _any_of(self._first)
        self._numerals = _any_of(_NUMERALS)
        self._fillers = re.compile("|".join(sorted(fillers, key=len, reverse=True)) or r"(?!)")
        self._concepts = [(name, re.compile(pattern)) for name, pattern in concepts.items()]

    def read(self, text: str) -> Words:
        """At most 60 characters of it; a text of nothing but filler has no tokens."""
        plain = cleaned(text).translate(self._traditional)
        plain = self._numerals.sub(lambda found: _NUMERALS[found[0]], plain)
        one = self._same.sub(lambda found: self._first[found[0]], plain)
        tokens = tuple(TOKEN.findall(self._fillers.sub("", one)))
        both = f"{plain} {one}"
        concepts = tuple(name for name, pattern in self._concepts if pattern.search(both))
        said = tuple(TOKEN.findall(self._fillers.sub("", plain)))
        return Words(tokens, concepts, plain, said)


def cleaned(text: str) -> str:
    """One spelling of what can be read, at most 60 characters: full width as half, no capitals,
    nothing that has no shape (control characters, joiners, marks of direction, broken bytes)."""
    start = unicodedata.normalize("NFKC", text[:MAX_TYPED]).lower()
    shown = (" " if c.isspace() else c for c in start if c.isspace() or readable(c))
    return " ".join("".join(shown).split())[:MAX_QUERY]


def readable(char: str) -> bool:
    """Whether a character is a letter, a number, a punctuation mark or an accent."""
    return unicodedata.category(char)[0] in "LNPM"


def is_han(token: str) -> bool:
    """Whether a token is a Han character."""
    return HAN.fullmatch(token) is not None


def _any_of(words: Mapping[str, str] | Sequence[str]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)) or r"(?!)")
