"""What each touch means in each step of a visit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.domain.loader import shipped
from kiosk.domain.nearest import why_not_here
from kiosk.domain.offer import Offer, offer_of
from kiosk.flows.data import Person, VisitData
from kiosk.flows.engine import Visit
from kiosk.flows.matter import APPLICATION, flow_for
from kiosk.services.answering import Answering
from kiosk.services.handing_in import HandingIn
from kiosk.services.identity import card_facts, needs_of, refusal, verdict
from kiosk.services.presenters.inputs.entry import NO_ENTRY
from kiosk.services.wording import aloud

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.services.controller import Controller
    from kiosk.services.ports import LookedUp

FORWARD = (
    "common.next",
    "known.right",
    "review.right",
    "review.submit",
    "address.right",
    "matter.start",
    "purpose.print",
    "sign.done",
)


class Steps:
    """Moves a visit on. Every method ends by showing the page that follows."""

    def __init__(self, controller: Controller) -> None:
        self.c = controller
        self.handing_in = HandingIn(controller)
        self.answering = Answering(controller)
        self._presses: dict[str, Callable[[str], None]] = {
            "common.back": lambda _: self.back(),
            "identify.no_card_act": lambda _: self.c.help(),
            "confirm.yes": lambda _: self._is_me(),
            "confirm.no": lambda _: self._not_me(),
            "materials.without": lambda _: self._without_lookup(),
            "common.change": self._change,
            "review.read_aloud": lambda _: self._read_aloud(),
            "sign.clear": lambda _: self.answering.signed([]),
            "sign.by_number": lambda _: self.answering.by_number(),
            "sign.submit": lambda _: self.answering.last_four(),
            "trouble.card.retry": lambda _: self._card_again(),
            **self.handing_in.presses(),
            **self.c.capturing.presses(),
            **self.answering.presses(),
        }

    @property
    def visit(self) -> Visit[VisitData]:
        """The visit under way."""
        visit = self.c.session.visit
        if visit is None:
            raise RuntimeError("no visit is under way")
        return visit

    # ---- beginning ----

    def begin(self, code: str) -> None:
        """Begin a visit for a matter: ask for the card."""
        matter, s = self.c.fixed.matters[code], self.c.session
        if self.c.services.service.resting():
            self.c.go_home()  # what is under way may end, nothing new is begun
            return
        if self.c.services.refusing():
            self.c.stopped("store")  # before anything is asked, not after it was entered
            return
        if offer_of(matter) is not Offer.VISIT or why_not_here(matter, self.c.fixed.place.point):
            from kiosk.services.errands.not_here import NotHere

            self.c.open(NotHere(self.c), "not_here", code)
            return
        needs = needs_of(shipped().forms[code], shipped().fields, matter.materials)
        if flow_for(matter.kiosk_mode) is APPLICATION:
            needs = replace(needs, takes=self.c.capturing.subjects(matter))
        data = VisitData(matter=code, version=matter.version, needs=needs)
        s.visit = Visit(flow_for(matter.kiosk_mode), data)
        s.phase, s.sub, s.print_state, s.slip_no, s.trouble = "visit", 0, "", "", ""
        s.page_state = ""
        s.typed, s.entry, s.half, s.look = "", NO_ENTRY, None, None
        self.c.reading.begin()
        self.c.show()

    def identified(self, person: Person) -> None:
        """A card was read whole, or somebody was identified in another way."""
        if self.c.identifying.acting.same(person):
            return
        data = self.visit.data
        self.c.resuming.look(data.agent or person)
        self.go(replace(data, person=person).learn(card_facts(person)))

    def _is_me(self) -> None:
        data = self.visit.data
        proves = self.c.identifying.vouching.must_prove
        if data.person is None or proves(data.person):
            return
        notice = verdict(shipped().forms[data.matter], data.person, self.c.fixed.clock.today())
        if notice is None:
            self.c.resuming.take_up()
        else:
            self.handing_in.refuse(replace(data, notice=notice))

    def _not_me(self) -> None:
        data = self.visit.data
        self.visit.submit(replace(data, person=None).forget(*data.known))
        self.c.session.sub = 0
        self.c.reading.begin_again()

    def _card_again(self) -> None:
        self.c.session.trouble, self.c.session.overlay = "", ""
        self.c.reading.begin_again()

    # ---- moving ----

    def press(self, name: str, key: str) -> None:
        """An action of the present step."""
        if name in FORWARD:
            self._forward()
        elif name in self._presses:
            self._presses[name](key)

    def _forward(self) -> None:
        """The main action: what is missing is said, not greyed out."""
        draft = self.c.draft()
        if draft.gaps:
            self.hint(draft.gaps[0])
            return
        if draft.page.field:
            self.answering.take_typed(draft.page.field.id)
            return
        s = self.c.session
        if s.sub + 1 < len(self.c.drafts()):
            s.sub += 1
            self.c.show()
            return
        if s.step == "matter" and self.handing_in.offline_record():
            return
        self.go(self.visit.data)

    def go(self, data: VisitData) -> None:
        """Leave the step with this data, show the next and start what it runs."""
        s = self.c.session
        self.visit.submit(data)
        s.sub, s.typed, s.sign_by_number, s.card_failures = 0, "", False, 0
        s.entry = s.entry.opened("")
        if self.visit.ended:
            self.c.idling.finish()
            return
        self.c.show()
        run = self.visit.step.run
        if run == "lookup":
            self._look_up()
        elif run:
            self.handing_in.run()

    def back(self) -> None:
        """One page back; from the card page, home."""
        s = self.c.session
        if self.answering.back():
            return
        s.typed = ""
        if s.sign_by_number:
            s.sign_by_number = False
        elif s.sub > 0:
            s.sub -= 1
        elif s.phase == "visit" and self.visit.can_go_back:
            self.visit.back()
            if self.visit.name == "identify":
                self._not_me_back()
                return
            if self.visit.name == "capture":
                self.visit.replace(self.c.capturing.anew(self.visit.data))
        else:
            self.c.found.back_out()
            return
        self.c.show()

    def _not_me_back(self) -> None:
        data = self.visit.data
        self.visit.replace(replace(data, person=None).forget(*data.known))
        self.c.reading.begin_again()

    def hint(self, message: str, **values: str) -> None:
        """Say what is missing, on the page and aloud."""
        self.c.session.hint = message
        self.c.session.hint_values = values
        self.c.show()

    def put(self, data: VisitData) -> None:
        """Change the data on the same page."""
        self.visit.replace(data)
        self.c.show(quiet=True)

    # ---- looking up ----

    def _look_up(self) -> None:
        data, matter = self.visit.data, self.c.session.matter
        if matter is not None:
            self.c.work(lambda: self.c.services.look_up(data, matter), self._looked_up)

    def _looked_up(self, found: LookedUp) -> None:
        data = self.visit.data.learn(found.facts)
        state = "done" if found.answered else "failed"
        self.go(replace(data, looked_up=state))

    def _without_lookup(self) -> None:
        data = self.visit.data
        data = data.forget(*(f for f in data.needs.lookups if f not in data.answers))
        self.go(replace(data.consent("lookup", None), looked_up="declined"))

    # ---- answering ----

    def choose(self, id: str) -> None:
        """A choice of the present step."""
        if self.answering.choose(id):
            return
        name, _, value = id.rpartition(".")
        data = self.visit.data
        if name.startswith("question."):
            self._say_yes_no(name.removeprefix("question."), value)
        elif name == "purpose":
            self.put(data.answer("reading.purpose", value))

    def _say_yes_no(self, question: str, answer: str) -> None:
        data = self.visit.data.say(question, answer)
        notice = refusal(shipped().forms[data.matter], question, answer)
        if notice:
            self.handing_in.refuse(replace(data, notice=notice))
        else:
            self.go(data)

    def _change(self, key: str) -> None:
        """Change one answer from the review, and come back to it."""
        step = "delivery" if key.startswith("delivery.") else "form"
        self.visit.jump(step, self.visit.data)
        self.answering.open(key)

    def _read_aloud(self) -> None:
        """The review by voice: no name and no address on the loudspeaker, of numbers the last
        four, digit by digit (EN 301 549, 5.1.3.9)."""
        w, page = self.c.view().words, self.c.draft().page
        unsaid = (w("review.who"), w("field.delivery.address.label"))
        said = [
            f"{row.label}{w('list.comma')}{aloud(w, row.value)}"
            for section in page.sections
            for row in section.rows
            if row.label not in unsaid
        ]
        self.c.say("。".join(said) if w.lang == "zh_CN" else ". ".join(said))
