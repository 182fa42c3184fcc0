"""How long a card takes beyond what wire and module need.

Schedule: every byte of the exchange at 115200 baud (10 bits a byte) plus 300 ms in the module.
The emulator keeps both, in another process; it could be fooled by an emulator that hurries, so
the bytes are counted here from the protocol's own figures and not asked of it.
"""

from __future__ import annotations

import queue
import time
from typing import Any

from benchmarks.figures import figure
from drivers.device_set import open_devices
from drivers.events import CardRead
from drivers.id_card import IdCardHandle
from drivers.spec import DeviceSpec
from kiosk.commands.device_test import steer
from kiosk.launch import virtual_ports

RUNS = 15
BAUD = 115200
MODULE_MS = 300.0
EXCHANGE = 10 + 15 + 10 + 19 + 10 + 1295  # find, select, read: question and answer (GA/T 467)
SCHEDULE_MS = EXCHANGE * 10 / BAUD * 1000 + MODULE_MS
COMMAND = "kiosk bench card"


def run() -> list[dict[str, Any]]:
    """Card laid down to record at hand, in ms over the schedule."""
    over = [took - SCHEDULE_MS for took in _reads()]
    share = [100 * ms / SCHEDULE_MS for ms in over]
    baseline = f"{SCHEDULE_MS:.0f} ms on the wire and in the module"
    return [
        figure("card.over", over, "ms", target="<= 60", baseline=baseline, command=COMMAND),
        figure("card.over_share", share, "%", target="<= 15", baseline=baseline, command=COMMAND),
    ]


def _reads() -> list[float]:
    spec = DeviceSpec("id_card", "id_card", "sam_v", "virtual")
    events: queue.Queue[object] = queue.Queue()
    times: list[float] = []
    with virtual_ports((spec,)) as (plugged, control):
        devices = open_devices(plugged, events.put)
        try:
            reader = devices.handle("id_card", IdCardHandle)
            if reader is None or control is None:
                return []
            time.sleep(1.5)
            for n in range(RUNS):
                steer(control, "id_card", "card", {"name": "none"})
                time.sleep(1.2)
                steer(control, "id_card", "card", {"name": "resident"})
                began = time.perf_counter()
                reader.arm(f"bench-{n}")
                times.append(_until_read(events, f"bench-{n}", began))
        finally:
            devices.stop()
    return times


def _until_read(events: queue.Queue[object], request: str, began: float) -> float:
    while True:
        event = events.get(timeout=10)
        if isinstance(event, CardRead) and event.request_id == request:
            return (time.perf_counter() - began) * 1000
