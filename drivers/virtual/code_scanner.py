"""A virtual 2D code scanner: lines over a pty, a light that serial commands switch, and faults.

Options, as those of the real one: `trigger` (none, honeywell, newland: it then sends only while
its light is on), `prefix`, `suffix` (any, cr, crlf: CR LF or CR; lf; etx; quiet: none).
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from drivers.virtual.emulator import Emulator, Hand
from drivers.virtual.pty_line import PtyLine

_ENDS = {"any": b"\r", "cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "etx": b"\x03", "quiet": b""}
_LIGHT = {b"\x16T\r": True, b"\x16U\r": False, b"\x01T\x04": True, b"\x01P\x04": False}
_COMMAND_SIZE = 3
_ACK = b"\x06"
_LONGEST = 1 << 16
_GARBAGE = bytes((89 * n + 3) % 256 for n in range(32))
_DO_S = 8.0


class CodeScannerEmulator(Emulator):
    """Serves one scanner on a pty."""

    kind = "code_scanner"
    model = "serial_2d"
    faults = ("garbage", "partial", "double", "control_bytes", "too_long", "hang_up")

    def __init__(self, options: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(options, people)
        self._trigger = str(options.get("trigger", "none"))
        self._prefix = str(options.get("prefix", "")).encode()
        suffix = str(options.get("suffix", "any"))
        if self._trigger not in ("none", "honeywell", "newland") or suffix not in _ENDS:
            raise ValueError("trigger is none, honeywell or newland; suffix " + ", ".join(_ENDS))
        self._end = _ENDS[suffix]
        self._line = PtyLine("code_scanner")
        self._light = self._trigger == "none"
        self._fault, self._times = "none", 0
        self._sent = 0
        self._came = bytearray()
        self._tasks: queue.Queue[Callable[[], None]] = queue.Queue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="virtual-scanner", daemon=True)

    def start(self) -> str:
        """Begin to serve; returns the port."""
        self._line.open()
        self._thread.start()
        return self._line.port

    def stop(self) -> None:
        """Unplug the scanner."""
        self._stopping.set()
        self._thread.join(3.0)
        self._line.close()

    def hands(self) -> tuple[Hand, ...]:
        """Codes are held before it."""
        return (Hand("scan", "text", open=True),)

    def control(self, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`scan {text | hex}` (answers how many bytes went out: 0 while the light is off),
        `fault {kind, at?}` (`at`: for how many scans; of hang_up the seconds), `state {}`."""
        if do == "scan":
            data = _payload(args)
            return {"bytes": self._do(lambda: self._scan(data))}
        if do == "fault":
            return self._set_fault(str(args.get("kind", "")), args.get("at"))
        if do == "state":
            return {"light": self._light, "fault": self._fault, "sent": self._sent}
        raise ValueError("a code_scanner takes scan, fault and state")

    def _set_fault(self, kind: str, at: Any) -> dict[str, Any]:
        if kind not in (*self.faults, "none"):
            raise ValueError(f"no fault {kind!r}; known: none, {', '.join(self.faults)}")
        try:
            amount = float(at or 1)
        except (TypeError, ValueError):
            raise ValueError("at is a number") from None
        if kind == "hang_up":
            self._tasks.put(lambda: self._hang_up(amount))
            return {"fault": kind, "seconds": amount}
        self._fault, self._times = kind, 0 if kind == "none" else max(1, int(amount))
        return {"fault": kind}

    def _do(self, task: Callable[[], int]) -> int:
        done = threading.Event()
        results: list[int] = []

        def run() -> None:
            results.append(task())
            done.set()

        self._tasks.put(run)
        if not done.wait(_DO_S):
            raise ValueError("the emulator is busy")
        return results[0]

    # ---- the serving thread, which alone owns the line ----

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._obey(self._line.read(0.02))
            with contextlib.suppress(queue.Empty):
                self._tasks.get_nowait()()

    def _obey(self, data: bytes) -> None:
        self._came += data
        while len(self._came) >= _COMMAND_SIZE:
            light = _LIGHT.get(bytes(self._came[:_COMMAND_SIZE]))
            if light is None or self._trigger == "none":
                del self._came[0]
                continue
            del self._came[:_COMMAND_SIZE]
            self._light = light
            if self._trigger == "newland":
                self._line.write(_ACK)

    def _scan(self, data: bytes) -> int:
        if not self._light:
            return 0
        burst = self._spoil(data)
        self._line.write(burst)
        self._light = self._trigger == "none"  # the light goes out after a good read
        self._sent += 1
        return len(burst)

    def _spoil(self, data: bytes) -> bytes:
        fault = self._fault
        if self._times:
            self._times -= 1
            if not self._times:
                self._fault = "none"
        whole = self._prefix + data + self._end
        if fault == "garbage":
            return _GARBAGE + whole
        if fault == "partial":
            return whole[: max(1, len(self._prefix) + len(data) // 2)]
        if fault == "double":
            return whole + whole
        if fault == "control_bytes":
            return self._prefix + data[:1] + b"\x1b[A\x00" + data[1:] + self._end
        if fault == "too_long":
            return self._prefix + data + b"A" * 5000 + self._end
        return whole

    def _hang_up(self, seconds: float) -> None:
        self._line.hang_up()
        self._came.clear()
        self._light = self._trigger == "none"
        until = time.monotonic() + seconds
        self._stopping.wait(max(0.0, until - time.monotonic()))
        self._line.open()


def _payload(args: Mapping[str, Any]) -> bytes:
    text, hexed = args.get("text"), args.get("hex")
    if (text is None) == (hexed is None):
        raise ValueError("scan wants either text or hex")
    try:
        data = str(text).encode() if hexed is None else bytes.fromhex(str(hexed))
    except ValueError:
        raise ValueError("the code cannot be sent: not UTF-8 text or not hex") from None
    if not 1 <= len(data) <= _LONGEST:
        raise ValueError(f"a code has 1 to {_LONGEST} bytes")
    return data
