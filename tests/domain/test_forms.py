from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import forms as form_rules
from kiosk.domain.assurance import Assurance
from kiosk.domain.checks import (
    CHECKS,
    CREDIT_ALPHABET,
    credit_check_character,
    parse_credit_code,
    parse_vin,
    vin_check_character,
)
from kiosk.domain.errors import NotValidError
from kiosk.domain.forms import Form, FormField
from kiosk.domain.loader import shipped
from kiosk.domain.matter import KioskMode, Matter
from kiosk.domain.offer import Offer, offer_of, pays_when_collected
from kiosk.services.messages import Words

TODAY = date(2026, 11, 23)
FORMS = shipped().forms
CASES = [(shipped().catalogue[code], form) for code, form in FORMS.items()]
GIVEN = {"applicant.name", "applicant.id_number", "applicant.birth_date", "household.address"}
BY_HAND = ("XC-MZ-008", "XC-RS-026")
PUBLIC = ("XC-SF-004", "XC-SF-005")
TYPED_WORDS = ("name", "address")


def asked(form: Form) -> list[FormField]:
    """What a person without any record is asked on the form itself."""
    return [f for f in form.fields if f.id not in GIVEN and not f.id.startswith("delivery.")]


def most_asked(form: Form) -> int:
    """The longest way through the form: of what hangs on one answer, only one value's part."""
    always = sum(not f.when_field for f in asked(form))
    values = {(f.when_field, v) for f in asked(form) for v in f.when_values}
    apart = [sum(v in f.when_values and f.when_field == w for f in asked(form)) for w, v in values]
    return always + max(apart, default=0)


def test_each_of_the_247_matters_is_offered_or_said_to_be_a_payment() -> None:
    offers = [offer_of(matter) for matter in shipped().catalogue]
    assert [offers.count(offer) for offer in Offer] == [240, 175, 7]
    offered = {m.code for m in shipped().catalogue if offer_of(m) is Offer.VISIT}
    assert offered == set(FORMS)
    paid_later = {m.code for m in shipped().catalogue if pays_when_collected(m)}
    assert paid_later == {"XC-RS-032", "XC-GA-019", "XC-GA-020", "XC-BDC-006"}


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_every_field_of_every_form_has_its_question_in_words(lang: str) -> None:
    words = Words(lang)
    for _, form in CASES:
        for field in asked(form):
            vocabulary = shipped().fields[field.id]
            if field.id not in ("reading.purpose",):
                assert words.has(f"field.{field.id}.prompt"), field.id
            assert all(words.has(f"{vocabulary.labels}.{o}") for o in vocabulary.options), field.id
        assert all(words.has(f"later.{name}") for name in form.later), form.matter


def test_nothing_is_asked_that_needs_chinese_to_be_typed() -> None:
    for _, form in CASES:
        for field in asked(form):
            assert shipped().fields[field.id].input not in TYPED_WORDS, (form.matter, field.id)


def test_no_form_is_too_long_or_asks_nothing_of_its_own() -> None:
    bare = set()
    for matter, form in CASES:
        assert most_asked(form) <= 8, form.matter
        own = [f.id for f in asked(form) if f.id not in ("applicant.mobile", "paper.way")]
        if matter.kiosk_mode is not KioskMode.QUERY_PRINT and not own:
            bare.add(form.matter)
    # A confirmation that somebody is alive, and a code for the telephone: only who it is.
    assert bare == {"XC-RS-009", "XC-RS-085", "XC-RS-091", "XC-YB-012"}


def test_everybody_may_say_that_they_have_no_mobile() -> None:
    for matter, form in CASES:
        if matter.kiosk_mode is not KioskMode.QUERY_PRINT:
            assert "applicant.mobile" in form.field_ids, form.matter
    mobiles = [field for field in shipped().fields.values() if field.check == "mobile"]
    assert mobiles
    assert all(field.none for field in mobiles)


def _promises(matter: Matter, form: Form) -> dict[str, tuple[bool, bool]]:
    """What the row says, beside what the form does."""
    ids, names = set(form.field_ids), {m.name for m in matter.materials}
    filed = matter.kiosk_mode is not KioskMode.QUERY_PRINT
    brings = any(m.must_be_brought and m.is_needed() for m in matter.materials)
    free_mail = matter.mail_result and matter.free
    return {
        "money": (filed and "本人社保卡银行账户" in names, bool(form.pays_to)),
        "account": (bool(form.pays_to), "bank.account" in ids),
        "paper": (filed and brings, "paper.way" in ids),
        "mail": (filed and free_mail, "delivery.way" in ids),
        "company": (matter.audience == ("enterprise",), form.field_ids[0] == "company.credit_code"),
        "purpose": (not filed and matter.code not in PUBLIC, "reading.purpose" in ids),
        "proof": ("资格认证" in matter.name, form.assurance is Assurance.PROVEN),
        "signed": (matter.kiosk_mode is KioskMode.PRE_ACCEPT, form.signs == "application"),
    }


def test_every_form_agrees_with_the_row_of_its_matter() -> None:
    for matter, form in CASES:
        for what, (row, made) in _promises(matter, form).items():
            if what == "signed":
                assert made or not row, form.matter
            else:
                assert row == made, (form.matter, what)


