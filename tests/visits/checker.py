"""Compares a visit's facts between screen, voice, slip and platform, each in its place's form.

It knows the sample person's card, the script's answers, the calendar and how a place may write a
fact, all by hand; nothing of the project's code has a part in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from tests.visits.facts import ACCOUNT, CASE_NUMBER, MAIL_TAKES, MOBILE
from tests.visits.places import Places
from tests.visits.rules import absent, differs, is_name, valid_case_number
from tests.visits.sixteen import ALLOWANCE, Evidence
from tests.visits.words import dates, spoken_dates, spoken_digits


def differences(seen: Evidence) -> list[str]:
    """Everything that does not agree; empty when all does."""
    look = Checker(seen)
    found: list[str] = []
    for check in (
        look.case_number,
        look.names,
        look.secrets,
        look.days,
        look.spoken,
        look.slip,
        look.codes,
        look.filed,
        look.post if seen.run.visit == ALLOWANCE else look.document,
        look.rating,
    ):
        found += check()
    return found


class Checker(Places):
    """One visit's evidence beside what must be true."""

    def case_number(self) -> Iterator[str]:
        """Whole on screen, slip and platform, and nowhere another one."""
        side, told = self.seen.platform, self.seen.summary
        yield from differs("summary case_no", told["case_no"], self.case_no)
        yield from differs("filed case_no", side.filed["case_no"], self.case_no)
        yield from differs("staff case_no", side.view["case_no"], self.case_no)
        yield from differs("platform_no", told["platform_no"], side.row["platform_no"])
        yield from differs("staff platform_no", side.view["platform_no"], told["platform_no"])
        yield from differs("postal_no", told["postal_no"], side.row["postal_no"])
        if not valid_case_number(self.case_no):
            yield f"{self.case_no} has a wrong check digit or day"
        fours = re.sub(r"(\d{4})", r" \1", self.case_no)
        shown = [text for _, text in self.glass if CASE_NUMBER.search(text)]
        if self.allowance:
            yield from absent("case number on the screen", fours, shown)
        for where, texts in (("screen", shown), ("slip", CASE_NUMBER.findall(self.paper_text))):
            for text in texts:
                yield from differs(f"number on {where}", text, fours)
        yield from absent("case number on the slip", fours, [self.paper_text])

    def spoken(self) -> Iterator[str]:
        """Last four digits only, of the person's number and of the case."""
        tails = {self.person.number[-4:]}
        if self.allowance:
            tails.add(self.case_no[-4:])
        said = set(chain.from_iterable(spoken_digits(s, self.lang) for s in self.seen.spoken))
        yield from differs("digits spoken", said, tails)
        for number in re.findall(r"\d{5,}", self.voice):
            yield f"voice: {number} spoken whole"
        days = set(
            chain.from_iterable(spoken_dates(s, self.lang, self.today) for s in self.seen.spoken)
        )
        yield from differs("dates spoken", days, {self.due} if self.allowance else set())

    def names(self) -> Iterator[str]:
        """Masked on the slip and where others may look; whole only where the person checks."""
        one, side = self.person, self.seen.platform
        yield from absent("masked name on the slip", one.masked, [self.paper_text])
        confirm = self.on("confirm")
        yield from absent("masked name on the screen", one.masked, confirm)
        open_to = {"known", "form", "address", "review", "delivery"}
        for screen, text in self.glass:
            if one.name in text and screen not in open_to:
                yield f"screen {screen} shows the whole name"
            if "*" in text and is_name(text) and text != one.masked:
                yield f"screen {screen} shows another name, {text}"
        if self.allowance:
            review = self.on("review")
            yield from absent("name on the review", one.name, review)
        for word in (one.name, one.masked, one.name[1:]):
            if word in self.voice:
                yield "voice: the name is spoken"
        yield from differs("filed name", side.filed["applicant"]["name"], one.name)
        yield from differs("listed name", side.listed["applicant"], one.masked)

    def secrets(self) -> Iterator[str]:
        """Whole numbers and the address stay off paper and loudspeaker, most off the screen."""
        one = self.person
        typed = {"form"}
        places = [("slip", "", self.paper_text), ("voice", "", self.voice)]
        places += [("screen", screen, text) for screen, text in self.glass]
        for place, screen, text in places:
            bare = text.replace(" ", "")
            if one.number in bare or ACCOUNT in bare:
                yield f"{place} {screen}: a whole number of the person"
            if MOBILE in bare and screen not in typed:
                yield f"{place} {screen}: the whole mobile number"
            if place != "screen" and (one.name in text or one.address[-6:] in text):
                yield f"{place}: name or address whole"
        for screen, text in self.glass:
            for number in re.findall(r"\d{6}\*+\w{4}", text):
                yield from differs(f"masked number on {screen}", number, one.masked_number)
        filed = self.seen.platform.filed["applicant"]
        yield from differs("filed ID number", filed["id_number"], one.number)
        yield from differs("filed address", filed["address"], one.address)

    def days(self) -> Iterator[str]:
        """Every date on every page is today, the due day, or the day the post comes."""
        side, told = self.seen.platform, self.seen.summary["due"]
        may = {self.today, self.due, self.due + MAIL_TAKES} if self.allowance else {self.today}
        for screen, text in self.glass:
            for day in dates(text, self.lang, self.today):
                if day not in may:
                    yield f"screen {screen} shows the day {day}"
                yield from self.weekday(f"screen {screen}", text, day)
        for screen in ("matter", "done") if self.allowance else ():
            texts = self.on(screen)
            shown = set(chain.from_iterable(dates(t, self.lang, self.today) for t in texts))
            yield from absent(f"due day on {screen}", self.due, [shown])
        due = None
        if self.allowance:
            due = {"date": self.due.isoformat(), "provisional": self.provisional}
        yield from differs("due of the summary", told, due)
        yield from differs("due filed", side.filed["due"], due)
        yield from differs("due at the platform", side.view["due"], due)
        if self.allowance:
            yield from differs("accepted", side.view["accepted_on"], self.accepted.isoformat())
