"""Smart cards behind a real pcscd with vsmartcard's reader driver, in a network of its own."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.smart_card.record import StaffCardRecord
from drivers.status import State
from drivers.system_library import DEBIAN
from drivers.virtual.card_people import social_chip, staff_chip
from drivers.virtual.card_slot import DiallingSlot
from drivers.virtual.pcscd import FIRST, READERS, PrivatePcscd, lacks
from drivers.virtual.smart_card import CardInSlot
from tests.drivers.card_bench import PEOPLE, Reader, bench, machine_has_one_pcscd
from tests.drivers.test_smart_card import BAD_CARDS

HOLDER = f"""
import sys; sys.path.append({DEBIAN!r})
from smartcard.scard import *
_, context = SCardEstablishContext(SCARD_SCOPE_USER)
code = -1
while code != 0:
    code, card, _ = SCardConnect(context, {READERS[0]!r}, SCARD_SHARE_SHARED,
                                 SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1)
print(code, flush=True)
sys.stdin.read()
SCardDisconnect(card, SCARD_LEAVE_CARD)
"""


@pytest.fixture
def one_at_a_time() -> Iterator[None]:
    with machine_has_one_pcscd():
        if lacks():
            pytest.skip(lacks())
        yield


def wait_empty(reader: Reader) -> None:
    """pcscd looks every 0.4 s: only then may the next card come."""
    while reader.worker.submit(lambda driver: driver._there().look().present, 20.0).result(20):
        continue


@pytest.fixture
def both(one_at_a_time: None) -> Iterator[tuple[Reader, Any]]:
    with bench(link="pcsc") as both:
        yield both


def test_pcscd_may_die_and_come_back_and_the_request_of_before_is_served(both: Any) -> None:
    reader, card = both
    reader.handle.arm("before")
    card.control("fault", {"kind": "pull_in_read"})
    card.control("card", {"name": "third"})
    assert reader.answer("before") == "removed"
    card.control("fault", {"kind": "reader_gone", "at": 0.6})
    reader.wait_state(State.DISCONNECTED, "no_service")
    reader.wait_state(State.READY)
    card.control("fault", {"kind": "none"})
    card.control("card", {"name": "first"})
    assert reader.wait_record("before").number == PEOPLE["first"]["number"]


@pytest.mark.long
@pytest.mark.parametrize("who", ["first", "second", "third"])
def test_a_card_of_each_generation_is_read_through_pcscd(both: Any, who: str) -> None:
    reader, card = both
    reader.handle.arm(who)
    card.control("card", {"name": who})
    assert reader.wait_record(who).name == PEOPLE[who]["name"]


@pytest.mark.long
def test_bad_cards_are_told_by_their_reasons_through_pcscd(both: Any) -> None:
    reader, card = both
    for fault, reason in BAD_CARDS.items():
        card.control("fault", {"kind": fault})
        reader.handle.arm(fault)
        began = time.monotonic()
        card.control("card", {"name": "third"})
        assert reader.answer(fault) == reason, fault
        print(f"{fault}: {reason} after {time.monotonic() - began:.1f} s")
        card.control("fault", {"kind": "none"})
        card.control("card", {"name": "none"})
        wait_empty(reader)
        reader.handle.arm(f"after-{fault}")
        card.control("card", {"name": "second"})
        assert reader.wait_record(f"after-{fault}").generation == "2", fault
        card.control("card", {"name": "none"})
        reader.handle.disarm()
        wait_empty(reader)


@pytest.mark.long
def test_a_card_that_another_program_holds_is_read_when_it_lets_go(both: Any) -> None:
    reader, card = both
    card.control("card", {"name": "third"})
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "0\n"
        reader.handle.arm("held")
        assert reader.answer("held") == "in_use"
        reader.wait_state(State.BUSY, "in_use")
        holder.stdin.close()
    assert reader.wait_record("held").generation == "3"


@pytest.mark.long
def test_two_readers_are_counted_apart(one_at_a_time: None) -> None:
    pcscd = PrivatePcscd()
    pcscd.start()
    slots = [DiallingSlot(lambda: pcscd.dial(0)), DiallingSlot(lambda: pcscd.dial(1))]
    readers: list[Reader] = []
    try:
        for slot in slots:
            slot.start()
        readers += [
            Reader("social_security", f"pcsc://{READERS[0]}"),
            Reader("staff_card", f"pcsc://{READERS[1]}"),
            Reader("social_security", "pcsc://Virtual PCD"),
            Reader("social_security", "pcsc://Nothing [Like It] 00 00"),
        ]
        social, staff, vague, none = readers
        vague.wait_state(State.DISCONNECTED, "several_readers")
        none.wait_state(State.DISCONNECTED, "no_reader")
        social.handle.arm("social")
        staff.handle.arm("staff")
        slots[0].put(CardInSlot(social_chip("third", PEOPLE["third"]), "none"))
        slots[1].put(CardInSlot(staff_chip("1001", {}), "none"))
        assert social.wait_record("social").name == "样𠮷"
        assert staff.wait_record("staff") == StaffCardRecord("1001", "0000000000001001")
        slots[1].put(None)
        staff.wait(staff.removed)
        assert social.removed() == 0
    finally:
        for one in (*readers, *slots):
            one.stop()
        pcscd.remove()


def test_vpcd_is_reached_by_nobody_outside_its_own_network(both: Any) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", FIRST), 1.0)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_two_hundred_cards_leave_no_thread_descriptor_or_memory_behind(both: Any) -> None:
    reader, card = both

    def cycle(number: int) -> None:
        who = ("first", "second", "third")[number % 3]
        before = reader.removed()
        reader.handle.arm(f"cycle-{number}")
        card.control("card", {"name": who})
        assert reader.wait_record(f"cycle-{number}").name == PEOPLE[who]["name"]
        card.control("card", {"name": "none"})
        reader.wait(lambda: reader.removed() > before)

    def used() -> tuple[int, int, int, int, int]:
        gc.collect()
        child = reader.worker._driver._link.pid
        return (*_held(os.getpid()), *_held(child), threading.active_count())

    for number in range(10):
        cycle(number)
    first = used()
    for number in range(10, 200):
        cycle(number)
    last = used()
    print(f"(fds, PSS kB) of terminal and child, threads: {first} -> {last}")
    assert (first[0], first[2], first[4]) == (last[0], last[2], last[4])
    assert last[1] < first[1] * 1.05 + 1024
    assert last[3] < first[3] * 1.05 + 512


def _held(pid: int) -> tuple[int, int]:
    """Open descriptors and PSS in kB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    pss = next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))
    return len(os.listdir(f"/proc/{pid}/fd")), int(pss)
