"""Pages of a matter before it is checked: what may be looked up, what a record is for."""

from __future__ import annotations

from dataclasses import replace

from kiosk.services.page import Act, Choice, Page, Row, Section, Tick
from kiosk.services.presenters.frame import act, back, framed
from kiosk.services.view import Draft, View


def materials(view: View) -> tuple[Draft, ...]:
    """One consent for one look-up, or filling it in by hand."""
    w, data = view.words, view.data
    wanted = [f for f in data.needs.lookups if f in data.missing() or f in data.known]
    origin = {"bank.account": "materials.from.hrss"}
    rows = tuple(
        Row(
            w(f"materials.item.{f}"),
            note=w(origin.get(f, "materials.from.platform")),
            mark="info-circle",
        )
        for f in wanted
    )
    ticked = "lookup" in data.consents
    page = Page(
        "materials",
        title=w("materials.title"),
        lead=w("materials.lead"),
        sections=(
            Section("" if view.elderly else w("materials.list"), rows),
            Section("", (whole(view, "materials.without", "pencil"),)),
        ),
        ticks=(Tick("materials.agree", w("materials.agree"), w("materials.agree_note"), ticked),),
        caption=w("materials.say", items=_spoken_items(view, wanted)),
        back=back(view),
        main=act(view, "common.next", "arrow-right"),
    )
    return (framed(view, page, "" if ticked else "frame.gap.tick"),)


def _spoken_items(view: View, wanted: list[str]) -> str:
    w = view.words
    return w("list.and").join(w(f"materials.say.{f}") for f in wanted)


def whole(view: View, message: str, icon: str) -> Row:
    """A row that acts as a whole."""
    one = act(view, message, icon)
    return Row(value=one.text, mark=icon, act=one, whole=True)


def working(view: View) -> tuple[Draft, ...]:
    """The machine works; the person waits a few seconds."""
    return _busy(view, "working")


def sending(view: View) -> tuple[Draft, ...]:
    """The case is being handed in; a record is only looked up."""
    at_once = view.matter is not None and view.matter.decided_in_visit
    looked_up = at_once and not view.data.pictures
    return _busy(view, "working" if looked_up else "sending")


def _busy(view: View, name: str) -> tuple[Draft, ...]:
    w = view.words
    lead = w(f"{name}.lead") if w.has(f"{name}.lead") else ""
    page = Page(name, title=w(f"{name}.title"), lead=lead, caption=w(f"{name}.say"), busy=True)
    return (framed(view, page),)


def question(view: View) -> tuple[Draft, ...]:
    """One plain yes/no question; the last one once more on the way back to it."""
    w, data = view.words, view.data
    name = data.question() or list(data.questions)[-1]
    said = data.questions.get(name, "")
    page = Page(
        "question",
        title=w(f"question.{name}.title"),
        lead=w(f"question.{name}.lead"),
        choices=tuple(
            Choice(
                f"question.{name}.{answer}",
                w(f"question.{name}.{answer}"),
                icon=icon,
                chosen=said == answer,
            )
            for answer, icon in (("yes", "check"), ("no", "x"))
        ),
        caption=w(f"question.{name}.say"),
        back=back(view),
    )
    return (framed(view, page),)


def purpose(view: View) -> tuple[Draft, ...]:
    """What the record is for, and the consent to read it; two pages in the elderly mode."""
    w, data = view.words, view.data
    chosen = data.value("reading.purpose")
    ticked = "reading" in data.consents
    choices = tuple(
        Choice(f"purpose.{p}", w(f"purpose.{p}"), chosen=chosen == p) for p in data.needs.purposes
    )
    tick = Tick("purpose.agree", w("purpose.agree"), w("purpose.agree_note"), ticked)
    go: Act = act(view, "purpose.print", "printer")
    gap_choice = "" if chosen else "frame.gap.choose"
    gap_tick = "" if ticked else "frame.gap.tick"
    first = Page(
        "purpose",
        title=w("purpose.title"),
        lead=w("purpose.lead"),
        choices=choices,
        caption=w("purpose.say"),
        back=back(view),
        main=act(view, "common.next", "arrow-right"),
    )
    if not view.elderly:
        return (framed(view, replace(first, ticks=(tick,), main=go), gap_choice, gap_tick),)
    return (framed(view, first, gap_choice), _agree_page(view, tick, go, gap_tick))


def _agree_page(view: View, tick: Tick, go: Act, gap: str) -> Draft:
    w = view.words
    page = Page(
        "consent",
        title=w("purpose.agree_title"),
        ticks=(tick,),
        caption=w("purpose.agree_say"),
        back=act(view, "common.back", "arrow-left"),
        main=go,
    )
    return framed(view, page, gap)
