"""A page of A4 as those see it who draw it and those who fill it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Fact = tuple[str, str]


Strokes = tuple[tuple[tuple[float, float, int], ...], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """A page of A4, every word resolved. `facts` say whose it is, `rows` what it says. `sample`
    and `copy` are marks, "" where it is neither. `page_of` holds {n} and {all}."""

    lang: str
    title: str
    number: Fact
    facts: tuple[Fact, ...]
    rows: tuple[Fact, ...]
    statement: str
    issuer: str
    issued: str
    check_code: Fact
    verify_url: str
    verify_title: str
    verify_how: str
    digest: Fact
    foot: str
    page_of: str
    sample: str = ""
    copy: str = ""
    signature: Strokes = ()
    """Drawn above the issuer: strokes of points, x and y in mm; () where nobody signed."""


Render = Callable[[Sheet], bytes]
"""Makes a PDF of a sheet; may be called on any thread."""
