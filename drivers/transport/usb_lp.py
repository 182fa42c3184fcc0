"""USB printers through the kernel's usblp: a descriptor that is read and written, no library.

The port names the device (`usb://VID:PID[/SERIAL]`, hexadecimal), not its number: which
/dev/usb/lpN it is at the moment stands in sysfs (/sys/class/usbmisc), so that it is found again
wherever it is plugged in. usblp lets one program at a time open it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
from dataclasses import dataclass
from pathlib import Path

from drivers.errors import LinkLostError
from drivers.spec import Port
from drivers.transport.poller import DescriptorTransport

SYSFS = Path("/sys/class/usbmisc")
NODES = Path("/dev/usb")
_NAME = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?:/([^/]+))?")
_CODES = {
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EBUSY: "in_use",
    errno.ENOENT: "no_port",
    errno.ENODEV: "no_port",
    errno.ENXIO: "no_port",
}


@dataclass(frozen=True, slots=True)
class UsbName:
    """Which device is meant: vendor and product in four small hexadecimal digits, serial or ""."""

    vendor: str
    product: str
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A printer that is plugged in: its node and what it calls itself."""

    node: Path
    name: UsbName


def usb_name(port: Port) -> UsbName:
    """Take `VID:PID[/SERIAL]` apart; ValueError says what is wrong."""
    if port.query:
        raise ValueError(f"a usb port takes no {', '.join(port.query)}")
    found = _NAME.fullmatch(port.path)
    if not found:
        raise ValueError("a usb port is usb://VID:PID or usb://VID:PID/SERIAL, as in 0483:5743")
    return UsbName(found[1].lower(), found[2].lower(), found[3] or "")


def plugged_in() -> list[Found]:
    """Every printer that usblp serves now, by node."""
    found: list[Found] = []
    for entry in sorted(SYSFS.glob("lp*")):
        device = (entry / "device").resolve().parent  # the device whose interface this is
        name = UsbName(*(_said(device / key) for key in ("idVendor", "idProduct", "serial")))
        found.append(Found(NODES / entry.name, name))
    return found


def _said(file: Path) -> str:
    try:
        return file.read_text("ascii", "replace").strip()
    except OSError:
        return ""


class UsbPrinterTransport(DescriptorTransport):
    """The printer of that name, wherever it is plugged in. `serial`: as the device says."""

    def __init__(self, name: UsbName) -> None:
        self.name = name
        self.serial: str | None = None
        self._node = Path()
        self._number = -1

    def open(self) -> None:
        """Find and open it; LinkLostError: no_port, several (equal ones, and no serial number in
        the port), no_permission, in_use or io."""
        self.close()
        wanted = self.name
        meant = [
            found
            for found in plugged_in()
            if (found.name.vendor, found.name.product) == (wanted.vendor, wanted.product)
            and wanted.serial in ("", found.name.serial)
        ]
        if len(meant) != 1:
            raise LinkLostError("several" if meant else "no_port", f"{len(meant)} of that name")
        self._node = meant[0].node
        try:
            self._number = os.open(self._node, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError as error:
            code = _CODES.get(error.errno or 0, "io")
            raise LinkLostError(code, str(self._node)) from None
        self.serial = meant[0].name.serial or None

    def close(self) -> None:
        """Close it; never raises, may be called twice."""
        number, self._number = self._number, -1
        if number >= 0:
            with contextlib.suppress(OSError):
                os.close(number)

    def _fd(self) -> int:
        if self._number < 0:
            raise LinkLostError("closed", str(self._node))
        return self._number

    def _take(self, limit: int) -> bytes:
        data = os.read(self._fd(), limit)
        if not data and self._node.exists():
            raise BlockingIOError  # an empty packet: printers send them, and are still there
        return data

    def _give(self, data: memoryview) -> int:
        return os.write(self._fd(), data)
