"""One virtual device alone, as `kiosk devices virtual KIND` serves it: its port can be pasted."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any, TextIO

import pytest

from drivers import registry
from drivers.errors import DeviceError
from drivers.status import State
from drivers.virtual.host import serve_one
from kiosk.config import load_config
from kiosk.domain.loader import shipped

ROLES = {
    **{"receipt_printer": "receipt", "label_printer": "label", "page_printer": "pages"},
    **{"code_scanner": "scanner", "smart_card": "social_card"},
}
PERIPHERALS = """version: 1
mode: demo
terminal:
  {id: XC-K-005, number: "0005", profile: self-service, point: SP002,
   screen: {width_px: 1080, height_px: 1920, width_mm: 268, height_mm: 476}}
platform: {url: embedded}
devices:
"""


@pytest.mark.parametrize("kind", registry.kinds())
def test_the_port_that_a_virtual_device_tells_can_be_pasted_and_works(
    kind: str, tmp_path: Path
) -> None:
    seen: dict[str, Any] = {}
    (hold, held), (told, tell) = _pipe(), _pipe()

    def customer() -> None:
        with held:  # when it closes, the device ends
            seen.update(json.loads(told.readline()))
            seen["state"] = _pasted(tmp_path, seen)

    trial = threading.Thread(target=customer)
    trial.start()
    with hold, told, tell:
        assert serve_one(kind, None, hold, tell) == 0
        trial.join()
    assert seen["kind"] == kind
    assert Path(seen["control"]).name == "control"
    assert seen["state"] in (State.READY, State.UNKNOWN)


def _pipe() -> tuple[TextIO, TextIO]:
    reading, writing = os.pipe()
    return os.fdopen(reading), os.fdopen(writing, "w")


def _pasted(folder: Path, told: dict[str, Any]) -> str:
    """The state of the device of a peripherals.yaml into which that port was copied."""
    file = folder / "peripherals.yaml"
    entry = f'{{kind: {told["kind"]}, model: {told["model"]}, port: "{told["port"]}"}}'
    role = ROLES.get(told["kind"], told["kind"])
    file.write_text(f"{PERIPHERALS}  {role}: {entry}\n", "utf-8")
    (spec,) = load_config(file, shipped().points).devices
    driver = registry.make(spec, lambda _event: None)
    try:
        driver.open()
        return driver.poll()[0]
    except DeviceError as error:
        return f"{error.state} {error.code}"
    finally:
        driver.end()
