"""Pages for slips printed again, and for holding a code to the scanner."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.zone import local
from kiosk.services.page import Act, Banner, Page, Row, Section
from kiosk.services.ports_papers import PrintedSlip, Slips
from kiosk.services.presenters.card_words import asks, picture, said
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.inputs.pads import pad
from kiosk.services.presenters.inputs.shapes import DIGITS, Shape
from kiosk.services.presenters.places import point_name
from kiosk.services.view import Draft, View
from kiosk.services.wording import clock, matter_name, near_date

ROWS, ELDERLY_ROWS = 5, 3
NUMBER = Shape("digits", DIGITS, 16, 16, (4,))
PASSWORD = Shape("digits", DIGITS, 6, 6, (3,))
SHAPES = {"slip.number": NUMBER, "slip.password": PASSWORD}
HUB = (
    ("reprint.open", "receipt"),
    ("verify.open", "certificate"),
    ("readings.open", "list-search"),
)
PRINTING = {
    "printing": "slips.printing",
    "unknown": "slips.unknown",
    "paper": "slips.failed",
    "printer": "slips.failed",
}
KINDS = ("receipt", "record", "notice", "readings", "ticket", "request", "progress")
GOOD = ("ready", "busy", "low", "unknown")


def hub(view: View) -> tuple[Draft, ...]:
    """What can be done with papers that there are already."""
    w = view.words
    ways = (
        ("reprint.open", "receipt"),
        ("verify.open", "certificate"),
        ("readings.open", "list-search"),
    )
    rows = tuple(_way(view, message, icon, note=not view.elderly) for message, icon in ways)
    page = Page(
        "papers",
        title=w("papers.title"),
        sections=(Section("", rows),),
        caption=w("papers.say"),
        back=back_button(view),
    )
    return (framed(view, page),)


def ways(view: View) -> tuple[Draft, ...]:
    """How a slip is found again: by card, by its code, by its number."""
    w = view.words
    found = [("reprint.card", "id")]
    if can_scan(view):
        found.append(("reprint.scan", "receipt"))
    found.append(("reprint.number", "writing"))
    rows = tuple(_way(view, message, icon, note=not view.elderly) for message, icon in found)
    page = Page(
        "reprint",
        title=w("reprint.title"),
        lead="" if view.elderly else w("reprint.lead"),
        sections=(Section("", rows),),
        caption=w("reprint.say"),
        back=back_button(view),
    )
    return (framed(view, page),)


def card(view: View) -> tuple[Draft, ...]:
    """Put the card down."""
    w = view.words
    state = said(view)
    title, lead, say = asks(view)
    page = Page(
        "identify",
        title=w(state or title),
        icon=picture(view),
        lead="" if state else w(lead),
        caption=w(f"{state}.say" if state else say),
        back=back_button(view),
        remark=w("papers.card_why"),
        busy=view.card == "reading",
    )
    return (framed(view, page),)


def scan(view: View, key: str, *, refused: bool) -> tuple[Draft, ...]:
    """Hold the code to the scanner. `key`: reprint or verify."""
    w = view.words
    say = f"{key}.scan_again" if refused else f"{key}.scan_title"
    page = Page(
        "scan",
        title=w(say),
        lead=w(f"{key}.scan_lead"),
        icon="receipt" if key == "reprint" else "certificate",
        caption=w(f"{key}.scan_again_say" if refused else f"{key}.scan_say"),
        back=back_button(view),
        remark=w("papers.scan_where"),
    )
    return (framed(view, page),)


def typed(view: View, name: str, wrong: Slips | None) -> tuple[Draft, ...]:
    """The slip's number, or its password. `name`: slip.number or slip.password."""
    w, one = view.words, name.rpartition(".")[2]
    lead = w(f"reprint.{one}_lead")
    if wrong is not None and wrong.state == "wrong":
        left = wrong.tries_left
        lead = w("reprint.wrong") if left is None else w("reprint.wrong_left", n=left)
    field = pad(view, name, SHAPES[name], label=w(f"reprint.{one}_label"), typed=view.typed)
    page = Page(
        "slip_entry",
        title=w(f"reprint.{one}_title"),
        lead=lead,
        field=field,
        caption=lead if wrong else w(f"reprint.{one}_say"),
        back=back_button(view),
        main=act(view, "common.next", "arrow-right"),
    )
    return (framed(view, page),)


def slips(view: View, found: tuple[PrintedSlip, ...]) -> tuple[Draft, ...]:
    """The slips of 30 days, newest first; a touch prints one."""
    w = view.words
    page = Page("slips", title=w("slips.title"), caption=w("slips.say"))
    rows = tuple(_slip_row(view, one) for one in found)
    return pages_of(view, page, rows, ELDERLY_ROWS if view.elderly else ROWS, None)


