"""What a page shows, as frozen values: presenters make them, the user interface only draws them.

Every text has been taken from the message catalogue already, in the running language and wording.
`Act.id` names what a press means; it is a message id, with `:key` behind it on repeated rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as part


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be pressed. `name` is its accessible name where the text alone
    would not tell rows apart ("修改手机号"); otherwise the text is the name."""

    id: str
    text: str
    icon: str = ""
    note: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: label, value (bold where `strong`), a remark, and perhaps an action.

    `mark`: "" | "done" (disc with tick) | an icon name. A row whose `whole` is set acts as a
    whole and ends in a chevron; otherwise `act` is a small button at its right end.
    """

    label: str = ""
    value: str = ""
    note: str = ""
    mark: str = ""
    act: Act | None = None
    whole: bool = False
    strong: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with rows under a rule. `act` stands at the heading's right end."""

    title: str
    rows: tuple[Row, ...]
    act: Act | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its label above and one line below; three side by side at most."""

    label: str
    figure: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways, of which exactly one can be chosen; never chosen beforehand."""

    id: str
    title: str
    lines: tuple[str, ...] = ()
    icon: str = ""
    chosen: bool = False
    details: tuple[str, ...] = ()
    act: Act | None = None  # a small button beside the details, once chosen


@dataclass(frozen=True, slots=True)
class Tick:
    """A statement that the person ticks; never ticked beforehand."""

    id: str
    text: str
    note: str = ""
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """The one value being asked for, grouped for reading; `hint` says what is missing."""

    id: str
    label: str
    kind: str  # digits | mobile | bank | id_number | last_four | date | door | letters | …
    shown: str = ""
    hint: str = ""
    keys: tuple[str, ...] = ()  # "1", "q", "X", "clear", "delete", "space"; "row" ends a row
    clear_text: str = ""
    delete_text: str = ""
    space_text: str = ""
    typed: str = ""  # the same without groups and units
    key_words: tuple[str, ...] = ()  # words on the keys that are neither digit nor function


@dataclass(frozen=True, slots=True)
class Stop:
    """A station of the line map of what comes next. `state`: done | current | later."""

    state: str
    when: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Banner:
    """What is safe, in one bold line, then the facts."""

    first: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """Where to go: place in the largest type, how to get there, until when it is open."""

    place: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One screen. Empty parts are not drawn."""

    screen: str
    title: str = ""
    lead: str = ""
    over: str = ""  # small line above the title
    icon: str = ""
    hall: str = ""
    step: int = 0
    steps: int = 0
    step_text: str = ""
    caption: str = ""  # exactly what is spoken
    lang: str = "zh_CN"
    elderly: bool = False
    main: Act | None = None
    back: Act | None = None
    other: Act | None = None  # a second quiet way; stands left where there is no `back`
    remark: str = ""  # words in the action row where there is no main action
    tiles: tuple[Act, ...] = ()
    sections: tuple[Section, ...] = ()
    facts: tuple[Fact, ...] = ()
    choices: tuple[Choice, ...] = ()
    ticks: tuple[Tick, ...] = ()
    field: Field | None = None
    stops: tuple[Stop, ...] = ()
    stops_title: str = ""
    banner: Banner | None = None
    sign: Sign | None = None
    qr: str = ""
    qr_note: str = ""
    picture: bytes = part(default=b"", repr=False)  # a JPEG; nobody's log may have it
    notice: str = ""  # one line with an icon on tint ("小票打好了，请拿好")
    notice_act: Act | None = None
    busy: bool = False
    seconds_left: int = 0
    seconds_all: int = 0
    seconds_unit: str = ""
    pad: bool = False  # a signing area
    pad_clear: Act | None = None
    sample: str = ""  # 样例数据, in demo mode
    strip: tuple[Act, ...] = ()
    active_strip: str = ""  # id of the strip item that is on


def offers(page: Page, id: str) -> bool:
    """Whether a page has this action: a late touch must not hit another page's."""
    acts = [page.main, page.back, page.other, page.notice_act, page.pad_clear]
    acts += [*page.tiles, *page.strip]
    acts += [row.act for section in page.sections for row in section.rows]
    acts += [section.act for section in page.sections]
    acts += [choice.act for choice in page.choices]
    return any(act is not None and act.id == id for act in acts)
