"""The catalogue of matters: cells checked against each other, materials taken apart."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from data_build.rows import Mistakes, Row, compact, no_duplicates, read_rows, split, write_table

COLUMNS = [
    "code",
    "catalog_code",
    "task_code",
    "name",
    "short_name",
    "dept_code",
    "department",
    "kind",
    "kind_code",
    "decide_mode",
    "project_type",
    "promise_days",
    "promise_unit",
    "legal_days",
    "one_window",
    "channels",
    "kiosk_mode",
    "scope",
    "scope_district_wide",
    "scope_city_hf",
    "scope_cross_region",
    "level",
    "visits",
    "zero_trip",
    "mail_material",
    "mail_result",
    "materials",
    "material_count",
    "citizen_material_count",
    "audience",
    "fee",
    "special_procedure",
    "result_type",
    "elderly",
    "keywords",
    "origin",
    "name_source",
]
KINDS = {
    "行政许可": "01",
    "行政给付": "05",
    "行政确认": "07",
    "行政奖励": "08",
    "行政裁决": "09",
    "其他行政权力": "10",
    "公共服务": "20",
}
UNITS = {"当场": "on_the_spot", "工作日": "working_day", "自然日": "natural_day", "月": "month"}
SCOPES = {
    "全区通办": "scope_district_wide",
    "市级高频": "scope_city_hf",
    "襄十随神跨域通办": "scope_cross_region",
}
NEEDS = {
    "必要": "always",
    "委托他人办理时必要": "acting_for_another",
    "非必要（已婚提供）": "married",
}
MODES = ("", "query-print", "self-service", "pre-accept")
SPECIAL = ("公示7日", "现场勘验", "专家评审", "医学鉴定")
# What a clerk has seen in the original is worth more than what the person took a picture of.
CITIZEN_GRADE = {
    "原件": "B",
    "原件（收回）": "B",
    "原件（签字）": "B",
    "原件或电子票据": "B",
    "复印件": "C",
    "复印件或告知承诺": "C",
    "电子（可现场拍摄）": "C",
}
OUT = [
    "code",
    "version",
    "catalog_code",
    "task_code",
    "name",
    "short_name",
    "dept_code",
    "department",
    "kind",
    "decides",
    "promise",
    "legal",
    "one_window",
    "channels",
    "kiosk_mode",
    "district_wide",
    "city_frequent",
    "cross_region",
    "levels",
    "visits",
    "mail_material",
    "mail_result",
    "materials",
    "audience",
    "fee",
    "special",
    "result",
    "elderly",
    "keywords",
    "illustrative",
]
REMARK = re.compile(r"（[^（）]*）$")


def build_matters(
    source: Path, out: Path, forms: Mapping[str, object], mistakes: Mistakes
) -> set[str]:
    """Write matters.json; the codes. A matter's form counts into its version."""
    materials: dict[tuple[object, ...], int] = {}
    rows: list[list[object]] = []
    for row in no_duplicates(read_rows(source / "catalogue.csv", COLUMNS, mistakes), "code"):
        given = [part for part in (_material(row, text) for text in _materials(row)) if part]
        _agree(row, given)
        values = _values(row)
        digest = compact([values, given, forms.get(row["code"])])
        values["version"] = hashlib.sha256(digest.encode()).hexdigest()[:12]
        values["materials"] = [materials.setdefault(tuple(m), len(materials)) for m in given]
        rows.append([values[column] for column in OUT])
    codes = {str(row[0]) for row in rows}
    head: dict[str, object] = {"format": 1, "materials": [list(m) for m in materials]}
    write_table(out / "matters.json", head, OUT, rows)
    return codes


