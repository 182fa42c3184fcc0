"""Matters, bundles and city events as data: what the district does, for whom, how fast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.material import Material
from kiosk.domain.workdays import Limit


class Decides(StrEnum):
    """Who decides: the window or machine at once, or the approval section within a limit."""

    ON_THE_SPOT = "on-the-spot"
    APPROVAL_SECTION = "approval-section"


class KioskMode(StrEnum):
    """How far a machine can take a matter."""

    NONE = ""
    QUERY_PRINT = "query-print"
    SELF_SERVICE = "self-service"
    PRE_ACCEPT = "pre-accept"


@dataclass(frozen=True, slots=True)
class Matter:
    """One service item. `version` changes with anything in it or in its form; drafts and cases
    keep the version that they were filled in under. `illustrative` marks made-up wording."""

    code: str
    version: str
    catalog_code: str
    task_code: str
    name: str
    short_name: str
    dept_code: str
    department: str
    kind: str
    decides: Decides
    promise: Limit
    legal: Limit | None
    one_window: bool
    channels: tuple[str, ...]
    kiosk_mode: KioskMode
    district_wide: bool
    city_frequent: bool
    cross_region: bool
    levels: tuple[str, ...]
    visits: int
    mail_material: bool
    mail_result: bool
    materials: tuple[Material, ...]
    audience: tuple[str, ...]
    fee: str
    special: tuple[str, ...]
    result: str
    elderly: bool
    keywords: tuple[str, ...]
    illustrative: bool

    @property
    def zero_trip(self) -> bool:
        """Whether nobody has to come for it."""
        return self.visits == 0

    @property
    def free(self) -> bool:
        """Whether it costs nothing."""
        return self.fee == "免费"

    @property
    def decided_in_visit(self) -> bool:
        """Whether the visit itself ends with the decision: records printed, and what a machine
        finishes alone (a pre-accepted matter is due on its day of acceptance at the earliest)."""
        return self.kiosk_mode in (KioskMode.QUERY_PRINT, KioskMode.SELF_SERVICE) and (
            self.decides is Decides.ON_THE_SPOT
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All matters by code, in the catalogue's order."""

    by_code: Mapping[str, Matter]

    def __iter__(self) -> Iterator[Matter]:
        return iter(self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)

    def __getitem__(self, code: str) -> Matter:
        return self.by_code[code]

    def get(self, code: str) -> Matter | None:
        """The matter of a code, or None."""
        return self.by_code.get(code)


@dataclass(frozen=True, slots=True)
class BundleMember:
    """A matter inside a bundle. Members of one `step` may run side by side. `applies_when` is
    the condition in words, "" for always."""

    matter: str
    step: int
    order: int
    applies_when: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """One thing done well: several departments' matters asked for once."""

    code: str
    name: str
    plain_name: str
    lead_department: str
    basis: str
    audience: tuple[str, ...]
    members: tuple[BundleMember, ...]
    illustrative: bool


class SpanUnit(StrEnum):
    """What a limit of city management counts."""

    CLOCK_HOUR = "clock_hour"
    WORK_HOUR = "work_hour"
    WORKING_DAY = "working_day"


@dataclass(frozen=True, slots=True)
class Span:
    """A limit of city management; hours may be fractions."""

    number: float
    unit: SpanUnit


@dataclass(frozen=True, slots=True)
class CityEvent:
    """Something that anybody may report about the city. `grade` A is urgent at any hour."""

    code: str
    class_code: str
    class_name: str
    subclass_code: str
    subclass_name: str
    name: str
    grade: str
    lead_department: str
    dispatch: Span
    handle: Span
    verify: Span
    evidence: str
    reportable: bool
    illustrative: bool
