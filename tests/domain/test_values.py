from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import masking
from kiosk.domain.address import region_of, subdistrict_of
from kiosk.domain.bank_card import luhn_digit, parse_account
from kiosk.domain.errors import NotValidError
from kiosk.domain.fields import Field
from kiosk.domain.id_number import check_character, parse_id_number
from kiosk.domain.loader import shipped
from kiosk.domain.mobile import NO_MOBILE, parse_mobile
from kiosk.domain.names import parse_name, same_name, unreadable

TODAY = date(2026, 11, 22)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(NotValidError) as caught:
        call()
    return caught.value.code


def test_an_id_number_yields_birth_and_sex() -> None:
    found = parse_id_number("429999 19440518 0018", TODAY)
    assert (found.number, found.birth, found.sex) == ("429999194405180018", date(1944, 5, 18), "1")
    assert "4299" not in repr(found)
    assert check_character("11010519491231002") == "X"  # the sample of GB 11643
    assert parse_id_number("１１０１０５１９４９１２３１００２ｘ", TODAY).number.endswith("X")


def test_fifteen_digits_become_eighteen() -> None:
    found = parse_id_number("420602860315002", TODAY)
    assert found.number.startswith("42060219860315002")
    assert parse_id_number(found.number, TODAY) == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "length"),
        ("42999919440518001", "length"),
        ("42999919440518001A", "characters"),
        ("X29999194405180018", "characters"),
        ("429999194402300018", "birth_date"),
        ("429999202705180018", "birth_date"),
        ("429999194405180019", "check_digit"),
        ("429999194405180081", "check_digit"),
    ],
)
def test_a_wrong_id_number_is_refused_with_the_reason(text: str, code: str) -> None:
    assert code_of(lambda: parse_id_number(text, TODAY)) == code


def test_an_unknown_area_is_a_warning_and_no_refusal() -> None:
    body = "94299919900215001"
    assert parse_id_number(body + check_character(body), TODAY).warnings == ()  # 9: a foreigner
    body = "17999919860315002"
    assert parse_id_number(body + check_character(body), TODAY).warnings == ("area_unknown",)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(place: int, step: int) -> None:
    good = "429999194405180018"
    bad = good[:place] + str((int(good[place]) + step) % 10) + good[place + 1 :]
    with pytest.raises(NotValidError):
        parse_id_number(bad, TODAY)


@given(st.text(max_size=40))
def test_no_text_breaks_a_check(text: str) -> None:
    codes: set[str] = set()
    for field in shipped().fields.values():
        try:
            value = field.parse(text, TODAY)
        except NotValidError as error:
            codes.add(error.code)
            continue
        assert field.parse(value, TODAY) == value
        assert field.masked(value) is not None
    assert all(code.isidentifier() for code in codes)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("13800000000", "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("8613800000000", "13800000000"),
        ("none", NO_MOBILE),
    ],
)
def test_a_mobile_is_taken_however_it_is_written(text: str, result: str) -> None:
    assert parse_mobile(text) == result


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("1380000000", "too_short"),
        ("138000000000", "too_long"),
        ("12800000000", "prefix"),
        ("0710-3550001", "landline"),
        ("1380000000a", "characters"),
        ("١٣٨٠٠٠٠٠٠٠٠", "characters"),
    ],
)
def test_a_wrong_mobile_is_refused_with_the_reason(text: str, code: str) -> None:
    assert code_of(lambda: parse_mobile(text)) == code


def test_none_is_an_answer_only_where_a_field_allows_it() -> None:
    mobile = shipped().fields["applicant.mobile"]
    assert mobile.parse("none", TODAY) == NO_MOBILE
    assert mobile.masked(NO_MOBILE) == NO_MOBILE
    values = {name: getattr(mobile, name) for name in Field.__slots__}
    strict = Field(**{**values, "none": False})
    assert code_of(lambda: strict.parse("none", TODAY)) == "empty"


