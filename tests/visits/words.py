"""Reads dates and digits out of what was shown, printed and spoken, for checking only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_NAMES = "|".join(MONTHS)
ZH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
EN = re.compile(rf"(\d{{1,2}}) ({_NAMES}) (\d{{4}})|({_NAMES}) (\d{{1,2}})(?!\d)(?:, (\d{{4}}))?")
SPOKEN_ZH = re.compile(
    r"(?:([零一二三四五六七八九]{4})年)?([一二三四五六七八九十]+)月([一二三四五六七八九十]+)[号日]"
)
DIGITS = "零一二三四五六七八九"
SPOKEN_DIGITS = {
    "zh_CN": re.compile(rf"[{DIGITS}]{{4,}}(?!年)"),
    "en": re.compile(r"\b[0-9X](?: [0-9X])+\b|\b[0-9X]{4,}\b"),
}


def dates(text: str, lang: str, today: date) -> list[date]:
    """Every date that stands in a text, in order; a year that is not said is this one."""
    if lang == "zh_CN":
        return [_day(y or today.year, m, d) for y, m, d in ZH.findall(text)]
    return list(_english(text, today))


def _english(text: str, today: date) -> Iterator[date]:
    for d1, m1, y1, m2, d2, y2 in EN.findall(text):
        if m1:
            yield _day(y1, MONTHS.index(m1) + 1, d1)
        else:
            yield _day(y2 or today.year, MONTHS.index(m2) + 1, d2)


def spoken_dates(text: str, lang: str, today: date) -> list[date]:
    """Every date that a voice said."""
    if lang != "zh_CN":
        return dates(text, lang, today)
    found: list[date] = []
    for year, month, day in SPOKEN_ZH.findall(text):
        figures = "".join(str(DIGITS.index(char)) for char in year)
        found.append(_day(figures or today.year, _count(month), _count(day)))
    return found


def spoken_digits(text: str, lang: str) -> list[str]:
    """Every number said digit by digit, as figures."""
    said = SPOKEN_DIGITS[lang].findall(EN.sub("", text))  # a year is no number of anybody's
    if lang == "zh_CN":
        return ["".join(str(DIGITS.index(char)) for char in one) for one in said]
    return [one.replace(" ", "") for one in said]


def _day(year: str | int, month: str | int, day: str | int) -> date:
    return date(int(year), int(month), int(day))


def _count(numeral: str) -> int:
    """Up to 99: 二十五 is 25, 十二 is 12."""
    if "十" not in numeral:
        return DIGITS.index(numeral)
    tens, ones = numeral.split("十")
    return 10 * (DIGITS.index(tens) if tens else 1) + (DIGITS.index(ones) if ones else 0)
