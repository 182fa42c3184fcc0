"""An address that is picked: first one that is known, else from the county down to the door.

Road names cannot be typed on this machine, so an address made here is community and number.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.loader import shipped
from kiosk.domain.regions import HOME_CITY, HOME_COUNTY, Region, regions
from kiosk.flows.data import VisitData
from kiosk.services.page import Choice, Page
from kiosk.services.presenters.frame import act, back, framed
from kiosk.services.presenters.inputs.pads import pad, standing
from kiosk.services.presenters.inputs.paging import paged
from kiosk.services.presenters.inputs.shapes import DOOR_NUMBER
from kiosk.services.presenters.values import short_address
from kiosk.services.view import Draft, View

MAILED = "delivery.address"
ELSEWHERE, UNLISTED, PICK = "elsewhere", "unlisted", "pick"
"""Another city; a community that is not in the list; no known address but another one."""


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """An address that is known already: how it is called in an action, and where it is from."""

    key: str
    address: str
    source: str


def known_addresses(data: VisitData, name: str) -> tuple[Known, ...]:
    """The addresses that may be offered for a field, best first, none of them twice."""
    field = shipped().fields.get(name)
    if name != MAILED and (field is None or field.input != "address"):
        return ()
    card = data.person.address if data.person else ""
    platform = data.known.get(name)
    household = data.known.get("household.address")
    found = [Known("card", card, "card")]
    if household:
        found.append(Known("household", household.value, household.source))
    if platform:
        found.append(Known("platform", platform.value, platform.source))
    if data.answers.get(name):
        found.append(Known("said", data.answers[name], "person"))
    seen: dict[str, Known] = {}
    for one in found:
        if one.address:
            seen.setdefault(one.address, one)
    return tuple(seen.values())


def below(path: tuple[str, ...], name: str) -> tuple[str, ...]:
    """What can be picked next, () once the place is clear. A letter can be sent within the
    district only: of other places the roads are not known here."""
    steps = path[1:] if path[:1] == (PICK,) else path
    if not steps:
        start = HOME_COUNTY if name == MAILED else HOME_CITY
        return (*_ids(start), ELSEWHERE)
    if steps == (ELSEWHERE,):
        return () if name == MAILED else tuple(i for i in _ids("") if i != HOME_CITY)
    inside = _ids(steps[-1])
    town = steps[-1] in regions() and regions()[steps[-1]].parent == HOME_COUNTY
    return (*inside, UNLISTED) if town else inside


def _ids(place: str) -> tuple[str, ...]:
    return tuple(region.id for region in regions().inside(place))


def needs_door(path: tuple[str, ...]) -> bool:
    """Whether a number can follow: where the town is known."""
    return any(regions()[id].parent == HOME_COUNTY for id in path if id in regions())


def picked(path: tuple[str, ...], door: str) -> str:
    """The whole address; digits without a word behind them are a number or a room."""
    if door[-1:].isdigit():
        door += "室" if any(word in door for word in ("号", "栋", "单元")) else "号"
    return regions().address(path, door.strip("-"))


def pick(view: View, name: str) -> Draft:
    """The page of where the person is in picking an address."""
    path, offered = view.entry.path, known_addresses(view.data, name)
    if not path and offered:
        return _known_page(view, name, offered)
    if name == MAILED and path[-1:] == (ELSEWHERE,):
        return _too_far(view)
    options = below(path, name)
    if options:
        return _places_page(view, name, options)
    return _door_page(view, name)


def _known_page(view: View, name: str, offered: tuple[Known, ...]) -> Draft:
    w, current = view.words, view.data.value(name)
    choices = [
        Choice(
            f"{name}:{one.key}",
            short_address(one.address),
            (w(f"source.{one.source}"),),
            "map-pin",
            chosen=one.address == current,
        )
        for one in offered
    ]
    choices.append(Choice(f"{name}:{PICK}", w("inputs.address.other"), icon="pencil"))
    if name == MAILED:
        choices.append(
            Choice(f"{name}:collect", w("inputs.address.collect"), icon="building-community")
        )
    page = Page(
        "address",
        title=w("inputs.address.title_mail" if name == MAILED else f"field.{name}.label"),
        lead=w("inputs.choose"),
        choices=tuple(choices),
        caption=w("inputs.address.say"),
        back=act(view, "common.back", "arrow-left"),
    )
    return framed(view, page)


def _places_page(view: View, name: str, options: tuple[str, ...]) -> Draft:
    w, level = view.words, _level(options)
    choices = tuple(Choice(f"{name}.{level}:{id}", _name(view, id)) for id in options)
    page = Page(
        "choose",
        title=w(f"inputs.region.{level}"),
        lead=_so_far(view) or w("inputs.choose"),
        caption=w(f"inputs.region.{level}_say"),
        back=act(view, "common.back", "arrow-left"),
    )
    return framed(view, paged(view, page, choices))


def _level(options: tuple[str, ...]) -> str:
    one = regions()[options[0]]
    if not one.parent:
        return "city"
    if one.parent == HOME_COUNTY:
        return "town"
    return "county" if one.id.isdigit() else "community"


def _name(view: View, id: str) -> str:
    if id in regions():
        region: Region = regions()[id]
        return region.name if view.words.lang == "zh_CN" else region.english
    if id == UNLISTED:
        return view.words("inputs.region.unlisted")
    home = view.entry.path in ((), (PICK,)) and not view.entry.field.startswith("delivery.")
    return view.words("inputs.region.other_city" if home else "inputs.region.other_district")


def _so_far(view: View) -> str:
    w = view.words
    names = [_name(view, id) for id in view.entry.path if id in regions()]
    return w("inputs.region.so_far", place=w("inputs.region.join").join(names)) if names else ""


def _door_page(view: View, name: str) -> Draft:
    w, door = view.words, f"{name}.door"
    typed = standing(view.entry, view.typed, door)
    page = Page(
        "form",
        title=w("inputs.door.title"),
        lead=_so_far(view),
        field=pad(view, door, DOOR_NUMBER, label=w("inputs.door.label"), typed=typed),
        other=act(view, "inputs.no_door"),
        caption=w("inputs.door.say"),
        back=back(view) or act(view, "common.back", "arrow-left"),
        main=act(view, "common.next", "arrow-right"),
    )
    return framed(view, page)


def _too_far(view: View) -> Draft:
    w = view.words
    page = Page(
        "address",
        title=w("inputs.far.title"),
        lead=w("inputs.far.lead"),
        choices=(
            Choice(f"{MAILED}:collect", w("inputs.address.collect"), icon="building-community"),
        ),
        caption=w("inputs.far.say"),
        back=act(view, "common.back", "arrow-left"),
    )
    return framed(view, page)
