from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from kiosk.domain.bank_card import parse_account
from kiosk.domain.id_number import is_old_foreigner_number, parse_id_number
from kiosk.domain.loader import DATA, Shipped, shipped
from kiosk.domain.matter import Decides, KioskMode, SpanUnit
from kiosk.domain.mobile import parse_mobile
from kiosk.domain.names import parse_name

ROOT = DATA.parent.parent
BUILD = ROOT / "packaging" / "build_data.py"
PEOPLE = yaml.safe_load((DATA / "sample_people.yaml").read_text(encoding="utf-8"))["people"]
BUILT = (
    "matters",
    "bundles",
    "events",
    "points",
    "calendar",
    "fields",
    "forms",
    "machines",
    "search",
)
sys.path.insert(0, str(ROOT / "packaging"))

import build_data  # noqa: E402
from data_build.rows import BuildError  # noqa: E402


def test_the_totals_of_the_district_hold() -> None:
    matters = list(shipped().catalogue)
    one_window = [m for m in matters if m.one_window]
    assert len(matters) == 422
    assert (len(one_window), len({m.dept_code for m in one_window})) == (320, 20)
    assert sum(m.decides is Decides.ON_THE_SPOT for m in matters) == 231
    assert sum(m.decides is Decides.APPROVAL_SECTION for m in matters) == 191
    assert sum(m.zero_trip for m in matters) == 403
    assert sum(m.district_wide for m in matters) == 32
    frequent = [m for m in matters if m.city_frequent]
    assert len(frequent) == 122
    assert all(len(m.levels) == 3 and m.dept_code in ("RS", "YB") for m in frequent)
    assert sum(m.cross_region for m in matters) == 71
    assert sum(m.illustrative for m in matters) == 422 - 247


def test_the_totals_of_machines_bundles_and_events_hold() -> None:
    data = shipped()
    kiosk = [m for m in data.catalogue if "kiosk" in m.channels]
    modes = [sum(m.kiosk_mode is mode for m in kiosk) for mode in list(KioskMode)[1:]]
    assert (len(kiosk), modes) == (247, [19, 90, 138])
    points = data.points.values()
    assert (len(points), sum(p.windows for p in points), sum(p.kiosks for p in points)) == (
        28,
        254,
        12,
    )
    numbers = [n for p in points for n in p.terminals]
    assert numbers == [f"{n:04d}" for n in range(1, 13)]
    assert data.points["SP002"].terminals == ("0005", "0006")
    assert (len(data.bundles), sum(len(b.members) for b in data.bundles)) == (12, 70)
    events = data.events
    assert (len(events), len({e.class_code for e in events})) == (400, 10)
    assert len({e.subclass_code for e in events}) == 80
    urgent = next(e for e in events if e.grade == "A")
    assert urgent.dispatch.unit is SpanUnit.CLOCK_HOUR


def test_most_matters_need_no_paper_from_the_citizen() -> None:
    def brought(code: str) -> int:
        needed = (m for m in shipped().catalogue[code].materials if m.is_needed())
        return sum(m.must_be_brought for m in needed)

    assert sum(brought(m.code) == 0 for m in shipped().catalogue) == 245


def test_two_matters_carry_the_forms_that_they_are_applied_for_with() -> None:
    forms = shipped().forms
    assert forms["XC-MZ-008"].field_ids == (
        "applicant.name", "applicant.id_number", "applicant.birth_date", "household.address",
        "bank.account", "applicant.mobile", "delivery.way", "delivery.address",
    )  # fmt: skip
    assert "delivery.address" not in forms["XC-MZ-008"].applicable({"delivery.way": "pickup"})
    assert "delivery.address" in forms["XC-MZ-008"].applicable({"delivery.way": "mail"})
    assert forms["XC-RS-026"].field_ids[-1] == "reading.purpose"
    allowance = shipped().catalogue["XC-MZ-008"]
    assert (allowance.promise.number, allowance.decides) == (7, Decides.APPROVAL_SECTION)


def test_no_remark_of_the_makers_is_left_in_anything_shown() -> None:
    for name in BUILT:
        text = (DATA / f"{name}.json").read_text(encoding="utf-8")
        assert not re.search(r"示意|illustr?ative \(|记忆|memory|public-list|自拟", text), name


def test_the_shipped_files_are_what_the_sources_say(tmp_path: Path) -> None:
    # Another hash seed must not change a byte.
    environ = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, str(BUILD), "--out", str(tmp_path)], check=True, env=environ)
    for name in BUILT:
        assert (tmp_path / f"{name}.json").read_bytes() == (DATA / f"{name}.json").read_bytes(), (
            name
        )


