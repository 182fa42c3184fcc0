"""A person before a terminal without Qt: the longest values, and the moves from page to page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from drivers.id_card.record import CardKind, IdCardRecord
from kiosk.domain.loader import shipped
from kiosk.flows.data import Document
from kiosk.services.session import Session
from kiosk.services.view import Place
from tests.services.world import LI, NOON, Terminal

SHANGHAI = ZoneInfo("Asia/Shanghai")
SUNDAY_NIGHT = datetime(2026, 11, 22, 22, 5, tzinfo=SHANGHAI)
HOLIDAY = datetime(2026, 10, 1, 12, 34, tzinfo=SHANGHAI)
YEAR_END = datetime(2026, 12, 30, 17, 45, tzinfo=SHANGHAI)

ALLOWANCE, RECORD = "XC-MZ-008", "XC-RS-026"
LONG_NAME = "阿依仙木古丽·样例·阿卜杜拉汗"
LONG_ADDRESS = "湖北省襄阳市襄城区庞公街道示例大道100号示例花园1栋2单元1803室"
FAR_PLACE = "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县"
LONG = replace(LI, name=LONG_NAME, address=LONG_ADDRESS)
ALPHA = IdCardRecord(
    CardKind.FOREIGNER_2017,
    "SAMPLE ALPHA",
    "XXA420685050501",
    birth=date(1985, 5, 5),
    name_en="SAMPLE ALPHA",
    chinese_name="样例甲",
    valid_to=date(2028, 5, 4),
)
HK = IdCardRecord(
    CardKind.HK_MACAU_TAIWAN,
    "陈样例",
    "810000198808080013",
    birth=date(1988, 8, 8),
    address="湖北省襄阳市襄城区真武山街道示例路6号",
    valid_to=date(2028, 6, 1),
)
DOCUMENT = Document(
    "XCD20261123000001",
    "K7MW-9QXN-W4MM-HB2W",
    "http://127.0.0.1:8765/verify/K7MW-9QXN-W4MM-HB2W",
    LONG_NAME,
    date(2026, 11, 23),
    (("养老保险", "2012-07"),),
)
LATIN = frozenset({"SAMPLE", "ALPHA", "XXA", "XCD", *re.findall("[A-Z]{2,}", DOCUMENT.check_code)})
"""What a Chinese page may carry of a person's card and of a document's code."""


@dataclass(frozen=True)
class Walk:
    """Makes terminals in one language and mode."""

    lang: str
    elderly: bool

    def terminal(
        self, at: datetime = NOON, *, point: str = "SP002", helper: str = "SP001"
    ) -> Terminal:
        t = Terminal(elderly=self.elderly, lang=self.lang, at=at)
        points = shipped().points
        others = tuple(p for p in points.values() if p.kiosks and p.id != point)
        place = Place(points[point], points[helper], shipped().calendar, others)
        t.c.fixed = replace(t.c.fixed, place=place)
        t.c.session = Session.fresh(t.c.fixed)
        t.glass.pages.clear()
        t.c.show()
        return t

    def asked(self, code: str, record: IdCardRecord = LONG, **how: object) -> Terminal:
        """A person who has put the card down for a matter and said that it is theirs."""
        t = self.terminal(**how)  # type: ignore[arg-type]
        t.begin(code, record)
        return t


def forward(t: Terminal) -> None:
    """The main action, and what it asks for first."""
    page = t.page
    if page.choices and not any(choice.chosen for choice in page.choices):
        t.c.choose(page.choices[0].id)
    for tick in t.page.ticks:
        if not tick.ticked:
            t.c.tick(tick.id)
    if t.page.pad:
        t.sign()
    if t.page.main:
        t.press(t.page.main.id)


def on_to(t: Terminal, screen: str, most: int = 25) -> None:
    """Press on to a screen, typing what is asked."""
    for _ in range(most):
        if t.page.screen == screen:
            return
        if t.page.field:
            digits = {"applicant.mobile": "13800000000", "bank.account": "6217994299900010026"}
            t.press("common.next") if t.c.session.typed else t.type(digits[t.page.field.id])
        forward(t)
    raise AssertionError(f"{screen} was not reached, {t.page.screen} was")


def through(t: Terminal, *, way: str = "mail") -> None:
    """From the matter's page through every page of an application to its end."""
    on_to(t, "delivery")
    t.c.choose(f"delivery.{way}")
    on_to(t, "done")
    pages_of(t)


def pages_of(t: Terminal) -> None:
    """All pages of a step, one after the other."""
    for _ in range(4):
        if t.page.screen != "done" or not t.page.main or t.page.main.id == "done.finish":
            return
        t.press(t.page.main.id)
