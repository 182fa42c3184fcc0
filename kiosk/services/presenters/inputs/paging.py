"""Lists of choices that are longer than a page."""

from __future__ import annotations

from dataclasses import replace

from kiosk.services.page import Choice, Page
from kiosk.services.presenters.frame import act
from kiosk.services.view import View

A_PAGE, A_PAGE_ELDERLY = 12, 4


def paged(view: View, page: Page, choices: tuple[Choice, ...]) -> Page:
    """A list of choices as far as it fits, with the way to the rest of it."""
    most = A_PAGE_ELDERLY if view.elderly else A_PAGE
    if len(choices) <= most:
        return replace(page, choices=choices)
    pages = -(-len(choices) // most)
    here = min(view.entry.page, pages - 1)
    last = here + 1 == pages
    more = act(view, "inputs.first" if last else "inputs.more", "" if last else "arrow-right")
    return replace(
        page,
        choices=choices[here * most : (here + 1) * most],
        over=view.words("frame.pages", n=here + 1, all=pages),
        other=more,
    )
