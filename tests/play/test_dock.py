"""The dock steers the real emulators and shows what they answer."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from ui.dock import TEXTS, Dock
from ui.play.find import centre, controls, shown_items, shown_text
from ui.play.subject import Role

ROOT = Path(__file__).parents[2]


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
    person = {"kind": "resident", "name": "王样例", "sex": "2", "ethnic": "01"}
    person |= {"birth": "19860315", "address": "示例路1号", "number": "429999198603150029"}
    person |= {"issuer": "示例", "valid_from": "20160420", "valid_to": "20360420"}
    devices = [{"role": "id_card", "kind": "id_card"}, {"role": "scanner", "kind": "code_scanner"}]
    host.stdin.write(json.dumps({"devices": devices, "people": {"resident": person}}) + "\n")
    host.stdin.flush()
    yield Path(json.loads(host.stdout.readline())["control"])
    host.stdin.close()
    host.wait(10)
    host.stdout.close()


class Port:
    """A terminal with two virtual devices and a gate."""

    cards = ("resident", "long-term")

    def __init__(self, control: Path | None) -> None:
        self.control = control
        self.network = self
        self.states: list[str] = []
        self.state = "ready"

    def set(self, state: str) -> None:
        self.states.append(state)

    def roles(self) -> tuple[Role, ...]:
        if self.control is None:
            return (Role("id_card", "id_card", "ready", virtual=False),)
        card = Role("id_card", "id_card", self.state, virtual=True)
        return (card, Role("scanner", "code_scanner", "ready", virtual=True))

    def text(self, message_id: str) -> str:
        return f"<{message_id}>"


@pytest.fixture
def dock(qapp: QCoreApplication) -> Iterator[Callable[[Path | None], Dock]]:
    made: list[Dock] = []

    def _dock(control: Path | None) -> Dock:
        made.append(Dock(Port(control)))
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
    dock: Callable[[Path | None], Dock], emulators: Path
) -> None:
    window = dock(emulators)
    _press(window, "resident")
    assert _shows(window, "resident: <dock.done>")
    _press(window, "long-term")  # this host knows one person only
    assert _shows(window, "long-term: <dock.refused>")


def test_faults_come_from_the_emulator_itself(
    dock: Callable[[Path | None], Dock], emulators: Path
) -> None:
    window = dock(emulators)
    assert _shows(window, "bad_checksum")
    _press(window, "bad_checksum")
    assert _shows(window, "id_card bad_checksum: <dock.done>")


def test_a_code_is_scanned_as_typed(dock: Callable[[Path | None], Dock], emulators: Path) -> None:
    window = dock(emulators)
    (field,) = (i for i in shown_items(window.view) if i.inherits("QQuickTextInput"))
    assert isinstance(field, QQuickItem)
    field.setProperty("text", "6901234567892")
    _press(window, "<dock.scan_send>")
    assert _shows(window, "scan: <dock.done>")


def test_the_network_is_cut_and_a_state_that_changes_is_shown(
    dock: Callable[[Path | None], Dock], emulators: Path
) -> None:
    window = dock(emulators)
    port = window.model._port
    assert isinstance(port, Port)
    _press(window, "<dock.down>")
    assert port.states == ["down"]
    port.state = "disconnected"
    assert _shows(window, "disconnected")


def test_with_real_devices_there_is_nothing_to_steer(dock: Callable[[Path | None], Dock]) -> None:
    window = dock(None)
    assert controls(window.view, ("resident",)) == []
    window.model.card("resident")
    assert _shows(window, "<dock.nothing_virtual>")


def test_every_text_of_the_window_is_a_message(
    dock: Callable[[Path | None], Dock], emulators: Path
) -> None:
    shown = shown_text(dock(emulators).view)
    asked = {line.strip("<>") for line in shown.split() if line.startswith("<dock.")}
    assert asked
    assert asked <= set(TEXTS)
