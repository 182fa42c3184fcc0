"""Other ways to identify than a card on the reader, for visits and errands alike.

The page that asks for the card offers them; the person found goes where the card's would have
gone. What each way is good for stands in kiosk.domain.assurance, and the platform enforces it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.domain.errors import NotValidError
from kiosk.domain.id_number import parse_id_number
from kiosk.flows.data import Person
from kiosk.services.acting import Acting
from kiosk.services.errands import opened_by
from kiosk.services.identity import kind_of
from kiosk.services.offering import offer_of
from kiosk.services.ports_identity import Answered, Claim, Opened
from kiosk.services.vouching import Vouching
from kiosk.services.way import Offer, Way

if TYPE_CHECKING:
    from kiosk.services.controller import Controller

NUMBER_LENGTH, CODE_LENGTH = 18, 6


class Identifying:
    """The pages of the other ways, and what is done on them."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller
        self.acting = Acting(controller)
        self.vouching = Vouching(controller, self)
        self._openers: dict[str, Callable[[], None]] = {
            "identify.e_id": self._begin_eid,
            "identify.others": lambda: self.begin(Way("others")),
            "identify.number": lambda: self.begin(Way("number")),
            "identify.vouch": lambda: self.begin(Way("number", for_vouch=True)),
            "identify.stored": self._begin_stored,
            "confirm.for_other": self.acting.begin,
        }

    # ---- what the page may offer ----

    def offer(self) -> Offer:
        """The ways that would do here and now."""
        return offer_of(self.c)

    @property
    def purpose(self) -> str:
        """What an identification made now is for: the matter, or the errand."""
        s = self.c.session
        if s.phase == "errand" and s.errand:
            return s.errand.purpose or s.errand.name
        return s.data.matter

    # ---- what the controller hands on ----

    def takes(self, name: str) -> bool:
        """Whether an action is for these pages."""
        s = self.c.session
        if name in self._openers:
            return True
        if s.overlay:
            return False
        return s.way is not None or (name == "common.back" and self.acting.asks())

    def press(self, name: str, key: str) -> None:
        """An action of these pages, or one that opens them."""
        way = self.c.session.way
        opener, errand = self._openers.get(name), opened_by(name)
        if opener:
            opener()
        elif errand:
            self._drop()
            self.c.open(errand(self.c), name, key)
        elif way is None:
            self.acting.cancel()
        elif name == "common.back" and way.place == "stored" and self.c.session.sub:
            self._turn(-1)
        elif name == "common.back":
            self.leave()
        elif name == "stored.use":
            self._use(key)
        elif name == "way.again":
            self._again(way)
        elif name == "common.next":
            self._next(way)

    def key(self, k: str) -> bool:
        """A key of the pad; False where the page is not one of these."""
        s, way = self.c.session, self.c.session.way
        if way is None or s.overlay:
            return False
        most = NUMBER_LENGTH if way.place == "number" else CODE_LENGTH
        if k == "clear":
            s.typed = ""
        elif k == "delete":
            s.typed = s.typed[:-1]
        elif len(s.typed) < most and (k.isdigit() or (k == "X" and len(s.typed) == most - 1)):
            s.typed += k
        self.c.show(quiet=True)
        return True

    def leave(self) -> None:
        """Back to the page that asks for the card, or that asks whether it is this person."""
        way = self.c.session.way
        self._drop()
        if way is None or way.claimed is None:
            self.c.reading.begin_again()
        else:
            self.c.show()

    def _drop(self) -> None:
        s = self.c.session
        s.patience.release("way", self.c.fixed.clock.monotonic())
        s.way, s.typed, s.sub = None, "", 0
        self.c.scanning.stop()

    # ---- the ways ----

    def begin(self, way: Way) -> None:
        """Open the page of a way; the card is not asked for meanwhile."""
        s = self.c.session
        self.c.reading.stop()
        self.c.scanning.stop()
        s.trouble, s.overlay, s.typed, s.sub, s.hint = "", "", "", 0, ""
        s.way = way
        self.c.show()

    def _begin_eid(self) -> None:
        self.begin(Way("e_id"))
        self.c.scanning.begin(self._scanned, lambda: self._eid_wrong("refused"))

    def _scanned(self, text: str) -> None:
        way, purpose = self.c.session.way, self.purpose
        if way is None:
            return
        self.put(replace(way, busy=True, state=""))
        self.c.work(lambda: self.c.services.identity.take_eid(text, purpose), self._eid)

    def _eid(self, found: Answered) -> None:
        if not self._on("e_id"):
            return
        if found.person is not None:
            self.found(found.person)
        else:
            self._eid_wrong(found.state)

    def _eid_wrong(self, state: str) -> None:
        if self._on("e_id"):
            self.say(Way("e_id", state=state))
            self.c.scanning.begin(self._scanned, lambda: self._eid_wrong("refused"))

    def _next(self, way: Way) -> None:
        if way.busy:
            return
        if way.place == "number":
            self._take_number(way)
        elif way.place == "code":
            self._take_code(way)
        elif way.place == "stored" and self.c.session.sub + 1 < len(self.c.drafts()):
            self._turn(1)

    def _turn(self, by: int) -> None:
        self.c.session.sub += by
        self.c.show()

    def _take_number(self, way: Way) -> None:
        typed = self.c.session.typed
        try:
            number = parse_id_number(typed, self.c.fixed.clock.today()).number
        except NotValidError as error:
            short = error.code == "length"
            self.say(replace(way, state="short" if short else "wrong_number"))
            return
        claim = Claim(kind_of(number), number)
        if way.for_vouch:
            self.put(Way("vouch", number=number, busy=True))
            self.vouching.ask(claim)
            return
        self.put(replace(way, number=number, busy=True, state=""))
        self.c.work(lambda: self.c.services.identity.send_code(claim), self._sent)

    def _sent(self, opened: Opened) -> None:
        way, s = self.c.session.way, self.c.session
        if way is None or way.place != "number":
            return
        if not opened.id:
            self.say(replace(way, busy=False, state="offline"))
            return
        s.typed = ""
        self.put(Way("code", number=way.number, attempt=opened.id))

    def _take_code(self, way: Way) -> None:
        s, purpose = self.c.session, self.purpose
        if len(s.typed) != CODE_LENGTH:
            self.say(replace(way, state="short"))
            return
        code, attempt = s.typed, way.attempt
        self.put(replace(way, busy=True, state=""))
        self.c.work(lambda: self.c.services.identity.check_code(attempt, code, purpose), self._code)

    def _code(self, found: Answered) -> None:
        way, s = self.c.session.way, self.c.session
        if way is None or way.place != "code":
            return
        if found.person is not None:
            self.found(found.person)
            return
        s.typed = ""
        self.say(replace(way, busy=False, state=found.state, tries_left=found.tries_left))

    def _again(self, way: Way) -> None:
        """A new number for the clerk, or a new code."""
        if way.place == "vouch" and way.claimed is not None:
            self.vouching.must_prove(way.claimed)
        elif way.place == "vouch":
            self.begin(Way("vouch", number=way.number, busy=True))
            self.vouching.ask(Claim(kind_of(way.number), way.number))
        elif way.place == "code":
            self.begin(Way("number"))

    # ---- stored authorisations ----

    def _begin_stored(self) -> None:
        agent = self.c.session.data.agent
        if agent is not None:
            self.begin(Way("stored", busy=True))
            self.c.work(lambda: self.c.services.identity.authorisations(agent), self._listed)

    def _listed(self, found: object) -> None:
        way = self.c.session.way
        if way is not None and way.place == "stored":
            self.say(self.acting.listed(found))

    def _use(self, id: str) -> None:
        way, data = self.c.session.way, self.c.session.data
        agent, matter = data.agent, data.matter
        if way is None or agent is None or way.busy:
            return
        self.put(replace(way, busy=True))
        self.c.work(
            lambda: self.c.services.identity.use_authorisation(id, agent, matter), self._used
        )

    def _used(self, found: Answered) -> None:
        way = self.c.session.way
        if way is None or way.place != "stored":
            return
        if found.person is not None:
            self.found(found.person)
        else:
            self.say(replace(way, busy=False, state=found.state))

    # ---- ends ----

    def drop(self) -> None:
        """Whatever was under way is not wanted any more."""
        s = self.c.session
        s.way = None
        s.patience.release("way", self.c.fixed.clock.monotonic())

    def found(self, person: Person) -> None:
        """Somebody is identified: on to where the card's person would have gone."""
        self.close()
        self.c.touched()
        self.c.reading.deliver(person)

    def close(self) -> None:
        """The pages of the ways are done with."""
        s = self.c.session
        s.patience.release("way", self.c.fixed.clock.monotonic())
        s.way, s.typed, s.sub = None, "", 0
        self.c.scanning.stop()

    def _on(self, place: str) -> bool:
        way = self.c.session.way
        return way is not None and way.place == place

    def put(self, way: Way, *, quiet: bool = False) -> None:
        """Show the page as it now stands."""
        self.c.session.way = way
        self.c.show(quiet=quiet)

    def say(self, way: Way) -> None:
        """Show it; what it says of the last try is said aloud too."""
        if way.place != "vouch" or way.state:
            s = self.c.session
            s.patience.release("way", self.c.fixed.clock.monotonic())
        self.put(way)
