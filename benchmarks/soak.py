"""Cards, slips, pages and whatever else devices do, by the hundred in one process: what is left.

Threads, descriptors and memory (PSS) of the process that drives the devices, after the first of
each and after the last. The emulators run in another process. Memory could be fooled by a first
measurement taken too late; it is taken after two of each.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.figures import figure
from benchmarks.holding import quiet
from drivers.device_set import DeviceSet, open_devices
from drivers.events import CardRead, CodeScanned, Event, KeyPressed, Spoken, StatusChanged
from drivers.keypad import KEYS
from drivers.label_printer import Label, Party
from drivers.receipt_printer import Pair, Slip, Text
from drivers.spec import DeviceSpec
from drivers.status import State
from kiosk.commands.device_test import steer
from kiosk.launch import sample_people
from kiosk.processes import Child

COMMAND = "kiosk bench soak"
COUNTS = {
    "cards": 1000,
    "slips": 300,
    "sentences": 500,
    "unplugs": 1000,
    "labels": 200,
    "pages": 200,
    "presses": 200,
    "scans": 200,
}
ROLES: Mapping[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
    "id_card": ("id_card", "sam_v", {"delay_ms": 10, "throttle": False}, {"pause_ms": 0}),
    "receipt_printer": ("receipt_printer", "escpos_80mm", {"speed": "fast"}, {}),
    "code_scanner": ("code_scanner", "serial_2d", {}, {}),
    "speaker": ("speaker", "espeak_ng", {"pace": "fast"}, {}),
    "label_printer": ("label_printer", "tspl", {"speed": 2000}, {}),
    "page_printer": ("page_printer", "cups", {"page_s": 0.1}, {}),
    "keypad": ("keypad", "evdev_keys", {}, {}),
    "camera": ("code_scanner", "camera", {}, {}),
}
PATIENCE_S = 30.0
SLIP = Slip((Text("收件凭证", size=2), Pair("办件编号", "XC 2611 2300 0500 0423")))
SENTENCE = "请拿好您的身份证。"
PARTY = Party("收", "王*例", "138****0000", "湖北省襄阳市襄城区檀溪街道****")
LABEL = Label("9800000000017", "邮政政务专递", PARTY, PARTY)
PDF = b"%PDF-1.7\n1 0 obj << /Type /Page >> endobj\n" + bytes(1 << 16)


class Stand:
    """The devices of one terminal, their emulators, and what is done with them over and over."""

    def __init__(self) -> None:
        self._child = Child("devices", "drivers", "virtual")
        wanted = [
            {"role": role, "kind": kind, "model": model, "options": options}
            for role, (kind, model, options, _) in ROLES.items()
        ]
        said = self._child.start({"devices": wanted, "people": sample_people()})
        self._control = Path(str(said["control"]))
        specs = [
            DeviceSpec(role, kind, model, str(said["devices"][role]["port"]), options)
            for role, (kind, model, _, options) in ROLES.items()
        ]
        self._events: dict[str, queue.Queue[Event]] = {role: queue.Queue() for role in ROLES}
        self.devices: DeviceSet = open_devices(specs, self._take)
        self.done = dict.fromkeys(COUNTS, 0)
        self._counting = threading.Lock()
        self.failed = 0  # sentences
        for role in ROLES:
            self._until(role, State.READY)

    def close(self) -> None:
        """End devices and emulators."""
        self.devices.stop()
        self._child.stop()

    def cards(self, count: int) -> None:
        """Lay a card, read it, take it away."""
        reader, number = self.devices.role("id_card"), self.done["cards"]
        people = [name for name in sample_people() if name != "rare-name"]
        for turn in range(number, number + count):
            reader.arm(f"c{turn}")
            self._steer("id_card", "card", {"name": people[turn % len(people)]})
            self._await(
                "id_card", lambda e, t=turn: isinstance(e, CardRead) and e.request_id == f"c{t}"
            )
            self._steer("id_card", "card", {"name": "none"})
            self.done["cards"] += 1
        reader.disarm()

    def slips(self, count: int) -> None:
        """Print a slip and have it proved."""
        self._print("slips", "receipt_printer", SLIP, count)

    def labels(self, count: int) -> None:
        """Print a label and see it done."""
        self._print("labels", "label_printer", LABEL, count)

    def pages(self, count: int) -> None:
        """Print a page and follow it to its end, each with a child of its own."""
        self._print("pages", "page_printer", PDF, count)

    def _print(self, what: str, role: str, content: Any, count: int) -> None:
        printer, number = self.devices.role(role), self.done[what]
        for turn in range(number, number + count):
            result = printer.print(content, f"{what}{turn}", 20.0)
            if result.outcome != "done":
                raise RuntimeError(f"{what} {turn}: {result.outcome} {result.reason}")
            self._steer(role, "clear", {})
            self.done[what] += 1

    def presses(self, count: int) -> None:
        """Press a key and be told."""
        for turn in range(count):
            key = KEYS[turn % len(KEYS)]
            self._steer("keypad", "press", {"key": key})
            self._await("keypad", lambda e, k=key: isinstance(e, KeyPressed) and e.key == k)
            self.done["presses"] += 1

    def scans(self, count: int) -> None:
        """Hold a code before a camera and have it read."""
        scanner, number = self.devices.role("camera"), self.done["scans"]
        for turn in range(number, number + count):
            scanner.arm(f"k{turn}")
            self._steer("camera", "scan", {"text": f"XC26112300050{turn:05d}"})
            self._await(
                "camera", lambda e, t=turn: isinstance(e, CodeScanned) and e.request_id == f"k{t}"
            )
            self.done["scans"] += 1
        scanner.disarm()

    def sentences(self, count: int) -> None:
        """Say a sentence to its end; one that failed, as on a machine under load, once more."""
        speaker, until = self.devices.role("speaker"), self.done["sentences"] + count
        turn = 0
        while self.done["sentences"] < until:
            turn += 1
            name = f"u{self.done['sentences']}-{turn}"
            speaker.say(name, SENTENCE)
            ended: list[str] = []
            self._await("speaker", lambda e, n=name, to=ended: _ends(e, n, to))
            if ended == ["finished"]:
                self.done["sentences"] += 1
            else:
                self.failed += 1

    def unplug_printer(self, count: int) -> None:
        """Pull its plug, see it, put it back, see it."""
        for _ in range(count):
            self._steer("receipt_printer", "fault", {"kind": "disconnect"})
            self._until("receipt_printer", State.DISCONNECTED)
            self._steer("receipt_printer", "fault", {"kind": "none"})
            self._until("receipt_printer", State.READY)
            self._unplugged()

    def unplug_scanner(self, count: int) -> None:
        """The same with the scanner."""
        for _ in range(count):
            self._steer("code_scanner", "fault", {"kind": "hang_up", "at": 0.4})
            self._until("code_scanner", State.DISCONNECTED)
            self._until("code_scanner", State.READY)
            self._unplugged()

    def _unplugged(self) -> None:
        with self._counting:
            self.done["unplugs"] += 1

    def all(self, counts: Mapping[str, int]) -> None:
        """Cards, sentences, slips and then the printer's unplugs, the scanner's, labels and keys,
        pages, a camera's codes: all at once."""
        errors: list[BaseException] = []
        half = counts["unplugs"] // 2

        def safely(*works: Callable[[], None]) -> None:
            try:
                for work in works:
                    work()
            except BaseException as error:  # noqa: BLE001 - raised again on the caller's thread
                errors.append(error)

        threads = [
            threading.Thread(target=safely, args=works)
            for works in (
                (lambda: self.cards(counts["cards"]),),
                (lambda: self.sentences(counts["sentences"]),),
                (lambda: self.slips(counts["slips"]), lambda: self.unplug_printer(half)),
                (lambda: self.unplug_scanner(counts["unplugs"] - half),),
                (lambda: self.labels(counts["labels"]), lambda: self.presses(counts["presses"])),
                (lambda: self.pages(counts["pages"]),),
                (lambda: self.scans(counts["scans"]),),
            )
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]

    def _take(self, event: Event) -> None:
        role = event.status.role if hasattr(event, "status") else event.role
        if not isinstance(event, StatusChanged):  # those would pile up here, and count as growth
            self._events[role].put(event)

    def _steer(self, role: str, do: str, args: dict[str, Any]) -> None:
        steer(self._control, role, do, args)

    def _await(self, role: str, true: Callable[[Event], bool]) -> None:
        while not true(self._events[role].get(timeout=PATIENCE_S)):
            pass

    def _until(self, role: str, state: State) -> None:
        until = time.monotonic() + PATIENCE_S
        while self.devices.status(role).state != state:
            if time.monotonic() > until:
                raise RuntimeError(f"{role} never {state}: {self.devices.status(role).detail}")
            time.sleep(0.01)


