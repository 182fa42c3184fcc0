"""The dock steers the real emulators and shows what they answer."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QMetaObject, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from drivers.virtual.emulator import Emulator
from drivers.virtual.host import EMULATORS, Host
from ui.dock import TEXTS, Dock
from ui.play.find import accessible_name, centre, controls, shown_items, shown_text
from ui.play.subject import Role

ROOT = Path(__file__).parents[2]
ROLES = {"id_card": "id_card", "scanner": "code_scanner"}
PERSON = {
    **{"kind": "resident", "name": "王样例", "sex": "2", "ethnic": "01", "birth": "19860315"},
    **{"address": "示例路1号", "number": "429999198603150029", "issuer": "示例"},
    **{"valid_from": "20160420", "valid_to": "20360420"},
}
PEOPLE = {"resident": PERSON, "another": {**PERSON, "number": "429999194405180018"}}


@pytest.fixture(scope="module")
def emulators() -> Iterator[Path]:
    """A host with a card reader and a scanner; its control socket."""
    host = subprocess.Popen(
        [sys.executable, "-m", "drivers", "virtual"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert host.stdin
    assert host.stdout
    devices = [{"role": "id_card", "kind": "id_card"}, {"role": "scanner", "kind": "code_scanner"}]
    host.stdin.write(json.dumps({"devices": devices, "people": {"resident": PERSON}}) + "\n")
    host.stdin.flush()
    yield Path(json.loads(host.stdout.readline())["control"])
    host.stdin.close()
    host.wait(10)
    host.stdout.close()


class Watched(Host):
    """Every emulator that there is, running, and what was asked of each and done."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str, str]] = []
        self.emulators: dict[str, Emulator] = {}
        super().__init__()

    def plug_in_everything(self) -> None:
        for kind, places in EMULATORS.items():
            for place in places:
                module, _, name = place.partition(":")
                model = getattr(importlib.import_module(module), name).model
                self.add(f"{kind} {model}", kind, model, {}, PEOPLE)
        self.emulators = self._devices

    def _serve(self, role: str, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
        quick = {"at": 0.05} if args.get("kind") in ("hang_up", "reader_gone") else {}
        result = super()._serve(role, do, {**args, **quick})
        self.done.append((role, do, str(next(iter(args.values()), ""))))
        return result

    def did(self) -> dict[str, list[tuple[str, str]]]:
        asked = ("state", "faults", "hands")
        return {
            role: [(do, value) for of, do, value in self.done if of == role and do not in asked]
            for role in self.emulators
        }


@pytest.fixture(scope="module")
def everything() -> Iterator[tuple[Watched, Path]]:
    host = Watched()
    try:
        host.plug_in_everything()
        yield host, Path(host.start()["control"])
    finally:
        host.stop()


class Port:
    """A terminal with virtual devices, a reader and a scanner by default, and a gate."""

    def __init__(self, control: Path | None, kinds: Mapping[str, str] = ROLES) -> None:
        self.control = control
        self.network = self
        self.states: list[str] = []
        self.state = "ready"
        self._kinds = kinds

    def set(self, state: str) -> None:
        self.states.append(state)

    def roles(self) -> tuple[Role, ...]:
        virtual = self.control is not None
        return tuple(Role(role, of, self.state, virtual) for role, of in self._kinds.items())

    def text(self, message_id: str) -> str:
        return f"<{message_id}>"


@pytest.fixture
def dock(qapp: QCoreApplication) -> Iterator[Callable[..., Dock]]:
    made: list[Dock] = []

    def _dock(control: Path | None, kinds: Mapping[str, str] = ROLES) -> Dock:
        made.append(Dock(Port(control, kinds)))
        made[-1].show()
        assert QTest.qWaitForWindowExposed(made[-1].view)
        return made[-1]

    yield _dock
    for one in made:
        one.close()
    QTest.qWait(0)


def _press(dock: Dock, name: str) -> None:
    dock.view.grabWindow()  # lays out what has just been added
    found = controls(dock.view, (name,))
    assert len(found) >= 1, (name, shown_text(dock.view))
    plain = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(dock.view, Qt.MouseButton.LeftButton, plain, centre(found[0]).toPoint())


def _shows(dock: Dock, words: str) -> bool:
    for _ in range(250):
        if words in shown_text(dock.view):
            return True
        QTest.qWait(20)
    return False


def test_a_card_is_laid_down_and_a_wrong_one_is_refused(
    dock: Callable[..., Dock], emulators: Path
) -> None:
    window = dock(emulators)
    assert _shows(window, "resident")
    _press(window, "resident")
    assert _shows(window, "resident: <dock.done>")
    assert _shows(window, "card resident")  # as the reader tells it
    window.model.act("card", "nobody")
    assert _shows(window, "nobody: <dock.refused>")


def test_faults_come_from_the_emulator_itself(dock: Callable[..., Dock], emulators: Path) -> None:
    window = dock(emulators)
    assert _shows(window, "bad_checksum")
    _press(window, "bad_checksum")
    assert _shows(window, "id_card bad_checksum: <dock.done>")


def _buttons(dock: Dock) -> Callable[[str], bool]:
    """Presses buttons of the page by their names, wherever they have been scrolled to."""
    there = {accessible_name(item): item for item in shown_items(dock.view)}
    return lambda name: QMetaObject.invokeMethod(there[name], "acted")


def _until(true: Callable[[], bool], why: Callable[[], object]) -> None:
    for _ in range(2000):
        if true():
            return
        time.sleep(0.003)  # qWait() alone would keep the emulators' threads from running
        QTest.qWait(0)
    raise AssertionError(why())


def test_every_emulator_has_its_page_with_each_fault_and_everything_that_hands_do(
    dock: Callable[..., Dock], everything: tuple[Watched, Path]
) -> None:
    host, control = everything
    window = dock(control, {role: one.kind for role, one in host.emulators.items()})
    wanted: dict[str, list[tuple[str, str]]] = {}
    for role, emulator in host.emulators.items():
        _press(window, role)
        faults = emulator.faults
        hands = [hand.do for hand in emulator.hands()]
        told = (role, list(faults), hands)
        _until(
            lambda t=told: (window.model.shown, window.model.faults, window.model.hands) == t,
            lambda t=told: (t, window.model.shown, window.model.faults, window.model.hands),
        )
        press = _buttons(window)
        for fault in (*faults, "<dock.no_fault>"):
            press(fault)
        does = [("fault", fault) for fault in (*faults, "none")]
        for hand in emulator.hands():
            assert f"dock.do_{hand.do}" in TEXTS
            choices = hand.choices if hand.arg else ("",)
            for choice in choices:
                press(window.model.nameOf(hand.do, choice))
            if hand.open:
                (field,) = (i for i in shown_items(window.view) if i.inherits("QQuickTextInput"))
                field.setProperty("text", "1005")
                press("<dock.send>")
            does += [(hand.do, one) for one in (*choices, *(("1005",) if hand.open else ()))]
        wanted[role] = does
    _until(lambda: host.did() == wanted, lambda: (host.did(), window.model.message))


def test_a_code_is_scanned_as_typed(dock: Callable[..., Dock], emulators: Path) -> None:
    window = dock(emulators)
    _press(window, "scanner")
    assert _shows(window, "<dock.do_scan>")
    (field,) = (i for i in shown_items(window.view) if i.inherits("QQuickTextInput"))
    assert isinstance(field, QQuickItem)
    field.setProperty("text", "6901234567892")
    _press(window, "<dock.send>")
    assert _shows(window, "6901234567892: <dock.done>")


def test_the_network_is_cut_and_a_state_that_changes_is_shown(
    dock: Callable[..., Dock], emulators: Path
) -> None:
    window = dock(emulators)
    port = window.model._port
    assert isinstance(port, Port)
    _press(window, "<dock.down>")
    assert port.states == ["down"]
    port.state = "disconnected"
    assert _shows(window, "disconnected")


def test_with_real_devices_there_is_nothing_to_steer(dock: Callable[..., Dock]) -> None:
    window = dock(None)
    assert controls(window.view, ("id_card", "resident")) == []
    window.model.act("card", "resident")
    assert _shows(window, "<dock.nothing_virtual>")


def test_every_text_of_the_window_is_a_message(dock: Callable[..., Dock], emulators: Path) -> None:
    window = dock(emulators)
    assert _shows(window, "<dock.do_card>")
    shown = shown_text(window.view)
    asked = {line.strip("<>") for line in shown.split() if line.startswith("<dock.")}
    assert asked
    assert asked <= set(TEXTS)
