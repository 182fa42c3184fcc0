"""Finds matters by the words, the sounds or the initials that a person types or says.

What is not found with confidence is not offered.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import Any, Literal

from kiosk.domain.search import pinyin
from kiosk.domain.search.acts import Acts
from kiosk.domain.search.browse import Browse
from kiosk.domain.search.index import Index, Scored
from kiosk.domain.search.initials import Initials
from kiosk.domain.search.sense import Evidence, Sense
from kiosk.domain.search.situations import Situations
from kiosk.domain.search.taste import nameable
from kiosk.domain.search.text import CONCEPT, Reader, Words, is_han

Ranked = tuple[float, int, int]
NOTHING = Scored(0, 0.0, 0, 0.0, 0.0)
By = Literal["text", "sound", "initials", "code"]
KINDS = {"n": 1.0, "s": 1.04, "k": 1.0, "a": 1.06, "y": 1.0, "l": 1.0, "j": 1.04}
CALLED = frozenset("nska")  # kinds of terms that are names
FLOOR, SOUND_FLOOR, LETTER_FLOOR = 0.12, 0.52, 0.50
SHORT_FLOOR = 0.70  # two syllables alone sound like very much
SOUND_ALONE = 0.75  # what characters must reach that sound right and read wrong
SOUND, LETTERS, INITIALS = 0.86, 1.0, 0.9
TOGETHER = 0.45  # what the weaker of words and situation adds
BEST = 0.12
TAIL = 0.45  # what is this much worse than the best is not shown


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter found. `score` lies between 0 and 1; `matched` is its term that fits best;
    `by` tells what found it."""

    code: str
    score: float
    matched: str
    by: By = "text"


