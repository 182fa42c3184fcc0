"""How many bytes a receipt is, how long it takes to build, and to come out of a serial printer.

The slip is that of the played allowance: every line a terminal prints, with a QR code. It could
be fooled by a shorter slip; the text it is made from is that of the visit's own presenter.
"""

from __future__ import annotations

import time
from typing import Any

from PIL import Image

from benchmarks.figures import figure
from drivers.device_set import open_devices
from drivers.receipt_printer import Blank, Pair, Qr, Rule, Slip, Text
from drivers.receipt_printer.encode import Setup, encode
from drivers.receipt_printer.layout import TextRow, lay_out
from drivers.receipt_printer.qr import QrPicture
from drivers.receipt_printer.raster import raster, row_image
from drivers.spec import DeviceSpec
from drivers.status import State
from drivers.virtual.receipt_printer import ReceiptPrinterEmulator

RUNS = 50
SLIPS = 5
BAUDS = (115200, 9600)
COMMAND = "kiosk bench slip"
SLIP = Slip(
    (
        Text("襄城区政务服务中心24小时自助服务区", bold=True, align="center"),
        Text("收件凭证", size=2, bold=True, align="center"),
        Rule(),
        Pair("办件编号", "XC 2611 2300 0500 0423", size=2),
        Pair("查询密码", "459831"),
        Pair("事项", "80岁老人津贴"),
        Pair("申请人", "李*例"),
        Pair("交件时间", "2026年11月23日 9:09"),
        Pair("受理日期", "2026年11月23日"),
        Pair("最晚办好", "12月2日 星期三", size=2),
        Pair("审核部门", "区民政局"),
        Pair("怎么拿", "免费邮寄到家"),
        Rule(),
        Text("收到不等于批准，结果以通知书为准。"),
        Qr("XC2611230005000423", "到窗口扫一扫就能查"),
        Blank(1),
        Text("请收好这张小票", align="center"),
    )
)


def run() -> list[dict[str, Any]]:
    """Size and time of one receipt, warm, and the first time in a process."""
    setup = Setup.of({})
    began = time.perf_counter()
    data = encode(SLIP, setup)
    first = (time.perf_counter() - began) * 1000
    times: list[float] = []
    for _ in range(RUNS):
        began = time.perf_counter()
        encode(SLIP, setup)
        times.append((time.perf_counter() - began) * 1000)
    none = "none published"
    beside = f"{drawn(setup)} B all drawn, {bare()} B bare text"
    return [
        figure("slip.size", [float(len(data))], "B", target="", baseline=beside, command=COMMAND),
        figure("slip.first", [first], "ms", target="", baseline=none, command=COMMAND),
        figure("slip.build", times, "ms", target="<= 50", baseline=none, command=COMMAND),
        *(over_the_wire(baud, data) for baud in BAUDS),
    ]


def drawn(setup: Setup) -> int:
    """Bytes of the same lines with every one of them as a picture."""
    paper = setup.paper
    total = 0
    for line in lay_out(SLIP, paper):
        if isinstance(line, TextRow):
            picture = row_image(line.row, line.size, paper.tall, line.bold)
            whole = Image.new("1", (max(1, picture.width), paper.feed(line.size)), 0)
            whole.paste(picture, (0, 0))
            total += len(raster(whole, paper.dots))
        elif isinstance(line, QrPicture):
            total += len(raster(line.image(), paper.dots))
        else:
            total += line.n
    return total


def bare() -> int:
    """Bytes of the text alone, in the printer's own code, a line feed a line."""
    texts = [
        text
        for line in SLIP.lines
        for text in (getattr(line, name, "") for name in ("label", "value", "text", "note"))
        if isinstance(text, str) and text
    ]
    return sum(len(text.encode("gb18030")) + 1 for text in texts)


def over_the_wire(baud: int, data: bytes) -> dict[str, Any]:
    """Seconds from asking for a slip to its proof, over what its bytes take on the wire."""
    wire = len(data) * 10 / baud
    emulator = ReceiptPrinterEmulator({"link": "pty", "throttle": True, "speed": "fast"}, {})
    port = f"{emulator.start()}?baud={baud}"
    devices = open_devices(
        [DeviceSpec("receipt", "receipt_printer", "escpos_80mm", port)], lambda _event: None
    )
    try:
        printer = devices.role("receipt")
        while printer.status.state == State.UNKNOWN:
            time.sleep(0.01)
        times = [_seconds(printer, f"bench-{n}") - wire for n in range(SLIPS)]
    finally:
        devices.stop()
        emulator.stop()
    baseline = f"{wire:.2f} s on the wire"
    return figure(f"slip.over_{baud}", times, "s", target="", baseline=baseline, command=COMMAND)


def _seconds(printer: Any, job_id: str) -> float:
    began = time.perf_counter()
    result = printer.print(SLIP, job_id, 30.0)
    if result.outcome != "done":
        raise RuntimeError(f"{result.outcome} {result.reason}")
    return time.perf_counter() - began
