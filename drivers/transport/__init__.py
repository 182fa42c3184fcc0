"""Pipes of bytes to devices: `make_transport(parse_port(url))`."""

from __future__ import annotations

from collections.abc import Callable

from drivers.spec import Port
from drivers.transport.base import Transport

BYTE_SCHEMES = ("serial", "tcp", "usb")


Tap = Callable[[Transport], Transport]
_taps: list[Tap] = []


def set_tap(tap: Tap | None) -> None:
    """What every line made from now on is led through, for recording and playing traces."""
    _taps[:] = [tap] if tap else []


def make_transport(port: Port, *, baud: int = 115200) -> Transport:
    """The pipe for a serial://, tcp:// or usb:// (printers) port, not yet open.

    `baud` (bit/s) holds where a serial port does not name its own `?baud=`. ValueError says what
    is wrong with the port; nothing is opened or looked up here.
    """
    line = _line(port, baud)
    return _taps[0](line) if _taps else line


def _line(port: Port, baud: int) -> Transport:
    if port.scheme == "serial":
        from drivers.transport.serial_line import SerialTransport, line_settings

        return SerialTransport(port.path, line_settings(port, baud))
    if port.scheme == "tcp":
        from drivers.transport.tcp import TcpTransport, host_and_port

        return TcpTransport(*host_and_port(port))
    if port.scheme == "usb":
        from drivers.transport.usb_lp import UsbPrinterTransport, usb_name

        return UsbPrinterTransport(usb_name(port))
    raise ValueError(f"{port.scheme}:// carries no bytes; use serial://, tcp:// or usb://")


__all__ = ["BYTE_SCHEMES", "Transport", "make_transport", "set_tap"]
