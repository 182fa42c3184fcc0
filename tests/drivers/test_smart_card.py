"""Smart cards as the terminal uses them: worker, child, virtual card; generations and faults."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from drivers.events import CardBusy, CardTrouble
from drivers.smart_card import card_driver
from drivers.smart_card.apdu import CardError
from drivers.smart_card.card_driver import SmartCardDriver
from drivers.smart_card.reader_link import Slot
from drivers.smart_card.record import SocialCardRecord, StaffCardRecord
from drivers.spec import DeviceSpec
from drivers.status import State
from tests.drivers.card_bench import Reader, bench

BAD_CARDS = {
    "pull_before_select": "removed",
    "pull_in_read": "removed",
    "mute": "mute",
    "empty": "mute",
    "garbage": "garbled",
    "half": "garbled",
    "overlong": "damaged",
    "endless_61": "endless",
    "endless_6c": "endless",
    "flap": "removed",
    "bad_charset": "charset",
    "control_bytes": "control",
    "wrong_check": "check_digit",
    "no_application": "not_a_social_card",
    "protected": "protected",
    "no_atr": "no_atr",
}
_numbers = itertools.count()


@pytest.fixture(scope="module")
def desk() -> Iterator[tuple[Reader, Any]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(card_driver, "ARMED_S", 0.02)
        with bench(answer_s=0.3) as both:
            yield both


@pytest.fixture
def reader(desk: tuple[Reader, Any]) -> Iterator[Reader]:
    reader, card = desk
    card.control("fault", {"kind": "none"})
    card.control("card", {"name": "none"})
    yield reader
    reader.handle.disarm()
    card.control("card", {"name": "none"})
    reader.wait_state(State.READY)


@pytest.fixture
def card(desk: tuple[Reader, Any]) -> Any:
    return desk[1]


def ask(reader: Reader) -> str:
    request = f"request-{next(_numbers)}"
    reader.handle.arm(request)
    return request


@pytest.mark.parametrize(
    ("who", "name", "number", "generation", "card_number"),
    [
        ("first", "王样例", "429999198603150029", "1", "A60315002"),
        ("second", "阿依仙木古丽·样例·阿卜杜拉汗", "429999197509090045", "2", "B12345678"),
        ("third", "样𠮷", "429999199106200034", "3", "A10620003"),
    ],
)
def test_a_card_of_each_generation_is_read_by_its_tags(
    reader: Reader, card: Any, who: str, name: str, number: str, generation: str, card_number: str
) -> None:
    card.control("card", {"name": who})
    record = reader.wait_record(ask(reader))
    assert isinstance(record, SocialCardRecord)
    assert (record.name, record.number) == (name, number)
    assert (record.generation, record.card_number) == (generation, card_number)
    assert record.valid_to == (date(2030, 6, 30) if who == "second" else date(2099, 12, 31))
    assert name not in repr(record)
    assert number not in repr(record)


@pytest.mark.parametrize(("fault", "reason"), BAD_CARDS.items())
def test_each_bad_card_is_told_by_its_reason_and_the_next_good_one_is_read(
    reader: Reader, card: Any, fault: str, reason: str
) -> None:
    card.control("fault", {"kind": fault})
    card.control("card", {"name": "third"})
    request = ask(reader)
    assert reader.answer(request) == reason
    card.control("fault", {"kind": "none"})
    card.control("card", {"name": "none"})
    reader.wait_state(State.READY)
    card.control("card", {"name": "first"})
    assert reader.wait_record(request).generation == "1"


def test_an_expired_card_says_its_last_day(reader: Reader, card: Any) -> None:
    card.control("fault", {"kind": "expired"})
    card.control("card", {"name": "third"})
    assert reader.wait_record(ask(reader)).valid_to == date(2020, 2, 29)


def test_a_flapping_card_is_told_at_most_twice_and_then_read(reader: Reader, card: Any) -> None:
    card.control("fault", {"kind": "flap"})
    card.control("card", {"name": "third"})
    request = ask(reader)
    reader.wait_record(request)
    assert [getattr(e, "reason", "read") for e in reader.of(request)] == [
        "removed",
        "unsteady",
        "read",
    ]


def test_a_card_reaches_only_the_step_that_asked_for_it(reader: Reader, card: Any) -> None:
    card.control("card", {"name": "first"})
    first = ask(reader)
    reader.wait_record(first)
    before = reader.removed()
    second = ask(reader)  # the card still lies there, and somebody else asks
    assert reader.wait_record(second).generation == "1"
    assert len(reader.of(first)) == 1
    reader.handle.disarm()
    reader.wait_state(State.MEDIA_PRESENT, "card_left")
    card.control("card", {"name": "none"})
    reader.wait_state(State.READY)
    assert reader.removed() == before + 1
    card.control("card", {"name": "second"})  # nobody asks
    third = ask(reader)
    assert reader.wait_record(third).generation == "2"
    assert [len(reader.of(request)) for request in (first, second, third)] == [1, 1, 1]


def test_a_reader_that_is_unplugged_is_a_state_and_serves_the_same_request_afterwards(
    reader: Reader, card: Any
) -> None:
    request = ask(reader)
    card.control("fault", {"kind": "reader_gone", "at": 0.6})
    reader.wait_state(State.DISCONNECTED, "refused")
    reader.wait_state(State.READY)
    card.control("card", {"name": "third"})
    assert reader.wait_record(request).generation == "3"


def test_a_staff_card_is_read_and_neither_card_is_taken_for_the_other() -> None:
    with bench("staff_card") as (reader, card):
        reader.handle.arm("staff")
        card.control("card", {"name": "third"})
        assert reader.answer("staff") == "not_a_staff_card"
        card.control("card", {"name": "none"})
        reader.wait_state(State.READY)
        card.control("card", {"fields": {"staff_no": "1001", "serial": "00112233aabbccdd"}})
        assert reader.wait_record("staff") == StaffCardRecord("1001", "00112233aabbccdd")


class OneCard:
    """A link with a card in it that a test puts in and takes out."""

    def __init__(self) -> None:
        self.changes = 1

    def look(self) -> Slot:
        return Slot(self.changes % 2 == 1, mute=False, used=False, changes=self.changes)

    def connect(self, limit_s: float) -> None: ...

    def leave(self) -> None: ...


def by_hand(read: Any) -> tuple[SmartCardDriver, OneCard, list[Any]]:
    """A driver that the test polls itself."""
    told: list[Any] = []
    driver = SmartCardDriver(
        DeviceSpec("card", "smart_card", "social_security", "pcsc://x"), told.append, read
    )
    link = OneCard()
    driver._link = link  # type: ignore[assignment]
    return driver, link, told


def test_what_was_read_for_a_wish_that_was_taken_back_meanwhile_is_dropped() -> None:
    def read(_card: Any) -> SocialCardRecord:
        driver.wish.intent = None
        return SocialCardRecord("王样例", "429999198603150029", "A00000001", "3")

    driver, _, told = by_hand(read)
    driver.wish.intent = "gone"
    driver.poll()
    assert told == [CardBusy("card", "gone")]


def test_a_card_that_failed_is_not_tried_again_before_it_left_and_every_asking_hears_why() -> None:
    tried: list[int] = []

    def read(_card: Any) -> SocialCardRecord:
        tried.append(1)
        raise CardError("protected")

    driver, link, told = by_hand(read)
    for request in ("first", "first", "second", "second"):
        driver.wish.intent = request
        driver.poll()
    assert len(tried) == 1
    assert [e for e in told if isinstance(e, CardTrouble)] == [
        CardTrouble("card", "first", "protected"),
        CardTrouble("card", "second", "protected"),
    ]
    for _ in range(2):
        link.changes += 1  # out, and another one in
        driver.poll()
    assert len(tried) == 2
