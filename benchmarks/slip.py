"""How many bytes a receipt is, and how long it takes to build.

The slip is that of the played allowance: every line a terminal prints, with a QR code. It could
be fooled by a shorter slip; the text it is made from is that of the visit's own presenter.
"""

from __future__ import annotations

import time
from typing import Any

from benchmarks.figures import figure
from drivers.receipt_printer import Blank, Pair, Qr, Rule, Slip, Text
from drivers.receipt_printer.encode import Setup, encode

RUNS = 50
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
    return [
        figure("slip.size", [float(len(data))], "B", target="", baseline=none, command=COMMAND),
        figure("slip.first", [first], "ms", target="", baseline=none, command=COMMAND),
        figure("slip.build", times, "ms", target="<= 50", baseline=none, command=COMMAND),
    ]
