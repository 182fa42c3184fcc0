"""A USB printer is found by what it calls itself, at the seam of sysfs and a descriptor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.device_set import open_devices
from drivers.errors import LinkLostError
from drivers.receipt_printer import ReceiptHandle, Slip, Text
from drivers.spec import DeviceSpec, parse_port
from drivers.status import State
from drivers.transport import make_transport, usb_lp
from drivers.transport.usb_lp import UsbPrinterTransport
from drivers.virtual.receipt_printer import ReceiptPrinterEmulator
from tests.faults import matrix

SLIP = Slip((Text("收件凭证"),))


class Bus:
    """A sysfs and a /dev/usb, as the kernel lays them out for usblp."""

    def __init__(self, folder: Path) -> None:
        self.sysfs, self.nodes = folder / "class", folder / "dev"
        self.devices = folder / "devices"
        for made in (self.sysfs, self.nodes):
            made.mkdir()

    def plug(
        self, lp: str, vendor: str, product: str, serial: str, node: str = "/dev/null"
    ) -> None:
        device = self.devices / f"1-{lp}"
        interface = device / f"1-{lp}:1.0"
        (interface / "usbmisc" / lp).mkdir(parents=True)
        (interface / "usbmisc" / lp / "device").symlink_to("../..")
        for key, said in (("idVendor", vendor), ("idProduct", product), ("serial", serial)):
            (device / key).write_text(said + "\n")
        (self.sysfs / lp).symlink_to(interface / "usbmisc" / lp)
        (self.nodes / lp).symlink_to(node)

    def unplug(self, lp: str) -> None:
        (self.sysfs / lp).unlink()
        (self.nodes / lp).unlink()


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bus:
    made = Bus(tmp_path)
    monkeypatch.setattr(usb_lp, "SYSFS", made.sysfs)
    monkeypatch.setattr(usb_lp, "NODES", made.nodes)
    return made


@pytest.fixture
def printer() -> Iterator[tuple[ReceiptPrinterEmulator, str]]:
    made = ReceiptPrinterEmulator({"link": "pty", "speed": "fast"}, {})
    yield made, made.start().removeprefix("serial://")
    made.stop()


def opening(port: str) -> str:
    line = make_transport(parse_port(port))
    assert isinstance(line, UsbPrinterTransport)
    try:
        line.open()
    except LinkLostError as error:
        return error.code
    finally:
        line.close()
    return f"{line._node.name} {line.serial}"


def test_the_device_is_chosen_by_vendor_product_and_serial_never_by_its_number(bus: Bus) -> None:
    bus.plug("lp0", "04b8", "0202", "X1")
    bus.plug("lp1", "0483", "5743", "A")
    assert opening("usb://0483:5743") == "lp1 A"
    bus.plug("lp2", "0483", "5743", "B")
    assert opening("usb://0483:5743/B") == "lp2 B"
    assert opening("usb://0483:5743") == "several"
    assert opening("usb://0483:5743/C") == opening("usb://0483:5744") == "no_port"
    assert opening("usb://04B8:0202") == "lp0 X1"


@pytest.mark.parametrize(
    "port", ["usb://483:5743", "usb://0483", "usb://0483:5743/A/B", "usb://0483:5743?baud=1"]
)
def test_a_port_that_names_no_device_is_refused_with_the_file(port: str) -> None:
    with pytest.raises(ValueError, match="a usb port"):
        make_transport(parse_port(port))


def test_a_slip_comes_out_of_it_and_after_replugging_elsewhere_it_is_found_by_itself(
    bus: Bus, printer: tuple[ReceiptPrinterEmulator, str]
) -> None:
    emulator, node = printer
    bus.plug("lp0", "0483", "5743", "A7", node)
    spec = DeviceSpec("receipt", "receipt_printer", "escpos_80mm", "usb://0483:5743")
    devices = open_devices([spec], lambda _event: None)
    try:
        handle = devices.handle("receipt", ReceiptHandle)
        assert handle is not None
        assert _until(lambda: handle.status.state == State.READY)
        assert handle.status.serial == "A7"
        assert handle.print(SLIP, "job-1", 10.0).outcome == "done"
        bus.unplug("lp0")
        emulator.control("fault", {"kind": "disconnect"})
        assert _until(lambda: handle.status.state == State.DISCONNECTED)
        emulator.control("fault", {"kind": "none"})
        bus.devices.rename(bus.devices.with_name("before"))
        bus.plug("lp3", "0483", "5743", "A7", node)
        assert _until(lambda: handle.status.state == State.READY)
        assert handle.print(SLIP, "job-2", 10.0).outcome == "done"
        receipts = emulator.control("receipts", {})["receipts"]
        assert [one["complete"] for one in receipts] == [True, True]
    finally:
        assert devices.stop(10.0)


def test_an_empty_packet_is_no_unplugging_and_a_gone_node_is(tmp_path: Path) -> None:
    node = tmp_path / "lp0"
    node.write_bytes(b"")  # reads as b"" at once, as usblp does after an empty packet
    line = UsbPrinterTransport(usb_lp.UsbName("0483", "5743"))
    line._node, line._number = node, os.open(node, os.O_RDWR | os.O_NONBLOCK)
    try:
        assert line.read(0.05) == b""
        node.unlink()
        with pytest.raises(LinkLostError):
            line.read(0.05)
    finally:
        line.close()


def _until(true: object) -> bool:
    import time

    end = time.monotonic() + matrix.WAIT_S
    while not true():  # type: ignore[operator]
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
