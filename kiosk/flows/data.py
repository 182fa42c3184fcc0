"""What a visit knows so far: one frozen value, replaced at each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

NO_MOBILE = "none"
"""The answer of a person who has no mobile phone; it is an answer like any other."""


PAPER_WAY = "paper.way"
"""How a paper is to come: not asked where every paper was pictured."""

OWN_STEP = ("delivery.", "reading.")
"""Beginnings of the fields that are asked outside the form."""


def _none() -> Mapping[str, Any]:
    return MappingProxyType({})


def _no_pictures() -> Mapping[str, Picture]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """A person as identified. `kind` is the kind of card; `level` 1 to 3; `grant` the platform's
    own word for every `method` but a card on the reader."""

    kind: str
    name: str
    number: str
    birth: date | None
    address: str
    valid_to: date | None
    method: str
    level: int
    grant: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """A value that need not be asked, and who vouches for it: card, hrss, platform."""

    value: str
    source: str


@dataclass(frozen=True, slots=True, repr=False)
class Signature:
    """Strokes of (x mm, y mm, t ms), or the last four digits of the card in their stead."""

    method: str
    strokes: tuple[tuple[tuple[float, float, int], ...], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A paper or a person as taken here: JPEG, and its SHA-256 in hex."""

    jpeg: bytes
    digest: str


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """What was issued on the spot, as it stands on paper."""

    number: str
    check_code: str
    verify_url: str
    holder: str
    issued: date
    rows: tuple[tuple[str, str], ...]
    kind: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """What became of a filed case. `state`: kept (on disk, not sent yet), waiting (for a paper,
    with which its time begins), accepted, granted, refused (decided against), not_accepted,
    parked (refused by the platform, a clerk sees it)."""

    case_no: str
    state: str
    submitted: datetime
    password: str = ""
    token: str = ""  # in the code of the slip: proves that the slip is in hand
    platform_no: str = ""
    accepted: date | None = None
    due: date | None = None
    provisional: bool = False
    postal_no: str = ""
    document: Document | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A "no" of this machine that still helps: why, from which day, and where else."""

    reason: str
    from_day: date | None = None
    place: str = ""
    years: int = 0  # the age that opens it


@dataclass(frozen=True, slots=True)
class Needs:
    """What a matter asks for, as far as the flow must know it. `when`: a field is asked only
    where another one has one of these values. `papers`: names of what must be brought by
    everybody, `agent_papers` by who acts for a company. `signs`: whether it wants a signature.
    `takes`: names of papers that a camera here can take, and as what: paper, photo."""

    fields: tuple[str, ...] = ()
    lookups: tuple[str, ...] = ()  # fields that a register knows, read with consent
    question_for: Mapping[str, str] = field(default_factory=_none)  # field -> question before it
    purposes: tuple[str, ...] = ()
    when: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=_none)
    papers: tuple[str, ...] = ()
    agent_papers: tuple[str, ...] = ()
    signs: bool = True
    takes: Mapping[str, str] = field(default_factory=_none)


@dataclass(frozen=True, slots=True, repr=False)
class VisitData:
    """Everything personal of a visit is in here, and goes with it."""

    matter: str = ""
    version: str = ""
    needs: Needs = Needs()
    person: Person | None = None  # whose matter it is
    agent: Person | None = None  # who stands here, where that is somebody else
    known: Mapping[str, Known] = field(default_factory=_none)
    answers: Mapping[str, str] = field(default_factory=_none)
    questions: Mapping[str, str] = field(default_factory=_none)
    consents: Mapping[str, datetime] = field(default_factory=_none)
    looked_up: str = ""  # "" | done | declined | failed
    pictures: Mapping[str, Picture] = field(default_factory=_no_pictures)  # paper -> picture
    later: tuple[str, ...] = ()  # papers that were not to be pictured
    signature: Signature | None = None
    outcome: Outcome | None = None
    notice: Notice | None = None

    def value(self, name: str) -> str:
        """The value of a field: what the person said goes before what is known."""
        if name in self.answers:
            return self.answers[name]
        known = self.known.get(name)
        return known.value if known else ""

    def source(self, name: str) -> str:
        """Where the value of a field is from: person, card, hrss, platform or ""."""
        if name in self.answers:
            return "person"
        known = self.known.get(name)
        return known.source if known else ""

    def fields(self) -> tuple[str, ...]:
        """The fields that the answers so far leave in the form, in order."""
        return tuple(f for f in self.needs.fields if self._applies(f))

    def _applies(self, name: str) -> bool:
        if name == PAPER_WAY and self.pictures:
            return bool(self.papers())
        if name not in self.needs.when:
            return True
        other, values = self.needs.when[name]
        return self._applies(other) and self.value(other) in values

    def missing(self) -> tuple[str, ...]:
        """The fields still to be asked on the form, in order; delivery and what a record is for
        are steps of their own."""
        return tuple(f for f in self.fields() if not f.startswith(OWN_STEP) and not self.value(f))

    def papers(self) -> tuple[str, ...]:
        """The papers that must still come before the case is accepted, by name."""
        acts = self.value("agent.role") == "agent"
        papers = (*self.needs.papers, *(self.needs.agent_papers if acts else ()))
        return tuple(name for name in papers if name not in self.pictures)

    def to_take(self) -> tuple[str, ...]:
        """The papers still to be pictured, in order."""
        settled = (*self.pictures, *self.later)
        return tuple(name for name in self.needs.takes if name not in settled)

    def question(self) -> str:
        """The yes/no question that comes next, "" when none does."""
        for name, question in self.needs.question_for.items():
            if name in self.missing() and question not in self.questions:
                return question
        return ""

    def answer(self, name: str, value: str) -> VisitData:
        """With one more answer of the person."""
        return replace(self, answers=MappingProxyType({**self.answers, name: value}))

    def forget(self, *names: str) -> VisitData:
        """Without these answers and known values, so that they are asked."""
        answers = {k: v for k, v in self.answers.items() if k not in names}
        known = {k: v for k, v in self.known.items() if k not in names}
        return replace(self, answers=MappingProxyType(answers), known=MappingProxyType(known))

    def learn(self, facts: Mapping[str, Known]) -> VisitData:
        """With facts that need not be asked any more."""
        return replace(self, known=MappingProxyType({**self.known, **facts}))

    def say(self, question: str, answer: str) -> VisitData:
        """With the answer to a yes/no question."""
        return replace(self, questions=MappingProxyType({**self.questions, question: answer}))

    def consent(self, kind: str, at: datetime | None) -> VisitData:
        """With a consent given at a moment (UTC), or taken back."""
        consents = {k: v for k, v in self.consents.items() if k != kind}
        if at is not None:
            consents[kind] = at
        return replace(self, consents=MappingProxyType(consents))
