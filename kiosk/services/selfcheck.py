"""The check at start-up: flows, words, forms and machines fit together, or it says how not."""

from __future__ import annotations

from kiosk.domain.loader import Shipped
from kiosk.flows.matter import FLOWS
from kiosk.services.messages import texts as all_texts
from kiosk.services.session import STEP_PAGES

SERVICES = ("lookup", "file", "query")
WORDS = {
    "working": "working.title",
    "matter": "matter.start",
    "capture": "capture.take",
    "form": "form.say",
    "done": "done.received",
    "notice": "notice.print",
    "question": "question.has_social_card.title",
}


def problems() -> list[str]:
    """Everything that does not fit, as sentences for an engineer."""
    texts = all_texts("zh_CN")
    screens = {step.screen for flow in FLOWS.values() for step in flow.steps.values()}
    data = Shipped()  # one of its own: what only the check needs is not kept for the day
    found = data.problems()
    for flow in FLOWS.values():
        found += flow.problems(
            screens, SERVICES, lambda screen: WORDS.get(screen, f"{screen}.title") in texts
        )
        found += [f"{flow.id}: nobody draws '{n}'" for n in flow.steps if n not in STEP_PAGES]
    for form in data.forms.values():
        found += [
            f"{form.matter}: no words for question '{q.id}'"
            for q in form.questions
            if f"question.{q.id}.title" not in texts
        ]
    return found
