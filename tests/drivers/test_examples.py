"""The examples of docs/add-a-device.md work, are as short as it says, and keep the contract."""

from __future__ import annotations

import base64
import importlib.util
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.driver import Driver
from drivers.events import CodeScanned, Event
from drivers.receipt_printer import Slip, Text
from drivers.smart_card.apdu import Apdus, CardError
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.virtual.card_people import raw_chip, staff_chip
from drivers.virtual.receipt_printer import ReceiptPrinterEmulator

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "add-a-device.md"
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*/*.py"))
ROW = re.compile(r"^\| \[`(\w+)`\]\(examples/(\w+/\w+\.py)\) \|.*\| (\d+) \|$", re.MULTILINE)


def loaded(name: str) -> Any:
    (path,) = (path for path in EXAMPLES if path.stem == name)
    spec = importlib.util.spec_from_file_location(f"example_{name}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made(example: Any, port: str, emit: Callable[[Event], None] = lambda _event: None) -> Driver:
    model = example.MODEL
    options = {name: option.default for name, option in model.options.items()}
    return example.make(DeviceSpec("r", model.kind, model.name, port, options), emit)


def test_the_page_names_every_example_and_how_many_lines_it_takes() -> None:
    told = {place: int(lines) for _, place, lines in ROW.findall(GUIDE.read_text("utf-8"))}
    assert told == {
        f"{path.parent.name}/{path.name}": len(path.read_text("utf-8").splitlines())
        for path in EXAMPLES
    }


def test_the_narrow_printer_prints_past_its_bar_and_knows_nothing_of_the_end_of_a_roll() -> None:
    emulator = ReceiptPrinterEmulator({"columns": 32, "speed": "fast"}, {})
    driver: Any = made(loaded("tear_58mm"), emulator.start())
    try:
        driver.open()
        assert driver.poll() == (State.READY, "")
        assert driver.consumables() == {"paper": "unknown"}
        result = driver.print_slip(Slip((Text("办件编号" * 6),)), "job-1", 20.0)
        (slip,) = emulator.control("receipts", {})["receipts"]
        assert result.outcome == "done"
        assert b"\x1dV" not in result.data
        assert base64.b64decode(slip["data_b64"]).count(b"\x1bd\x03") == 1
    finally:
        driver.end()
        emulator.stop()


class Line:
    """A serial line: what was written, and what comes."""

    def __init__(self) -> None:
        self.sent, self.comes = b"", [b"6901234567892\r"]

    def open(self) -> None: ...

    def close(self) -> None: ...

    def write(self, data: bytes, timeout_s: float) -> None:
        self.sent += data

    def read(self, timeout_s: float, limit: int = 4096) -> bytes:
        return self.comes.pop() if self.comes and self.sent else b""


def test_the_scanner_is_switched_by_its_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    example, line, told = loaded("magellan"), Line(), list[Event]()
    monkeypatch.setattr(example, "make_transport", lambda port, baud: line)
    driver = made(example, "serial:///dev/x", told.append)
    driver.open()
    assert driver.poll() == (State.READY, "")
    assert line.sent == b""
    driver.wish.intent = "r1"
    until = time.monotonic() + 10
    while not told and time.monotonic() < until:
        driver.poll()
    driver.wish.intent = None
    driver.poll()
    assert [(e.request_id, e.text) for e in told if isinstance(e, CodeScanned)] == [
        ("r1", "6901234567892")
    ]
    assert line.sent == b"EED"  # on, still on after the code, off


def test_the_card_is_read_by_its_own_layout_and_others_are_refused() -> None:
    read = loaded("gate_card").read_gate
    files = {"03": {"21": "10050fff", "22": "0011223344556677"}}
    gate = {"application": "f04a4247415445", "files": files}
    record = read(Apdus(raw_chip("gate", gate).answer))
    assert (record.staff_no, record.serial) == ("10050", "0011223344556677")
    with pytest.raises(CardError, match="not_a_staff_card"):
        read(Apdus(staff_chip("1005", {}).answer))
    files["03"]["21"] = "1a05ffff"
    with pytest.raises(CardError, match="damaged"):
        read(Apdus(raw_chip("gate", gate).answer))


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    """The drivers and the contract, with each example copied to where the page says."""
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "drivers", tmp_path / "drivers", ignore=leave)
    for path in EXAMPLES:
        shutil.copy(path, tmp_path / "drivers" / path.parent.name)
    tests = tmp_path / "tests" / "drivers"
    tests.mkdir(parents=True)
    for name in ("contract.py", "test_contract.py"):
        shutil.copy(ROOT / "tests" / "drivers" / name, tests)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    yield tmp_path
    shutil.rmtree(tmp_path)


@pytest.mark.long
def test_the_contract_finds_each_example_by_its_file_and_it_keeps_it(copy: Path) -> None:
    names = [path.stem for path in EXAMPLES]
    chosen = f"({' or '.join(names)}) and not guide"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/drivers/test_contract.py", "-qrA", "-k", chosen],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    for name in names:
        passed = re.findall(rf"^PASSED .*::(\w+)\[\w+-{name}\]$", done.stdout, re.MULTILINE)
        assert len(passed) == 6, (name, passed)
        assert "test_so_does_each_alone" in passed
