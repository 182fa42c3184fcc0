"""Values of fields as they stand on the glass: masked, grouped, and with where they are from."""

from __future__ import annotations

from datetime import date

from kiosk.domain.fields import Field
from kiosk.domain.loader import shipped
from kiosk.domain.masking import last_four
from kiosk.flows.data import NO_MOBILE, VisitData
from kiosk.services.view import View
from kiosk.services.wording import full_date

PERSONAL_NUMBERS = ("id_number", "mobile", "account", "company_account")
HOME_PREFIXES = ("湖北省襄阳市", "湖北省襄樊市", "湖北省")
"""What a local need not be told of an address in this province."""


def shown(view: View, field: str, value: str) -> str:
    """A value for the person's own eyes: numbers of persons masked, the rest as it is."""
    w = view.words
    if field == "bank.account":
        return w("field.bank.account.value", tail=last_four(value))
    if field == "reading.purpose":
        return w(f"purpose.{value}")
    one = shipped().fields.get(field)
    if one is None:
        return value
    if value == NO_MOBILE and one.none:
        return w(w.first(f"field.{field}.none", "field.applicant.mobile.none"))
    return _shown(view, one, value)


def _shown(view: View, one: Field, value: str) -> str:
    if one.options and value in one.options:
        return view.words(f"{one.labels}.{value}")
    if one.check in PERSONAL_NUMBERS:
        return one.masked(value)
    if one.input == "date":
        return _date(view, value)
    if one.input in ("address", "region"):
        return short_address(value)
    return value


def _date(view: View, value: str) -> str:
    return full_date(view.words, date.fromisoformat(value))


def short_address(address: str) -> str:
    """Without the province and the city, which everybody here knows."""
    for prefix in HOME_PREFIXES:
        if address.startswith(prefix) and len(address) > len(prefix):
            return address[len(prefix) :]
    return address


def source_words(view: View, data: VisitData, field: str) -> str:
    """Where a known value is known from; "" for what the person has said."""
    source = data.source(field)
    return view.words(f"source.{source}") if source not in ("", "person") else ""
