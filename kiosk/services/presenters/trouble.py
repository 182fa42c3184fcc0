"""A "no" that helps, and trouble: what happened, that nothing is lost, what to do now."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.nearest import serves
from kiosk.domain.numbers import in_fours
from kiosk.services.page import Act, Banner, Page, Row, Section
from kiosk.services.presenters.frame import act, framed
from kiosk.services.presenters.not_here import cannot_row
from kiosk.services.presenters.places import open_line, point_name
from kiosk.services.view import Draft, View
from kiosk.services.wording import by_date, near_date, spoken_date

NO_CARD = ("card", "reader")
"""Trouble in which nobody's card can be read."""


def notice(view: View) -> tuple[Draft, ...]:
    """Not here, not yet, or not found: the reason, and the place that is open now or opens next."""
    told = view.data.notice
    if told is None:
        return ()
    w, key, point = view.words, f"notice.{told.reason}", view.place.helper
    values: dict[str, str] = {"place": told.place, "point": point_name(view, point)}
    if told.from_day:
        values["date"] = near_date(w, told.from_day, view.today)
        values["years"] = str(told.years or 80)
    spoken = dict(values)
    if told.from_day:
        spoken["date"] = spoken_date(w, told.from_day, view.today)
    first = told.place or w(f"{key}.safe", **values)
    lines = [w(f"{key}.line", **values)]
    if view.case_no:
        lines.insert(0, f"{w('notice.own_number')} {in_fours(view.case_no)}")
    lines = lines[:1] if view.elderly else lines  # the rest is on the slip
    page = Page(
        "notice",
        title=w(f"{key}.title"),
        lead="" if view.elderly and _number_row(view, told.reason) else w(f"{key}.lead", **values),
        banner=Banner(first, tuple(lines)),
        sections=(_point_section(view, told.reason),),
        caption=w(f"{key}.say", **spoken),
    )
    printed = view.print_state in ("done", "again")
    page = replace(
        page,
        notice=_slip_asked(view),
        other=None if printed else act(view, "notice.finish", "check"),
        main=act(view, "notice.finish", "check")
        if printed
        else act(view, "notice.print", "printer"),
        busy=view.print_state == "printing",
    )
    return (framed(view, page),)


AT_A_WINDOW = ("level", "expired", "refused", "no_record", "card", "reader", "network")
"""What a window of the named point can go on with, so that a number for it helps."""


def _point_section(view: View, kind: str) -> Section:
    """The named point, a number for its window, and the desk for what cannot be done."""
    number = _number_row(view, kind)
    place = _point_rows(view, brief=bool(number))
    if view.elderly and number:  # one row names the place and takes the number
        number = (
            replace(number[0], note=f"{place[0].value}{view.words('list.comma')}{place[0].note}"),
        )
        place = ()
    rows = [*place, *number, cannot_row(view)]
    return Section("" if view.elderly else view.words("notice.point"), tuple(rows))


def _number_row(view: View, kind: str) -> tuple[Row, ...]:
    """A number for the window with what was entered inside; only where it does the matter."""
    numbered = view.elderly and view.case_no  # the slip with that number is enough
    return () if kind not in AT_A_WINDOW or numbered else window_row(view)


def window_row(view: View) -> tuple[Row, ...]:
    """A number for a window of the helping point, where that does the matter of the visit."""
    point, matter = view.place.helper, view.matter
    if matter is None or not serves(point, matter):
        return ()
    text = view.words("trouble.ticket")
    one = Act(f"ticket.take:{point.id}:{matter.code}", text, "ticket")
    return (Row(value=text, mark="ticket", act=one, whole=True),)


def _slip_asked(view: View) -> str:
    """On a page that offers a slip: whether it is there, or asked where nobody can tell."""
    words = {"done": "done.slip", "again": "done.slip", "unknown": "done.slip_unknown"}
    key = words.get(view.print_state, "")
    return view.words(key) if key else ""


def _point_rows(view: View, *, brief: bool) -> tuple[Row, ...]:
    """The place and its hours, in one row where `brief` and in the elderly mode; what is left out
    here is on the slip."""
    w, point = view.words, view.place.helper
    hours = open_line(view, point, "notice.open_until", "notice.opens")
    if brief or view.elderly:
        return (Row(value=point_name(view, point), note=hours, mark="map-pin"),)
    return (
        Row(w("notice.place"), point_name(view, point)),
        Row(w("notice.hours"), hours),
        Row(w("notice.phone"), point.phone),
    )


