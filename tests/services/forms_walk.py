"""Walks any matter from the card to its end, answering whatever is asked with something right."""

from __future__ import annotations

from datetime import date

from kiosk.domain.checks import credit_check_character, vin_check_character
from kiosk.domain.loader import shipped
from kiosk.services.presenters.inputs.asking import asked_now
from tests.services.world import LI, Terminal

CREDIT_CODE = "91420602MA4999999" + credit_check_character("91420602MA4999999")
BARE_VIN = "LSVAA2180E2100001"
VIN = BARE_VIN[:8] + vin_check_character(BARE_VIN[:8] + "0" + BARE_VIN[9:]) + BARE_VIN[9:]
RIGHT = {
    "id_number": "429999199106200034",
    "date": "2020-05-01",
    "date_any": "2026-12-01",
    "date_future": "2026-12-01",
    "year": "2024",
    "account": "6217994299900010026",
    "company_account": "420602000001",
    "mobile": "13800000000",
    "region": "湖北省襄阳市襄城区檀溪街道12号",
    "count": "3",
    "amount": "20000",
    "credit_code": CREDIT_CODE,
    "certificate": "A1234567",
    "birth_certificate": "U420000001",
    "social_card": "A12345678",
    "plate": "F12345",
    "vin": VIN,
    "file_number": "420600000001",
    "property_number": "0012345",
    "customer_number": "12345678",
}


def right(name, option=0):
    """A right answer to a field; of a choice the `option`th."""
    field = shipped().fields[name]
    text = field.options[option % len(field.options)] if field.options else RIGHT[field.check]
    return field.parse(text, date(2026, 11, 23))


def walk(code, *, elderly=False, lang="zh_CN", option=0, way="pickup", terminal=None):
    """A visit as far as it goes; the terminal it was at, and the pages by name."""
    t = terminal or Terminal(elderly=elderly, lang=lang)
    level = shipped().forms[code].assurance.value
    t.press("attract.start")
    t.c.steps.begin(code)
    if t.page.screen == "for_whom":
        t.press("acting.self")
    t.card(LI)
    t.press("confirm.yes")
    assert level == "2"
    for _ in range(60):
        if t.page.screen in ("done", "notice", "trouble"):
            break
        step(t, option, way)
    return t


def step(t, option, way):
    """One page further."""
    page, s = t.page, t.c.session
    if s.step == "form" and page.screen in ("form", "choose", "pick"):
        name = asked_now(t.c.view())
        t.c.steps.answering.take(name, right(name, option))
        return
    if s.step == "question":
        t.c.choose(page.choices[0].id)
        return
    if s.step == "delivery":
        t.c.choose(f"delivery.{way}")
    elif page.choices and not any(c.chosen for c in page.choices):
        t.c.choose(page.choices[0].id)
    for tick in t.page.ticks:
        if not tick.ticked:
            t.c.tick(tick.id)
    if t.page.pad:
        t.sign()
    t.press(t.page.main.id)
