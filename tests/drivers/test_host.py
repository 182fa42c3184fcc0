"""The process of the virtual devices, from outside: one line in, one line out, a socket, an end."""

from __future__ import annotations

import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.virtual.control import answer_line

ROOT = Path(__file__).parents[2]
FOREIGN = ROOT / "tests" / "foreign"
CARDS = runpy.run_path(str(FOREIGN / "id_card_blocks.py"))["CARDS"]
PEOPLE = {name: told[0] for name, told in CARDS.items()}


class Process:
    """A child that says where it is in its first line."""

    def __init__(self, *argv: str, first: object = None) -> None:
        self.child = subprocess.Popen(
            [sys.executable, *argv],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.child.stdin
        assert self.child.stdout
        if first is not None:
            self.child.stdin.write(json.dumps(first) + "\n")
            self.child.stdin.flush()
        line = self.child.stdout.readline()
        self.told = json.loads(line) if line else {}

    def end(self) -> int:
        assert self.child.stdin
        self.child.stdin.close()
        return self.wait()

    def wait(self) -> int:
        code = self.child.wait(20)
        assert self.child.stdout
        assert self.child.stderr
        assert self.child.stdin
        self.child.stdin.close()
        self.error = self.child.stderr.read()
        self.child.stdout.close()
        self.child.stderr.close()
        return code


def call(path: str, **request: object) -> dict[str, Any]:
    with socket.socket(socket.AF_UNIX) as line, line.makefile("rwb") as stream:
        line.settimeout(20)
        line.connect(path)
        stream.write(json.dumps(request).encode() + b"\n")
        stream.flush()
        return json.loads(stream.readline())


@pytest.fixture
def host() -> Iterator[Process]:
    reader = {"role": "id_card", "kind": "id_card", "model": "sam_v", "options": {"delay_ms": 10}}
    process = Process("-m", "drivers", "virtual", first={"devices": [reader], "people": PEOPLE})
    yield process
    assert process.end() == 0


def test_the_host_says_where_its_devices_are_and_takes_commands(host: Process) -> None:
    device = host.told["devices"]["id_card"]
    assert (device["kind"], device["model"]) == ("id_card", "sam_v")
    assert Path(device["port"].removeprefix("serial://")).exists()
    control = host.told["control"]
    assert Path(control).parent.stat().st_mode & 0o777 == 0o700
    answer = call(control, id=1, role="id_card", do="card", args={"name": "resident"})
    assert answer["id"] == 1
    assert answer["ok"] is True
    assert answer["result"]["card"] == "resident"


def test_a_wrong_command_is_answered_and_the_host_goes_on(host: Process) -> None:
    control = host.told["control"]
    for wrong in (
        {"role": "printer", "do": "card"},
        {"role": "id_card", "do": "explode"},
        {"role": "id_card", "do": "card", "args": {"name": "nobody"}},
        {"role": "id_card", "do": "card", "args": {}},
        {"role": "id_card", "do": "card", "args": {"fields": {"nome": "x"}}},
        {"role": "id_card", "do": "card", "args": {"fields": {"name": "x" * 16, "number": "1"}}},
        {"role": "id_card", "do": "fault", "args": {"kind": "fire"}},
        {"role": "id_card", "do": "fault", "args": {"kind": "late", "at": "soon"}},
        {"role": "id_card", "do": "fault", "args": ["late"]},
    ):
        answer = call(control, id=7, **wrong)
        assert answer["ok"] is False, wrong
        assert answer["id"] == 7
        assert answer["error"]
    assert call(control, id=8, role="id_card", do="state")["ok"] is True


def test_the_host_ends_by_signal_and_leaves_nothing_behind() -> None:
    request = {"devices": [{"role": "c", "kind": "id_card"}], "people": {}}
    process = Process("-m", "drivers", "virtual", first=request)
    paths = [process.told["control"], process.told["devices"]["c"]["port"]]
    os.kill(process.child.pid, signal.SIGTERM)
    assert process.wait() == 0
    assert not any(Path(path.removeprefix("serial://")).parent.exists() for path in paths)


WRONG: list[object] = [
    [],
    {"devices": [{"role": "x", "kind": "toaster"}]},
    {"devices": ["id_card"]},
    {"devices": [{"kind": "id_card", "model": "other"}]},
    {"devices": [{"kind": "id_card"}, {"kind": "id_card"}]},
    {"people": {"a": 1}, "devices": [{"kind": "id_card"}]},
]


@pytest.mark.parametrize("first", WRONG)
def test_a_wrong_first_line_is_exit_2_with_a_reason(first: object) -> None:
    process = Process("-m", "drivers", "virtual", first=first)
    assert process.end() == 2
    assert process.error.startswith("virtual devices: ")
    assert "Traceback" not in process.error


def test_one_device_alone_can_be_served_and_tried(tmp_path: Path) -> None:
    people = tmp_path / "people.yaml"
    people.write_text(json.dumps({"people": PEOPLE}, ensure_ascii=False), "utf-8")
    device = Process("-m", "drivers", "virtual", "id_card", "--people", str(people))
    assert set(device.told) == {"kind", "model", "port", "control"}
    assert call(device.told["control"], do="card", args={"name": "hk"})["ok"]
    trial = Process("-m", "drivers", "test", "id_card", device.told["port"])
    assert trial.end() == 0
    assert trial.told["card"]["kind"] == "hk_macau_taiwan"
    assert trial.told["card"]["present"]["permit_number"] is True
    assert "陈样例" not in json.dumps(trial.told, ensure_ascii=False)
    assert device.end() == 0


def test_the_reader_written_by_hand_is_read_too() -> None:
    reader = Process(str(FOREIGN / "sam_reader.py"), "long-term")
    trial = Process("-m", "drivers", "test", "id_card", reader.told["port"])
    assert trial.end() == 0
    assert trial.told["card"]["present"]["long_term"] is True
    assert reader.end() == 0


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.recursive(st.none() | st.text(), st.lists).map(lambda value: json.dumps(value).encode()),
    )
)
def test_no_line_on_the_control_socket_raises(line: bytes) -> None:
    reply = json.loads(answer_line(line, lambda role, do, args: {"role": role, "do": do}))
    assert reply["ok"] in (True, False)
