"""The message catalogue: every text a person sees, hears or takes away on paper, by id."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

CATALOGUE = Path(__file__).parents[1] / "data" / "messages.json"
LANGUAGES = ("zh_CN", "en")


class UnknownMessageError(KeyError):
    """A text was asked for that the catalogue does not have."""


Texts = Mapping[str, str | tuple[str, str]]
"""Message id -> text, or (standard, plain) where the two differ: most do not."""


def load(path: Path = CATALOGUE) -> Mapping[str, tuple[str, str, str, str]]:
    """Read the built catalogue whole: id -> (zh, zh plain, en, en plain)."""
    raw: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return {key: (v[0], v[1], v[2], v[3]) for key, v in raw.items()}


@lru_cache(maxsize=2)
def texts(lang: str) -> Texts:
    """The catalogue in one language; the other stays on disk until somebody wants it."""
    at = 2 * LANGUAGES.index(lang)
    both = ((key, all[at], all[at + 1]) for key, all in load().items())
    return {key: a if a == b else (a, b) for key, a, b in both}


class Words:
    """The catalogue in one language and one wording (plain = the elderly mode's)."""

    def __init__(self, lang: str = "zh_CN", *, plain: bool = False) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"no such language: {lang}")
        self.lang = lang
        self.plain = plain
        self._all = texts(lang)

    def __call__(self, message: str, **values: object) -> str:
        """The text of a message with its placeholders filled in."""
        try:
            template = self._all[message]
        except KeyError:
            raise UnknownMessageError(message) from None
        if isinstance(template, tuple):
            template = template[self.plain]
        return template.format_map(values) if values else template

    def has(self, message: str) -> bool:
        """Whether the catalogue has this message."""
        return message in self._all

    def text_or(self, message: str, otherwise: str, **values: object) -> str:
        """The text of `message`, or of `otherwise` where the catalogue lacks it."""
        return self(message if message in self._all else otherwise, **values)

    def first(self, *messages: str) -> str:
        """The first of these ids that the catalogue has."""
        for message in messages:
            if message in self._all:
                return message
        raise UnknownMessageError(" | ".join(messages))