def _ends(event: Event, name: str, to: list[str]) -> bool:
    if isinstance(event, Spoken) and event.utterance_id == name and event.outcome != "started":
        to.append(event.outcome)
    return bool(to)


@contextmanager
def stand() -> Iterator[Stand]:
    """A stand for as long as the block runs."""
    made = Stand()
    try:
        yield made
    finally:
        made.close()


def soak(counts: Mapping[str, int]) -> tuple[dict[str, float], dict[str, float]]:
    """What is held after one of each, and after all of them."""
    with stand() as made:
        made.all(dict.fromkeys(COUNTS, 2))
        first = quiet()
        made.all({name: count - 2 for name, count in counts.items()})
        if made.done != dict(counts):
            raise RuntimeError(f"not all was done: {made.done}")
        return first, {**quiet(), "failed": float(made.failed)}


def run() -> list[dict[str, Any]]:
    """Growth of what is held, first and last in the baseline's words."""
    first, last = soak(COUNTS)
    did = ", ".join(f"{count} {name}" for name, count in COUNTS.items())
    did += f" ({last['failed']:.0f} said twice)"
    units = {"threads": "", "descriptors": "", "children": "", "pss": "kB"}
    return [
        figure(
            f"soak.{name}",
            [last[name] - first[name]],
            unit or "more",
            target="0" if name != "pss" else "<= 3000",
            baseline=f"first {first[name]:.0f}, last {last[name]:.0f}; {did}",
            command=COMMAND,
        )
        for name, unit in units.items()
    ]


if __name__ == "__main__":
    sys.stdout.write(f"{run()}\n")
