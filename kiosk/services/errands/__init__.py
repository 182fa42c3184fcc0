"""Everything a person can come for besides filing a matter, loaded when it is first opened."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.services.errands.base import Errand

# Add a line here: "module in this folder:Class": its `opens`. Class.opens says the same.
ERRANDS: dict[str, tuple[str, ...]] = {
    "documents:Documents": ("papers.open", "reprint.open", "verify.open"),
    "readings:Readings": ("readings.open",),
    "progress:Progress": ("home.progress",),
    "resume:Resume": ("resume.open",),
    "rate_later:RateLater": ("home.rate",),
    "authorise:Authorise": ("authorise.open",),
    "find:Find": (
        *("home.apply", "home.other", "home.search", "home.print"),
        *("home.pension", "home.medical"),
    ),
    "not_here:NotHere": ("not_here",),
    "ticket:Ticket": ("home.ticket", "ticket.take"),
    "cannot:Cannot": ("home.cannot", "cannot.open"),
}
"""Where each errand is and the action ids that open it, told apart across all of them."""

_by_action: dict[str, str] = {}


def opened_by(action: str) -> type[Errand] | None:
    """The errand that an action opens, if any."""
    if not _by_action:
        _by_action.update({one: place for place, opens in ERRANDS.items() for one in opens})
    place = _by_action.get(action)
    return errand_at(place) if place else None


def errand_at(place: str) -> type[Errand]:
    """The class that a line of ERRANDS names."""
    module, _, name = place.partition(":")
    found: type[Errand] = getattr(importlib.import_module(f"{__name__}.{module}"), name)
    return found
