"""Which ways to identify a page may offer, by what the matter or the errand needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.domain.assurance import Assurance, of_way
from kiosk.domain.loader import shipped
from kiosk.services.way import Offer

if TYPE_CHECKING:
    from kiosk.domain.forms import Form
    from kiosk.services.controller import Controller


def offer_of(c: Controller) -> Offer:
    """The ways that would do here and now; all of them need the platform."""
    s, form = c.session, form_of(c)
    acting = s.phase == "visit" and s.data.agent is not None
    proof = form is not None and form.assurance is Assurance.PROVEN
    person = s.data.person
    for_other = (
        form is not None
        and "other" in form.for_whom
        and not proof
        and not acting
        and person is not None
        and of_way(person.method, person.level).meets(Assurance.CARD)
    )
    ways: list[str] = []
    if c.services.online():
        ways += ["e_id"] if Assurance.E_ID.meets(_needed(c)) or acting or proof else []
        ways += ["number"] if Assurance.TYPED.meets(_needed(c)) and not acting else []
        ways += ["stored"] if acting else ["vouch"]
    free = s.phase == "home" and c.services.online()
    return Offer(tuple(ways), for_other=for_other, proof=proof, acting=acting, authorise=free)


def form_of(c: Controller) -> Form | None:
    """The form of the visit under way."""
    s = c.session
    return shipped().forms.get(s.data.matter) if s.phase == "visit" else None


def _needed(c: Controller) -> Assurance:
    form, errand = form_of(c), c.session.errand
    if form is not None:
        return form.assurance
    return errand.assurance if errand else Assurance.CARD
