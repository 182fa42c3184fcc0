"""Places that an address is picked from: city, county, street office or town, community."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "regions.json"
HOME_CITY = "襄阳市"
HOME_COUNTY = "420602"
"""Xiangcheng (GB/T 2260)."""


@dataclass(frozen=True, slots=True)
class Region:
    """A place. `id` is the code of GB/T 2260 for a county and made of names for the others;
    `whole` is the address from the province down to here, as it is written in Chinese."""

    id: str
    parent: str
    name: str
    english: str
    whole: str


class Regions:
    """All places that can be picked."""

    def __init__(self, all: Iterable[Region]) -> None:
        self._all = {region.id: region for region in all}

    def __getitem__(self, id: str) -> Region:
        return self._all[id]

    def __contains__(self, id: str) -> bool:
        return id in self._all

    def inside(self, id: str) -> tuple[Region, ...]:
        """The places right below one, in order; "" for the cities."""
        return tuple(region for region in self._all.values() if region.parent == id)

    def address(self, path: Iterable[str], door: str) -> str:
        """The address that a way down the places and a door number amount to."""
        known = [self._all[id] for id in path if id in self._all]
        return (known[-1].whole if known else "") + door


@cache
def regions() -> Regions:
    """The places that ship."""
    with FILE.open("rb") as file:
        return Regions(Region(*row) for row in json.loads(file.read())["rows"])
