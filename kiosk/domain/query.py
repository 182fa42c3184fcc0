"""What a person typed or said, reduced to what can be looked up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

MAX_QUERY = 60
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
TOKEN = re.compile(r"[a-z]+|[0-9]+|" + HAN.pattern)
_NUMERALS = (("一百", "100"), ("九十", "90"), ("八十", "80"), ("七十", "70"), ("六十", "60"))
_LONGEST_SYLLABLE = 6


@dataclass(frozen=True, slots=True)
class Query:
    """`tokens`: Han characters, numbers and Latin words in order; `latin`: all of it as letters
    if it is nothing but letters, else ""; `code`: it read as a matter's code."""

    tokens: tuple[str, ...]
    latin: str
    code: str


def read_query(words: str, fillers: Sequence[str]) -> Query:
    """Take fillers out; nothing is left of a query that has nothing else."""
    text = unicodedata.normalize("NFKC", words[:MAX_QUERY]).lower()
    code = re.sub(r"\s", "", text).upper()
    for word, digits in _NUMERALS:
        text = text.replace(word, digits)
    for filler in fillers:
        text = text.replace(filler, " ")
    tokens = tuple(TOKEN.findall(text))
    latin = "".join(tokens) if all(token.isalpha() and token.isascii() for token in tokens) else ""
    return Query(tokens, fold(latin), code)


def is_han(token: str) -> bool:
    """Whether a token is a Han character."""
    return HAN.fullmatch(token) is not None


def letters_of(text: str) -> list[str]:
    """The tokens of a term: each Han character, each number, each Latin word."""
    return TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def fold(spelt: str) -> str:
    """Pinyin as it is spoken here: zh ch sh as z c s, final ng as n, ü as u."""
    spelt = spelt.replace("ü", "u").replace("v", "u")
    return re.sub(r"(?<=[zcs])h", "", re.sub(r"ng(?![aeiou])", "n", spelt))


def syllables_of(letters: str, known: Collection[str]) -> list[list[str]]:
    """The ways to read letters as whole syllables, fewest syllables first, at most four."""
    found = sorted(_split(letters, frozenset(known)), key=len)
    return [list(way) for way in found[:4]]


@cache
def _words(known: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in known if len(word) <= _LONGEST_SYLLABLE)


def _split(letters: str, known: frozenset[str]) -> list[tuple[str, ...]]:
    words = _words(known)
    ways: list[list[tuple[str, ...]]] = [[] for _ in range(len(letters) + 1)]
    ways[0].append(())
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            if letters[start:end] in words:
                ways[end] += [(*way, letters[start:end]) for way in ways[start]]
        ways[end] = sorted(ways[end], key=len)[:4]
    return ways[-1] if letters else []
