"""What may happen to somebody who comes for a drawn matter, as the player does it: all well,
every "no", and every fault that the steps of the matter can meet."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from kiosk.domain.forms import Form, Refuse
from kiosk.domain.loader import shipped
from kiosk.domain.matter import KioskMode
from kiosk.domain.nearest import serves
from kiosk.services.identity import needs_of
from tests.sweep.acts import fault, idle, net, press, printer, screen, shot, to, typed

HELPER = "SP001"
DONE, TICKET, SLIP, REQUEST, KEPT, LEFT = "done", "ticket", "slip", "request", "kept", "left"
"""How a way ends; `done` holds what is filed to be decided later too. KEPT: a half-done visit
under a number of its own, by the person's wish. LEFT: nobody is there any more, and everything
that was entered is wiped: keeping it was offered, and what nobody wished for is not kept."""
VOUCH_S = 310
"""Longer than a number for a clerk is good."""
CLERK_NUMBER = "429999198603150029"
PRINTER = ("cover_open", "jam", "cutter", "offline", "disconnect", "mute", "half_job")
"""Besides paper_out, which every matter meets."""

Actions = list[dict[str, Any]]


@dataclass(frozen=True)
class Way:
    """One of the ways: what is done behind the touch on the matter, and the ends it may have."""

    name: str
    ends: tuple[str, ...]
    actions: Actions
    before: Actions
    card: str = ""


class Ways:
    """All ways of one matter on one machine."""

    def __init__(self, code: str, card: str, draw: random.Random, *, elderly: bool) -> None:
        data = shipped()
        self.code, self.card, self.draw, self.elderly = code, card, draw, elderly
        self.matter, self.form = data.catalogue[code], data.forms.get(code)
        self.record = self.matter.kiosk_mode is KioskMode.QUERY_PRINT

    # ---- a matter that this machine does not take ----

    def elsewhere(self) -> list[Way]:
        """The page that says where it is done is the first and the last."""
        there = [screen("not_here")]
        ticket = [*there, *self._number()]
        mute = self.draw.choice(PRINTER)
        found = [
            self._way("well", TICKET, [*ticket, *_slip("ticket.print"), shot("ticket")]),
            *(
                self._way(kind, TICKET, [*ticket, *_unprinted(kind)], [printer(kind)])
                for kind in ("paper_out", mute)
            ),
            self._way("idle", LEFT, [*there, *_idle_out()]),
        ]
        if not self.elderly:
            found.append(self._way("cannot", REQUEST, [*there, *_request()]))
        slip = [*there, *_slip("not_here.print")]
        return [*found, self._way("no network", SLIP, slip, [net("down")])]

    # ---- a matter that it takes, from somebody whose card alone is not enough ----

    def proven(self) -> list[Way]:
        """A clerk is asked, and nobody comes."""
        asked = [*self._known(), press("confirm.yes"), screen("way_vouch"), idle(VOUCH_S)]
        take = [*self._number(f"ticket.take:{HELPER}:{self.code}"), *_slip("ticket.print")]
        told = [*self._known(), press("confirm.yes"), screen("notice"), *_slip("notice.print")]
        *cards, unplugged = self._cards()
        return [
            self._way("well", TICKET, [*asked, *take], card=self.card),
            self._way("cannot", REQUEST, [*asked, *_request()], card=self.card),
            *cards,
            self._way("no network", SLIP, told, [net("down")], card=self.card),
            unplugged,
        ]

    # ---- a matter that it takes ----

    def taken(self) -> list[Way]:
        """All of it."""
        whole = [*self._known(), *_to_done(), *_through()]
        found = [
            self._way("well", DONE, whole, card=self.card),
            *(self._printer_fails(kind) for kind in ("paper_out", self.draw.choice(PRINTER))),
            *self._noes(),
            self._idle(),
        ]
        *cards, unplugged = self._cards()
        return [*found, *cards, *self._kept(), *self._no_network(), unplugged]

    def _no_network(self) -> list[Way]:
        if self.record:
            stopped = [*self._known(), {"advance": {"to": "trouble", "max": "12"}}]
            ends = [*stopped, *_slip("notice.print")]
            return [self._way("no network", SLIP, ends, [net("down")], card=self.card)]
        whole = [*self._known(), *_to_done(), *_through()]
        late = [*self._known(), to("review"), net("down"), *_to_done(), *_through()]
        return [
            self._way("network lost", DONE, late, card=self.card),
            self._way("no network", DONE, whole, [net("down")], card=self.card),
        ]

    def _printer_fails(self, kind: str) -> Way:
        """The number stands on the glass, and the page says that no slip is there."""
        on = [*self._known(), printer(kind), to("done|trouble")]
        if kind == "half_job":
            on += [{"wait": {"text": "done.slip_unknown", "timeout_s": "60"}}]
        else:
            on += [{"wait": {"screen": "trouble", "timeout_s": "60"}}, shot("noslip")]
            on += [press("trouble.print.without"), screen("done")]
        return self._way(kind, DONE, [*on, *_through()], card=self.card)

    def _noes(self) -> list[Way]:
        """No record, another card, a question's refusal, no consent to look anything up."""
        found = [
            self._way(name, (DONE, SLIP), [*self._known(card), *_either()], card=card)
            for name, card in (("no record", "rare-name"), ("other card", "hk"))
        ]
        without = [*self._known(), to("materials"), press("materials.without")]
        for question, said in _refusals(self.form):
            no = {"choose": f"question.{question}.{said}"}
            ends = [*without, to("question"), no, screen("notice"), *_slip("notice.print")]
            found.append(self._way(f"{question}={said}", SLIP, ends, card=self.card))
        if not self.record and _looks_up(self.code, self.form):
            ends = [*without, *_to_done(), *_through()]
            found.append(self._way("no consent", DONE, ends, card=self.card))
        return found

    def _cards(self) -> list[Way]:
        """No card, one that cannot be read, a reader that is broken, and one that is unplugged."""
        asks = [screen("identify")]
        window = serves(shipped().points[HELPER], self.matter)
        clerk = [press("identify.vouch"), typed("way.number", CLERK_NUMBER)]
        clerk += [press("common.next"), screen("way_vouch"), idle(VOUCH_S)]
        end, then = REQUEST, _request()
        if window:
            take = f"ticket.take:{HELPER}:{self.code}"
            end, then = TICKET, [*self._number(take), *_slip("ticket.print")]
        hand = [press("strip.again")] * 3  # as long as it takes to lay a card down, or to lift it
        read = [{"card": self.card}, *hand, {"wait": {"text": "identify.again"}}]
        tries = [*read, {"card": "none"}, *hand]
        bad = [fault("id_card", "card_gone_mid_read", "0"), *tries, *tries]
        bad += [{"card": self.card}, screen("trouble"), {"card": "none"}]
        ask = self.draw.random() < 0.5
        chips = fault("social_card", "reader_gone", "12")  # one reader that works would be enough
        reader = [chips, fault("id_card", "module_fault"), screen("trouble")]
        gone = [chips, fault("id_card", "hang_up", "12"), screen("trouble")]
        return [
            self._way("no card", end, [*asks, *clerk, *then]),
            self._way("unreadable card", *_slip_or_request([*asks, *bad], ask=ask)),
            self._way("reader broken", *_slip_or_request([*asks, *reader], ask=not ask)),
            self._way("reader unplugged", *_slip_or_request([*asks, *gone], ask=False)),
        ]

    def _idle(self) -> Way:
        """Somebody goes away in the middle."""
        where = self.draw.choice(("identify", "confirm", "matter", "before"))
        card = "" if where == "identify" else self.card
        if where == "identify":
            on: Actions = [screen("identify")]
        else:
            last = "purpose|done" if self.record else "review"
            far = {"confirm": [], "matter": [to("matter")], "before": [to(last)]}
            on = [*self._known(), *far[where]]
        ends = (DONE, LEFT) if self.record and where == "before" else (LEFT,)
        return self._way("idle", ends, [*on, *_idle_out()], card=card)

    def _kept(self) -> list[Way]:
        """Kept by their wish, and gone on with to the end."""
        if self.record:
            return []
        ask = [press("strip.end"), screen("leave")]
        if self.draw.random() < 0.5:
            ask = [idle(190 if self.elderly else 130), screen("idle")]
        keep = [*self._known(), to("review"), *ask, press("idle.save"), screen("resume_kept")]
        keep += [*_slip("resume.print"), shot("kept"), press("resume.finish")]
        on = [*self._known(), *_to_done(), *_through()]
        return [
            self._way("kept", KEPT, keep, card=self.card),
            self._way("gone on with", DONE, on, card=self.card),
        ]

    # ---- parts ----

    def _way(
        self,
        name: str,
        ends: str | tuple[str, ...],
        actions: Actions,
        before: Actions | None = None,
        card: str = "",
    ) -> Way:
        several = (ends,) if isinstance(ends, str) else ends
        return Way(name, several, actions, before or [], card)

    def _known(self, card: str = "") -> Actions:
        """Who is there."""
        return [screen("identify"), {"card": card or self.card}, screen("confirm")]

    def _number(self, take: str = "") -> Actions:
        """From the named point to a number for its window."""
        take_it = press(take) if take else {"advance": {"to": "ticket_who", "max": "3"}}
        more = [press("ticket.more")] if self.elderly else []
        then = [screen("ticket_who"), *more, press("ticket.who:none"), press("ticket.now")]
        return [take_it, *then, screen("ticket")]


