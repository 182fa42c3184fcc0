"""What stands on every page: hall, step, caption, the fixed strip."""

from __future__ import annotations

from dataclasses import replace

from kiosk.services.page import Act, Page
from kiosk.services.presenters.places import hall_name
from kiosk.services.view import Draft, View


def act(view: View, message: str, icon: str = "", *, key: str = "", **values: object) -> Act:
    """An action named by its message id; `key` tells repeated ones apart."""
    return Act(
        id=f"{message}:{key}" if key else message, text=view.words(message, **values), icon=icon
    )


def back(view: View) -> Act | None:
    """The way back, where there is one."""
    return act(view, "common.back", "arrow-left") if view.can_back or view.sub else None


def strip(view: View, *, attract: bool = False) -> tuple[Act, ...]:
    """The fixed strip: the same cells in the same places on every page."""
    last = ("strip.english", "language") if attract else ("strip.end", "logout")
    return tuple(
        act(view, message, icon)
        for message, icon in (
            ("strip.help", "bell-ringing"),
            ("strip.again", "repeat"),
            ("strip.volume", "volume"),
            ("strip.elderly", "old"),
            last,
        )
    )


def framed(view: View, page: Page, *gaps: str, attract: bool = False) -> Draft:
    """Put a page into the frame that all share, with the hint of the moment."""
    words = view.words
    steps = view.stations if view.station else 0
    caption = page.caption
    if view.hint:
        caption = words.text_or(f"{view.hint}.say", view.hint, **view.hint_values)
    if view.volume_shown:
        caption = words("frame.volume_now.say", n=view.volume)
    return Draft(
        replace(
            page,
            hall=hall_name(view),
            caption=caption,
            lang=words.lang,
            elderly=view.elderly,
            step=view.station,
            steps=steps,
            step_text=words("frame.step", n=view.station, all=steps) if steps else "",
            sample=words("frame.sample") if view.demo else "",
            strip=strip(view, attract=attract),
            active_strip="strip.elderly" if view.elderly else "",
        ),
        tuple(gap for gap in gaps if gap),
    )
