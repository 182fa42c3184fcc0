"""A QR code's dark modules as one path, so that it is drawn as a single item."""

from __future__ import annotations

from itertools import groupby


def rows_path(rows: list[list[bool]]) -> str:
    """SVG path of the dark modules, one unit a module, each run of a row one rectangle."""
    parts: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                parts.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return "".join(parts)


def qr_rows(text: str) -> list[list[bool]]:
    """The modules of a QR code (ISO/IEC 18004, level M) row by row, True = dark; [] for no text."""
    if not text:
        return []
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(cell) for cell in row] for row in code.modules]


def qr_path(text: str) -> tuple[str, int]:
    """Path and size in modules of a QR code; ("", 0) for no text."""
    rows = qr_rows(text)
    return rows_path(rows), len(rows)