def _refusals(form: Form | None) -> list[tuple[str, str]]:
    return [
        (one.id, said)
        for one in (form.questions if form else ())
        for said, then in (("yes", one.yes), ("no", one.no))
        if isinstance(then, Refuse)
    ]


def _looks_up(code: str, form: Form | None) -> bool:
    """Whether there is something to say no to: what only a register knows."""
    found = shipped()
    needs = needs_of(form, found.fields, found.catalogue[code].materials) if form else None
    return bool(needs and needs.lookups)


# ---- several ----


def _slip(id: str) -> Actions:
    return [press(id), {"wait": {"text": "done.slip", "timeout_s": "30"}}]


def _unprinted(kind: str) -> Actions:
    """The number stays where it is, and the page says that the slip is not there."""
    told = {"half_job": "done.slip_unknown", "paper_out": "not_here.no_paper"}
    told["cover_open"] = "not_here.no_paper"
    text = told.get(kind, "not_here.no_printer")
    return [press("ticket.print"), {"wait": {"text": text, "timeout_s": "60"}}, shot("noslip")]


def _request() -> Actions:
    """To the desk for what cannot be done, without a card."""
    cause = [press("cannot.open"), screen("cannot_cause"), press("cannot.cause:system")]
    return [*cause, to("cannot"), *_slip("cannot.print"), shot("request")]


