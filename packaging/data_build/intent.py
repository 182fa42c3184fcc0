"""Sentences that ask for a matter and sentences that ask for something else, made from the words of
the matters, `_outside.yaml` and `_elsewhere.yaml`."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

SPOKEN = frozenset("yl")  # kinds of terms that are whole sentences of people
BEFORE = ["", "", "", "", "请问", "你好", "我想问下", "麻烦问一下", "那个", "我想知道", "请问一下"]
AFTER = ["", "", "", "", "", "吗", "呢", "啊", "谢谢", "呀"]
# Sentences made of a thing by itself and beside somebody, of a form and of an errand.
THING_FORMS, MIXED_FORMS, NAME_FORMS, ERRAND_FORMS = 9, 6, 18, 6
FOLDS = 5


class Sentence(NamedTuple):
    """`fold`: sentences made from one source share it, so that none is judged by its sisters;
    `spoken`: fit to weigh evidence on; `counts`: how much, above zero for what was really asked."""

    text: str
    ours: bool
    fold: int
    spoken: bool = False
    counts: float = 0.0


class Maker:
    """Makes sentences by chance that is the same each time."""

    def __init__(self, seed: int, forms: Mapping[str, Any]) -> None:
        """`forms`: `_elsewhere.yaml`."""
        self._chance = random.Random(seed)
        self._forms = forms

    def ours(self, matters: Iterable[Sequence[Any]], names: Sequence[str]) -> Iterable[Sentence]:
        """Of the terms of a `search.json`: as they are, and as people put them; of `names`: asked
        for what they are."""
        for form in self._forms["matters_needed"]:
            yield from self._named(form, names, True)
        for matter in matters:
            for kind, text, *_ in matter[-1]:
                fold, spoken = self._fold(), kind in SPOKEN
                said = self._said(text) if spoken else self._asked(text)
                yield Sentence(text, True, fold, spoken)
                yield Sentence(said, True, fold)

    def asked(self, questions: Iterable[tuple[str, bool, float]]) -> Iterable[Sentence]:
        """Of questions that were really asked: text, whether one of ours, how much it counts."""
        for text, ours, counts in questions:
            yield Sentence(text, ours, self._fold(), False, counts)

    def others(self, topics: Iterable[Sequence[str]], names: Sequence[str]) -> Iterable[Sentence]:
        """Of topics, chat, things, errands of others, and `names` asked for otherwise."""
        says = [*self._forms["says"], *self._forms["everyday"]]
        for text in [*(text for texts in topics for text in texts), *says]:
            fold = self._fold()
            yield Sentence(text, False, fold, True)
            yield Sentence(self._said(text), False, fold)
        for thing in (one for said in self._forms["things"].values() for one in said.split()):
            forms = self._chance.sample(self._forms["things_asked"], THING_FORMS)
            mixed = [self._mixed(thing, names) for _ in range(MIXED_FORMS)]
            yield from self._made([*(form.replace("{}", thing) for form in forms), *mixed])
        for form in self._forms["matters_asked"]:
            yield from self._named(form, names, False)
        for errand in self._forms["errands"]:
            forms = self._chance.sample(self._forms["service_asks"], ERRAND_FORMS)
            yield from self._made((errand, *(form.replace("{}", errand) for form in forms)), "")

    def _mixed(self, thing: str, names: Sequence[str]) -> str:
        """A thing beside a person or a place, at times beside the name of a matter."""
        whose = self._chance.choice([*self._forms["subjects"], *self._chance.sample(names, 25)])
        form = self._chance.choice(self._forms["mixed"])
        return form.replace("{s}", whose).replace("{t}", thing)

    def _named(self, form: str, names: Sequence[str], ours: bool) -> Iterable[Sentence]:
        fold = self._fold()
        for number in range(NAME_FORMS):
            text = form.replace("{}", self._chance.choice(names))
            yield Sentence(self._said(text), ours, fold, number == 0 and not ours)

    def _made(self, texts: Iterable[str], around: str = "said") -> Iterable[Sentence]:
        fold = self._fold()
        for number, text in enumerate(texts):
            yield Sentence(self._said(text) if around else text, False, fold, number == 0)

    def _said(self, text: str) -> str:
        return self._chance.choice(BEFORE) + text + self._chance.choice(AFTER)

    def _asked(self, text: str) -> str:
        return self._chance.choice(self._forms["service_asks"]).replace("{}", text)

    def _fold(self) -> int:
        return self._chance.randrange(FOLDS)
