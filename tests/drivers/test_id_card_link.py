"""One question, one answer: what is not the answer to this question is never taken for it."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from drivers.errors import BadAnswerError, DeviceError, NoAnswerError
from drivers.id_card import sam_link
from drivers.id_card.frame import command
from drivers.id_card.sam_link import Ask, ModuleFaultError, SamLink

HEAD = "AAAAAA9669"
STATUS_OK = bytes.fromhex(HEAD + "000400009094")
NO_CARD = bytes.fromhex(HEAD + "000400008084")
FOUND = bytes.fromhex(HEAD + "000800009F0000000097")
SELECTED = bytes.fromhex(HEAD + "000C0000900000000000000000" + "9C")
FIND = replace(sam_link.FIND, deadline_s=0.2)


class ScriptedPipe:
    """Each command is met with the next of `answers`; `early` lies there before the first."""

    def __init__(self, *answers: bytes, early: bytes = b"") -> None:
        self.answers = list(answers)
        self.came = early
        self.written: list[bytes] = []

    def open(self) -> None: ...

    def close(self) -> None: ...

    def write(self, data: bytes, timeout_s: float) -> None:
        self.written.append(data)
        self.came += self.answers.pop(0) if self.answers else b""

    def read(self, timeout_s: float, limit: int = 4096) -> bytes:
        data, self.came = self.came, b""
        if not data:
            threading.Event().wait(min(timeout_s, 0.05))
        return data

    def drain(self, quiet_s: float, limit_s: float = 2.0) -> bytes:
        return self.read(0.0)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sam_link, "GAP_S", 0.05)
    monkeypatch.setattr(sam_link, "STATUS", replace(sam_link.STATUS, deadline_s=0.2))


def link(pipe: ScriptedPipe) -> SamLink:
    return SamLink(pipe, threading.Event())


@pytest.mark.parametrize("stale", [SELECTED, STATUS_OK, FOUND[:-2] + b"\x01" + FOUND[-1:]])
def test_an_answer_to_another_command_is_passed_over_and_remembered(stale: bytes) -> None:
    line = link(ScriptedPipe(stale + FOUND))
    assert line.ask(FIND).sw3 == sam_link.FOUND
    assert line.strange


def test_a_short_or_long_reading_is_no_reading() -> None:
    for size in (0, 8, 28, 4 + 219, 4 + 256 + 1025):
        body = (size + 4).to_bytes(2, "big") + b"\0\0\x90" + bytes(size)
        check = 0
        for byte in body:
            check ^= byte
        pipe = ScriptedPipe(bytes.fromhex(HEAD) + body + bytes((check,)))
        with pytest.raises(BadAnswerError):
            link(pipe).ask(replace(sam_link.READ, deadline_s=0.2), tries=1)


def test_what_came_before_the_command_does_not_answer_it() -> None:
    line = link(ScriptedPipe(NO_CARD, early=FOUND))
    assert line.ask(FIND).sw3 == sam_link.NO_CARD
    assert line.strange


def test_an_echo_of_the_command_is_no_reason_for_doubt() -> None:
    line = link(ScriptedPipe(FIND.frame + FOUND))
    assert line.ask(FIND).sw3 == sam_link.FOUND
    assert not line.strange


def test_silence_is_followed_by_a_fence_and_the_command_once_more() -> None:
    pipe = ScriptedPipe(b"", STATUS_OK, FOUND)
    assert link(pipe).ask(FIND).sw3 == sam_link.FOUND
    assert pipe.written == [FIND.frame, sam_link.STATUS.frame, FIND.frame]
    with pytest.raises(NoAnswerError):
        link(ScriptedPipe()).ask(FIND)


@pytest.mark.parametrize("sw3", [0x10, 0x11, 0x24])
def test_a_command_that_was_not_understood_is_sent_once_more(sw3: int) -> None:
    bad = bytes.fromhex(HEAD + f"00040000{sw3:02x}{4 ^ sw3:02x}")
    pipe = ScriptedPipe(bad, STATUS_OK, FOUND)
    assert link(pipe).ask(FIND).sw3 == sam_link.FOUND
    with pytest.raises(BadAnswerError):
        link(ScriptedPipe(bad, STATUS_OK, bad)).ask(FIND)


@pytest.mark.parametrize("sw3", [0x60, 0x66])
def test_a_module_out_of_order_is_a_fault_at_once(sw3: int) -> None:
    bad = bytes.fromhex(HEAD + f"00040000{sw3:02x}{4 ^ sw3:02x}")
    with pytest.raises(ModuleFaultError):
        link(ScriptedPipe(bad)).ask(FIND)


def test_a_wait_ends_when_the_terminal_does() -> None:
    stopping = threading.Event()
    stopping.set()
    slow = Ask(command(0x30, 0x01), 0x90, frozenset(), (0, 0, 1), 3600.0)
    with pytest.raises(DeviceError) as caught:
        SamLink(ScriptedPipe(), stopping).ask(slow)
    assert caught.value.code == "stopped"
