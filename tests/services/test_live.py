from __future__ import annotations

from kiosk.services.live.peripherals import Peripherals


def test_a_machine_without_reader_or_printer_says_so_as_if_they_were_broken():
    devices = Peripherals()
    assert devices.states() == {}  # not known yet
    devices.open((), lambda _event: None)
    assert devices.states() == {"id_card": "disconnected", "receipt": "disconnected"}
    devices.close()
