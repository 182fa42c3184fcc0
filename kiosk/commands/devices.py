"""`kiosk devices`: what is plugged in, whether it works, and emulators of it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from drivers.device_set import DeviceSet
from drivers.events import Event
from drivers.status import DeviceStatus
from kiosk.commands.common import Data, Json, Peripherals, options_or_exit, say, stop, table
from kiosk.options import Options

devices = typer.Typer(help="What is plugged in, whether it works, and emulators of it.")
SETTLE_S = 6.0


@contextmanager
def opened(
    options: Options, only: str = "", on_event: Callable[[Event], None] | None = None
) -> Generator[tuple[DeviceSet, Path | None]]:
    """The configured devices, opened and settled, and the emulators' control socket."""
    from drivers.device_set import open_devices
    from kiosk.launch import virtual_ports

    specs = tuple(s for s in options.config.devices if only in ("", s.role))
    with virtual_ports(specs) as (plugged, control):
        found = open_devices(plugged, on_event or (lambda _event: None))
        try:
            _settle(found)
            yield found, control
        finally:
            found.stop()


def _settle(found: DeviceSet) -> None:
    until = time.monotonic() + SETTLE_S
    while time.monotonic() < until:
        if not any(s.detail == "starting" for s in found.statuses()):
            return
        time.sleep(0.05)


def as_row(status: DeviceStatus) -> dict[str, Any]:
    """A device's state as JSON."""
    from drivers.registry import model

    known = model(status.kind, status.model) if status.kind else None
    return {
        "role": status.role,
        "kind": status.kind,
        "model": status.model,
        "port": status.port,
        "state": status.state.value,
        "who": status.who.value,
        "detail": status.detail,
        "consumables": dict(status.consumables),
        "serial": status.serial,
        "ladder": known.ladder if known else "",
    }


@devices.command("list")
def list_(peripherals: Peripherals = "", data: Data = "", json: Json = False) -> None:
    """Every configured device with its state."""
    status(peripherals, data, json)


@devices.command()
def status(peripherals: Peripherals = "", data: Data = "", json: Json = False) -> None:
    """Open every configured device and say how it is."""
    options = options_or_exit(peripherals=peripherals, data=data)
    with opened(options) as (found, _control):
        rows = [as_row(s) for s in found.statuses()]
    if json:
        say(rows)
    else:
        table([{k: r[k] for k in ("role", "model", "state", "who", "port")} for r in rows])


@devices.command()
def test(
    role: Annotated[str, typer.Argument(help="role of peripherals.yaml")],
    peripherals: Peripherals = "",
    data: Data = "",
    card: Annotated[str, typer.Option("--card", help="sample card for a virtual reader")] = "",
    seconds: Annotated[float, typer.Option("--seconds", min=1, max=120)] = 15.0,
    json: Json = False,
) -> None:
    """Try one device once: a card, a slip, a code, a picture, a key, a sentence."""
    options = options_or_exit(peripherals=peripherals, data=data)
    roles = [s.role for s in options.config.devices]
    if role not in roles:
        stop(f"no role {role}; there are: {', '.join(roles)}", 2)
    from kiosk.commands.device_test import try_device
    from kiosk.launch import sample_people

    if card and card not in sample_people():
        stop(f"no sample card {card}; there are: {', '.join(sample_people())}", 2)
    result = try_device(options, role, card=card, seconds=seconds)
    if json:
        say(result)
    else:
        sys.stdout.write(f"{role}: {'fine' if result['ok'] else result['detail']}\n")
    raise typer.Exit(0 if result["ok"] else 1)


@devices.command()
def virtual(
    kind: Annotated[str, typer.Argument(help="id_card, receipt_printer, …")],
    model: Annotated[str, typer.Option("--model", help="the kind's usual one if left out")] = "",
) -> None:
    """Serve one virtual device; prints one line {kind, model, port, control} and serves."""
    from kiosk.launch import PEOPLE

    sys.stdout.flush()
    command = [sys.executable, "-m", "drivers", "virtual", kind, "--people", str(PEOPLE)]
    command += ["--model", model] if model else []
    os.execv(sys.executable, command)  # noqa: S606 - our own module, and its signals reach it


@devices.command()
def record(
    role: Annotated[str, typer.Argument(help="role of peripherals.yaml")],
    out: Annotated[Path, typer.Option("--out", help="file to write, JSON lines")],
    peripherals: Peripherals = "",
    data: Data = "",
    seconds: Annotated[float, typer.Option("--seconds", min=1, max=120)] = 20.0,
    json: Json = False,
) -> None:
    """Work with a device once and write down its line; what is personal is forged first."""
    from drivers.errors import DeviceError
    from drivers.trace import TraceError, record, save
    from kiosk.launch import virtual_ports

    options = options_or_exit(peripherals=peripherals, data=data)
    specs = tuple(s for s in options.config.devices if s.role == role)
    if not specs:
        roles = ", ".join(s.role for s in options.config.devices)
        stop(f"no role {role}; there are: {roles}", 2)
    try:
        with virtual_ports(specs) as (plugged, _control):
            trace = record(plugged[0], seconds)
        save(trace, out)
    except (TraceError, DeviceError, OSError) as error:
        stop(f"{role}: {error}", 1)
    _told({"ok": True, "result": trace.result, "turns": len(trace.turns)}, json=json)


@devices.command()
def replay(
    traces: Annotated[list[Path], typer.Argument(help="files of `devices record`")],
    json: Json = False,
) -> None:
    """Let today's drivers go through recorded lines; 1 where one does otherwise."""
    from drivers.errors import DeviceError
    from drivers.trace import TraceError, load, replay

    for file in traces:
        try:
            trace = load(file)
            result = replay(trace)
        except (TraceError, DeviceError, OSError) as error:
            stop(f"{file}: {error}", 1)
        if result != trace.result:
            stop(f"{file}: {result}, and {trace.result} when it was recorded", 1)
        _told({"ok": True, "result": result, "turns": len(trace.turns)}, json=json)


def _told(row: dict[str, Any], *, json: bool) -> None:
    if json:
        say(row)
    else:
        table([row])
