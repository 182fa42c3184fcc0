"""A case: what a person handed in, under which version of the matter, and until when it is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from kiosk.domain.assurance import Assurance
from kiosk.domain.material import Grade, Material
from kiosk.domain.matter import Matter
from kiosk.domain.person import Fact
from kiosk.domain.workdays import Calendar, Due
from kiosk.domain.zone import local_date


@dataclass(frozen=True, slots=True)
class Given:
    """A material as it was provided. `reference` is a licence identifier or an upload's digest;
    `consent` names the consent under which a department was asked, "" where none was needed."""

    material: Material
    grade: Grade
    reference: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True)
class Times:
    """When a case was submitted, counts as accepted, and is due. A due date that is provisional
    lies in a year whose holidays are not published yet, or was reached from such a day."""

    submitted: datetime
    accepted: date
    due: Due


@dataclass(frozen=True, slots=True)
class Case:
    """What is submitted. Answers are by field id; the repr shows none of them."""

    no: str
    matter: str
    matter_version: str
    terminal: str
    times: Times
    assurance: Assurance
    state: str = "submitted"
    answers: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    materials: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """Something begun. It is taken up again only under the version that it was begun with."""

    matter: str
    matter_version: str
    begun: datetime
    answers: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def still_fits(self, matter: Matter) -> bool:
        """Whether the matter is still as it was when the draft was begun."""
        return (self.matter, self.matter_version) == (matter.code, matter.version)


def times_of(
    matter: Matter, submitted: datetime, calendar: Calendar, *, pictured: bool = False
) -> Times:
    """Acceptance and due date of a submission at that moment.

    What is decided in the visit itself is accepted and due on the day of the visit, also on a
    day off; everything else follows the rule of acceptance, and so does what stands on a picture
    (`pictured`), for somebody looks at that first.
    """
    if matter.decided_in_visit and not pictured:
        day = local_date(submitted)
        return Times(submitted, day, Due(day, provisional=False))
    accepted = calendar.accepted_on(submitted)
    due = calendar.due_on(accepted.day, matter.promise)
    return Times(submitted, accepted.day, Due(due.day, due.provisional or accepted.provisional))
