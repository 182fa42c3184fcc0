"""Pages of A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.services.sheet import Sheet


def render(sheet: Sheet) -> bytes:
    """A sheet as PDF; what draws it is loaded with the first one."""
    from ui.print.a4 import pdf_of

    return pdf_of(sheet)
