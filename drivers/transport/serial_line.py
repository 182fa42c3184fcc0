"""Serial ports and ptys through pyserial, locked against a second user."""

from __future__ import annotations

import contextlib
import errno
import os
from dataclasses import dataclass
from typing import Any

from drivers.errors import LinkLostError
from drivers.spec import Port
from drivers.transport.poller import DescriptorTransport

_CODES = {
    errno.ENOENT: "no_port",
    errno.ENODEV: "no_port",
    errno.ENXIO: "no_port",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EAGAIN: "in_use",
    errno.EBUSY: "in_use",
}
_KEYS = ("baud", "parity", "bits", "stop", "flow")


@dataclass(frozen=True, slots=True)
class LineSettings:
    """How the line is set: bit/s, data bits, parity N/E/O, stop bits, flow control."""

    baud: int = 115200
    bits: int = 8
    parity: str = "N"
    stop: int = 1
    flow: str = "none"


def line_settings(port: Port, baud: int = 115200) -> LineSettings:
    """Read `?baud=…&parity=…&bits=…&stop=…&flow=…`; ValueError names the bad one."""
    for key in port.query:
        if key not in _KEYS:
            raise ValueError(f"a serial port takes {', '.join(_KEYS)}; not {key!r}")
    query = port.query
    rate = query.get("baud", str(baud))
    if not (rate.isascii() and rate.isdigit() and 300 <= int(rate) <= 4_000_000):
        raise ValueError(f"baud is a number from 300 to 4000000, not {rate!r}")
    return LineSettings(
        baud=int(rate),
        bits=int(_one_of(query.get("bits", "8"), "bits", ("7", "8"))),
        parity=_one_of(query.get("parity", "N").upper(), "parity", ("N", "E", "O")),
        stop=int(_one_of(query.get("stop", "1"), "stop", ("1", "2"))),
        flow=_one_of(query.get("flow", "none"), "flow", ("none", "rtscts", "xonxoff")),
    )


def _one_of(value: str, name: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ValueError(f"{name} is one of {', '.join(choices)}, not {value!r}")
    return value


class SerialTransport(DescriptorTransport):
    """A serial line; pyserial sets it up, the bytes go by its descriptor with own deadlines."""

    def __init__(self, path: str, settings: LineSettings) -> None:
        self.path = path
        self.settings = settings
        self._serial: Any = None

    def open(self) -> None:
        """Open and lock the line; LinkLostError: no_port, no_permission, in_use or io."""
        import serial

        self.close()
        line = self.settings
        try:
            self._serial = serial.Serial(
                self.path,
                baudrate=line.baud,
                bytesize=line.bits,
                parity=line.parity,
                stopbits=line.stop,
                rtscts=line.flow == "rtscts",
                xonxoff=line.flow == "xonxoff",
                timeout=0,
                exclusive=True,
            )
        except (serial.SerialException, OSError, ValueError) as error:
            number = getattr(error, "errno", None)
            code = _CODES.get(number, "io") if isinstance(number, int) else "io"
            raise LinkLostError(code, self.path) from None
        self._quicken()

    def close(self) -> None:
        """Close it; never raises, may be called twice."""
        line, self._serial = self._serial, None
        if line is not None:
            with contextlib.suppress(OSError, ValueError):
                line.close()

    def _quicken(self) -> None:
        # USB converters hold bytes back for 16 ms unless told not to; a pty refuses the wish
        with contextlib.suppress(OSError, ValueError, NotImplementedError):
            self._serial.set_low_latency_mode(True)

    def _fd(self) -> int:
        if self._serial is None:
            raise LinkLostError("closed", self.path)
        return int(self._serial.fd)

    def _take(self, limit: int) -> bytes:
        return os.read(self._fd(), limit)

    def _give(self, data: memoryview) -> int:
        return os.write(self._fd(), data)
