"""What each action of a script does on the terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from ui.play.actions import Action
from ui.play.filling import NONE, Filler
from ui.play.find import pattern, shown_text, squeeze, unbroken
from ui.play.hands import Flow, Until
from ui.play.steer import Steer, SteerError
from ui.play.subject import Role
from ui.play.visit import CannotError, Visit

DEFAULT_S = 30.0
SHORT_S = 2.0
MOST_PAGES = 30


class Doing:
    """One method an action; each is a flow that ends when the action is done."""

    def __init__(
        self,
        visit: Visit,
        answers: Mapping[str, str],
        say: Callable[[dict[str, object]], None],
    ) -> None:
        self.visit = visit
        self.filler = Filler(visit, answers)
        self.say = say
        control = visit.subject.control
        self.steer = Steer(control) if control is not None else None
        self._ways: dict[str, Callable[[Action], Flow[None]]] = {
            "press": self._press,
            "type": self._type,
            "choose": self._choose,
            "advance": self._advance,
            "card": self._card,
            "scan": self._scan,
            "fault": self._fault,
            "network": self._network,
            "wait": self._wait,
            "expect": self._expect,
            "shot": self._shot,
            "key": self._key,
            "idle": self._idle,
        }

    def close(self) -> None:
        """Hang up on the emulators."""
        if self.steer is not None:
            self.steer.close()

    def do(self, action: Action) -> Flow[None]:
        """Carry out one action; CannotError says why it cannot be done."""
        yield from self._ways[action.do](action)

    # on the glass

    def _press(self, action: Action) -> Flow[None]:
        visit = self.visit
        yield from visit.settle()
        before = visit.page
        if "name" in action.args:
            took = yield from visit.touch("press", (action.args["name"],))
        else:
            took = yield from visit.press(action.args["id"])
        yield Until(lambda: visit.page != before, 0.5)
        yield from visit.settle()
        visit.write(action.as_written(), took)

    def _type(self, action: Action) -> Flow[None]:
        yield from self.visit.settle()
        page, text = self.visit.page, action.args["text"]
        if text == NONE and page.field is not None and page.field.id == action.args["field"]:
            yield from Filler(self.visit, {page.field.id: NONE}).leave_out(page, page.field)
        else:
            yield from self.filler.type_into(action.args["field"], text)

    def _choose(self, action: Action) -> Flow[None]:
        yield from self.visit.settle()
        wanted = action.args.get("id") or self._choice_named(action.args["name"])
        yield from self.filler.choose(wanted)
        yield from self.visit.settle()
        self.visit.write(action.as_written())

    def _choice_named(self, name: str) -> str:
        page = self.visit.page
        for choice in page.choices:
            if squeeze(choice.title) == squeeze(name):
                return choice.id
        raise CannotError(f"no choice is called {name} on screen {page.screen}")

    def _advance(self, action: Action) -> Flow[None]:
        most = int(action.number("max", MOST_PAGES))
        yield from self.filler.advance(tuple(action.args["to"].split("|")), most)
        self.visit.write(action.as_written())

    def _key(self, action: Action) -> Flow[None]:
        yield from self.visit.settle()
        took = yield from self.visit.hands.key(action.args["name"])
        yield from self.visit.settle()
        self.visit.write(action.as_written(), took)

    def _shot(self, action: Action) -> Flow[None]:
        yield from self.visit.settle()
        self.visit.write(action.as_written(), picture=action.args["name"])

    def _idle(self, action: Action) -> Flow[None]:
        # The clock stands still while the machine works: what is under way ends first.
        yield Until(self.visit.subject.quiet, DEFAULT_S)
        before = self.visit.page
        self.visit.subject.idle(action.number("seconds", 0.0))
        yield Until(lambda: self.visit.page != before, 0.5)
        yield from self.visit.arrived()
        self.visit.write(action.as_written())

    # round the glass

    def _card(self, action: Action) -> Flow[None]:
        role = self._named(action.args["role"]) if "role" in action.args else None
        role = role or self._role_of("id_card")
        yield from self._outside(action, role, "card", {"name": action.args["name"]})

    def _scan(self, action: Action) -> Flow[None]:
        role = self._role_of("code_scanner")
        yield from self._outside(action, role, "scan", {"text": action.args["text"]})

    def _fault(self, action: Action) -> Flow[None]:
        role = self._named(action.args["role"])
        args: dict[str, Any] = {"kind": action.args["kind"]}
        if "at" in action.args:
            at = action.args["at"]
            args["at"] = int(at) if at.lstrip("-").isdigit() else at
        yield from self._outside(action, role, "fault", args)

    def _named(self, name: str) -> Role:
        for role in self.visit.subject.roles():
            if role.role == name:
                return role
        raise CannotError(f"this terminal has no {name}")

    def _role_of(self, kind: str) -> Role:
        for role in self.visit.subject.roles():
            if role.kind == kind:
                return role
        raise CannotError(f"this terminal has no {kind}")

    def _outside(self, action: Action, role: Role, do: str, args: Mapping[str, Any]) -> Flow[None]:
        """Tell the emulator; with a real device ask aloud and wait for what comes of it."""
        if role.virtual and self.steer is not None:
            yield from self._steered(self.steer.ask(role.role, do, args))
        else:
            yield from self._by_hand(action, role)
        yield from self.visit.arrived()
        self.visit.write(action.as_written())

    def _steered(self, answer: Future[dict[str, Any]]) -> Flow[None]:
        if not (yield Until(answer.done, DEFAULT_S)):
            raise CannotError("the emulators do not answer")
        try:
            answer.result()
        except SteerError as error:
            raise CannotError(str(error)) from error

    def _by_hand(self, action: Action, role: Role) -> Flow[None]:
        subject, page = self.visit.subject, self.visit.page
        seconds = action.number("timeout_s", DEFAULT_S)
        self.say({**action.as_written(), "role": role.role, "timeout_s": seconds})

        def came() -> bool:
            now = [r.state for r in subject.roles() if r.role == role.role]
            return subject.page != page or now != [role.state]

        if not (yield Until(came, seconds)):
            raise CannotError(f"nothing came of it at {role.role} within {seconds:g} s")

    def _network(self, action: Action) -> Flow[None]:
        gate = self.visit.subject.network
        if gate is None:
            raise CannotError("the way to this platform cannot be cut from here")
        gate.set(action.args["state"])
        yield from self.visit.arrived()
        self.visit.write(action.as_written())
        yield from self.visit.settle()

    # looking and listening

    def _wait(self, action: Action) -> Flow[None]:
        seconds = action.number("timeout_s", DEFAULT_S)
        yield from self._until_seen(action, seconds)
        yield from self.visit.settle()
        self.visit.write(action.as_written())

    def _expect(self, action: Action) -> Flow[None]:
        yield from self.visit.settle()
        yield from self._until_seen(action, SHORT_S)
        self.visit.write(action.as_written())

    def _until_seen(self, action: Action, seconds: float) -> Flow[None]:
        (where, wanted), *_ = ((k, v) for k, v in action.args.items() if k != "timeout_s")
        looks: dict[str, Callable[[str], bool]] = {
            "screen": lambda name: self.visit.page.screen == name,
            "text": lambda text: self._says(shown_text(self.visit.subject.window), text),
            "spoken": lambda text: self._says("\n".join(self.visit.subject.spoken()), text),
            "receipt": self._is_printed,
        }
        if not (yield Until(lambda: looks[where](wanted), seconds)):
            here = self.visit.page.screen
            raise CannotError(f"{where} {wanted} did not come within {seconds:g} s, on {here}")

    def _says(self, all_of_it: str, wanted: str) -> bool:
        """A message id stands for its text in the running language, other words for themselves."""
        candidates = self.visit.subject.names.name_of(wanted) or (wanted,)
        flat, whole = squeeze(all_of_it), unbroken(all_of_it)
        return any(
            pattern(one).search(flat) or pattern(unbroken(one)).search(whole)
            for one in candidates
            if one
        )

    def _is_printed(self, wanted: str) -> bool:
        subject = self.visit.subject
        return any(self._says(subject.read_receipt(d).text, wanted) for d in subject.receipts())
