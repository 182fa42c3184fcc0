from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import numbers
from kiosk.domain.errors import NotValidError

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_a_case_number_is_built_checked_and_shown_in_fours() -> None:
    number = numbers.case_number(NOON, "0005", 42)
    assert number == "XC2611230005000423"
    assert numbers.in_fours(number) == "XC 2611 2300 0500 0423"
    found = numbers.parse_case_number("ｘｃ 2611 2300-0500 0423")
    assert (found.day, found.terminal, found.serial) == (date(2026, 11, 23), "0005", 42)
    assert str(found) == number


def test_the_day_of_a_case_number_is_shanghais() -> None:
    assert numbers.case_number(datetime(2026, 11, 22, 16, tzinfo=UTC), "0005", 1)[2:8] == "261123"


@given(st.integers(2, 17), st.integers(1, 9))
def test_one_wrong_digit_of_a_case_number_never_passes(place: int, step: int) -> None:
    good = "XC2611230005000423"
    bad = good[:place] + str((int(good[place]) + step) % 10) + good[place + 1 :]
    with pytest.raises(NotValidError):
        numbers.parse_case_number(bad)


@pytest.mark.parametrize(
    "text", ["", "XC", "XC26112300050004230", "YC2611230005000423", "XC٢٦1123000500042"]
)
def test_what_is_no_case_number_is_refused(text: str) -> None:
    with pytest.raises(NotValidError, match="shape"):
        numbers.parse_case_number(text)


def test_a_number_that_cannot_be_given_is_not_given() -> None:
    for terminal, serial in (("5", 1), ("٠٠٠٥", 1), ("0005", 0), ("0005", 100_000)):
        with pytest.raises(ValueError, match=r"terminal number|serial"):
            numbers.case_number(NOON, terminal, serial)


def test_a_check_code_reads_back_however_it_is_typed() -> None:
    codes = {numbers.check_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert numbers.parse_check_code(numbers.check_code_in_fours(code).lower()) == code
    assert numbers.parse_check_code("oil0-0000-0000-0000") == "0110000000000000"
    with pytest.raises(NotValidError):
        numbers.parse_check_code("U000000000000000")


def test_slip_passwords_have_six_digits_and_are_not_guessable_in_order() -> None:
    words = [numbers.slip_password() for _ in range(300)]
    assert all(len(word) == 6 and word.isdigit() for word in words)
    assert len(set(words)) > 290


def test_waybills_are_thirteen_digits_or_s10() -> None:
    assert numbers.s10_check_digit("47312482") == "9"  # the example of UPU S10
    assert [numbers.s10_check_digit(serial) for serial in ("00000000", "00000008")] == ["5", "0"]
    assert numbers.parse_waybill("rr 473124829 cn") == "RR473124829CN"
    assert numbers.parse_waybill(numbers.file_carrier_waybill(7)) == "9800000000007"
    for text, code in (("RR473124828CN", "check_digit"), ("98000000000", "shape"), ("", "shape")):
        with pytest.raises(NotValidError, match=code):
            numbers.parse_waybill(text)


def test_tickets_and_platform_numbers_have_their_shape() -> None:
    assert numbers.ticket_number("A", 12) == "A012"
    assert numbers.is_platform_number("42060220261122000001")
    assert not numbers.is_platform_number("42060220261322000001")
    with pytest.raises(ValueError, match="ticket"):
        numbers.ticket_number("A", 1000)
