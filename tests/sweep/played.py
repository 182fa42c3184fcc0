"""Visits written for matters that were drawn: found by initials, answered, played to their end."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
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
from tests.visits.rules import valid_case_number

ROOT = Path(__file__).parents[2]
HERE, HELPER = "SP002", "SP001"
SCREENS = ("1080x1920@268", "1920x1080@531")
PENSION = frozenset({"XC-RS-028", "XC-RS-083", "XC-RS-084"})
"""Only somebody who draws a pension has these."""
FIRST_PAGE = 3
TICKET = re.compile(r"[A-Z][0-9]{3}")
VOUCH_S = 310
"""Longer than a number for a clerk is good."""


@dataclass(frozen=True)
class Visit:
    """One drawn visit: the matter, how the machine stands, and the way it must end."""

    code: str
    profile: str
    lang: str
    screen: str
    end: str
    way: str


def drawn(seed: int, count: int) -> list[Visit]:
    """So many different matters of all, each on a machine of its own kind."""
    draw = random.Random(seed)
    codes = draw.sample(sorted(shipped().catalogue.by_code), count)
    return [
        Visit(
            code,
            draw.choice(("self-service", "elderly")),
            draw.choice(("zh_CN", "en")),
            draw.choice(SCREENS),
            "ticket" if elsewhere(code) or proven(code) else "done",
            draw.choice(("mail", "pickup")),
        )
        for code in codes
    ]


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


def script(visit: Visit, today: date) -> str:
    """The visit as the player reads it."""
    data = shipped()
    form = data.forms.get(visit.code)
    said = answers_of(form, visit.way, today) if form else {}
    written = {
        "version": 1,
        "title": f"Drawn: {visit.code}",
        "profile": visit.profile,
        "lang": visit.lang,
        "screen": visit.screen,
        "answers": said,
        "actions": [*_to_the_matter(visit), *_through(visit)],
    }
    return yaml.safe_dump(written, allow_unicode=True, sort_keys=False)


def _to_the_matter(visit: Visit) -> list[dict[str, Any]]:
    typed: dict[str, Any] = {
        "type": {"field": "find.words", "text": initials(visit.code, visit.lang)}
    }
    begin: list[dict[str, Any]] = [
        {"wait": {"screen": "attract", "timeout_s": "60"}},
        {"press": "attract.start"},
        {"wait": {"screen": "home"}},
    ]
    if visit.profile == "elderly":
        turns = ("home.other", "find.other_ways", "find.next", "find.next", "find.search")
        begin += [{"press": id} for id in turns]
        begin += [typed, {"press": "find.results"}, {"wait": {"screen": "matter_list"}}]
    else:
        begin += [{"press": "home.search"}, typed]
    name = f"matter.name.{visit.code}"
    begin.append({"wait": {"text": name, "timeout_s": "10"}})
    return [*begin, {"press": f"matters.choose:{visit.code}"}]


def _through(visit: Visit) -> list[dict[str, Any]]:
    data = shipped()
    if elsewhere(visit.code):
        return [{"wait": {"screen": "not_here"}}, {"shot": "where"}, *_number(visit)]
    card = card_of(data.catalogue[visit.code], data.forms.get(visit.code))
    known = [{"wait": {"screen": "identify"}}, {"card": card}, {"wait": {"screen": "confirm"}}]
    if proven(visit.code):
        return [
            *known,
            {"press": "confirm.yes"},
            {"wait": {"screen": "way_vouch"}},
            {"idle": str(VOUCH_S)},
            *_number(visit, f"ticket.take:{HELPER}:{visit.code}"),
        ]
    return [
        *known,
        {"advance": {"to": "done", "max": "60"}},
        {"shot": "done"},
        {"advance": {"to": "rate", "max": "8"}},
        {"press": "rate.5"},
        {"wait": {"screen": "card"}},
        {"card": "none"},
        {"wait": {"screen": "end"}},
    ]


def _number(visit: Visit, take: str = "") -> list[dict[str, Any]]:
    """From the named point to a number for its window, on paper."""
    take_it = {"press": take} if take else {"advance": {"to": "ticket_who", "max": "3"}}
    more = [{"press": "ticket.more"}] if visit.profile == "elderly" else []
    return [
        take_it,
        {"wait": {"screen": "ticket_who"}},
        *more,
        {"press": "ticket.who:none"},
        {"press": "ticket.now"},
        {"wait": {"screen": "ticket"}},
        {"press": "ticket.print"},
        {"wait": {"text": "done.slip", "timeout_s": "20"}},
        {"shot": "ticket"},
    ]


# ---- playing ----


def play(visit: Visit, folder: Path, today: date) -> list[str]:
    """Play it as a process of its own; what is wrong with how it ended."""
    folder.mkdir(parents=True, exist_ok=True)
    file, out = folder / "visit.yaml", folder / "out"
    file.write_text(script(visit, today), encoding="utf-8")
    command = [sys.executable, "-m", "kiosk", "play", str(file), "--out", str(out)]
    clean = {k: v for k, v in os.environ.items() if not k.startswith("JINBAN_")}
    clean |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    done = subprocess.run(
        [*command, "--data", str(folder / "data")],
        cwd=ROOT,
        check=False,
        env=clean,
        capture_output=True,
        text=True,
        timeout=280,
    )
    if not (out / "summary.json").exists():
        return [f"{visit}: exit {done.returncode} {done.stderr[-400:]}"]
    return judge(visit, json.loads((out / "summary.json").read_text(encoding="utf-8")))


def judge(visit: Visit, summary: dict[str, Any]) -> list[str]:
    """What is wrong with a summary: not done, no number, no slip, or both ends at once."""
    if not summary["ok"]:
        return [f"{visit}: {summary['failed_action']} {summary['error']}"]
    wrong: list[str] = []
    numbered = valid_case_number(summary["case_no"] or "XC0")
    if visit.end == "done" and not numbered:
        wrong.append(f"{visit}: case number {summary['case_no']}")
    if visit.end == "ticket" and not TICKET.fullmatch(summary["ticket"] or ""):
        wrong.append(f"{visit}: ticket {summary['ticket']}")
    if not summary["receipts"]:
        wrong.append(f"{visit}: no slip")
    return wrong