class Finder:
    """All matters of one `search.json`; only read once it is built, so any thread may ask."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._reader = reader_of(raw)
        self._speller = pinyin.Speller(raw["readings"])
        self._sense = Sense(raw["outside"], raw["sense"], names_of(raw))
        self._codes: list[str] = []
        self._places: dict[str, int] = {}
        self._channels: list[str] = []
        self._prior: list[float] = []
        self._texts: list[str] = []
        self._spelt: list[int] = []
        self._situations = Situations(raw["situations"])
        weak = {feature for word in raw["weak"] for feature in self._reader.read(word).features()}
        self._index = Index(
            raw["vocabulary"],
            lambda feature: len(feature) == 1,
            frozenset(feature for feature in weak if not feature.startswith(CONCEPT)),
        )
        self._sounds = Index(raw["sounds"], lambda feature: " " not in feature)
        initials: list[str] = []
        for code, channels, prior, terms in raw["matters"]:
            self._add(code, channels, prior, terms)
            initials += [term[-1] for term in terms]
        self._initials = Initials((spelt, number) for number, spelt in enumerate(initials))
        self._acts = Acts(raw["acts"], self._places)
        self._index.close()
        self._sounds.close()
        self._browse = Browse(raw["browse"])

    def life_events(self) -> Mapping[str, tuple[str, ...]]:
        """born, school, work, ill, old, died, house, business -> codes, most used first."""
        return self._browse.events

    def by_department(self) -> Mapping[str, tuple[str, ...]]:
        """The letters of a code that name its department (RS, YB …) -> codes, in list order."""
        return self._browse.departments

    def heading(self, code: str) -> tuple[str, str]:
        """Area and topic under which a matter stands in long lists; ("", "") for its department."""
        return self._browse.headings.get(code, ("", ""))

    def often_used(self, elderly: bool = False) -> tuple[str, ...]:
        """Codes of what people come for most; `elderly`: what old people come for."""
        return self.group("often_elderly" if elderly else "often")

    def group(self, name: str) -> tuple[str, ...]:
        """Codes of `pension`, `medical`, `often` or `often_elderly`; KeyError for another."""
        return self._browse.groups[name]

    def _add(self, code: str, channels: str, prior: float, terms: Sequence[Sequence[Any]]) -> None:
        place, first = len(self._codes), len(self._texts)
        self._places[code] = place
        self._codes.append(code)
        self._channels.append(channels)
        self._prior.append(prior)
        self._index.add([(KINDS[kind], numbers) for kind, _, numbers, _, _ in terms])
        self._sounds.add([(KINDS[kind], sounds) for kind, _, _, sounds, _ in terms if sounds])
        for number, (_, text, _, sounds, _) in enumerate(terms, first):
            self._texts.append(text)
            if sounds:
                self._spelt.append(number)

    def find(self, text: str, *, channel: str = "kiosk", limit: int = 20) -> tuple[Hit, ...]:
        """The matters that fit, best first; () for nothing and for nonsense.

        On a kiosk every matter is found, because those that it does not offer end at a named
        point; `window` and `online` leave out what is not offered there.
        """
        code = re.sub(r"\s", "", text[:20]).upper()
        if code in self._places:
            return (Hit(code, 1.0, code, "code"),)[: max(limit, 0)]
        best: dict[int, Hit] = {}
        for place, hit in self._hits(text):
            if place not in best or hit.score > best[place].score:
                best[place] = hit
        letter = "" if channel == "kiosk" else channel[:1]
        ranked = sorted(
            (hit for place, hit in best.items() if letter in self._channels[place]),
            key=lambda hit: (-hit.score, hit.code),
        )
        top = max((hit.score for hit in best.values()), default=0.0)
        if top < BEST:
            return ()
        return tuple(hit for hit in ranked if hit.score >= top * TAIL)[: max(limit, 0)]

    def _hits(self, text: str) -> Iterable[tuple[int, Hit]]:
        words = self._reader.read(text)
        if not words.tokens or (len(words.text) == 1 and not words.concepts):
            return
        han = any(is_han(token) or token.isdigit() for token in words.tokens)
        words = self._spelt_out(words) if han else words
        if not han:
            yield from self._by_text(words)
            yield from self._by_letters(words)
        else:
            yield from self._by_characters(words)

    def _by_characters(self, words: Words) -> Iterable[tuple[int, Hit]]:
        """What is not asked for like a matter may still sound in full like the name of one."""
        ours = yield from self._by_text(words)
        for place, hit in self._by_sound(words):
            if ours or hit.score >= SOUND_ALONE:
                yield place, hit

    def _by_text(self, words: Words) -> Generator[tuple[int, Hit], None, bool]:
        """Ends with whether a question is asked like one for a matter."""
        led = self._situations.lead(words.concepts)
        ours = self._index.ask(words.features())
        if not self._sense.ours(self._seen(words, ours, led)):
            return False
        acts = self._acts.asked(words.plain)
        for score, place, term in self._with_led(ours, led):
            if score >= FLOOR:
                bent = score + self._acts.bend(acts, place)
                yield place, self._named(place, bent, term, "text")
        return True

    def seen(self, text: str) -> Evidence:
        """What speaks for a question and what against it, before it is weighed."""
        words = self._spelt_out(self._reader.read(text))
        return self._seen(
            words, self._index.ask(words.features()), self._situations.lead(words.concepts)
        )

    def _seen(self, words: Words, ours: Sequence[Scored], led: Mapping[str, float]) -> Evidence:
        first = max(ours, key=lambda one: one.score, default=NOTHING)
        return self._sense.evidence(
            words, (first.score, first.cover, first.fit), max(led.values(), default=0.0)
        )

    def _with_led(self, ours: Iterable[Scored], led: dict[str, float]) -> list[Ranked]:
        """Matters by words and by situations joined: score, place, term."""
        scored: list[Ranked] = []
        for found in ours:
            score = _joined(self._tempered(found), led.get(self._codes[found.place], 0.0))
            scored.append((score, found.place, found.term))
        rest = led.keys() - {self._codes[place] for _, place, _ in scored}
        for code in rest:
            place = self._places[code]
            scored.append((led[code], place, self._index.first_of(place)))
        return scored

    def _by_sound(self, words: Words) -> Iterable[tuple[int, Hit]]:
        if len(words.said) < 2:
            return
        floor = SOUND_FLOOR if len(words.said) > 2 else SHORT_FLOOR
        spelt = [self._speller.of(token) for token in words.said]
        for found in self._sounds.ask(pinyin.features(spelt)):
            score = self._tempered(found)
            if score >= floor:
                yield found.place, self._hit(found, score * SOUND, self._spelt[found.term], "sound")

    def _by_letters(self, words: Words) -> Iterable[tuple[int, Hit]]:
        typed = self._initials_spelt(words.plain.strip())
        for way in self._speller.split(re.sub(r"[^a-zü\s]", " ", typed)):
            if len(way) < 2 and len(typed) < 3:
                continue
            exact = set(way)
            for found in self._sounds.ask(pinyin.features(way)):
                score = self._tempered(found) * LETTERS
                if score >= LETTER_FLOOR:
                    term = self._spelt[found.term]
                    clear = self._clear(term, exact)
                    yield found.place, self._hit(found, score - 0.15 * (1 - clear), term, "sound")
        yield from self._by_initials(re.sub(r"[^a-z]", "", typed))

    def _initials_spelt(self, typed: str) -> str:
        """Initials beside whole syllables ("sbk guashi") as the syllables that they stand for."""
        parts = typed.split()
        if len(parts) < 2:
            return typed
        for number, part in enumerate(parts):
            held = self._initials.of(part)
            if held and not self._speller.split(part):
                parts[number] = " ".join(map(self._speller.of, self._likeliest(held)))
        return " ".join(parts)

    def _clear(self, term: int, syllables: set[str]) -> float:
        said = {pinyin.light(self._speller.of(char)) for char in self._texts[term]}
        return len(syllables & said) / len(syllables)

    def _by_initials(self, typed: str) -> Iterable[tuple[int, Hit]]:
        if not 2 <= len(typed) <= 12 or len(set(typed)) == 1:
            return
        for initials, number in self._initials.holding(typed):
            share = len(typed) / len(initials)
            if share >= 0.5 and (len(typed) > 2 or typed == initials):
                place = self._index.place_of(number)
                starts = 0.05 if initials.startswith(typed) else 0.0
                score = INITIALS * (0.5 + 0.4 * share + starts) + self._prior[place]
                yield place, self._named(place, score, number, "initials")

    def _likeliest(self, terms: Iterable[int]) -> str:
        """Of terms with one spelling, the text of what is asked for most."""
        return self._texts[max(terms, key=lambda term: self._prior[self._index.place_of(term)])]

    def _spelt_out(self, words: Words) -> Words:
        """Initials among Han characters read as the word that they most likely stand for."""
        tokens: list[str] = []
        for token in words.tokens:
            known = self._index.number_of(token) is not None
            held = self._initials.of(token) if token.isalpha() and token.isascii() else ()
            if held and not known:
                tokens += self._reader.read(self._likeliest(held)).tokens
            else:
                tokens.append(token)
        return replace(words, tokens=tuple(tokens))

    def _tempered(self, found: Scored) -> float:
        return found.score + self._prior[found.place]

    def _hit(self, found: Scored, score: float, term: int, by: By) -> Hit:
        return self._named(found.place, score, term, by)

    def _named(self, place: int, score: float, term: int, by: By) -> Hit:
        return Hit(self._codes[place], round(_within_one(score), 4), self._texts[term], by)


def _joined(said: float, led: float) -> float:
    return max(said, led) + TOGETHER * min(said, led)


def _within_one(score: float) -> float:
    """The same up to 0.8, then ever slower towards 1, so that the better still comes first."""
    return max(0.01, score if score <= 0.8 else 1 - 0.2 * exp((0.8 - score) / 0.2))


def names_of(raw: Mapping[str, Any]) -> frozenset[str]:
    """What the matters of a `search.json` are called, as far as it is said within a sentence."""
    called = {
        text.lower()
        for *_, terms in raw["matters"]
        for kind, text, *_ in terms
        if kind in CALLED and nameable(text)
    }
    same = {word for row in raw["same"] if called & set(row) for word in row if nameable(word)}
    return frozenset(called | same)


def reader_of(raw: Mapping[str, Any]) -> Reader:
    """The reader of a `search.json` or of `_words.yaml`, which share these tables."""
    pairs = raw["traditional"]
    traditional = dict(zip(pairs[::2], pairs[1::2], strict=True))
    return Reader(raw["fillers"], raw["same"], raw["concepts"], traditional)
