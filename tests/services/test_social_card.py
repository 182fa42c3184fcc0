"""Social-security cards wherever the identity card serves, and staff cards at the door."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import drivers.smart_card
from drivers.events import CardBusy, CardRead, CardRemoved, CardTrouble, SmartCardRead
from drivers.smart_card.record import SocialCardRecord, StaffCardRecord
from kiosk.domain.assurance import Assurance, of_way
from kiosk.services.messages import Words
from kiosk.services.presenters.card_words import SOCIAL
from tests.services.world import LI, Terminal

CARD = SocialCardRecord("李样例", "429999194405180018", "A51800180", "3", valid_to=date(2030, 1, 1))
RAISED = re.compile(r"(?:CardError|ReaderError)\(\s*\"([a-z_]+)\"|code = \"([a-z_]+)\"")
OTHERS = {"no_card", "not_a_staff_card", "empty"}  # of read_once, of staff cards, told as mute
OF_READER = {"no_service", "no_reader", "several_readers", "refused", "unreachable", "unknown_host"}


@pytest.fixture
def t() -> Terminal:
    terminal = Terminal()
    terminal.world.device |= {"social_card": "ready", "staff_card": "ready"}
    return terminal


def ask(t: Terminal, matter: str = "XC-MZ-008") -> None:
    t.press("attract.start")
    t.c.steps.begin(matter)
    assert t.page.screen == "identify"


def lay(t: Terminal, card: SocialCardRecord = CARD) -> None:
    t.c.on_device(CardBusy("social_card", t.world.armed))
    t.c.on_device(SmartCardRead("social_card", t.world.armed, card))


def test_a_social_card_says_who_it_is_at_level_two_and_not_where_they_live(t: Terminal) -> None:
    ask(t)
    assert t.page.title == "请放身份证，或者插社保卡"
    lay(t)
    person = t.c.session.data.person
    assert person is not None
    assert (person.name, person.number, person.kind) == ("李样例", LI.number, "resident")
    assert (person.birth, person.address) == (LI.birth, "")
    assert of_way(person.method, person.level) is Assurance.CARD
    assert t.page.title == "读好了，是您本人吗？"
    assert LI.number not in repr(t.page)


@pytest.mark.parametrize("reason", sorted(set(SOCIAL) - {"expired"}))
def test_every_trouble_of_a_card_is_told_in_its_own_words_and_the_next_card_is_taken(
    t: Terminal, reason: str
) -> None:
    ask(t)
    t.c.on_device(CardTrouble("social_card", t.world.armed, reason))
    assert t.page.title == Words("zh_CN", plain=False)(SOCIAL[reason])
    assert t.page.screen == "identify"
    lay(t)
    assert t.page.screen == "confirm"


def test_every_reason_that_the_driver_can_give_has_words() -> None:
    folder = Path(drivers.smart_card.__file__).parent
    found = RAISED.findall("".join(path.read_text() for path in folder.glob("*.py")))
    reasons = {one or other for one, other in found} - OTHERS - OF_READER
    assert len(reasons) > 10
    assert reasons <= set(SOCIAL)


def test_an_expired_card_is_told_and_the_next_one_is_awaited_when_it_has_left(t: Terminal) -> None:
    ask(t)
    first = t.world.armed
    lay(t, SocialCardRecord("李样例", LI.number, "A51800180", "2", valid_to=date(2026, 11, 22)))
    assert t.page.title == "社保卡过期了，请用身份证"
    assert t.c.session.data.person is None
    assert t.world.armed == first  # an identity card would be taken now
    t.c.on_device(CardRemoved("social_card"))
    assert t.world.armed not in ("", first)
    lay(t)
    assert t.page.screen == "confirm"


def test_a_card_that_was_pulled_ten_times_costs_nobody_the_way_on(t: Terminal) -> None:
    ask(t)
    for _ in range(10):
        t.c.on_device(CardTrouble("social_card", t.world.armed, "removed"))
    assert t.page.screen == "identify"
    for _ in range(3):
        t.c.on_device(CardTrouble("social_card", t.world.armed, "mute"))
    assert t.page.title == "这张卡读不出来"


def test_an_answer_to_an_earlier_step_or_from_a_staff_card_is_nobodys(t: Terminal) -> None:
    ask(t)
    late = t.world.armed
    t.press("common.back")
    t.c.on_device(SmartCardRead("social_card", late, CARD))
    t.c.on_device(SmartCardRead("social_card", "", CARD))
    assert t.c.session.data.person is None
    ask_again = t.world.armed
    t.c.on_device(SmartCardRead("staff_card", ask_again, StaffCardRecord("1005", "00" * 8)))
    assert t.c.session.data.person is None


def test_one_working_reader_is_enough_and_the_page_asks_for_its_card(t: Terminal) -> None:
    t.world.device["id_card"] = "disconnected"
    ask(t)
    assert t.page.title == "请把社保卡插到底"
    t.world.device["social_card"] = "fault"
    t.c.reading.begin_again()
    assert t.page.title == "读卡器坏了"


def test_the_card_that_is_left_is_called_what_it_is_and_only_its_own_reader_counts(
    t: Terminal,
) -> None:
    ask(t)
    lay(t)
    t.press("strip.end")
    t.press("idle.drop")
    assert (t.page.screen, t.page.title) == ("card", "请拿好社保卡")
    t.c.on_device(CardRemoved("id_card"))
    assert t.page.screen == "card"
    t.c.on_device(CardRemoved("social_card"))
    assert t.page.screen == "end"


def hall(t: Terminal) -> None:
    for _ in range(5):
        t.c.hall()
        t.clock.advance(0.5)


def test_a_staff_card_stands_for_the_number_and_the_pin_is_asked_for_all_the_same(
    t: Terminal,
) -> None:
    hall(t)
    asked = t.world.reader_armed["staff_card"]
    t.c.on_device(CardTrouble("staff_card", asked, "not_a_staff_card"))
    assert "卡没读出来" in repr(t.page)
    t.c.on_device(SmartCardRead("staff_card", asked, StaffCardRecord("1005", "00" * 8)))
    assert t.page.title == "六位密码？"
    assert "staff_card" not in t.world.reader_armed
    t.type("135799")
    t.press("common.next")
    assert t.page.title == "您的工号？"
    assert t.world.reader_armed["staff_card"] not in ("", asked)
    t.c.on_device(
        SmartCardRead(
            "staff_card", t.world.reader_armed["staff_card"], StaffCardRecord("1005", "00" * 8)
        )
    )
    t.type("246810")
    t.press("common.next")
    assert t.page.screen == "service"
    t.press("strip.end")
    assert t.world.reader_armed == {}


def test_no_card_signs_in_while_the_door_is_locked_and_no_citizens_card_ever(t: Terminal) -> None:
    hall(t)
    asked = t.world.reader_armed["staff_card"]
    t.c.on_device(SmartCardRead("staff_card", asked, CARD))
    t.c.on_device(CardRead("id_card", asked, LI))
    assert t.page.title == "您的工号？"
    for _ in range(5):
        t.type("1005")
        t.press("common.next")
        t.type("135799")
        t.press("common.next")
    assert t.page.title == "试错五次，先锁上了"
    assert t.world.reader_armed == {}