def _values(row: Row) -> dict[str, object]:
    legal = row.number("legal_days")
    return {
        **{key: row[key] for key in OUT[:1] + OUT[2:8]},
        "kind": row.pick("kind", KINDS),
        "decides": row.pick("decide_mode", ("on-the-spot", "approval-section")),
        "promise": [row.number("promise_days"), UNITS.get(row.pick("promise_unit", UNITS), "")],
        "legal": [legal, "working_day"] if legal else None,
        "one_window": row.flag("one_window"),
        "channels": row.picks("channels", ("kiosk", "window", "online")),
        "kiosk_mode": row.pick("kiosk_mode", MODES),
        "district_wide": row.flag("scope_district_wide"),
        "city_frequent": row.flag("scope_city_hf"),
        "cross_region": row.flag("scope_cross_region"),
        "levels": row.picks("level", ("district", "township", "village")),
        "visits": row.number("visits"),
        "mail_material": row.flag("mail_material"),
        "mail_result": row.flag("mail_result"),
        "audience": row.picks("audience", ("person", "enterprise")),
        "fee": row["fee"],
        "special": row.picks("special_procedure", SPECIAL),
        "result": row.pick("result_type", ("证照", "给付", "证明", "办理结果通知")),
        "elderly": row.flag("elderly"),
        "keywords": [word for word in split(row["keywords"], "、") if word != row["short_name"]],
        "illustrative": row.pick("origin", ("public-list", "memory", "illustrative"))
        != "public-list",
    }


def _materials(row: Row) -> list[str]:
    text = row["materials"]
    return [] if text == "无" else split(text, ";")


def _material(row: Row, text: str) -> list[object] | None:
    parts = [part.strip() for part in text.split("/")]
    if len(parts) != 5:
        row.wrong(f"materials: {text!r} has {len(parts)} parts, not 5")
        return None
    name, need, source, form, copies = parts
    row.claim(need in NEEDS, f"materials: need {need!r} is not known")
    row.claim(copies.isdigit(), f"materials: {copies!r} is not a number of copies")
    grade = _grade(row, source, form)
    commitment = "告知承诺" in form or "告知承诺" in name
    shown = REMARK.sub("", name)
    plain_form = REMARK.sub("", form)
    number = int(copies) if copies.isdigit() else 0
    return [
        shown,
        NEEDS.get(need, ""),
        source,
        plain_form,
        number,
        grade,
        commitment,
        "收回" in form,
    ]


def _grade(row: Row, source: str, form: str) -> str:
    if source in ("licence-reuse", "department-check"):
        return "A"
    if source == "system-form":
        return "D"
    row.claim(source == "citizen", f"materials: source {source!r} is not known")
    row.claim(form in CITIZEN_GRADE, f"materials: form {form!r} is not known")
    return CITIZEN_GRADE.get(form, "C")


def _agree(row: Row, materials: list[list[object]]) -> None:
    brought = sum(m[1] == "always" and m[2] == "citizen" for m in materials)
    at_once = row["decide_mode"] == "on-the-spot"
    words = split(row["scope"], ";")
    claims = [
        (
            re.fullmatch(rf"XC-{row['dept_code']}-\d{{3}}", row["code"]),
            "code does not fit dept_code",
        ),
        (re.fullmatch(r"\d{12}", row["catalog_code"]), "catalog_code has not 12 digits"),
        (row["task_code"].endswith(row["catalog_code"]), "task_code does not end in catalog_code"),
        (len(row["task_code"]) == 31, "task_code has not 31 characters"),
        (row["name"] and row["short_name"] and row["department"], "a name is empty"),
        (KINDS.get(row["kind"]) == row["kind_code"], "kind and kind_code differ"),
        ((row["project_type"] == "即办件") == at_once, "project_type and decide_mode differ"),
        ((row["promise_unit"] == "当场") == at_once, "promise_unit and decide_mode differ"),
        ((row["promise_days"] == "0") == at_once, "promise_days and decide_mode differ"),
        ((row["visits"] == "0") == row.flag("zero_trip"), "visits and zero_trip differ"),
        (("kiosk" in row["channels"]) == bool(row["kiosk_mode"]), "channels and kiosk_mode differ"),
        (row.number("material_count") == len(materials), "material_count is wrong"),
        (row.number("citizen_material_count") == brought, "citizen_material_count is wrong"),
        *(
            ((word in words) == row.flag(column), f"scope and {column} differ")
            for word, column in SCOPES.items()
        ),
    ]
    for holds, text in claims:
        row.claim(bool(holds), text)