def test_what_is_shipped_holds_together() -> None:
    assert shipped().problems() == []


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "data" / "source").mkdir(parents=True)
    shutil.copytree(DATA / "source" / "search", tmp_path / "data" / "source" / "search")
    sheets = [path for path in (DATA / "source").iterdir() if path.is_file()]
    for path in [*sheets, DATA / "fields.yaml", DATA / "forms.yaml"]:
        target = tmp_path / "data" / path.relative_to(DATA)
        target.write_bytes(path.read_bytes())
    (tmp_path / "out").mkdir()
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "data" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def rebuild(folder: Path) -> Shipped:
    out = folder / "out"
    build_data.build(folder / "data", ROOT / "kiosk" / "domain" / "machines.yaml", out)
    return Shipped(out)


def test_every_mistake_of_the_tables_is_reported_with_its_line(sources: Path) -> None:
    change(sources, "source/catalogue.csv", ",7,工作日,20,1,kiosk", ",7,工作周,x,1,kiosk")
    change(sources, "source/catalogue.csv", "XC-RS-003,", "XC-RS-002,")
    change(sources, "source/bundles.csv", "XC-WJ-004", "XC-WJ-999")
    change(sources, "source/service_points.csv", "09:00-12:00", "12:00-09:00")
    change(sources, "source/events.csv", ",2h,15wd,", ",2h,15wx,")
    with pytest.raises(BuildError) as caught:
        rebuild(sources)
    lines = str(caught.value)
    for wanted in (
        "catalogue.csv:4: code 'XC-RS-002' stands in line 3 already",
        "promise_unit: '工作周' is not known",
        "legal_days: 'x' is not a whole number",
        "bundles.csv:2: there is no matter 'XC-WJ-999'",
        "service_points.csv:2: hours_sat",
        "events.csv:2: handle_limit: '15wx'",
    ):
        assert wanted in lines


def test_a_form_that_names_an_unknown_field_is_not_built(sources: Path) -> None:
    change(sources, "forms.yaml", "pays_to: bank.account", "pays_to: bank.acount")
    with pytest.raises(BuildError, match=r"XC-MZ-008: 'bank\.acount' is not in the form"):
        rebuild(sources)


def test_a_matter_gets_a_new_version_when_it_or_its_form_changes(sources: Path) -> None:
    old = shipped().catalogue
    change(sources, "forms.yaml", "years: 80", "years: 90")
    change(sources, "source/catalogue.csv", "打印社保证明", "打印参保证明")
    new = rebuild(sources).catalogue
    changed = {m.code for m in new if m.version != old[m.code].version}
    assert changed == {"XC-MZ-008", "XC-RS-026"}


def test_sample_people_hold_together() -> None:
    assert list(PEOPLE) == [
        *("resident", "long-term", "rare-name", "long-name"),
        *("hk", "taiwan", "foreigner-2017", "foreigner-2023"),
    ]
    today = date(2026, 11, 22)
    for name, person in PEOPLE.items():
        assert person["kind"] == person["card"]
        assert parse_name(person["name"]) == person["name"]
        date.fromisoformat(person["birth"])
        date.fromisoformat(person["valid_from"])
        assert person["valid_to"] == "长期" or person["valid_to"] > "20261122"
        if name == "foreigner-2017":
            assert is_old_foreigner_number(person["number"], today)
            continue
        number = parse_id_number(person["number"], today)
        assert f"{number.birth:%Y%m%d}" == person["birth"]
        assert number.sex == person["sex"]
        assert number.warnings == ()


def test_sample_facts_are_those_that_visits_count_on() -> None:
    account = PEOPLE["long-term"]["platform"]["social_card_account"]["value"]
    assert parse_account(account).endswith("0026")
    assert "mobile" not in PEOPLE["long-term"]["platform"]
    assert parse_mobile(PEOPLE["resident"]["platform"]["mobile"]["value"])
    assert [n for n, p in PEOPLE.items() if "insurance" in p["platform"]] == ["resident"]


def test_every_field_and_option_has_its_words() -> None:
    messages = json.loads((DATA / "messages.json").read_text(encoding="utf-8"))
    words = messages.get("messages", messages)
    for field in shipped().fields.values():
        assert f"field.{field.id}.label" in words
        for option in field.options:
            assert f"{field.labels}.{option}" in words
