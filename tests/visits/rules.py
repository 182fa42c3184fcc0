"""The sample person, the calendar and the shapes of numbers, stated by hand for checking."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.visits.sixteen import ALLOWANCE, foreign

CALENDAR = Path(__file__).parents[2] / "kiosk" / "data" / "calendar.json"


@dataclass(frozen=True)
class Person:
    """Who came, as the card says."""

    name: str
    number: str
    address: str

    @property
    def masked(self) -> str:
        return f"{self.name[0]}*{self.name[-1]}"

    @property
    def masked_number(self) -> str:
        return f"{self.number[:6]}********{self.number[-4:]}"

    @property
    def street(self) -> str:
        return self.address.split("街道", maxsplit=1)[0] + "街道****"


def person_of(visit: str) -> Person:
    """The sample person that the visit's script lays on the reader."""
    card = "long-term" if visit == ALLOWANCE else "resident"
    fields = foreign("id_card_blocks").CARDS[card][0]
    return Person(fields["name"], fields["number"], fields["address"])


def differs(what: str, found: Any, wanted: Any) -> Iterator[str]:
    if found != wanted:
        yield f"{what}: {found!r} instead of {wanted!r}"


def absent(what: str, wanted: Any, where: Iterable[Any]) -> Iterator[str]:
    if not any(wanted in place for place in where):
        yield f"{what}: {wanted!r} is not there"


def is_name(text: str) -> bool:
    return bool(re.fullmatch(r"[\u4e00-\u9fff*·]{2,12}", text))


def valid_case_number(number: str) -> bool:
    """ISO 7064 MOD 11,10 over the whole, and a day in it."""
    product = 10
    for char in number[2:-1]:
        product = ((product + int(char)) % 10 or 10) * 2 % 11
    try:
        datetime.strptime(number[2:8], "%y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return False
    return (product + int(number[-1])) % 10 == 1


@cache
def years() -> dict[str, tuple[list[str], list[str]]]:
    """Year -> days off, days worked at a weekend, as the State Council has named them."""
    return json.loads(CALENDAR.read_text(encoding="utf-8"))["calendar"]["years"]


def is_certain(day: date) -> bool:
    """Whether the holidays of its year are known yet."""
    return str(day.year) in years()


def is_workday(day: date) -> bool:
    free, worked = years().get(str(day.year), ([], []))
    if day.isoformat() in worked:
        return True
    return day.weekday() < 5 and day.isoformat() not in free


def accepted_on(filed: datetime) -> date:
    """That day when it is a working day and before 17:30, else the next working day."""
    day = filed.date()
    if is_workday(day) and (filed.hour, filed.minute) < (17, 30):
        return day
    return due_after(day, 1)


def due_after(day: date, count: int) -> date:
    """`count` working days after, the day itself not counted."""
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day
