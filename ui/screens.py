"""Every screen of the terminal and the QML file that draws it."""

from __future__ import annotations

STANDARD = "StandardPage.qml"

SCREENS: dict[str, str] = {
    "attract": "AttractPage.qml",
    "home": "HomePage.qml",
    "matters": "FindPage.qml",
    "records": "FindPage.qml",
    "matter_list": "FindPage.qml",
    "departments": "FindPage.qml",
    "search": "FindPage.qml",
    "find_none": STANDARD,
    "identify": "IdentifyPage.qml",
    "confirm": STANDARD,
    "matter": STANDARD,
    "question": STANDARD,
    "form": STANDARD,
    "known": STANDARD,
    "materials": STANDARD,
    "purpose": STANDARD,
    "delivery": STANDARD,
    "address": STANDARD,
    "consent": STANDARD,
    "review": STANDARD,
    "sign": "SignPage.qml",
    "working": STANDARD,
    "sign_number": STANDARD,
    "sending": STANDARD,
    "leave": STANDARD,
    "done": "DonePage.qml",
    "rate": "RatePage.qml",
    "end": STANDARD,
    "help": STANDARD,
    "idle": "IdlePage.qml",
    "card": "CardPage.qml",
    "notice": STANDARD,
    "trouble": STANDARD,
    "printing": STANDARD,
}


def page_file(screen: str) -> str:
    """QML file of a screen; KeyError for one that is not registered."""
    return SCREENS[screen]
