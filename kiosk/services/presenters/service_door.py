"""The way into service mode on the screen: number, PIN, and the lock after five wrong tries."""

from __future__ import annotations

from kiosk.services.page import Field, Page
from kiosk.services.ports_service import SignedIn
from kiosk.services.presenters.card_words import GOOD
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.inputs.shapes import DIGITS
from kiosk.services.view import Draft, View

NUMBER_MIN, PIN_LENGTH = 4, 6


def sign_in(view: View, at: str, who: SignedIn) -> tuple[Draft, ...]:
    """Number, then PIN; of the PIN only how many digits there are."""
    w, pin = view.words, at == "pin"
    card = not pin and view.devices.get("staff_card", "") in GOOD
    shown = "•" * len(view.typed) if pin else view.typed
    field = Field(
        id=f"service.{at}",
        label=w("service.pin" if pin else "service.number"),
        kind="digits",
        shown=" ".join(shown),
        hint=w(view.hint, **view.hint_values) if view.hint else _said(view, who),
        keys=DIGITS,
        clear_text=w("form.clear"),
        delete_text=w("form.delete"),
        typed=shown,
    )
    page = Page(
        "service_sign_in",
        title=w("service.pin.title" if pin else "service.number.title"),
        lead=w("service.card.lead" if card else "service.lead"),
        field=field,
        caption=w("service.pin.say" if pin else "service.number.say"),
        back=act(view, "common.back", "arrow-left"),
        main=act(view, "common.next", "arrow-right"),
    )
    if pin:
        gap = "service.gap.pin" if len(view.typed) < PIN_LENGTH else ""
    else:
        gap = "service.gap.number" if len(view.typed) < NUMBER_MIN else ""
    return (framed(view, page, gap),)


def _said(view: View, who: SignedIn) -> str:
    if view.typed:
        return ""
    w = view.words
    if who.state == "wrong":
        return w("service.wrong", n=who.tries_left)
    return {"unchecked": w("service.unchecked"), "disk": w("service.told.disk")}.get(who.state, "")


def locked(view: View, seconds: int) -> tuple[Draft, ...]:
    """Too many wrong tries: until when, also after a restart."""
    w = view.words
    page = Page(
        "service",
        title=w("service.locked.title"),
        lead=w("service.locked.lead", n=(seconds + 59) // 60),
        icon="lock",
        caption=w("service.locked.say"),
        main=act(view, "service.leave", "logout"),
    )
    return (framed(view, page),)
