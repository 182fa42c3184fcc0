"""How wide a Code 128 symbol (ISO/IEC 15417) comes out when the printer encodes it itself."""

from __future__ import annotations

from itertools import groupby

SYMBOL, STOP = 11, 13  # modules of a symbol character, of the stop character
QUIET = 10  # modules on each side (ISO/IEC 15417, 4.3.1)


def narrowest(text: str) -> int:
    """Modules where digits go in pairs (code set C) wherever that saves room."""
    symbols, in_c = 0, None
    for digits, run in groupby(text, key=str.isdigit):
        length = len(list(run))
        if digits and length >= 4:
            symbols += (in_c is not True) + length // 2
            in_c = True
            if length % 2:
                symbols, in_c = symbols + 2, False
        else:
            symbols += (in_c is not False) + length
            in_c = False
    return SYMBOL * (symbols + 1) + STOP


def widest(text: str) -> int:
    """Modules where every character takes a symbol of its own (code set B throughout)."""
    return SYMBOL * (len(text) + 2) + STOP