def _slip_or_request(on: Actions, *, ask: bool) -> tuple[str, Actions]:
    if ask:
        return REQUEST, [*on, *_request()]
    return SLIP, [*on, *_slip("notice.print"), shot("slip")]


def _to_done() -> Actions:
    return [to("done"), shot("done")]


def _through() -> Actions:
    """Past the number to the end, with a word on how it was."""
    return [{"advance": {"to": "rate", "max": "8"}}, press("rate.5"), screen("card")]


def _either() -> Actions:
    """Done, or a "no" with its slip; then nobody is there."""
    return [to("done|notice"), shot("either"), to("rate|card"), *_idle_out()]


def _idle_out() -> Actions:
    """Until nobody can be there any more, however much is said meanwhile."""
    return [idle(200), idle(60), idle(60)]


def tail(way: Way) -> Actions:
    """Back to the screen that waits for people: the card taken, what was broken mended."""
    acts = [*way.before, *way.actions]
    broken = [one["fault"] for one in acts if "fault" in one]
    mended = [fault(one["role"], "none") for one in broken if one["kind"] != "hang_up"]
    up = [net("up")] if net("down") in acts else []
    taken = [{"card": "none"}, screen("end")] if way.card else []
    return [*_idle_out(), *taken, *once(mended), *up, idle(6), screen("attract")]


def once(actions: Actions) -> Actions:
    """Each once, in order."""
    return [one for n, one in enumerate(actions) if one not in actions[:n]]
