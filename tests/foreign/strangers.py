"""The identity card reader written by hand, with cards of nobody that no list of samples knows.

`python strangers.py NAME` serves as sam_reader.py does; the names are "stranger" (another name and
number) and "namesake" (a sample citizen's name on another number). Both numbers are made up.
"""

from __future__ import annotations

import sys

import id_card_blocks
import sam_reader

NUMBER = (122, "420602195001010013")
OTHERS = {"stranger": ((0, "无名"), NUMBER), "namesake": (NUMBER,)}


def hexed(text: str) -> str:
    return text.encode("utf-16-le").hex()


def cards() -> None:
    """Lay each stranger's differing pieces over the resident's card."""
    fields, pieces = id_card_blocks.CARDS["resident"]
    for card, changes in OTHERS.items():
        blank = ((0, hexed(" " * 15)),) if changes[0][0] == 0 else ()
        changed = tuple((at, hexed(text)) for at, text in changes)
        id_card_blocks.CARDS[card] = (fields, (*pieces, *blank, *changed))


if __name__ == "__main__":
    cards()
    sam_reader.serve(sys.argv[1])