def test_an_account_is_checked_by_luhn() -> None:
    assert parse_account("6217 9942 9990 0010 026") == "6217994299900010026"
    assert code_of(lambda: parse_account("6217994299900010027")) == "check_digit"
    assert code_of(lambda: parse_account("621799429990001")) == "length"
    assert code_of(lambda: parse_account("62179942999000100a6")) == "characters"
    assert luhn_digit("7992739871") == "3"


def test_names_are_kept_code_point_by_code_point() -> None:
    assert parse_name("　样𠮷 ") == "样𠮷"
    # A compatibility ideograph stays what it is: it may be the person's registered character.
    assert parse_name("\ufa1e") != "羽"
    assert same_name("阿依仙木古丽·样例", "阿依仙木古丽•样例")
    assert not same_name("李样例", "李样列")
    assert unreadable("李\ue7c7例") == (1,)
    assert code_of(lambda: parse_name("李\x1b例")) == "characters"
    assert code_of(lambda: parse_name("李1例")) == "characters"
    assert code_of(lambda: parse_name(" ")) == "empty"
    assert code_of(lambda: parse_name("李" * 51)) == "too_long"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李样例", "李*例"),
        ("样𠮷", "样*"),
        ("𠮷样𠮷", "𠮷*𠮷"),
        ("欧阳样例", "欧**例"),
        ("王", "*"),
        ("", ""),
        ("阿依仙木古丽·样例·阿卜杜拉汗", "阿*****·**·*****"),
        ("SAMPLE ALPHA", "S***** A****"),
        ("葛\U000e0100样例", "葛\U000e0100*例"),
    ],
)
def test_a_masked_name_shows_its_ends_only(name: str, shown: str) -> None:
    assert masking.mask_name(name) == shown


def test_masked_numbers_hide_what_identifies() -> None:
    assert masking.mask_id_number("429999194405180018") == "429999********0018"
    assert masking.mask_id_number("420602860315002") == "420602******002"
    assert masking.mask_id_number("XXA420685050501") == "XXA4206******01"
    assert masking.mask_id_number("nonsense") == "********"
    assert masking.mask_phone("13800000000") == "138****0000"
    assert masking.mask_phone("07103550001") == "*********01"
    assert masking.mask_account("6217994299900010026") == "****0026"
    assert masking.mask_account("0026") == "****"


@given(st.text(min_size=3, max_size=30))
def test_no_mask_shows_the_whole_value(text: str) -> None:
    for mask in (masking.mask_id_number, masking.mask_phone, masking.mask_account):
        assert set(text) <= {"*"} or mask(text) != text


@pytest.mark.parametrize(
    ("address", "region", "shown"),
    [
        ("湖北省襄阳市襄城区檀溪街道示例路1号2栋301室", "湖北省襄阳市襄城区", "檀溪街道"),
        ("湖北省襄阳市襄城区欧庙镇示例村3组", "湖北省襄阳市襄城区", "欧庙镇"),
        ("湖北省襄阳市襄城区尹集乡示例村1组", "湖北省襄阳市襄城区", "尹集乡"),
        ("湖北省随州市随县厉山镇1号", "湖北省随州市随县", "厉山镇"),
        ("湖北省神农架林区松柏镇1号", "湖北省神农架林区", "松柏镇"),
        ("北京市朝阳区望京街道1号", "北京市朝阳区", "望京街道"),
        ("浙江省杭州市西湖区西溪街道1号", "浙江省杭州市西湖区", "西溪街道"),
        ("江苏省镇江市京口区大市口街道1号", "江苏省镇江市京口区", ""),
        ("广西壮族自治区南宁市青秀区南湖街道2号", "广西壮族自治区南宁市青秀区", "南湖街道"),
        ("示例路2号", "", ""),
        ("", "", ""),
    ],
)
def test_an_address_is_shown_up_to_its_street_office(address: str, region: str, shown: str) -> None:
    assert region_of(address) == region
    assert subdistrict_of(address) == region + shown
    assert masking.mask_address(address) == (region + shown + "****" if address else "")
