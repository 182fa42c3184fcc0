"""What the tests of slips and their printers share: a bench, scripted lines, drawn characters."""

from __future__ import annotations

import base64
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from drivers import registry
from drivers.device_set import DeviceSet, open_devices
from drivers.events import Event, StatusChanged
from drivers.receipt_printer import (
    Pair,
    PrintResult,
    Qr,
    ReceiptHandle,
    Slip,
    Text,
    conversation,
    job,
)
from drivers.receipt_printer.encode import Setup, encode
from drivers.receipt_printer.escpos_80mm import Escpos80mmDriver
from drivers.receipt_printer.layout import Paper
from drivers.spec import DeviceSpec, parse_port
from drivers.transport import make_transport
from drivers.virtual.receipt_printer import ReceiptPrinterEmulator

HERE = Path(__file__).parent


SLIP = Slip(
    (
        Text("襄城区就近办", size=2, bold=True, align="center"),
        Pair("办件编号", "XC 2611 2300 0500 0423", size=2),
        Pair("申请人", "样𠮷"),
        Qr("https://verify.example/7K3M-9QXA", note="扫一扫"),
        Text("咨询电话 12345"),
    )
)


BYTES = encode(SLIP, Setup())


def foreign(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(
        f"foreign_{name}", HERE.parent / f"foreign/{name}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that only cost time here: the silence after a question that stayed open."""
    monkeypatch.setattr(conversation, "QUIET_S", 0.05)
    monkeypatch.setattr(job, "LOOK_EVERY_S", 0.1)
    monkeypatch.setattr(job, "SLOWEST_MM_S", 3000.0)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of silence: what should answer does so within 0.2 s."""
    monkeypatch.setattr(conversation, "ANSWER_S", 0.2)


def nobody(_event: Event) -> None:
    pass


class Bench:
    """A driver that the test calls itself, and the virtual printer that it is plugged into."""

    def __init__(self, link: str = "tcp", speed: object = "fast", **options: Any) -> None:
        self.printer = ReceiptPrinterEmulator({"link": link, "speed": speed}, {})
        self.port = self.printer.start()
        spec = DeviceSpec("receipt", "receipt_printer", "escpos_80mm", self.port, options)
        self.driver = Escpos80mmDriver(spec, nobody, make_transport(parse_port(self.port)))
        self.driver.open()

    def fault(self, kind: str, at: int | str | None = None) -> None:
        self.printer.control("fault", {"kind": kind, **({} if at is None else {"at": at})})

    def print(self, job: str = "job-1", deadline_s: float = 10.0) -> PrintResult:
        return self.driver.print_slip(SLIP, job, deadline_s)

    def receipts(self) -> list[tuple[bytes, bool]]:
        listed = self.printer.control("receipts", {})["receipts"]
        return [(base64.b64decode(one["data_b64"]), one["complete"]) for one in listed]

    def close(self) -> None:
        self.driver.close()
        self.printer.stop()


@contextmanager
def bench(**how: Any) -> Iterator[Bench]:
    made = Bench(**how)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def terminal(port: str, **options: Any) -> Iterator[tuple[DeviceSet, ReceiptHandle, list[str]]]:
    spec = DeviceSpec("receipt", "receipt_printer", "escpos_80mm", port, options)
    assert registry.problems(spec) == []
    states: list[str] = []

    def note(event: Event) -> None:
        if isinstance(event, StatusChanged):
            states.append(event.status.state)

    devices = open_devices([spec], note)
    try:
        handle = devices.handle("receipt", ReceiptHandle)
        assert handle is not None
        yield devices, handle, states
    finally:
        assert devices.stop()


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.02)


class ScriptedLine:
    """A line to a printer that the test writes itself: `answer` gets what is sent."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self.answer = answer
        self.inbox = b""

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def write(self, data: bytes, timeout_s: float) -> None:
        self.inbox += self.answer(data)

    def read(self, timeout_s: float, limit: int = 4096) -> bytes:
        if not self.inbox:
            time.sleep(min(timeout_s, 0.02))
        data, self.inbox = self.inbox[:limit], self.inbox[limit:]
        return data

    def drain(self, quiet_s: float, limit_s: float = 2.0) -> bytes:
        return self.read(0.0)


def scripted(answer: Callable[[bytes], bytes]) -> Escpos80mmDriver:
    spec = DeviceSpec("receipt", "receipt_printer", "escpos_80mm", "tcp://127.0.0.1:9")
    driver = Escpos80mmDriver(spec, nobody, ScriptedLine(answer))
    driver.open()
    return driver


def well(data: bytes) -> bytes:
    if data[:2] == b"\x10\x04":
        return b"\x12"
    return b"\x00" if data[:2] == b"\x1dr" else b""


reader = foreign("escpos_reader")


def setup(columns: int = 48, *, tall: bool = True, charset: str = "gbk") -> Setup:
    return Setup(Paper(columns, tall), charset)


def printed(*lines: Any, **how: Any) -> Any:
    made = setup(**how)
    return reader.read(encode(Slip(lines), made), made.paper.columns)


def ink(char: str, em: int) -> Image.Image:
    """A character drawn straight from the first font that has it, on its em square."""
    files = (
        "noto/NotoSansCJK-Regular.ttc",
        "hanazono/HanaMinB.ttf",
        "babelstone/BabelStoneHan.ttf",
    )
    for name in files:
        path = next(Path("/usr/share/fonts").glob(f"*/{name}"))
        index = 7 if path.suffix == ".ttc" else 0  # Noto Sans Mono CJK SC
        font = ImageFont.truetype(path, em, index=index)
        assert index == 0 or font.getname()[0] == "Noto Sans Mono CJK SC"
        square = Image.new("L", (em, em), 0)
        ImageDraw.Draw(square).text((0, round(0.88 * em)), char, 255, font, "ls")
        lacking = Image.new("L", (em, em), 0)
        ImageDraw.Draw(lacking).text((0, round(0.88 * em)), "\U000effff", 255, font, "ls")
        if ImageChops.difference(square, lacking).getbbox():
            return square
    raise AssertionError(f"no font draws U+{ord(char):04X}")


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Shared ink over all ink, at the best place within two dots."""
    best = 0.0
    for dx in (-1, 0, 1):
        moved = ImageChops.offset(other, dx, 0)
        both = ImageChops.logical_and(one, moved).histogram()[255]
        either = ImageChops.logical_or(one, moved).histogram()[255]
        best = max(best, both / either if either else 1.0)
    return best


def dots(grey: Image.Image) -> Image.Image:
    return grey.point([0] * 110 + [255] * 146, mode="1")
