"""Pages of matters as they are filed: what is long, rare or missing in the two first ones."""

from __future__ import annotations

from kiosk.services.page import Page
from tests.services.forms_walk import step, walk
from tests.services.world import LI, Terminal

MATTERS = {
    "matter_fee": "XC-RS-032",
    "matter_company": "XC-RS-019",
    "matter_paper": "XC-SJ-001",
    "matter_proof": "XC-RS-009",
    "matter_same_day": "XC-GA-001",
    "matter_section": "XC-BDC-006",
    "matter_check": "XC-RS-008",
}


def pages(lang: str = "zh_CN", elderly: bool = False) -> dict[str, Page]:
    """The pages by a name of their own; of the elderly's several, each."""
    made: dict[str, Page] = {}
    for name, code in MATTERS.items():
        t = _at_matter(code, lang, elderly)
        for n, draft in enumerate(t.c.drafts()):
            made[f"{name}_{n}"] = draft.page
    for name, code in (("review_long", "XC-FG-001"), ("review_unsigned", "XC-RS-030")):
        t = _at("review", code, lang, elderly)
        for n, draft in enumerate(t.c.drafts()):
            made[f"{name}_{n}"] = draft.page
    for name, code in (("waiting", "XC-SJ-001"), ("waiting_fee", "XC-GA-019")):
        t = walk(code, lang=lang, elderly=elderly)
        for n, draft in enumerate(t.c.drafts()):
            made[f"{name}_{n}"] = draft.page
    made["question_money"] = _at("question", "XC-RS-002", lang, elderly, account="").page
    return made


def _at_matter(code: str, lang: str, elderly: bool) -> Terminal:
    """The matter's own page, also of one that a card alone does not open."""
    t = Terminal(elderly=elderly, lang=lang)
    t.c.session.visit = None
    t.press("attract.start")
    t.c.steps.begin(code)
    visit = t.c.steps.visit
    visit.jump("matter", visit.data)
    t.c.session.sub = 0
    return t


def _at(where: str, code: str, lang: str, elderly: bool, account: str | None = None) -> Terminal:
    t = Terminal(elderly=elderly, lang=lang)
    if account is not None:
        t.world.account = account
    t.press("attract.start")
    t.c.steps.begin(code)
    t.card(LI)
    t.press("confirm.yes")
    for _ in range(40):
        if t.c.session.step == where:
            return t
        step(t, 0, "mail")
    raise AssertionError(f"{code} never came to {where}")
