"""A terminal to be killed: files cases as fast as it can and says which ones it acknowledged.

Loads everything once, then forks a fresh victim for each line on stdin ("honest" or "hasty"), so
that hundreds of kills do not cost hundreds of interpreter starts.
"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from datetime import UTC, date, datetime
from pathlib import Path

from backend_client import outbox
from kiosk.clock import FixedClock
from kiosk.store import cases
from kiosk.store.print_journal import Slip
from kiosk.store.store import open_store

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
BODY = "李样例 429999194405180018".encode()


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def serve(where: Path, mode: str) -> None:
    clock = FixedClock(NOON)
    store = open_store(where / "terminal", "0005", where / "key", clock)
    say("READY")

    def transaction(connection, key):
        number = cases.new_case_number(connection, DAY)
        case = cases.CaseFile(number, "XC-MZ-008", "v1", clock.utc_now(), DAY, False, BODY)
        event = outbox.Event(key, "case", number, BODY)
        slip = Slip(key, number, "receipt", BODY)
        cases.file_case(connection, store.sealer, case, event, slip=slip)
        if mode == "hasty":
            say(f"ACK {number} {key}")  # before the commit: what must never happen
            time.sleep(0.002)
        return number

    waiting = deque()
    while True:
        key = outbox.new_key()
        future = store.write(lambda connection, key=key: transaction(connection, key))
        if mode == "hasty":
            waiting.append(future)
            continue_after = waiting.popleft() if len(waiting) > 8 else None
            if continue_after is not None:
                continue_after.result()
        else:
            say(f"ACK {future.result()} {key}")


def main() -> None:
    where = Path(sys.argv[1])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            say(f"PID {os.getpid()}")
            serve(where, line.strip())
        os.waitpid(child, 0)
        say("DEAD")


if __name__ == "__main__":
    main()