def print_trouble(view: View) -> tuple[Draft, ...]:
    """The slip did not come out: what is safe first, then the ways on."""
    w, outcome = view.words, view.data.outcome
    title = "trouble.paper.title" if view.print_state == "paper" else "trouble.printer.title"
    point = view.place.helper
    window = Row(
        value=w("trouble.print.window", place=point_name(view, point)),
        note="" if view.elderly else w("trouble.print.window_note"),
        mark="map-pin",
    )
    safe = "trouble.print.safe_notice"
    if outcome:
        safe = "trouble.print.safe_kept" if outcome.state == "kept" else "trouble.print.safe"
    page = Page(
        "trouble",
        title=w(title),
        icon="printer-off",
        banner=Banner(w(safe), _safe_lines(view)),
        sections=(
            Section("" if view.elderly else w("trouble.print.also"), (window, cannot_row(view))),
        ),
        caption=w("trouble.print.say" if outcome else "trouble.print.say_notice"),
        other=act(view, "trouble.print.without", ""),
        main=act(view, "trouble.print.retry", "printer"),
    )
    return (framed(view, page),)


def _safe_lines(view: View) -> tuple[str, ...]:
    w, outcome = view.words, view.data.outcome
    lines: list[str] = []
    number = outcome.case_no if outcome else view.case_no
    if number:
        lines.append(w("trouble.print.number", number=in_fours(number)))
    if outcome and outcome.document:
        lines.append(w("trouble.print.code", code=outcome.document.check_code))
    elif outcome and outcome.due:
        by = by_date(w, outcome.due, view.today, provisional=outcome.provisional)
        lines.append(w("trouble.print.due", by=by))
    return tuple(lines)


def trouble(view: View, kind: str) -> tuple[Draft, ...]:
    """Something does not work: what happened, that nothing is lost, what to do now.

    `kind`: card | reader | network | crash | store.
    """
    w, key = view.words, f"trouble.{kind}"
    icons = {"network": "wifi-off", "card": "id", "reader": "id"}
    lead = w(f"{key}.lead") if w.has(f"{key}.lead") else ""
    lines = [w(f"{key}.line")] if w.has(f"{key}.line") else []
    if view.case_no:
        lines.insert(0, w("trouble.print.number", number=in_fours(view.case_no)))
    lines = lines[:1] if view.elderly else lines  # the rest is on the slip
    filed = f"{key}.safe_filed" if view.data.outcome else f"{key}.safe"
    safe = w(w.first(filed, f"{key}.safe"))
    page = Page(
        "trouble",
        title=w(f"{key}.title"),
        lead=lead,
        icon=icons.get(kind, "alert-triangle"),
        banner=Banner(safe, tuple(lines)),
        sections=_sections(view, kind),
        caption=w(f"{key}.say"),
        back=act(view, "service.open", "lock"),
        other=_slip_act(view, kind),
        main=_way_on(view, kind),
        notice=_slip_asked(view),
        busy=view.print_state == "printing",
    )
    return (framed(view, page),)


def _sections(view: View, kind: str) -> tuple[Section, ...]:
    """No card can be read: where other ways are at hand they come first, then the point."""
    if kind not in NO_CARD or not view.offer.ways:
        return (_point_section(view, kind),)
    other = act(view, "identify.others", "users")
    first = () if kind == "reader" else (Row(value=other.text, mark="id", act=other, whole=True),)
    place = () if view.elderly and first else _point_rows(view, brief=True)
    rows = (*first, *place, cannot_row(view))
    return (Section("" if view.elderly else view.words("notice.point"), rows),)


def _slip_act(view: View, kind: str) -> Act | None:
    """A slip can be had once from a page of trouble that sends people to a window."""
    if kind == "crash" or view.print_state in ("done", "again"):
        return None
    return act(view, "notice.print", "printer")


def _way_on(view: View, kind: str) -> Act | None:
    ways = {
        "card": ("trouble.card.retry", "refresh"),
        "network": ("trouble.network.retry", "refresh"),
        "reader": ("notice.finish", "check"),
        "store": ("notice.finish", "check"),
        "crash": ("trouble.crash.restart", "refresh"),
    }
    if kind == "reader" and view.offer.ways:
        return act(view, "identify.others", "id")
    if kind not in ways:
        return None
    message, icon = ways[kind]
    return act(view, message, icon)
