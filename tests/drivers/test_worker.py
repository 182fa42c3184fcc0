"""One thread a device: deadlines, bugs, coming back, being armed while away, ending."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator

import pytest

from drivers.device_set import DeviceSet, open_devices
from drivers.errors import DeviceError, LinkLostError, NoAnswerError
from drivers.events import Event, StatusChanged
from drivers.spec import DeviceSpec
from drivers.status import DeviceStatus, State, Who
from drivers.worker import Driver, Worker

SPEC = DeviceSpec("reader", "id_card", "sam_v", "serial:///dev/none")


class Played(Driver):
    """A device whose poll and open do what the test says."""

    poll_interval_s = 0.02

    def __init__(self, emit: Callable[[Event], None]) -> None:
        super().__init__(SPEC, emit)
        self.on_open: Callable[[], None] = lambda: None
        self.on_poll: Callable[[], tuple[State, str]] = lambda: (State.READY, "")
        self.opened = 0
        self.closed = 0

    def open(self) -> None:
        self.opened += 1
        self.on_open()

    def close(self) -> None:
        self.closed += 1

    def poll(self) -> tuple[State, str]:
        return self.on_poll()


class Played2:
    """A worker on a played device, and the queue of its states."""

    def __init__(self) -> None:
        self.device = Played(lambda event: None)
        self.states: queue.Queue[DeviceStatus] = queue.Queue()
        self.worker = Worker(SPEC, lambda emit: self.device, self.on_event)

    def on_event(self, event: Event) -> None:
        if isinstance(event, StatusChanged):
            self.states.put(event.status)

    def until(self, state: State, detail: str = "") -> DeviceStatus:
        while True:
            status = self.states.get(timeout=20)
            if (status.state, status.detail) == (state, detail):
                return status


@pytest.fixture
def played() -> Iterator[Played2]:
    bench = Played2()
    yield bench
    assert bench.worker.stop(10)


def raising(error: Exception) -> Callable[[], tuple[State, str]]:
    def fail() -> tuple[State, str]:
        raise error

    return fail


def test_a_command_runs_on_the_devices_own_thread(played: Played2) -> None:
    played.worker.start()
    played.until(State.READY)
    name = played.worker.submit(lambda _: threading.current_thread().name, 20.0).result(20)
    assert name == "dev-reader"


def test_a_command_past_its_deadline_is_not_run_for_the_next_person(played: Played2) -> None:
    ran: list[int] = []
    future = played.worker.submit(lambda _: ran.append(1), -1.0)
    played.worker.start()
    with pytest.raises(DeviceError) as caught:
        future.result(20)
    assert caught.value.code == "too_late"
    assert ran == []


def test_a_lost_device_comes_back_by_itself(played: Played2) -> None:
    played.worker.start()
    played.until(State.READY)
    played.device.on_poll = raising(LinkLostError("hung_up"))
    lost = played.until(State.DISCONNECTED, "hung_up")
    assert lost.who == Who.STAFF
    played.device.on_poll = lambda: (State.READY, "")
    played.until(State.READY)
    assert played.device.opened >= 2


def test_a_command_to_a_lost_device_fails_at_once_with_the_reason(played: Played2) -> None:
    def gone() -> None:
        raise LinkLostError("no_port")

    played.device.on_open = gone
    played.worker.start()
    played.until(State.DISCONNECTED, "no_port")
    with pytest.raises(LinkLostError) as caught:
        played.worker.submit(lambda _: None, 20.0).result(20)
    assert caught.value.code == "no_port"


def test_silence_is_unknown_first_and_absence_when_it_lasts(played: Played2) -> None:
    played.worker.start()
    played.until(State.READY)
    played.device.on_poll = raising(NoAnswerError("no_answer"))
    assert played.until(State.UNKNOWN, "no_answer").who == Who.NOBODY
    played.until(State.DISCONNECTED, "no_answer")


@pytest.mark.parametrize("where", ["poll", "command"])
def test_a_bug_costs_its_own_device_only_and_its_log_line_holds_no_data(
    played: Played2, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    played.worker.start()
    played.until(State.READY)
    if where == "poll":
        played.device.on_poll = raising(KeyError("王样例 429999198603150029"))
        played.until(State.FAULT, "bug")
        played.device.on_poll = lambda: (State.READY, "")
    else:
        future = played.worker.submit(lambda _: {}["王样例 429999198603150029"], 20.0)
        with pytest.raises(DeviceError) as caught:
            future.result(20)
        assert "样" not in str(caught.value)
    played.until(State.READY)
    assert "KeyError" in caplog.text
    assert "样" not in caplog.text
    assert "4299" not in caplog.text


def test_an_intent_counts_at_once_and_outlives_a_lost_line(played: Played2) -> None:
    seen: queue.Queue[str | None] = queue.Queue()

    def poll() -> tuple[State, str]:
        seen.put(played.device.wish.intent)
        return State.READY, ""

    played.device.poll_interval_s = 3600.0
    played.device.on_poll = raising(LinkLostError("hung_up"))
    played.worker.start()
    played.until(State.DISCONNECTED, "hung_up")
    played.worker.intend("r1")
    played.device.on_poll = poll
    while seen.get(timeout=20) != "r1":
        pass
    played.worker.intend(None)  # no wait for the hour to pass
    assert seen.get(timeout=20) is None


def test_a_stopped_worker_refuses_what_still_waits() -> None:
    bench = Played2()
    assert bench.worker.stop(1)
    with pytest.raises(DeviceError) as caught:
        bench.worker.submit(lambda _: None, 20.0).result(20)
    assert caught.value.code == "stopped"


def test_ending_in_the_middle_of_a_wait_is_no_fault_of_the_device() -> None:
    bench = Played2()
    began = threading.Event()

    def wait() -> tuple[State, str]:
        began.set()
        bench.device.wish.stopping.wait(20)
        raise DeviceError("stopped")

    bench.device.on_poll = wait
    bench.worker.start()
    assert began.wait(20)
    assert bench.worker.stop(10)
    assert bench.states.empty()
    assert bench.device.closed >= 1


def test_a_set_of_missing_and_disabled_devices_raises_nothing() -> None:
    events: list[Event] = []
    absent = DeviceSpec("id_card", "id_card", "sam_v", "serial:///dev/not-there")
    off = DeviceSpec("spare", "id_card", "sam_v", "serial:///dev/not-there", enabled=False)
    wrong = DeviceSpec("odd", "id_card", "sam_9", "serial:///dev/not-there")
    told = threading.Event()

    def on_event(event: Event) -> None:
        events.append(event)
        told.set()

    devices: DeviceSet = open_devices([absent, off, wrong], on_event)
    assert told.wait(20)
    assert devices.stop(10)
    states = {s.role: (s.state, s.detail) for s in devices.statuses()}
    assert states == {
        "id_card": (State.DISCONNECTED, "no_port"),
        "odd": (State.FAULT, "config"),
        "spare": (State.DISCONNECTED, "disabled"),
    }
    assert devices.status("printer").state == State.DISCONNECTED
    assert devices.role("printer") is None
    assert devices.role("id_card") is not None


def test_staff_take_a_device_out_of_service_and_it_reads_as_missing_until_they_put_it_back(
    played: Played2,
) -> None:
    played.worker.start()
    played.until(State.READY)
    played.worker.rest("broken")
    resting = played.until(State.DISCONNECTED, "out_of_service")
    assert (resting.note, resting.who) == ("broken", Who.STAFF)
    with pytest.raises(LinkLostError):
        played.worker.submit(lambda _: 1, 20.0).result(20)
    assert (played.device.opened, played.device.closed) == (1, 1)
    played.worker.rest("")
    assert played.until(State.READY).note == ""
    assert played.worker.submit(lambda _: 1, 20.0).result(20) == 1


def test_a_restart_closes_the_port_and_opens_it_again(played: Played2) -> None:
    opened_again = threading.Event()
    played.worker.start()
    played.until(State.READY)
    played.device.on_open = opened_again.set
    played.worker.restart()
    assert opened_again.wait(20)
    assert (played.device.opened, played.device.closed) == (2, 1)


def test_a_device_out_of_service_since_before_the_start_is_never_opened(played: Played2) -> None:
    played.worker.rest("cleaning")
    played.worker.start()
    played.until(State.DISCONNECTED, "out_of_service")
    assert played.device.opened == 0


def test_a_role_without_a_device_can_be_neither_restarted_nor_rested() -> None:
    devices = DeviceSet({}, {})
    assert not devices.restart("receipt")
    assert not devices.rest("receipt", "broken")


def test_a_wish_that_comes_during_a_look_is_not_left_waiting_for_the_next_one() -> None:
    p, seen, again = Played2(), [], threading.Event()
    p.device.poll_interval_s = 600.0

    def poll() -> tuple[State, str]:
        seen.append(p.device.wish.intent)
        if len(seen) == 1:
            p.worker.intend("asked")
        else:
            again.set()
        return State.READY, ""

    p.device.on_poll = poll
    p.worker.start()
    assert again.wait(20)
    assert seen == [None, "asked"]
    assert p.worker.stop(20)
