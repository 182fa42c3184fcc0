"""Matters by words and by list, as the pages ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kiosk.domain.loader import shipped
from kiosk.domain.matter import Matter

EVENT_DEPARTMENTS = {
    "born": ("WJ",),
    "school": ("JY",),
    "work": ("RS",),
    "ill": ("YB",),
    "old": ("MZ",),
    "died": ("MZ",),
    "house": ("BDC", "GJJ", "ZJ"),
    "business": ("SJ", "SWJ"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter found."""

    code: str


class Lists:
    """Lists by department, and the present index for words."""

    def find(self, text: str, *, channel: str = "kiosk", limit: int = 20) -> tuple[Hit, ...]:
        """Matters for words."""
        del channel
        return tuple(Hit(match.code) for match in shipped().search.search(text, limit))

    def life_events(self) -> Mapping[str, tuple[str, ...]]:
        """Matters by event."""
        return {e: self._of(*departments) for e, departments in EVENT_DEPARTMENTS.items()}

    def by_department(self) -> Mapping[str, tuple[str, ...]]:
        """Matters by department."""
        codes = dict.fromkeys(m.dept_code for m in shipped().catalogue)
        return {code: self._of(code) for code in codes}

    def often_used(self, elderly: bool) -> tuple[str, ...]:
        """What is used most."""
        first = ("XC-MZ-008", "XC-RS-026", "XC-YB-009")
        rest = (m.code for m in shipped().catalogue if self._frequent(m, elderly))
        return tuple(dict.fromkeys((*first, *rest)))

    @staticmethod
    def _frequent(matter: Matter, elderly: bool) -> bool:
        return matter.elderly if elderly else matter.city_frequent

    @property
    def pension(self) -> tuple[str, ...]:
        """Pensions and insurance."""
        return self._of("RS")

    @property
    def medical(self) -> tuple[str, ...]:
        """Medical care."""
        return self._of("YB")

    @staticmethod
    def _of(*departments: str) -> tuple[str, ...]:
        return tuple(m.code for m in shipped().catalogue if m.dept_code in departments)


@cache
def finder() -> Lists:
    """The one finder."""
    return Lists()
