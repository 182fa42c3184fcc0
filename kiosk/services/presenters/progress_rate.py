"""Pages of rating a case later: five faces, and thanks."""

from __future__ import annotations

from kiosk.services.page import Act, Banner, Page
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.person import FACES
from kiosk.services.view import Draft, View

BAD = 2


def faces(view: View) -> tuple[Draft, ...]:
    """Five faces with words; none chosen beforehand, not rating is one touch."""
    w = view.words
    page = Page(
        "rate",
        title=w("rate.title"),
        lead=w("rate.lead"),
        caption=w("rate.say"),
        tiles=tuple(
            Act(f"rate.{level}", w(f"rate.{level}"), icon)
            for level, icon in zip((5, 4, 3, 2, 1), FACES, strict=True)
        ),
        other=act(view, "rate.skip", "arrow-right"),
        back=act(view, "common.back", "arrow-left"),
    )
    return (framed(view, page),)


def thanks(view: View, outcome: str, level: int) -> tuple[Draft, ...]:
    """Received, or rated before: the first one stands."""
    w = view.words
    name = "already" if outcome == "already" else "thanks"
    words = {
        "thanks": ("rating.thanks.title", "rating.thanks.line", "rating.thanks.say"),
        "already": ("rating.already.title", "rating.already.line", "rating.already.say"),
    }[name]
    bad = name == "thanks" and level <= BAD
    page = Page(
        "rated",
        title=w(words[0]),
        icon="done" if name == "thanks" else "info-circle",
        banner=Banner(w(words[1]), (w("rating.thanks.bad"),) if bad else ()),
        caption=w(words[2]),
        main=act(view, "progress.done", "check"),
    )
    return (framed(view, page),)
