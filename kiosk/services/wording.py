"""Dates, numbers and times in words: as shown, as printed and as spoken."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from kiosk.domain.material import Material
from kiosk.domain.matter import Matter
from kiosk.services.messages import Words

_DIGITS = "零一二三四五六七八九"


def month_day(words: Words, day: date) -> str:
    """12月2日 / December 2."""
    return words("date.month_day", m=day.month, d=day.day, month=words(f"month.{day.month}"))


def full_date(words: Words, day: date) -> str:
    """2026年12月2日 / 2 December 2026."""
    return words("date.full", y=day.year, m=day.month, d=day.day, month=words(f"month.{day.month}"))


def near_date(words: Words, day: date, today: date) -> str:
    """Month and day, with the year where it is not this one."""
    return month_day(words, day) if day.year == today.year else full_date(words, day)


def by_date(words: Words, day: date, today: date, *, provisional: bool) -> str:
    """最晚12月2日; 大约 where that year's holidays are not published yet."""
    key = "date.about" if provisional else "date.latest"
    return words(key, date=near_date(words, day, today))


def dated(words: Words, day: date, today: date) -> str:
    """12月2日，星期三 / Wednesday, December 2."""
    return words(
        "date.with_weekday", date=near_date(words, day, today), weekday=weekday(words, day)
    )


def weekday(words: Words, day: date) -> str:
    """星期三 / Wednesday."""
    return words(f"weekday.{day.isoweekday()}")


def top_date(words: Words, day: date) -> str:
    """Date and weekday for the head of the attract screen."""
    return words(
        "date.top",
        m=day.month,
        d=day.day,
        month=words(f"month.{day.month}"),
        weekday=weekday(words, day),
    )


def relative_day(words: Words, day: date, today: date) -> str:
    """Today and tomorrow by name, another day by date."""
    ahead = (day - today).days
    if ahead in (0, 1):
        return words("date.today" if ahead == 0 else "date.tomorrow")
    return near_date(words, day, today)


def clock(moment: datetime | time) -> str:
    """9:41, as it stands on the glass."""
    return f"{moment.hour}:{moment.minute:02d}"


def spoken_date(words: Words, day: date, today: date) -> str:
    """十二月二号; with the year, digit by digit, where it is not this one."""
    if words.lang != "zh_CN":
        key = "date.spoken" if day.year == today.year else "date.spoken_full"
        return words(key, month=words(f"month.{day.month}"), d=day.day, y=day.year)
    key = "date.spoken" if day.year == today.year else "date.spoken_full"
    return words(key, y=digits(words, str(day.year)), m=number(day.month), d=number(day.day))


def digits(words: Words, text: str) -> str:
    """Digit by digit, as a voice must say a number that names something."""
    if words.lang != "zh_CN":
        return " ".join(text)
    return "".join(_DIGITS[int(c)] if c in "0123456789" else c for c in text)


def aloud(words: Words, value: str) -> str:
    """A value for the loudspeaker: of a long or masked number its last four, digit by digit."""
    if "*" in value:
        return digits(words, value[-4:])
    return re.sub(r"\d{4,}", lambda found: digits(words, found[0][-4:]), value)


def number(value: int) -> str:
    """A count below 100 in Chinese numerals: 7 -> 七, 12 -> 十二, 25 -> 二十五."""
    tens, ones = divmod(value, 10)
    if tens == 0:
        return _DIGITS[ones]
    head = "" if tens == 1 else _DIGITS[tens]
    return head + "十" + (_DIGITS[ones] if ones else "")


def spoken_count(words: Words, value: int) -> str:
    """A count as spoken: numerals in Chinese, figures elsewhere."""
    return number(value) if words.lang == "zh_CN" and 0 <= value < 100 else str(value)


def in_fours(text: str) -> str:
    """A long number in groups of four from the left."""
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


def matter_name(words: Words, matter: Matter) -> str:
    """What people call a matter; its short name where nobody has said it plainer."""
    key = f"matter.name.{matter.code}"
    return words(key) if words.has(key) else matter.short_name or matter.name


def official_name(words: Words, matter: Matter) -> str:
    """The matter's name in the public list."""
    key = f"matter.official.{matter.code}"
    return words(key) if words.has(key) else matter.name


def material_name(words: Words, material: Material) -> str:
    """What people call a material."""
    key = f"matter.item.{material.name}"
    return words(key) if words.has(key) else material.name


def department(words: Words, matter: Matter) -> str:
    """The department that decides it."""
    key = f"department.{matter.dept_code}"
    return words(key) if words.has(key) else matter.department