def test_what_a_matter_is_about_is_asked() -> None:
    """A few of the things whose absence anybody at a counter would notice at once."""
    about = {
        "丧葬|抚恤金申领|遗属待遇|户口注销|殡葬": "deceased.died_on",
        "新生儿|出生登记|育儿补贴|预防接种": "child.birth_date",
        "转移接续|异地转移": "transfer.province",
        "异地.*备案|外出就医": "care.province",
        "残疾人证": "disability.level",
        "不动产(?!登记资料)": "property.number",
        "机动车(?!驾驶证)|号牌": "vehicle.plate",
        "护士|医师|医生": "certificate.number",
        "户口迁移审批|投靠": "move.to",
    }
    for pattern, field in about.items():
        found = [f for m, f in CASES if re.search(pattern, m.name)]
        assert found, pattern
        for form in found:
            if shipped().catalogue[form.matter].kiosk_mode is not KioskMode.QUERY_PRINT:
                assert field in form.field_ids, (form.matter, field)


def test_the_two_first_matters_ask_exactly_what_they_always_did() -> None:
    allowance, record = (FORMS[code] for code in BY_HAND)
    assert allowance.field_ids == (
        *("applicant.name", "applicant.id_number", "applicant.birth_date", "household.address"),
        *("bank.account", "applicant.mobile", "delivery.way", "delivery.address"),
    )
    assert record.field_ids == ("applicant.name", "applicant.id_number", "reading.purpose")
    assert [q.id for q in allowance.questions] == ["has_social_card"]


def test_a_field_that_hangs_on_a_later_answer_is_a_mistake() -> None:
    good = FORMS["XC-RS-004"]
    assert form_rules.problems(good, shipped().fields) == []
    turned = Form(
        **{
            **{name: getattr(good, name) for name in Form.__slots__},
            "fields": tuple(reversed(good.fields)),
        }
    )
    assert any("asked after it" in text for text in form_rules.problems(turned, shipped().fields))


def test_one_of_several_answers_may_bring_a_field_in() -> None:
    field = FormField("family.id_number", "family.relation", "spouse|child")
    assert field.applies({"family.relation": "child"})
    assert not field.applies({"family.relation": "self"})
    assert not field.applies({})


# ---- checks ----


def test_a_credit_code_is_checked_by_its_last_character() -> None:
    body = "91420602MA4999999"
    code = body + credit_check_character(body)
    assert parse_credit_code(f" {code.lower()} ") == code
    # A code from GB 32100-2015 as it stands in public registers.
    assert parse_credit_code("91350100M000100Y43") == "91350100M000100Y43"
    for wrong, why in (
        (code[:17], "too_short"),
        (code + "1", "too_long"),
        ("", "empty"),
        (code.replace("M", "I"), "characters"),
        (code[:5] + "7" + code[6:], "check_digit"),
    ):
        with pytest.raises(NotValidError, match=why):
            parse_credit_code(wrong)


@given(st.integers(0, 16), st.integers(1, 30))
def test_one_wrong_character_of_a_credit_code_never_passes(place: int, by: int) -> None:
    good = "91350100M000100Y43"
    other = CREDIT_ALPHABET[(CREDIT_ALPHABET.index(good[place]) + by) % 31]
    with pytest.raises(NotValidError, match="check_digit"):
        parse_credit_code(good[:place] + other + good[place + 1 :])


def test_a_vehicle_number_is_checked_in_its_ninth_place() -> None:
    # The example of ISO 3779's check, all ones, gives a one.
    assert vin_check_character("1" * 17) == "1"
    assert parse_vin("1M8GDM9AXKP042788") == "1M8GDM9AXKP042788"
    with pytest.raises(NotValidError, match="check_digit"):
        parse_vin("1M8GDM9A0KP042788")
    with pytest.raises(NotValidError, match="characters"):
        parse_vin("1M8GDM9AXKPO42788")


@pytest.mark.parametrize(
    ("check", "text", "result"),
    [
        ("date", "2026-11-23", "2026-11-23"),
        ("date", "2026-11-24", "future"),
        ("date", "2026-02-30", "date"),
        ("date", "1899-12-31", "too_early"),
        ("date_any", "2028-11-23", "2028-11-23"),
        ("date_any", "2028-11-24", "too_late"),
        ("date_future", "2026-11-22", "past"),
        ("date_future", "2026-11-23", "2026-11-23"),
        ("year", "2026", "2026"),
        ("year", "2027", "future"),
        ("year", "1939", "too_early"),
        ("year", "26", "too_short"),
        ("count", "007", "7"),
        ("count", "0", "range"),
        ("amount", "1000000000", "range"),
        ("plate", "f12345", "F12345"),
        ("plate", "F1234O", "characters"),
        ("birth_certificate", "U420000001", "U420000001"),
        ("birth_certificate", "4200000001", "characters"),
        ("file_number", "42060000000", "too_short"),
        ("property_number", "0012345", "0012345"),
        ("region", "湖北省襄阳市襄城区檀溪街道12号", "湖北省襄阳市襄城区檀溪街道12号"),
        ("region", "", "empty"),
        ("certificate", "证123456", "characters"),
    ],
)
def test_every_kind_of_answer_is_taken_or_refused_with_the_reason(
    check: str, text: str, result: str
) -> None:
    try:
        found = CHECKS[check](text, TODAY)
    except NotValidError as error:
        found = error.code
    assert found == result
