"""Where a person is on the way to being identified without a card on the reader: frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.flows.data import Person


@dataclass(frozen=True, slots=True, repr=False)
class Given:
    """An authorisation as it is shown; names masked. `until` and `since` are ISO dates."""

    id: str
    principal: str
    agent: str
    scope: tuple[str, ...]
    since: str
    until: str
    state: str


@dataclass(frozen=True, slots=True, repr=False)
class Way:
    """A page of another way. `place`: others | e_id | number | code | vouch | stored.

    `claimed` is the person whose card was read and who needs a clerk's word besides; `for_vouch`:
    the number is typed so that a clerk can vouch.
    """

    place: str
    number: str = ""
    for_vouch: bool = False
    claimed: Person | None = None
    attempt: str = ""
    vouch: str = ""
    code: str = ""
    until: float = 0.0  # monotonic seconds
    state: str = ""  # what the page says of the last try
    tries_left: int = 0
    busy: bool = False
    stored: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What a page that asks who is there may offer besides the card."""

    ways: tuple[str, ...] = ()  # e_id, number, vouch, stored
    for_other: bool = False  # the matter can be done for somebody else
    proof: bool = False  # a card alone does not finish it
    acting: bool = False  # it is the other's card that is asked for now
    authorise: bool = False  # nothing is under way: an authorisation can be made


NO_OFFER = Offer()
