"""Visits written for matters that were drawn: found by initials, and answered."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pypinyin import Style, lazy_pinyin

from kiosk.domain.assurance import Assurance
from kiosk.domain.forms import Form, MinAge, Refuse
from kiosk.domain.loader import shipped
from kiosk.domain.matter import Matter
from kiosk.domain.nearest import why_not_here
from kiosk.domain.regions import HOME_COUNTY, regions
from kiosk.services.messages import Words
from kiosk.services.presenters.find_lists import found
from kiosk.services.wording import matter_name, official_name
from tests.sweep.walker import value_of
from tests.sweep.ways import Way, Ways, tail

HERE = "SP002"
SCREENS = ("1080x1920@268", "1920x1080@531")
PENSION = frozenset({"XC-RS-028", "XC-RS-083", "XC-RS-084"})
"""Only somebody who draws a pension has these."""
FIRST_PAGE = 3
ALL = 99


@dataclass(frozen=True)
class Visit:
    """One drawn matter, how the machine stands, and what happens there, one way after another."""

    code: str
    profile: str
    lang: str
    screen: str
    by: str
    ways: tuple[Way, ...]


def drawn(seed: int, count: int, more: int = ALL) -> list[Visit]:
    """So many different matters of all, each on a machine of its own kind, each all well and
    `more` of its other ways."""
    draw = random.Random(seed)
    codes = draw.sample(sorted(shipped().catalogue.by_code), count)
    return [_drawn(draw, code, more) for code in codes]


def _drawn(draw: random.Random, code: str, more: int) -> Visit:
    profile = draw.choice(("self-service", "elderly"))
    machine = (profile, draw.choice(("zh_CN", "en")), draw.choice(SCREENS))
    card = card_of(shipped().catalogue[code], shipped().forms.get(code))
    ways = Ways(code, card, draw, elderly=profile == "elderly")
    here = ways.proven if proven(code) else ways.taken
    found = ways.elsewhere() if elsewhere(code) else here()
    by = draw.choice(("mail", "pickup"))
    chosen = set(draw.sample(range(1, len(found)), min(more, len(found) - 1)))
    kept = [way for n, way in enumerate(found) if n == 0 or n in chosen]
    return Visit(code, *machine, by, tuple(kept))


def elsewhere(code: str) -> bool:
    """Whether this machine does not take it at all."""
    data = shipped()
    return code not in data.forms or bool(why_not_here(data.catalogue[code], data.points[HERE]))


def proven(code: str) -> bool:
    """Whether a card alone does not open it, and no clerk comes in a played visit."""
    form = shipped().forms.get(code)
    return form is not None and form.assurance is Assurance.PROVEN


@cache
def initials(code: str, lang: str) -> str:
    """What is typed to have the matter on the first page of what is found; the shortest."""
    words, matter = Words("zh_CN"), shipped().catalogue[code]
    whole = [_initials(matter_name(words, matter)), _initials(official_name(words, matter))]
    tries = sorted({name[:n] for name in whole for n in range(3, 25)}, key=lambda t: (len(t), t))
    for typed in tries:
        if code in found(typed, lang)[:FIRST_PAGE]:
            return typed
    raise AssertionError(f"{code} is not found by its initials")


def _initials(name: str) -> str:
    letters = (part[0] for part in lazy_pinyin(name, style=Style.FIRST_LETTER) if part)
    return "".join(c for c in letters if c.isascii() and c.isalpha()).lower()


# ---- what the person answers ----


def answers_of(form: Form, way: str, today: date) -> dict[str, str]:
    """An answer for every field that the form may ask, the first of several."""
    said: dict[str, str] = {}
    for name in form.field_ids:
        field = shipped().fields[name]
        if field.input == "region":
            said |= _place(name)
        elif field.input == "address":
            said[name] = "card"
        elif field.options:
            said[name] = field.options[0]
        else:
            said[name] = value_of(name, today)
    for question in form.questions:
        said[f"question.{question.id}"] = "no" if isinstance(question.yes, Refuse) else "yes"
    if "delivery.way" in said:
        said["delivery.way"] = way
    return said


def _place(name: str) -> dict[str, str]:
    """A place of the district, picked from above, with a number at its end."""
    town = regions().inside(HOME_COUNTY)[0]
    community = regions().inside(town.id)[0]
    picked = {"county": HOME_COUNTY, "town": town.id, "community": community.id, "door": "12"}
    return {f"{name}.{level}": value for level, value in picked.items()}


def card_of(matter: Matter, form: Form | None) -> str:
    """Whose matter it can be."""
    old = form is not None and any(isinstance(c, MinAge) for c in form.conditions)
    return "long-term" if old or matter.code in PENSION else "resident"


# ---- the script ----


def script(visit: Visit, ways: tuple[Way, ...], today: date) -> str:
    """Some ways of a visit as the player reads them, one after the other; `way-N` begins each."""
    form = shipped().forms.get(visit.code)
    actions: list[dict[str, Any]] = []
    for n, way in enumerate(ways):
        first = [{"wait": {"screen": "attract", "timeout_s": "60"}}, {"shot": f"way-{n}"}]
        actions += [*first, *way.before, *_to_the_matter(visit), *way.actions, *tail(way)]
    written = {
        "version": 1,
        "title": f"Drawn: {visit.code}",
        "profile": visit.profile,
        "lang": visit.lang,
        "screen": visit.screen,
        "answers": answers_of(form, visit.by, today) if form else {},
        "actions": actions,
    }
    return json.dumps(written, ensure_ascii=False, indent=1)  # which YAML reads too


def _to_the_matter(visit: Visit) -> list[dict[str, Any]]:
    typed: dict[str, Any] = {
        "type": {"field": "find.words", "text": initials(visit.code, visit.lang)}
    }
    begin: list[dict[str, Any]] = [
        {"press": "attract.start"},
        {"wait": {"screen": "home"}},
    ]
    if visit.profile == "elderly":
        turns = ("home.other", "find.other_ways", "find.next", "find.next", "find.search")
        begin += [{"press": turns[0]}, {"wait": {"screen": "matters"}}]
        begin += [{"press": id} for id in turns[1:]]
        begin += [
            {"wait": {"screen": "search"}},
            typed,
            {"press": "find.results"},
            {"wait": {"screen": "matter_list"}},
        ]
    else:
        begin += [{"press": "home.search"}, {"wait": {"screen": "search"}}, typed]
    name = f"matter.name.{visit.code}"
    begin.append({"wait": {"text": name, "timeout_s": "10"}})
    return [*begin, {"press": f"matters.choose:{visit.code}"}]
