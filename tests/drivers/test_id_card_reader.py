"""The SAM reader's driver against the virtual module: faults, swaps, late answers, lifting."""

from __future__ import annotations

import runpy
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import BadAnswerError, DeviceError, LinkLostError, NoAnswerError
from drivers.events import CardBusy, CardRead, CardRemoved, CardTrouble, Event
from drivers.id_card import sam_link
from drivers.id_card.sam_v import SamVDriver
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.virtual.id_card import IdCardEmulator
from drivers.virtual.id_card_faults import BYTE_FAULTS

FOREIGN = Path(__file__).parents[1] / "foreign"
PEOPLE = {
    name: told[0]
    for name, told in runpy.run_path(str(FOREIGN / "id_card_blocks.py"))["CARDS"].items()
}
WHOLE = {(told.get("name") or told["name_en"], told["number"]) for told in PEOPLE.values()}


class Bench:
    """A driver that the test polls itself, and the virtual module that it is plugged into."""

    def __init__(self, **options: Any) -> None:
        module = {"delay_ms": 10, "throttle": False, **options.pop("module", {})}
        self.module = IdCardEmulator(module, PEOPLE)
        self.port = self.module.start()
        self.events: list[Event] = []
        spec = DeviceSpec("id_card", "id_card", "sam_v", self.port, {"pause_ms": 0, **options})
        self.driver = SamVDriver(spec, self.events.append)

    def lay(self, name: str) -> None:
        self.module.control("card", {"name": name})

    def fault(self, kind: str, **args: Any) -> None:
        self.module.control("fault", {"kind": kind, **args})

    def arm(self, request: str | None) -> None:
        self.driver.wish.intent = request

    def poll(self, times: int = 1) -> tuple[State, str]:
        for _ in range(times):
            told = self.driver.poll()
        return told

    def poll_through(self, times: int) -> None:
        """Poll as the worker does: a reader that is silent or garbled is asked again."""
        for _ in range(times):
            try:
                self.driver.poll()
            except (NoAnswerError, BadAnswerError):
                continue

    def take(self) -> list[Event]:
        taken = list(self.events)
        self.events.clear()
        return taken

    def names(self) -> list[str]:
        return [event.record.name for event in self.take() if isinstance(event, CardRead)]


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    yield from opened(monkeypatch)


def opened(monkeypatch: pytest.MonkeyPatch, **options: Any) -> Iterator[Bench]:
    # the same rules with shorter waiting; the deadlines themselves are figures, not promises
    for name, seconds in (("READ", 0.5), ("FIND", 0.3), ("SELECT", 0.3), ("CHIP", 0.3)):
        ask = replace(getattr(sam_link, name), deadline_s=seconds)
        monkeypatch.setattr(sam_link, name, ask)
    monkeypatch.setattr(sam_link, "GAP_S", 0.15)
    monkeypatch.setattr(sam_link, "QUIET_S", 0.1)
    bench = Bench(**options)
    bench.driver.open()
    try:
        yield bench
    finally:
        bench.driver.close()
        bench.module.stop()


def kinds(events: list[Event]) -> list[str]:
    return [type(event).__name__ for event in events]


def test_a_card_is_read_once_for_an_arming_and_its_leaving_is_told(bench: Bench) -> None:
    bench.poll(3)
    assert bench.take() == []
    bench.lay("resident")
    bench.arm("r1")
    bench.poll(4)
    busy, read = bench.take()
    assert isinstance(busy, CardBusy)
    assert isinstance(read, CardRead)
    assert (busy.request_id, read.request_id, read.record.name) == ("r1", "r1", "王样例")
    assert read.record.has_photo
    bench.arm(None)
    assert bench.poll() == (State.MEDIA_PRESENT, "card_left")
    bench.lay("none")
    bench.poll(2)
    assert bench.take() == []
    assert bench.poll() == (State.READY, "")
    assert kinds(bench.take()) == ["CardRemoved"]


def test_a_card_still_lying_there_is_read_again_for_the_next_arming(bench: Bench) -> None:
    bench.lay("resident")
    bench.arm("r1")
    bench.poll()
    bench.arm("r2")
    bench.poll()
    reads = [event for event in bench.take() if isinstance(event, CardRead)]
    assert [event.request_id for event in reads] == ["r1", "r2"]


def test_an_unarmed_reader_reads_nothing(bench: Bench) -> None:
    bench.lay("resident")
    bench.poll(3)
    assert bench.take() == []
    assert bench.module.control("state", {})["state"] == "idle"


