"""What a page that asks for a card says of the readers here and of the last card."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.services.view import View

GOOD = ("ready", "busy", "media_present")
SOCIAL: Mapping[str, str] = MappingProxyType(
    {
        "removed": "social.removed",
        "unsteady": "social.unsteady",
        "no_atr": "social.no_atr",
        "mute": "social.mute",
        "garbled": "social.unreadable",
        "endless": "social.unreadable",
        "damaged": "social.unreadable",
        "link": "social.unreadable",
        "charset": "social.name",
        "control": "social.name",
        "check_digit": "social.number",
        "not_a_social_card": "social.not_social",
        "deactivated": "social.locked",
        "protected": "social.protected",
        "expired": "social.expired",
        "in_use": "social.reader",
        "reader": "social.reader",
    }
)
"""The reasons of a social-security card (docs/devices.md, and `expired`), in words."""
AGAIN = ("social.removed", "social.unsteady", "social.no_atr", "social.mute", "social.unreadable")
ANOTHER = "social.not_social"
"""Words that ask for a social-security card once more; the others ask for the identity card."""
_SAYS = {
    "reading": "identify.reading",
    "again": "identify.again",
    "not_id": "identify.not_id",
    "same": "acting.same",
}


def said(view: View) -> str:
    """The message of what became of the last card, "" where there is nothing to say."""
    return _SAYS.get(view.card) or SOCIAL.get(view.card, "")


def asks(view: View) -> tuple[str, str, str]:
    """Title, lead and sentence that ask for a card, by the readers that work here."""
    social = view.devices.get("social_card", "") in GOOD
    if not social:
        return "identify.title", "identify.lead", "identify.say"
    if view.devices.get("id_card", "") not in GOOD:
        return "identify.social.title", "identify.social.lead", "identify.social.say"
    return "identify.both.title", "identify.both.lead", "identify.both.say"


def picture(view: View) -> str:
    """Which card the page draws: "credit-card" where it asks for the social-security card, by
    what it says of the last one or because no other reader works; "" the identity card."""
    asked = said(view) or asks(view)[0]
    return "credit-card" if asked in (*AGAIN, ANOTHER, "identify.social.title") else ""
