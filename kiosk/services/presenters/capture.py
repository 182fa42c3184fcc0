"""The pages on which a paper or a person is pictured."""

from __future__ import annotations

from kiosk.services.page import Page
from kiosk.services.presenters.frame import act, back, framed
from kiosk.services.view import Draft, View
from kiosk.services.wording import material_name

GONE = ("disconnected", "fault")


def capture(view: View) -> tuple[Draft, ...]:
    """The camera's view with what is wrong with it; then what was taken, and the question."""
    name = next(iter(view.data.to_take()), "")
    subject = view.data.needs.takes.get(name, "paper")
    if view.capture.state == "check":
        return (framed(view, _check(view, name, subject)),)
    return (framed(view, _look(view, name, subject)),)


def _name(view: View, name: str) -> str:
    materials = view.matter.materials if view.matter else ()
    return next((material_name(view.words, m) for m in materials if m.name == name), name)


def _look(view: View, name: str, subject: str) -> Page:
    w, now = view.words, view.capture
    gone = view.devices.get("camera", "disconnected") in GONE
    waits = not now.seen
    notice = _notice(view, gone=gone, subject=subject)
    return Page(
        "capture",
        title=w(f"capture.{subject}.title", name=_name(view, name)),
        # in large type there is room for one of them: what is wrong goes before how it is done
        lead="" if view.elderly and notice else w(f"capture.{subject}.lead"),
        caption=notice if gone else w(f"capture.{subject}.say", name=_name(view, name)),
        back=back(view),
        other=act(view, "capture.later", "calendar-event"),
        main=None if gone or waits else act(view, "capture.take", "camera"),
        remark=w("capture.wait") if waits and not gone else "",
        busy=now.state == "taking",
        picture=b"" if gone else now.seen,
        notice=notice,
    )


def _notice(view: View, *, gone: bool, subject: str) -> str:
    w, now = view.words, view.capture
    if gone:
        return w("capture.gone")
    if now.state == "failed":
        return w("capture.failed")
    return w(f"capture.{now.problems[0]}.{subject}") if now.problems else ""


def _check(view: View, name: str, subject: str) -> Page:
    w, taken = view.words, view.capture.taken
    problems = taken.problems if taken else ()
    return Page(
        "captured",
        title=w("captured.title"),
        lead="" if view.elderly and problems else w(f"captured.{subject}.lead"),
        caption=w(f"captured.{subject}.say"),
        other=act(view, "capture.again", "repeat"),
        main=act(view, "capture.use", "check"),
        picture=taken.jpeg if taken else b"",
        notice=w(f"capture.{problems[0]}.{subject}") if problems else "",
    )