def slip_name(view: View, one: PrintedSlip) -> str:
    """What a slip is called: by its matter, else by what kind of slip it is."""
    w = view.words
    matter = view.matters.get(one.matter)
    if matter is not None:
        return matter_name(w, matter)
    return w(f"slips.kind.{one.kind}" if one.kind in KINDS else "slips.kind.other")


def _slip_row(view: View, one: PrintedSlip) -> Row:
    w, here, name = view.words, local(one.at), slip_name(view, one)
    kind = w(f"slips.kind.{one.kind}" if one.kind in KINDS else "slips.kind.other")
    day = f"{near_date(w, here.date(), view.today)} {clock(here)}"
    parts = [day, kind] if name != kind else [day]
    if one.copies:
        parts.append(w("slips.copies", n=one.copies))
    press = Act(f"slips.print:{one.id}", name, name=f"{name} {day}")
    return Row("", name, w("list.comma").join(parts), "printer", press, whole=True)


def copy_done(view: View, name: str, copy_no: int) -> tuple[Draft, ...]:
    """The copy is there, on its way, or did not come out."""
    w, failed = view.words, view.print_state in ("paper", "printer")
    key = {"printing": "slips.printing", "unknown": "slips.unknown"}.get(
        view.print_state, "slips.done"
    )
    if failed:
        key = "slips.failed"
    rows = (
        Row(w("slips.what"), name),
        Row(w("slips.copy_no"), w("slips.copy_value", n=copy_no)),
    )
    page = Page(
        "slip_done",
        title=w(key),
        icon="printer-off" if failed else "done",
        sections=(Section("", rows),) if copy_no else (),
        banner=Banner(w("slips.failed_safe"), (_window(view),)) if failed else None,
        caption=w(f"{key}_say"),
        busy=view.print_state == "printing",
    )
    if view.print_state == "printing":
        return (framed(view, replace(page, icon="", sections=())),)
    more = act(view, "slips.retry", "printer") if failed else act(view, "slips.more", "receipt")
    return (framed(view, replace(page, other=more, main=act(view, "papers.finish", "check"))),)


def _window(view: View) -> str:
    return view.words("papers.window", place=point_name(view, view.place.helper))


def sorry(view: View, key: str) -> tuple[Draft, ...]:
    """A "no" that helps. `key`: none, locked, offline, gone, refused or forged."""
    w = view.words
    again = act(view, "papers.again", "refresh")
    page = Page(
        "papers_no",
        title=w(f"papers.{key}.title"),
        icon="wifi-off" if key == "offline" else "alert-triangle",
        banner=Banner(w(f"papers.{key}.safe"), (_window(view),)),
        caption=w(f"papers.{key}.say"),
        back=None,
        other=None if key == "locked" else again,
        main=act(view, "papers.finish", "check"),
    )
    return (framed(view, page),)


def waiting(view: View) -> tuple[Draft, ...]:
    """The platform is being asked."""
    w = view.words
    page = Page("working", title=w("papers.asking"), caption=w("papers.asking"), busy=True)
    return (framed(view, page),)


def pages_of(
    view: View, page: Page, rows: tuple[Row, ...], size: int, last: Act | None
) -> tuple[Draft, ...]:
    """Rows that are longer than a page, a few at a time; `last` is the last page's main action."""
    w = view.words
    parts = [rows[n : n + size] for n in range(0, len(rows), size)]
    more = replace(act(view, "common.next", "arrow-right"), text=w("find.next"))
    return tuple(
        framed(
            view,
            replace(
                page,
                sections=(Section("", part),),
                over=w("frame.pages", n=n, all=len(parts)) if len(parts) > 1 else page.over,
                back=back_button(view),
                other=more if n < len(parts) else page.other,
                main=None if n < len(parts) else last,
            ),
        )
        for n, part in enumerate(parts, 1)
    )


def printed_notice(view: View) -> str:
    """One line about a slip that was asked for on the page itself."""
    keys = {
        "printing": "done.slip_printing",
        "done": "done.slip",
        "unknown": "done.slip_unknown",
        "paper": "slips.failed",
        "printer": "slips.failed",
    }
    key = keys.get(view.print_state, "")
    return view.words(key) if key else ""


def can_scan(view: View) -> bool:
    """Whether there is a scanner that works."""
    return view.devices.get("scanner", "") in GOOD


def _way(view: View, message: str, icon: str, *, note: bool) -> Row:
    one = act(view, message, icon)
    text = view.words(f"{message}_note") if note else ""
    return Row(value=one.text, note=text, mark=icon, act=one, whole=True)


def back_button(view: View) -> Act:
    """The way back, on every page of an errand."""
    return act(view, "common.back", "arrow-left")
