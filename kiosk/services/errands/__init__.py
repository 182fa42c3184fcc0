"""Everything a person can come for besides filing a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.services.errands.base import Errand

ERRANDS: tuple[type[Errand], ...] = ()
"""All errands; the action ids in `opens` must be told apart across them."""


def opened_by(action: str) -> type[Errand] | None:
    """The errand that an action opens, if any."""
    return next((errand for errand in ERRANDS if action in errand.opens), None)
