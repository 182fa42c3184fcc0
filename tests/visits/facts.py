"""What one visit must agree on: its facts, stated once, beside where they were seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from tests.visits.rules import accepted_on, due_after, is_certain, person_of
from tests.visits.sixteen import ALLOWANCE, Evidence, foreign

SHANGHAI = timedelta(hours=8)
PROMISE = 7
ACCOUNT, MOBILE = "6217994299900010026", "13800000000"
MAIL_TAKES = timedelta(days=2)
CASE_NUMBER = re.compile(r"XC ?\d{4} ?\d{4} ?\d{4} ?\d{4}(?!\d)")
WEEKDAYS = {
    "zh_CN": [f"星期{day}" for day in "一二三四五六日"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


class Facts:
    """One visit's evidence beside what must be true."""

    def __init__(self, seen: Evidence) -> None:
        self.seen = seen
        self.lang = seen.run.lang
        self.allowance = seen.run.visit == ALLOWANCE
        self.person = person_of(seen.run.visit)
        self.case_no: str = seen.platform.row["case_no"]
        filed_at = datetime.fromisoformat(seen.platform.filed["submitted_at"])
        self.filed_at = filed_at.astimezone(UTC).replace(tzinfo=None) + SHANGHAI
        self.today = self.filed_at.date()
        self.accepted = accepted_on(self.filed_at)
        self.due = due_after(self.accepted, PROMISE)
        self.provisional = not is_certain(self.due)
        self.papers = [foreign("escpos_reader").read(data) for data in seen.slips]
        self.paper_text = "\n".join(paper.text() for paper in self.papers)
        self.glass = [(p["screen"], text) for p in seen.pages for text in p["texts"]]
        self.voice = "\n".join(seen.spoken)

    def on(self, screen: str) -> list[str]:
        return [text for name, text in self.glass if name == screen]

    def weekday(self, where: str, text: str, day: date) -> Iterator[str]:
        """A weekday that stands beside a day is that day's."""
        for number, name in enumerate(WEEKDAYS[self.lang]):
            if name in text and number != day.weekday():
                yield f"{where}: {day} is no {name}"