def test_what_is_disarmed_during_the_reading_is_told_to_nobody(bench: Bench) -> None:
    bench.lay("resident")
    bench.arm("r1")

    def disarm_at_busy(event: Event) -> None:
        bench.events.append(event)
        bench.arm(None)

    bench.driver.emit = disarm_at_busy
    bench.poll()
    assert kinds(bench.take()) == ["CardBusy"]


SPOILED = [
    *(("read", kind) for kind in (*BYTE_FAULTS, "echo", "short_block")),
    *(("find", kind) for kind in ("no_answer", "bad_checksum", "late")),
    *(("select", kind) for kind in ("garbage", "late", "duplicate")),
    *(("chip", kind) for kind in ("truncated", "late", "flipped_bit")),
]


@pytest.mark.parametrize(("on", "kind"), SPOILED)
def test_every_fault_of_the_line_is_overcome_without_a_restart(
    monkeypatch: pytest.MonkeyPatch, kind: str, on: str
) -> None:
    for bench in opened(monkeypatch):
        bench.lay("rare-name")
        bench.fault(kind, on=on)
        bench.arm("r1")
        bench.poll_through(3)
        reads = [event for event in bench.take() if isinstance(event, CardRead)]
        assert [(e.request_id, e.record.name) for e in reads] == [("r1", "样𠮷")]
        assert reads[0].record.number == "429999199106200034"


def test_a_late_answer_is_never_credited_to_the_next_card(bench: Bench) -> None:
    bench.lay("resident")
    bench.fault("late", on="read")
    bench.arm("r1")
    swap_once = threading.Timer(0.3, lambda: bench.lay("long-term"))
    swap_once.start()  # the first card leaves while its answer is still owed
    bench.poll()
    swap_once.join()
    bench.lay("none")
    bench.poll(4)
    bench.lay("long-term")
    bench.poll(2)
    told = [(e.record.name, e.record.number) for e in bench.take() if isinstance(e, CardRead)]
    assert told == [("李样例", "429999194405180018")]


def test_answers_that_always_come_twice_are_never_credited_to_the_next_card(bench: Bench) -> None:
    bench.fault("duplicate", on="any", at=0)
    for name in ("resident", "long-term", "hk"):
        bench.lay(name)
        bench.arm(name)
        bench.poll(2)
        bench.lay("none")
        bench.poll(4)
    assert bench.names() == ["王样例", "李样例", "陈样例"]


@pytest.mark.parametrize("to", ["long-term", "long-name", "hk"])
def test_a_card_swapped_during_the_reading_never_mixes_two_people(bench: Bench, to: str) -> None:
    bench.lay("resident")
    bench.fault("swap_mid_read", to=to)
    bench.arm("r1")
    bench.poll(3)
    reads = [event.record for event in bench.take() if isinstance(event, CardRead)]
    assert [(record.name, record.number) for record in reads] == [
        (PEOPLE[to]["name"], PEOPLE[to]["number"])
    ]


def test_without_chip_numbers_a_swap_does_not_mix_two_people_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for bench in opened(monkeypatch, module={"chip_number": False}):
        bench.lay("resident")
        bench.arm("r1")
        bench.poll()
        assert bench.names() == ["王样例"]
        bench.arm("r2")
        bench.fault("swap_mid_read", to="long-term")
        bench.poll(3)
        assert bench.names() == ["李样例"]


def test_another_card_laid_in_place_of_the_read_one_is_noticed(bench: Bench) -> None:
    bench.lay("resident")
    bench.arm("r1")
    bench.poll()
    bench.arm(None)
    bench.take()
    bench.lay("long-term")
    bench.poll(2)
    assert kinds(bench.take()) == ["CardRemoved"]


@pytest.mark.parametrize(
    ("kind", "reason"), [("not_an_id_card", "not_an_id_card"), ("card_gone_mid_read", "disturbed")]
)
def test_a_bad_card_is_told_once_and_not_tried_again_before_it_was_lifted(
    bench: Bench, kind: str, reason: str
) -> None:
    bench.lay("resident")
    bench.fault(kind)
    bench.arm("r1")
    bench.poll()
    if kind == "not_an_id_card":
        bench.poll(4)
    troubles = [event for event in bench.take() if isinstance(event, CardTrouble)]
    assert [(t.request_id, t.reason) for t in troubles] == [("r1", reason)]
    bench.fault("none")
    if kind == "not_an_id_card":
        bench.poll(2)
        assert bench.take() == []
    bench.lay("none")
    bench.poll(2)
    bench.lay("resident")
    bench.poll(2)
    assert bench.names() == ["王样例"]


def test_an_arming_over_a_bad_card_hears_of_it_at_once(bench: Bench) -> None:
    bench.lay("resident")
    bench.fault("not_an_id_card")
    bench.arm("r1")
    bench.poll()
    bench.take()
    bench.arm("r2")
    bench.poll(2)
    (trouble,) = bench.take()
    assert isinstance(trouble, CardTrouble)
    assert (trouble.request_id, trouble.reason) == ("r2", "not_an_id_card")


