"""The two flows that serve every matter: an application decided later, a record printed at once.

A matter is data: what it asks for stands in VisitData.needs, and a step nobody needs is skipped.
"""

from __future__ import annotations

from kiosk.flows.data import VisitData
from kiosk.flows.engine import END, Flow, Step

CARD = ("id_card",)


def _after_confirm(data: VisitData) -> str:
    if data.person is None:
        return "identify"
    return "notice" if data.notice else "matter"


def _after_lookup(data: VisitData) -> str:
    return "notice" if data.notice else "question"


def _after_question(data: VisitData) -> str:
    return "notice" if data.notice else "form"


def _after_form(data: VisitData) -> str:
    return "form" if data.missing() else "delivery"


def _after_company(data: VisitData) -> str:
    return "form" if data.missing() else "purpose"


def _after_filing(data: VisitData) -> str:
    return "notice" if data.notice else "done"


def _has_lookups(data: VisitData) -> bool:
    return not data.looked_up and any(f in data.missing() for f in data.needs.lookups)


def _agreed(data: VisitData) -> bool:
    return data.looked_up == "" and "lookup" in data.consents and _has_lookups(data)


def _delivers(data: VisitData) -> bool:
    """A way that was kept from another visit asks again for the consent that mailing needs."""
    way = data.value("delivery.way")
    told = way == "mail" and "carrier" not in data.consents
    return "delivery.way" in data.needs.fields and (not way or told)


_START = (
    Step[VisitData]("identify", "identify", "confirm", needs=CARD, station=1),
    Step[VisitData](
        "confirm", "confirm", _after_confirm, ("identify", "matter", "notice"), station=1
    ),
)
_END = (
    Step[VisitData]("done", "done", "rate", needs=(), back=False, station=6),
    Step[VisitData]("notice", "notice", END, back=False),
    Step[VisitData]("rate", "rate", END, back=False),
)


def _flow(name: str, stations: int, *steps: Step[VisitData]) -> Flow[VisitData]:
    return Flow(name, "identify", {s.name: s for s in steps}, stations)


APPLICATION = _flow(
    "application",
    6,
    *_START,
    Step("matter", "matter", "capture", station=2),
    Step("capture", "capture", "materials", when=lambda d: bool(d.to_take()), station=3),
    Step("materials", "materials", "lookup", when=_has_lookups, station=3),
    Step(
        "lookup",
        "working",
        _after_lookup,
        ("question", "notice"),
        run="lookup",
        when=_agreed,
        station=3,
    ),
    Step(
        "question",
        "question",
        _after_question,
        ("form", "notice"),
        when=lambda d: bool(d.question()),
        station=3,
    ),
    Step(
        "form",
        "form",
        _after_form,
        ("form", "delivery"),
        when=lambda d: bool(d.missing()),
        station=3,
    ),
    Step("delivery", "delivery", "review", when=_delivers, station=4),
    Step("review", "review", "sign", station=5),
    Step("sign", "sign", "sending", when=lambda d: d.needs.signs, station=5),
    Step(
        "sending", "sending", _after_filing, ("done", "notice"), run="file", back=False, station=6
    ),
    *_END,
)
"""Identify, look at the matter, fill in what is missing, choose delivery, check, sign, hand in."""

RECORD = _flow(
    "record",
    4,
    *_START,
    Step("matter", "matter", "form", station=2),
    Step(
        "form",
        "form",
        _after_company,
        ("form", "purpose"),
        when=lambda d: bool(d.missing()),
        station=3,
    ),
    Step(
        "purpose",
        "purpose",
        "sending",
        when=lambda d: "reading.purpose" in d.needs.fields,
        station=3,
    ),
    Step(
        "sending", "sending", _after_filing, ("done", "notice"), run="query", back=False, station=4
    ),
    Step[VisitData]("done", "done", "rate", back=False, station=4),
    *_END[1:],
)
"""Identify, name the company where it is a company's, say what the record is for where it is
somebody's, have it read and printed."""

FLOWS = {flow.id: flow for flow in (APPLICATION, RECORD)}


def flow_for(kiosk_mode: str) -> Flow[VisitData]:
    """The flow that serves a matter of this kiosk mode; KeyError for one not taken here."""
    return {"pre-accept": APPLICATION, "self-service": APPLICATION, "query-print": RECORD}[
        kiosk_mode
    ]
