"""Every kind of input: what keys can do, what is asked, what is said, and what comes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.loader import shipped
from kiosk.domain.regions import regions
from kiosk.flows.data import NO_MOBILE
from kiosk.services.messages import Words
from kiosk.services.presenters.inputs.picking import MAILED, PICK
from kiosk.services.presenters.inputs.shapes import (
    BY_CHECK,
    BY_INPUT,
    DATE_PARTS,
    DOOR_NUMBER,
    DOOR_WORDS,
    LAST_FOUR,
    date_split,
    iso_date,
    shape_of,
    typed_in,
)
from tests.services.world import LI, Terminal
from tests.ui.fixtures_inputs import at_form, field, vocabulary

SHAPES = [*BY_CHECK.values(), *BY_INPUT.values(), DOOR_NUMBER, LAST_FOUR]
KEYS = sorted({key for shape in SHAPES for key in shape.keys} | {"row", "", "🂡", "x", "12"})


@given(st.sampled_from(SHAPES), st.lists(st.sampled_from(KEYS), max_size=60))
def test_no_row_of_keys_makes_a_field_too_long_or_stops_it_from_being_emptied(shape, keys):
    typed = ""
    for key in keys:
        before, typed = typed, shape.typed(typed, key)
        assert len(typed) <= shape.longest
        assert typed in (before, "") or typed == before + key or before.startswith(typed)
        if key == "delete" and before:
            assert len(typed) < len(before)
    assert "".join(shape.shown(typed).split()) == typed
    for _ in range(shape.longest):
        typed = shape.typed(typed, "delete")
    assert typed == ""
    assert shape.typed("1", "clear") == ""


@given(st.lists(st.sampled_from(DOOR_NUMBER.keys), max_size=40))
def test_a_door_number_never_has_two_words_without_a_number_between(keys):
    typed = ""
    for key in keys:
        typed = DOOR_NUMBER.typed(typed, key)
    left = typed
    for word in DOOR_WORDS:
        left = left.replace(word, "|")
    assert "||" not in left
    assert not left.startswith("|")


@given(
    st.lists(st.sampled_from([*"0123456789", "delete", "clear", "next", "mode", "back"])),
    st.booleans(),
)
def test_a_date_survives_any_keys_and_any_change_of_the_mode(keys, elderly):
    with vocabulary({"applicant.birth_date": field("applicant.birth_date", "date", "date")}):
        t = at_form("applicant.birth_date", elderly=elderly)
        moves = {"next": "common.next", "mode": "strip.elderly", "back": "common.back"}
        for key in keys:
            if t.page.screen != "form" or t.page.field is None:
                break
            if key in moves:
                t.press(moves[key])
            else:
                t.c.key(key)
            if t.page.field is not None:
                assert len(t.page.field.typed) <= (4 if t.page.elderly else 8)
        said = t.c.session.data.answers.get("applicant.birth_date")
        assert said is None or date.fromisoformat(said).year >= 1900


@given(st.dates(date(1900, 1, 1), date(2026, 11, 23)), st.integers(0, 8))
def test_a_date_is_the_same_in_one_piece_and_in_three(day, at):
    digits = day.strftime("%Y%m%d")
    path, typed = date_split((), digits[:at], apart=True)
    assert date_split(path, typed, apart=False) == ((), digits[:at])
    path, typed = date_split((), digits, apart=True)
    assert iso_date(path, typed) == day.isoformat() == iso_date((), digits)


def test_every_field_of_the_vocabulary_can_be_typed_chosen_or_picked():
    words = {lang: Words(lang) for lang in ("zh_CN", "en")}
    for one in shipped().fields.values():
        assert all(w.has(f"field.{one.id}.label") for w in words.values()), one.id
        if typed_in(one):
            shape = shape_of(one)
            assert shape.shortest <= shape.longest
            assert {"clear", "delete"} <= set(shape.keys), one.id
        elif one.options:
            assert all(w.has(f"{one.labels}.{o}") for w in words.values() for o in one.options)
        else:
            assert one.input in ("region", "address", "name"), one.id


TYPED = [
    ("mobile", "13800000000", "13800000000", "1380000", "check.mobile.short"),
    ("account", "6217994299900010026", "6217994299900010026", "6217", "check.bank.short"),
    ("id_number", "42999919860315002" + "9", "429999198603150029", "4299", "check.id_number.short"),
    ("date", "19860315", "1986-03-15", "19860230", "check.date.wrong"),
    ("date", "20000229", "2000-02-29", "20990101", "check.future"),
]


@pytest.mark.parametrize(("check", "right", "kept", "wrong", "hint"), TYPED)
def test_what_is_typed_is_checked_said_and_kept(check, right, kept, wrong, hint):
    kind = "date" if check == "date" else "digits"
    with vocabulary({"bank.account": field("bank.account", kind, check)}):
        t = at_form("bank.account", "applicant.mobile")
        t.press("common.next")
        assert t.page.field.hint  # an empty field says so
        assert "bank.account" not in t.c.session.data.answers
        t.type(wrong)
        t.press("common.next")
        n = len(wrong)
        left = max(0, shape_of(shipped().fields["bank.account"]).longest - n)
        assert t.page.field.hint == Words()(hint, n=n, left=left)
        assert t.page.field.typed == wrong  # what was typed stays
        assert wrong not in t.page.caption
        t.c.key("clear")
        t.type(right)
        t.press("common.next")
        assert t.c.session.data.answers["bank.account"] == kept
        assert t.page.field.id == "applicant.mobile"


def test_letters_take_the_letters_of_a_credit_code_and_no_others():
    with vocabulary({"bank.account": field("bank.account", "letters", "credit_code")}):
        t = at_form("bank.account")
        for key in "9142060ISZ2MA":
            t.c.key(key)
        assert t.page.field.shown == "9142 0602 MA"
        assert not set("IOSVZ") & set(t.page.field.keys)


def test_elders_are_asked_year_month_and_day_on_three_pages_and_back_goes_through_them():
    with vocabulary({"applicant.birth_date": field("applicant.birth_date", "date", "date")}):
        t = at_form("applicant.birth_date", elderly=True, known=False)
        for digits, part in (("1986", "year"), ("3", "month"), ("15", "day")):
            assert Words(plain=True)(f"inputs.date.{part}") in t.page.title
            t.type(digits)
            if part != "day":
                t.press("common.next")
        t.press("common.back")
        assert t.page.field.typed == "3"
        t.press("common.back")
        assert t.page.field.typed == "1986"
        t.press("common.next", "common.next")
        t.type("15")
        t.press("common.next")
        assert t.c.session.data.answers["applicant.birth_date"] == "1986-03-15"


def test_a_month_that_does_not_exist_is_said_on_its_own_page():
    with vocabulary({"applicant.birth_date": field("applicant.birth_date", "date", "date")}):
        t = at_form("applicant.birth_date", elderly=True, known=False)
        t.type("1986")
        t.press("common.next")
        t.type("13")
        t.press("common.next")
        assert t.page.field.hint == Words(plain=True)("check.date.month")
        assert DATE_PARTS[len(t.c.session.entry.path)] == "month"


def test_back_inside_a_form_shows_the_answer_before_and_keeps_what_was_begun():
    with vocabulary(
        {"applicant.id_number": field("applicant.id_number", "id_number", "id_number")}
    ):
        t = at_form("applicant.mobile", "applicant.id_number", known=False)
        t.type("13800000000")
        t.press("common.next")
        t.type("4299")
        t.press("common.back")
        assert (t.page.field.id, t.page.field.typed) == ("applicant.mobile", "13800000000")
        t.c.key("delete")
        t.c.key("1")
        t.press("common.next")
        assert (t.page.field.id, t.page.field.typed) == ("applicant.id_number", "4299")
        assert t.c.session.data.answers["applicant.mobile"] == "13800000001"


def test_no_mobile_is_an_answer_and_so_is_it_on_the_way_back():
    t = at_form("applicant.mobile", known=False)
    t.press("form.no_mobile")
    assert t.c.session.data.answers["applicant.mobile"] == NO_MOBILE
    assert t.page.screen == "delivery"


def test_a_long_list_goes_on_over_pages_and_starts_anew_behind_the_last():
    options = tuple(str(n) for n in range(1, 13))
    choice = field("reading.way", "choice", "option", options=options, labels="month")
    with vocabulary({"bank.account": replace(choice, id="bank.account")}):
        t = at_form("bank.account", elderly=True, known=False)
        seen = []
        for act in ("inputs.more", "inputs.more", "inputs.first"):
            seen += [c.title for c in t.page.choices]
            assert len(t.page.choices) <= 4
            t.press(act)
        assert seen == [f"{n}月" for n in options]
        t.press("inputs.more", "common.back")
        assert t.page.choices[0].title == "1月"
        t.c.choose("bank.account:9")  # from another page: nobody has touched it
        assert "bank.account" not in t.c.session.data.answers
        t.c.choose("bank.account:3")
        assert t.c.session.data.answers["bank.account"] == "3"


def test_an_address_is_picked_down_to_the_door_and_read_back_whole():
    with vocabulary({"household.address": field("household.address", "region", "address")}):
        t = at_form("household.address", known=False)
        t.c.choose("household.address.county:420602")
        t.c.choose("household.address.town:420602-檀溪街道")
        t.c.choose("household.address.community:420602-檀溪街道-檀溪湖社区")
        t.press("common.next")
        assert t.page.field.hint == Words()("check.door.empty")
        for key in ("1", "号", "号", "2", "栋", "3", "单元", "3", "0", "1"):
            t.c.key(key)
        t.press("common.back")
        assert t.page.choices
        t.c.choose("household.address.community:420602-檀溪街道-檀溪湖社区")
        assert t.page.field.typed == "1号2栋3单元301"  # kept on the way back
        t.press("common.next")
        whole = "湖北省襄阳市襄城区檀溪街道檀溪湖社区1号2栋3单元301室"
        assert t.c.session.data.answers["household.address"] == whole
        assert all(whole[9:] not in page.caption for page in t.glass.pages)


def test_another_county_is_an_answer_by_itself():
    with vocabulary({"household.address": field("household.address", "region", "address")}):
        t = at_form("household.address", known=False)
        t.c.choose("household.address.county:elsewhere")
        t.c.choose("household.address.city:十堰市")
        t.c.choose("household.address.county:420325")
        assert t.c.session.data.answers["household.address"] == "湖北省十堰市房县"


def test_mail_goes_to_the_card_s_address_or_another_one_and_collecting_stays_possible():
    t = Terminal()
    t.to_review(way="pickup")
    t.press("common.back")
    t.c.choose("delivery.mail")
    assert t.c.session.data.value(MAILED) == LI.address
    t.press("delivery.change_address")
    t.c.choose(f"{MAILED}:{PICK}")
    t.c.choose(f"{MAILED}.town:420602-欧庙镇")
    t.c.choose(f"{MAILED}.community:unlisted")
    t.press("inputs.no_door")
    assert t.page.screen == "delivery"
    assert t.c.session.data.value(MAILED) == "湖北省襄阳市襄城区欧庙镇"
    t.press("delivery.change_address", "common.back")
    assert t.c.session.data.value(MAILED) == "湖北省襄阳市襄城区欧庙镇"
    t.press("delivery.change_address")
    t.c.choose(f"{MAILED}:card")
    assert t.c.session.data.value(MAILED) == LI.address
    t.press("delivery.change_address")
    t.c.choose(f"{MAILED}:collect")
    assert t.c.session.data.value("delivery.way") == "pickup"
    assert t.c.session.data.value(MAILED) == ""


def test_a_card_without_an_address_may_still_have_it_mailed():
    t = at_form("applicant.mobile", known=False)
    t.c.session.visit.replace(
        replace(t.c.session.data, person=replace(t.c.session.data.person, address="")).forget(
            "household.address"
        )
    )
    t.press("form.no_mobile")
    t.c.choose("delivery.mail")
    assert t.page.title == Words()("inputs.region.town")
    t.press("common.back")
    assert t.page.screen == "delivery"
    assert t.c.session.data.value("delivery.way") == ""
    t.c.choose("delivery.mail")
    t.c.choose(f"{MAILED}.town:elsewhere")
    assert t.page.title == Words()("inputs.far.title")
    t.c.choose(f"{MAILED}:collect")
    assert t.c.session.data.value("delivery.way") == "pickup"


def test_changing_the_address_from_the_review_comes_back_to_it():
    t = Terminal()
    t.to_review()
    t.press(f"common.change:{MAILED}")
    assert t.page.title == Words()("inputs.address.title_mail")
    t.press("common.back")
    assert t.page.screen == "review"
    t.press(f"common.change:{MAILED}")
    t.c.choose(f"{MAILED}:{PICK}")
    t.c.choose(f"{MAILED}.town:420602-尹集乡")
    t.c.choose(f"{MAILED}.community:unlisted")
    for key in ("1", "2"):
        t.c.key(key)
    t.press("common.next")
    assert t.c.session.data.value(MAILED) == "湖北省襄阳市襄城区尹集乡12号"
    t.press("common.next")
    assert t.page.screen == "review"


def test_what_was_typed_is_gone_with_the_session():
    t = at_form("applicant.mobile", known=False)
    t.type("1380")
    t.c.idling.finish()
    assert t.c.session.typed == ""
    assert not t.c.session.entry.kept


def test_a_card_number_that_ends_in_x_can_sign():
    t = Terminal()
    t.to_review()
    t.c.tick("review.true")
    t.press("review.submit", "sign.by_number")
    person = replace(t.c.session.data.person, number="42999919440518123X")
    t.c.session.visit.replace(replace(t.c.session.data, person=person))
    for key in ("1", "X", "2", "3", "X"):
        t.c.key(key)
    assert t.page.field.shown == "123X"  # X stands last or nowhere
    t.press("sign.submit")
    assert t.page.screen == "done"


def test_the_places_are_those_of_the_source_and_hang_together():
    import subprocess
    import sys
    from pathlib import Path

    root = Path(__file__).parents[2]
    built = [sys.executable, str(root / "packaging" / "build_regions.py"), "--check"]
    assert subprocess.run(built, check=False).returncode == 0
    everywhere = regions()
    counties = [r for city in everywhere.inside("") for r in everywhere.inside(city.id)]
    assert len({r.id for r in counties}) == 21
    points = {p.subdistrict for p in shipped().points.values()}
    assert points <= {r.name for r in everywhere.inside("420602")}


@pytest.mark.parametrize(
    ("name", "code"),
    [("company.credit_code", "91420602MA4X5N8Y1E"), ("card.number", "X1234567X")],
)
def test_the_letter_x_can_stand_anywhere_but_in_an_id_number(name, code):
    typed = ""
    for key in code:
        typed = shape_of(shipped().fields[name]).typed(typed, key)
    assert typed == code
    assert shape_of(shipped().fields["applicant.id_number"]).typed("1", "X") == "1"
