"""The serial scanner on its worker, against the virtual one over a pty."""

from __future__ import annotations

import logging
import threading
import time

import pytest

from drivers import registry
from drivers.code_scanner import HANDLE
from drivers.events import CodeRefused, CodeScanned, StatusChanged
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.virtual.code_scanner import CodeScannerEmulator
from drivers.worker import Worker

PATIENCE_S = 15.0
CODE = "样例·𠮷 https://example.invalid/c?n=0029"


class Scanner:
    """A scanner on its worker, its emulator, and everything that it told."""

    def __init__(self, **options: object) -> None:
        self.emulator = CodeScannerEmulator(options, {})
        spec = DeviceSpec("scanner", "code_scanner", "serial_2d", self.emulator.start(), options)
        assert registry.problems(spec) == []
        self.events: list[object] = []
        self.states: list[State] = []
        self.changed = threading.Condition()
        self.worker = Worker(spec, lambda emit: registry.make(spec, emit), self._on_event)
        self.handle = HANDLE(self.worker)
        self.worker.start()
        self.wait_until(lambda: self.states[-1:] == [State.READY])

    def _on_event(self, event: object) -> None:
        with self.changed:
            if isinstance(event, StatusChanged):
                self.states.append(event.status.state)
            else:
                self.events.append(event)
            self.changed.notify_all()

    def wait_until(self, true) -> None:
        until = time.monotonic() + PATIENCE_S
        with self.changed:
            while not true():
                assert time.monotonic() < until, (self.events, self.states)
                self.changed.wait(0.02)

    def arm(self, request_id: str) -> None:
        self.handle.arm(request_id)
        driver = self.worker._driver
        self.wait_until(lambda: driver._armed_for == request_id)

    def scan(self, **args: object) -> int:
        return self.emulator.control("scan", args)["bytes"]

    def fault(self, kind: str, at: object = None) -> None:
        self.emulator.control("fault", {"kind": kind, "at": at})

    def told(self, n: int) -> list[tuple[str, str]]:
        """Everything told, once there are n events."""
        self.wait_until(lambda: len(self.events) >= n)
        return [
            (e.request_id, e.text if isinstance(e, CodeScanned) else f"refused {e.reason}")
            for e in self.events
            if isinstance(e, CodeScanned | CodeRefused)
        ]

    def stop(self) -> None:
        assert self.worker.stop(5.0)
        self.emulator.stop()


@pytest.fixture
def scanner():
    made: list[Scanner] = []

    def start(**options: object) -> Scanner:
        made.append(Scanner(**options))
        return made[-1]

    yield start
    for one in made:
        one.stop()


@pytest.mark.parametrize("suffix", ["any", "cr", "lf", "crlf", "etx", "quiet"])
@pytest.mark.parametrize("prefix", ["", "\x02"])
def test_a_code_is_told_with_the_request_it_was_scanned_for(scanner, suffix, prefix):
    one = scanner(suffix=suffix, prefix=prefix)
    one.arm("request-1")
    assert one.scan(text=CODE) > len(CODE)
    assert one.told(1) == [("request-1", CODE)]


@pytest.mark.parametrize("trigger", ["honeywell", "newland"])
def test_the_light_is_on_while_armed_and_off_afterwards(scanner, trigger):
    one = scanner(trigger=trigger)
    assert one.scan(text=CODE) == 0
    one.arm("a")
    one.wait_until(lambda: one.emulator.control("state", {})["light"])
    one.scan(text="first")
    assert one.told(1) == [("a", "first")]
    one.wait_until(lambda: one.emulator.control("state", {})["light"])
    one.scan(text="second")
    assert one.told(2)[1] == ("a", "second")
    one.wait_until(lambda: one.emulator.control("state", {})["light"])
    one.handle.disarm()
    one.wait_until(lambda: not one.emulator.control("state", {})["light"])
    assert one.scan(text="third") == 0


def test_what_comes_unarmed_is_dropped_and_never_credited_to_the_next_step(scanner):
    one = scanner()
    one.scan(text="nobody asked")
    one.fault("partial")
    one.scan(text="nobody asked for this either")
    one.arm("a")
    time.sleep(0.4)
    one.scan(text="asked")
    assert one.told(1) == [("a", "asked")]
    one.handle.disarm()
    one.scan(text="late")
    one.arm("b")
    one.scan(text="for b")
    assert one.told(2) == [("a", "asked"), ("b", "for b")]


def test_the_same_code_counts_once_even_for_the_next_request(scanner):
    one = scanner(same_code_s=30.0)
    one.arm("a")
    one.fault("double")
    one.scan(text=CODE)
    one.told(1)
    time.sleep(0.15)
    one.scan(text=CODE)
    one.arm("b")
    one.scan(text=CODE)
    time.sleep(0.15)
    one.scan(text="other")
    assert one.told(2) == [("a", CODE), ("b", "other")]
    short = scanner(same_code_s=0.0)
    short.arm("c")
    for _ in range(2):
        short.scan(text=CODE)
        time.sleep(0.15)
    assert short.told(2) == [("c", CODE), ("c", CODE)]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("garbage", "refused control"),
        ("control_bytes", "refused control"),
        ("too_long", "refused too_long"),
        ("partial", None),
    ],
)
def test_a_spoiled_scan_is_refused_with_its_reason_and_the_next_is_read(scanner, fault, told):
    one = scanner()
    one.arm("a")
    one.fault(fault)
    one.scan(text=CODE)
    if told is not None:
        assert one.told(1) == [("a", told)]
    else:
        time.sleep(0.45)
    one.scan(text="good")
    assert one.told(2 if told else 1)[-1] == ("a", "good")
    assert len(one.events) == (2 if told else 1)


def test_a_scanner_that_was_pulled_out_serves_the_same_request_when_it_is_back(scanner):
    one = scanner()
    one.arm("a")
    one.fault("hang_up", at=0.3)
    one.wait_until(lambda: one.states[-1:] == [State.DISCONNECTED])
    one.wait_until(lambda: one.states[-1:] == [State.READY])
    driver = one.worker._driver
    one.wait_until(lambda: driver._armed_for == "a")
    one.scan(text=CODE)
    assert one.told(1) == [("a", CODE)]


def test_the_content_of_a_code_is_in_no_log_and_is_kept_nowhere(scanner, caplog):
    with caplog.at_level(logging.DEBUG):
        one = scanner()
        one.arm("a")
        one.scan(text="429999198603150029")
        one.told(1)
        one.fault("control_bytes")
        one.scan(text="429999198603150029")
        one.told(2)
        one.handle.disarm()
        driver = one.worker._driver
        one.wait_until(lambda: driver._armed_for is None)
    assert "code_refused" in caplog.text
    assert "42999919" not in caplog.text
    kept = repr([vars(driver), vars(driver._frames)])
    assert "42999919" not in kept


def test_the_emulator_refuses_what_it_cannot_send(scanner):
    one = scanner()
    for args in ({}, {"text": ""}, {"hex": "zz"}, {"text": "a", "hex": "61"}, {"text": "\udc80"}):
        with pytest.raises(ValueError, match=r"scan|code"):
            one.scan(**args)
    with pytest.raises(ValueError, match="no fault"):
        one.fault("explode")
    one.arm("a")
    one.scan(hex="d5c5c8fd")  # GBK
    assert one.told(1) == [("a", "张三")]
