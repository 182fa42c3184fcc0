"""Bundles, city events and service points."""

from __future__ import annotations

import re
from pathlib import Path

from data_build.rows import Mistakes, Row, no_duplicates, read_rows, split, write_table

REMARK = re.compile(r"（[^（）]*）$")
BUNDLE_COLUMNS = [
    "bundle_code",
    "bundle_name",
    "plain_name",
    "lead_department",
    "basis",
    "audience",
    "step",
    "item_order",
    "item_name",
    "item_code",
    "applies_when",
    "origin",
]
EVENT_COLUMNS = [
    "code",
    "class_code",
    "class_name",
    "subclass_code",
    "subclass_name",
    "item_name",
    "grade",
    "lead_department",
    "dispatch_limit",
    "handle_limit",
    "limit_unit",
    "verify_limit",
    "evidence",
    "public_reportable",
    "origin",
]
POINT_COLUMNS = [
    "code",
    "name",
    "level",
    "subdistrict",
    "region_code",
    "lat_wgs84",
    "lon_wgs84",
    "address",
    "windows",
    "kiosks",
    "hours_weekday",
    "hours_sat",
    "hours_24h",
    "elder_zone",
    "cannot_do_desk",
    "agent_help",
    "parking",
    "equipment",
    "phone",
    "origin",
]
SPAN = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
SUMMER = re.compile(r"（夏季(\d\d:\d\d-\d\d:\d\d)）")


def build_bundles(source: Path, out: Path, codes: set[str], mistakes: Mistakes) -> None:
    """Write bundles.json: a bundle with its members in order."""
    bundles: dict[str, list[object]] = {}
    members: dict[str, list[list[object]]] = {}
    for row in read_rows(source / "bundles.csv", BUNDLE_COLUMNS, mistakes):
        row.claim(row["item_code"] in codes, f"there is no matter {row['item_code']!r}")
        head: list[object] = [
            *(row[key] for key in BUNDLE_COLUMNS[:4]),
            REMARK.sub("", row["basis"]),
            row.picks("audience", ("person", "enterprise")),
        ]
        first = bundles.setdefault(row["bundle_code"], head)
        row.claim(first == head, "differs from the bundle's first line")
        member: list[object] = [
            row["item_code"],
            row.number("step"),
            row.number("item_order"),
            row["applies_when"],
        ]
        members.setdefault(row["bundle_code"], []).append(member)
    for code, list_ in members.items():
        if [m[2] for m in list_] != list(range(1, len(list_) + 1)):
            mistakes.found.append(f"bundles.csv: the members of {code} are not numbered 1, 2, 3…")
    columns = [
        "code",
        "name",
        "plain_name",
        "lead_department",
        "basis",
        "audience",
        "members",
        "illustrative",
    ]
    write_table(
        out / "bundles.json",
        {"format": 1},
        columns,
        [[*head, members[code], True] for code, head in bundles.items()],
    )


def build_events(source: Path, out: Path, mistakes: Mistakes) -> None:
    """Write events.json."""
    rows = no_duplicates(read_rows(source / "events.csv", EVENT_COLUMNS, mistakes), "code")
    columns = [
        "code",
        "class_code",
        "class_name",
        "subclass_code",
        "subclass_name",
        "name",
        "grade",
        "lead_department",
        "dispatch",
        "handle",
        "verify",
        "evidence",
        "reportable",
        "illustrative",
    ]
    write_table(out / "events.json", {"format": 1}, columns, [_event(row) for row in rows])


def _event(row: Row) -> list[object]:
    grade = row.pick("grade", "ABC")
    row.claim(
        row["subclass_code"].startswith(row["class_code"]), "subclass_code does not fit class_code"
    )
    row.claim(row["code"].startswith(row["subclass_code"]), "code does not fit subclass_code")
    limits = [
        _limit(row, column, grade) for column in ("dispatch_limit", "handle_limit", "verify_limit")
    ]
    made_up = row["origin"] != "public-list"
    return [
        *(row[key] for key in EVENT_COLUMNS[:6]),
        grade,
        row["lead_department"],
        *limits,
        row["evidence"],
        row.flag("public_reportable"),
        made_up,
    ]


def _limit(row: Row, column: str, grade: str) -> list[object]:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(h|wd)", row[column])
    if found is None:
        row.wrong(f"{column}: {row[column]!r} is not a number of h or wd")
        return [0, "work_hour"]
    hours = "clock_hour" if grade == "A" else "work_hour"
    return [float(found[1]), hours if found[2] == "h" else "working_day"]


def build_points(source: Path, out: Path, summer: list[str], mistakes: Mistakes) -> None:
    """Write points.json; the machines of all points are numbered through, from 0001."""
    machine = 0
    points: list[list[object]] = []
    for row in no_duplicates(
        read_rows(source / "service_points.csv", POINT_COLUMNS, mistakes), "code"
    ):
        kiosks = row.number("kiosks")
        terminals = [f"{machine + n:04d}" for n in range(1, kiosks + 1)]
        machine += kiosks
        points.append(_point(row, kiosks, terminals))
    columns = [
        "id",
        "name",
        "level",
        "subdistrict",
        "region_code",
        "lat",
        "lon",
        "address",
        "windows",
        "kiosks",
        "terminals",
        "hours",
        "elder_zone",
        "cannot_do_desk",
        "agent_help",
        "parking",
        "equipment",
        "phone",
        "illustrative",
    ]
    write_table(out / "points.json", {"format": 1, "summer": summer}, columns, points)


def _point(row: Row, kiosks: int, terminals: list[str]) -> list[object]:
    lat = row.read("lat_wgs84", float, 0.0, "a latitude")
    lon = row.read("lon_wgs84", float, 0.0, "a longitude")
    row.claim(31 < lat < 33 and 111 < lon < 113, "lies outside the district")
    return [
        *(row["code"], row["name"], row.pick("level", ("district", "township", "village"))),
        *(row["subdistrict"], row["region_code"], lat, lon, REMARK.sub("", row["address"])),
        *(row.number("windows"), kiosks, terminals, _hours(row)),
        *(row.flag(key) for key in ("elder_zone", "cannot_do_desk", "agent_help", "parking")),
        *(split(row["equipment"], ";"), REMARK.sub("", row["phone"])),
        row["origin"] != "public-list",
    ]


def _hours(row: Row) -> list[object]:
    if row.flag("hours_24h"):
        return [True, [], [], []]
    summer = SUMMER.search(row["hours_weekday"])
    weekday = _spans(row, "hours_weekday", SUMMER.sub("", row["hours_weekday"]))
    in_summer = [*weekday[:-1], summer[1].split("-")] if summer and weekday else []
    return [False, weekday, in_summer, _spans(row, "hours_sat", REMARK.sub("", row["hours_sat"]))]


def _spans(row: Row, column: str, text: str) -> list[list[str]]:
    spans: list[list[str]] = []
    for part in split(text, ","):
        found = SPAN.fullmatch(part)
        if found is None or found[1] >= found[2]:
            row.wrong(f"{column}: {part!r} is not a time of opening")
        else:
            spans.append([found[1], found[2]])
    row.claim(bool(spans) or column == "hours_sat", f"{column} is empty")
    return spans