def test_a_card_that_never_answers_costs_a_bounded_number_of_attempts(bench: Bench) -> None:
    bench.lay("resident")
    bench.fault("bad_checksum", on="read", at=0)
    bench.arm("r1")
    asked = count_reads(bench)
    bench.poll(6)
    assert len(asked) == 3
    told = [(type(event), event.request_id) for event in bench.take()]  # type: ignore[union-attr]
    assert told == [(CardBusy, "r1"), (CardTrouble, "r1")]


def count_reads(bench: Bench) -> list[bytes]:
    asked: list[bytes] = []
    pipe = bench.driver._pipe
    assert pipe is not None
    write = pipe.write

    def counted(data: bytes, timeout_s: float) -> None:
        if data == sam_link.READ.frame:
            asked.append(data)
        write(data, timeout_s)

    pipe.write = counted  # type: ignore[method-assign]
    return asked


def test_a_faulty_module_is_told_once_and_serves_again_when_it_recovers(bench: Bench) -> None:
    bench.fault("module_fault")
    bench.arm("r1")
    for _ in range(3):
        with pytest.raises(sam_link.ModuleFaultError) as caught:
            bench.poll()
        assert caught.value.state == State.FAULT
    assert [(type(e), getattr(e, "reason", "")) for e in bench.take()] == [(CardTrouble, "module")]
    bench.fault("none")
    bench.lay("resident")
    bench.poll()
    assert bench.names() == ["王样例"]


def code_of(act: Callable[[], object]) -> str:
    try:
        act()
    except LinkLostError as error:
        return error.code
    return ""


def wait_for(act: Callable[[], object], code: str) -> None:
    for _ in range(500):
        if code_of(act) == code:
            return
        time.sleep(0.02)
    raise AssertionError(f"never {code!r}")


def test_a_pulled_reader_is_lost_and_comes_back_by_the_same_path(bench: Bench) -> None:
    bench.poll()
    bench.fault("hang_up", at=0.3)
    wait_for(bench.poll, "hung_up")
    bench.driver.close()
    wait_for(bench.driver.open, "")
    bench.lay("resident")
    bench.arm("r1")
    bench.poll()
    assert bench.names() == ["王样例"]


def test_a_silent_port_is_no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sam_link, "STATUS", replace(sam_link.STATUS, deadline_s=0.1))
    bench = Bench()
    try:
        bench.fault("no_answer", on="any", at=0)
        with pytest.raises(NoAnswerError):
            bench.driver.open()
    finally:
        bench.driver.close()
        bench.module.stop()


def test_another_speed_is_tried_only_when_the_site_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sam_link, "STATUS", replace(sam_link.STATUS, deadline_s=0.2))
    for probe in (False, True):
        bench = Bench(module={"baud": 38400}, probe_bauds=probe)
        try:
            if not probe:
                with pytest.raises(DeviceError):
                    bench.driver.open()
                continue
            bench.driver.open()
            bench.lay("resident")
            bench.arm("r1")
            bench.poll()
            assert bench.names() == ["王样例"]
        finally:
            bench.driver.close()
            bench.module.stop()


def test_read_once_gives_the_card_or_says_why_not(bench: Bench) -> None:
    with pytest.raises(DeviceError) as caught:
        bench.driver.read_once(0.1)
    assert caught.value.code == "no_card"
    bench.lay("taiwan")
    assert bench.driver.read_once(1.0).permit_number == "99999999"


def test_no_event_of_a_whole_day_of_faults_shows_a_person_that_does_not_exist(
    bench: Bench,
) -> None:
    bench.arm("r0")
    names = sorted(PEOPLE)
    for number in range(12):
        bench.fault(BYTE_FAULTS[number % len(BYTE_FAULTS)], on="card")
        bench.lay(names[number % len(names)])
        bench.arm(f"r{number}")
        bench.poll_through(3)
    reads = [event for event in bench.take() if isinstance(event, CardRead)]
    assert len(reads) >= 6
    assert {(e.record.name, e.record.number) for e in reads} <= WHOLE
    for event in reads:
        assert event.record.name == reader_name(names, event.request_id)


def reader_name(names: list[str], request: str) -> str:
    told = PEOPLE[names[int(request[1:]) % len(names)]]
    return told.get("name") or told["name_en"]


def test_removal_is_told_once(bench: Bench) -> None:
    bench.lay("resident")
    bench.arm("r1")
    bench.poll()
    bench.lay("none")
    bench.poll(8)
    assert [type(event) for event in bench.take()].count(CardRemoved) == 1
