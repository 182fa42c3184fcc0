"""What stands on a slip, read back from the bytes that were sent to the printer."""

from __future__ import annotations


def picture(data: bytes) -> tuple[str, bytes]:
    """The slip as text, and as a PNG of the paper."""
    from drivers.receipt_printer.render import png, render

    paper = render(data)
    return paper.text, png(paper)
