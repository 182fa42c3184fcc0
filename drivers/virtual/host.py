"""Hosts the virtual devices of a terminal, or one alone, until whoever started it is gone."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import signal
import stat
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

from drivers.virtual.control import ControlSocket
from drivers.virtual.emulator import Emulator, as_mapping

EMULATORS: Mapping[str, tuple[str, ...]] = {  # a kind's models, the usual one first
    "camera": ("drivers.virtual.camera:CameraEmulator",),
    "code_scanner": (
        "drivers.virtual.code_scanner:CodeScannerEmulator",
        "drivers.virtual.wedge:WedgeEmulator",
        "drivers.virtual.camera:CameraScannerEmulator",
    ),
    "id_card": ("drivers.virtual.id_card:IdCardEmulator",),
    "keypad": ("drivers.virtual.keypad:KeypadEmulator",),
    "label_printer": ("drivers.virtual.label_printer:LabelPrinterEmulator",),
    "page_printer": ("drivers.virtual.page_printer:PagePrinterEmulator",),
    "receipt_printer": (
        "drivers.virtual.receipt_printer:ReceiptPrinterEmulator",
        "drivers.virtual.receipt_printer:PresenterEmulator",
    ),
    "smart_card": (
        "drivers.virtual.smart_card:SocialCardEmulator",
        "drivers.virtual.smart_card:StaffCardEmulator",
    ),
    "speaker": ("drivers.virtual.speaker:SpeakerEmulator",),
}


class Host:
    """Emulators by role and the socket that steers them all."""

    def __init__(self) -> None:
        self._devices: dict[str, Emulator] = {}
        self._ports: dict[str, str] = {}
        self._socket = ControlSocket(self._serve)

    def add(self, role: str, kind: str, model: str, options: Any, people: Any) -> None:
        """Start one emulator; ValueError names what is wrong with the entry."""
        if role in self._devices:
            raise ValueError(f"{role} is there twice")
        device = make_emulator(kind, model, as_mapping(options or {}, "options"), _people(people))
        self._devices[role] = device
        self._ports[role] = device.start()

    def start(self) -> dict[str, Any]:
        """Begin to take commands; returns the line that the starter reads."""
        self._socket.start()
        return {"devices": self._listing(), "control": str(self._socket.path)}

    def stop(self) -> None:
        """End everything."""
        self._socket.stop()
        for device in self._devices.values():
            device.stop()

    def _listing(self) -> dict[str, Any]:
        control = str(self._socket.path)
        return {
            role: {
                "kind": device.kind,
                "model": device.model,
                "port": self._ports[role],
                "control": control,
            }
            for role, device in self._devices.items()
        }

    def _serve(self, role: str, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
        if not role and do == "list":
            return {"devices": self._listing()}
        if not role and len(self._devices) == 1:
            role = next(iter(self._devices))
        if role not in self._devices:
            raise ValueError(f"no role {role!r}; there are: {', '.join(self._devices)}")
        return answer(self._devices[role], do, args)


def answer(device: Emulator, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """What one device says to a command: its lists, or what it does itself."""
    if do == "faults":
        return {"faults": list(device.faults)}
    if do == "hands":
        return {"hands": [asdict(hand) for hand in device.hands()]}
    return device.control(do, args)


def make_emulator(
    kind: str, model: str, options: Mapping[str, Any], people: Mapping[str, Any]
) -> Emulator:
    """The emulator of a kind, not yet started; `model` may be empty."""
    if kind not in EMULATORS:
        raise ValueError(f"no virtual {kind!r}; known: {', '.join(EMULATORS)}")
    known: list[str] = []
    for place in EMULATORS[kind]:
        module, _, name = place.partition(":")
        of: type[Emulator] = getattr(importlib.import_module(module), name)
        if model in ("", of.model):
            return of(options, people)
        known.append(of.model)
    raise ValueError(f"a virtual {kind} is a {' or a '.join(known)}, not a {model}")


def serve_all(stdin: TextIO, stdout: TextIO) -> int:
    """Read what to host from one line, say where it is in one line, serve until the end."""
    host = Host()
    try:
        request = as_mapping(json.loads(stdin.readline() or "null"), "the first line")
        people = request.get("people")
        for entry in request.get("devices") or ():
            item = as_mapping(entry, "a device")
            role, kind, model = (str(item.get(key) or "") for key in ("role", "kind", "model"))
            host.add(role or kind, kind, model, item.get("options"), people)
    except (ValueError, TypeError, ImportError, OSError) as error:
        host.stop()
        sys.stderr.write(f"virtual devices: {error}\n")
        return 2
    return _serve(host, host.start(), stdin, stdout)


def serve_one(
    kind: str, people: Path | None, stdin: TextIO, stdout: TextIO, *, model: str = ""
) -> int:
    """Serve one virtual device alone and say in one line where it is."""
    host = Host()
    try:
        host.add(kind, kind, model, None, read_people(people))
    except (ValueError, TypeError, ImportError, OSError) as error:
        host.stop()
        sys.stderr.write(f"virtual {kind}: {error}\n")
        return 2
    return _serve(host, host.start()["devices"][kind], stdin, stdout)


def read_people(path: Path | None) -> Mapping[str, Any]:
    """The people of a YAML file, at its top or under `people`; ValueError when it is none."""
    if path is None:
        return {}
    import yaml

    try:
        document = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        raise ValueError(f"{path} is not YAML") from None
    top = as_mapping(document, str(path))
    return _people(top.get("people", top))


def _serve(host: Host, told: dict[str, Any], stdin: TextIO, stdout: TextIO) -> int:
    # what is started by other programs hangs on their pipe; what a person starts, on a signal
    woken, wake = os.pipe()
    os.set_blocking(wake, False)

    def end(_signal: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(OSError):
            os.write(wake, b".")

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        stdout.flush()
        _wait_for_end(stdin, woken)
    finally:
        host.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(woken)
        os.close(wake)
    return 0


def _wait_for_end(stdin: TextIO, woken: int) -> None:
    watched = [woken]
    mode = os.fstat(stdin.fileno()).st_mode
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        watched.append(stdin.fileno())
    while True:
        ready = select.select(watched, [], [])[0]
        if woken in ready or not os.read(stdin.fileno(), 4096):
            return


def _people(value: Any) -> Mapping[str, Any]:
    people = as_mapping(value or {}, "people")
    for name, fields in people.items():
        as_mapping(fields, f"person {name}")
    return people
