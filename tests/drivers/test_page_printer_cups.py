"""Pages through a real cupsd and ippeveprinter, both started and ended here."""

from __future__ import annotations

import importlib.util
import io
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from drivers.device_set import open_devices
from drivers.page_printer import PageHandle, cups
from drivers.spec import DeviceSpec
from drivers.status import State


def _load() -> Any:
    path = Path(__file__).with_name("print_server.py")
    spec = importlib.util.spec_from_file_location("print_server", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


rig = _load()


def _pdf() -> bytes:
    out = io.BytesIO()
    Image.new("L", (595, 842), 255).save(out, "PDF")
    return out.getvalue()


@pytest.mark.long
def test_a_real_queue_is_followed_emptied_and_named_without_anybodys_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cups, "TROUBLE_S", 1.0)
    with rig.print_server() as server:
        spec = DeviceSpec("pages", "page_printer", "cups", server.address)
        devices = open_devices([spec], lambda _event: None)
        try:
            handle = devices.handle("pages", PageHandle)
            assert handle is not None
            rig.until(lambda: handle.status.state == State.READY, "the queue is found")
            result = handle.print(_pdf(), "0123456789", 30.0)
            assert (result.outcome, result.reason) == ("done", "")
            assert [page[:5] for page in server.printed()] == [b"%PDF-"]
            assert server.spooled() == []

            server.empty_tray()
            result = handle.print(_pdf(), "second", 30.0)
            assert (result.outcome, result.reason) == ("failed", "paper_out")
            assert server.spooled() == []
            log = (server.folder / "ippeveprinter.err").read_text()
            assert "Cancel-Job successful-ok" in log
            assert "jinban-" in (server.folder / "log" / "page").read_text()

            third: list[Any] = []
            waits = threading.Thread(
                target=lambda: third.append(handle.print(_pdf(), "third", 60.0))
            )
            monkeypatch.setattr(cups, "TROUBLE_S", 600.0)
            waits.start()
            rig.until(lambda: len(server.spooled()) == 1, "it waits for paper")
            handle.clear()
            waits.join(30)
            assert third[0].outcome != "done"
            assert server.spooled() == []
            server.fill_tray()
        finally:
            assert devices.stop()


@pytest.mark.long
def test_a_queue_that_is_not_there_and_a_server_that_is_not() -> None:
    with rig.print_server() as server:
        for port, detail in (
            (server.address.replace("hall", "cellar"), "no_queue"),
            (f"cups://hall?server=127.0.0.1:{rig.free_port()}", "no_server"),
        ):
            spec = DeviceSpec("pages", "page_printer", "cups", port)
            devices = open_devices([spec], lambda _event: None)
            try:
                rig.until(
                    lambda found=devices: found.status("pages").state == State.DISCONNECTED, detail
                )
                assert devices.status("pages").detail == detail
            finally:
                assert devices.stop()
