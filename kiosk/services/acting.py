"""Acting for somebody else: whose card comes first, whose second, and the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.services.identity import card_facts
from kiosk.services.ports_identity import Stored
from kiosk.services.way import Way

if TYPE_CHECKING:
    from kiosk.flows.data import Person
    from kiosk.services.controller import Controller

MATTER_PARTS = 3


class Acting:
    """Turns the person who is there into the agent, and asks for the other's identification."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller

    def begin(self) -> None:
        """The person who has just confirmed to be there acts for somebody else."""
        s = self.c.session
        data = s.data
        if s.step != "confirm" or data.person is None or data.agent is not None:
            return
        agent = data.person
        self.c.steps.visit.submit(
            replace(data, agent=agent, person=None).forget(*card_facts(agent))
        )
        s.sub = 0
        self.c.reading.begin_again()

    def asks(self) -> bool:
        """Whether the page that is shown asks for the other's identification."""
        s = self.c.session
        return s.phase == "visit" and s.step == "identify" and s.data.agent is not None

    def cancel(self) -> None:
        """Not for another after all: back to the question whether it is this person."""
        s = self.c.session
        agent = s.data.agent
        if agent is None:
            return
        self.c.reading.stop()
        data = replace(s.data, agent=None, person=agent)
        self.c.steps.visit.replace(data.learn(card_facts(agent)))
        self.c.steps.visit.submit(self.c.steps.visit.data)
        s.card, s.sub = "", 0
        self.c.show()

    def same(self, person: Person) -> bool:
        """The agent's own card again: the other's is asked for once more."""
        s = self.c.session
        agent = s.data.agent
        if agent is None or agent.number != person.number:
            return False
        self.c.reading.begin_again()
        s.card = "same"
        self.c.show()
        return True

    def listed(self, found: object) -> Way:
        """The page of the authorisations that are good for this matter today."""
        if not isinstance(found, Stored):
            return Way("stored", state="offline")
        matter = self.c.session.data.matter
        good = tuple(
            one for one in found.received if one.state == "valid" and covers(one.scope, matter)
        )
        return Way("stored", stored=good, state="" if good else "none")


def covers(scope: tuple[str, ...], matter: str) -> bool:
    """Whether an authorisation covers a matter: all, its department's, or the matter itself."""
    parts = matter.split("-")
    department = parts[1] if len(parts) == MATTER_PARTS else ""
    return any(one in ("all", department, matter) for one in scope)
