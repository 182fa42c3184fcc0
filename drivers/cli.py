"""The command line of the drivers alone: `python -m drivers list | test | virtual`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from drivers import registry
from drivers.device_set import DeviceSet, open_devices
from drivers.errors import DeviceError
from drivers.spec import DeviceSpec
from drivers.status import DeviceStatus, State


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 fine, 1 it did not work, 2 wrong use."""
    args = _parser().parse_args(argv)
    if args.command == "virtual":
        from drivers.virtual.host import serve_all, serve_one

        if args.kind is None:
            return serve_all(sys.stdin, sys.stdout)
        return serve_one(args.kind, args.people, sys.stdin, sys.stdout, model=args.model)
    if args.command == "test":
        return _test(args)
    return _say([_described(kind, name) for kind in registry.kinds() for name in _names(kind)])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m drivers", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="kinds, models, ports and options as JSON")
    virtual = commands.add_parser("virtual", help="serve virtual devices")
    virtual.add_argument("kind", nargs="?", help="one kind alone; else a JSON line on stdin")
    virtual.add_argument("--model", default="", help="the kind's usual one where not given")
    virtual.add_argument("--people", type=Path, help="YAML file of sample people")
    test = commands.add_parser("test", help="open a device, say what it is; read one card")
    test.add_argument("kind")
    test.add_argument("port", help="for instance serial:///dev/ttyUSB0?baud=115200")
    test.add_argument("--model", default="")
    test.add_argument("--option", action="append", default=[], metavar="NAME=VALUE")
    test.add_argument("--seconds", type=float, default=10.0, help="how long to wait")
    return parser


def _names(kind: str) -> tuple[str, ...]:
    return registry.models(kind)


def _described(kind: str, name: str) -> dict[str, Any]:
    of = registry.model(kind, name)
    options = {
        key: {"default": option.default, "choices": list(option.choices)}
        for key, option in of.options.items()
    }
    return {
        "kind": kind,
        "model": name,
        "ports": list(of.ports),
        "options": options,
        "ladder": of.ladder,
        "virtual": registry.has_emulator(kind, name),
    }


def _test(args: argparse.Namespace) -> int:
    model = args.model or next(iter(registry.models(args.kind)), "")
    known = model in registry.models(args.kind)
    options = dict(_option(args.kind, model if known else "", text) for text in args.option)
    spec = DeviceSpec("test", args.kind, model, args.port, options)
    wrong = registry.problems(spec)
    for problem in wrong:
        sys.stderr.write(f"{problem.field}: {problem.text}; {problem.hint}\n")
    if wrong:
        return 2
    devices = open_devices([spec], lambda _event: None)
    try:
        return _try(devices, args.seconds)
    finally:
        devices.stop()


def _option(kind: str, model: str, text: str) -> tuple[str, object]:
    """NAME=VALUE in the option's own type; what does not fit stays a text for the check."""
    name, _, value = text.partition("=")
    option = registry.model(kind, model).options.get(name) if model else None
    wanted = option.type if option else str
    if wanted is bool and value in ("true", "false"):
        return name, value == "true"
    try:
        return name, wanted(value) if wanted in (int, float) else value
    except ValueError:
        return name, value


def _try(devices: DeviceSet, seconds: float) -> int:
    until = time.monotonic() + seconds
    status = devices.status("test")
    while status.state == State.UNKNOWN and time.monotonic() < until:
        time.sleep(0.02)
        status = devices.status("test")
    result = _status(status)
    ok = status.state not in (State.DISCONNECTED, State.FAULT, State.UNKNOWN)
    if ok and status.kind in ("id_card", "smart_card"):
        ok = _read_card(devices, seconds, result)
    _say(result)
    return 0 if ok else 1


def _status(status: DeviceStatus) -> dict[str, Any]:
    return {
        "kind": status.kind,
        "model": status.model,
        "port": status.port,
        "state": status.state,
        "detail": status.detail,
        "who": status.who,
        "serial": status.serial,
        "consumables": dict(status.consumables),
    }


def _read_card(devices: DeviceSet, seconds: float, result: dict[str, Any]) -> bool:
    """Read one card and tell that it was read, not what it says: it may be anybody's."""
    handle = devices.role("test")
    if handle is None:
        return False
    try:
        record = handle.read_once(seconds)
    except DeviceError as error:
        result["card"] = {"ok": False, "code": error.code}
        return False
    shown = {name: bool(getattr(record, name)) for name in record.__slots__}
    kind = getattr(record, "kind", "") or devices.status("test").model
    result["card"] = {"ok": True, "kind": kind, "present": shown}
    return True


def _say(document: Any) -> int:
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    return 0
