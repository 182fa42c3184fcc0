"""What a scanned code says: a slip's number and token, or a document's check code."""

from __future__ import annotations

import re

from kiosk.domain.errors import NotValidError
from kiosk.domain.numbers import parse_slip_code
from kiosk.services.ports_papers import Proof

CROCKFORD = "0-9A-HJKMNP-TV-Z"
CHECK_CODE = re.compile(
    rf"(?:HTTPS?://.*/VERIFY/)?([{CROCKFORD}]{{4}}(?:-?[{CROCKFORD}]{{4}}){{3}})/?"
)
LONGEST_CODE = 300


def proof_of(text: str) -> Proof | None:
    """What a slip's code says of it: number and token, or the document's check code; None for a
    code that is not on any slip of ours."""
    if len(text) > LONGEST_CODE:
        return None
    try:
        number, token = parse_slip_code(text)
    except NotValidError:
        code = check_code_in(text)
        return Proof(check_code=code) if code else None
    return Proof(number=number, token=token)


def check_code_in(text: str) -> str:
    """The check code of a document, in fours, from its address or as it stands on paper."""
    found = CHECK_CODE.fullmatch(text.strip()[:LONGEST_CODE].upper())
    plain = found[1].replace("-", "") if found else ""
    return "-".join(plain[n : n + 4] for n in range(0, len(plain), 4))
