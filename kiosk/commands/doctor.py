"""`kiosk doctor`: what this machine lacks, and who must act."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import typer

from drivers.status import WHO_ACTS, DeviceStatus, State
from kiosk.commands.common import (
    Data,
    Json,
    Peripherals,
    PlatformUrl,
    options_or_exit,
    say,
    table,
)
from kiosk.options import Options

GOOD = (State.READY, State.BUSY, State.LOW, State.MEDIA_PRESENT)
FONTS = ("Noto Sans CJK SC",)
RARE_FONTS = ("HanaMinB", "BabelStone Han")
"""Without them a rare character of a name is a framed code point on the slip."""


def doctor(
    peripherals: Peripherals = "",
    platform: PlatformUrl = "",
    data: Data = "",
    json: Json = False,
) -> None:
    """Check configuration, data, disk, fonts, voice, devices and platform."""
    options = options_or_exit(peripherals=peripherals, platform=platform, data=data)
    checks = [*_machine(options), *_devices(options), _platform(options)]
    ok = all(c["state"] in ("ready", "busy", "low", "media_present") for c in checks)
    if json:
        say({"ok": ok, "checks": checks})
    else:
        table([{k: c[k] for k in ("name", "state", "who", "detail")} for c in checks])
    raise typer.Exit(0 if ok else 1)


def _check(name: str, role: str, kind: str, state: State, detail: str = "") -> dict[str, Any]:
    return {
        "name": name,
        "role": role,
        "kind": kind,
        "state": state.value,
        "detail": detail,
        "who": WHO_ACTS[state].value,
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _machine(options: Options) -> list[dict[str, Any]]:
    return [
        _check("configuration", "", "config", State.READY, options.config.file.name),
        _data(options),
        *_damaged(options),
        _fonts(),
        _voice(),
        _sequence(),
    ]


def _data(options: Options) -> dict[str, Any]:
    """The store opens, is whole, and takes a write; a running terminal holds it, which is fine."""
    from kiosk.clock import SystemClock
    from kiosk.store import open_store
    from kiosk.store.errors import StoreError, StoreInUseError

    folder, key = options.data / "terminal", options.data / "key"
    try:
        for path in (options.data, folder, key):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        store = open_store(folder, options.config.terminal.number, key / "store.key", SystemClock())
    except StoreInUseError:
        return _check("store", "", "store", State.BUSY, "in_use")
    except (StoreError, OSError) as error:
        return _check("store", "", "store", State.FAULT, type(error).__name__)
    trouble, findings = store.ready(), [f.code for f in store.findings]
    store.close()
    if trouble:
        return _check("store", "", "store", State.FAULT, trouble)
    return _check("store", "", "store", State.READY, ",".join(findings))


def _damaged(options: Options) -> list[dict[str, Any]]:
    """A damaged set that was moved aside may hold cases that nobody has: an engineer looks."""
    from kiosk.store.files import newest_aside

    kept = newest_aside(options.data / "terminal")
    return [_check("damaged_copy", "", "store", State.FAULT, kept.name)] if kept else []


def _fonts() -> dict[str, Any]:
    from ui.shell import font_families

    there = font_families()
    lacking = [f for f in (*FONTS, *RARE_FONTS) if f not in there]
    state = State.LOW if lacking else State.READY
    if set(lacking) & set(FONTS):
        state = State.FAULT
    return _check("fonts", "", "fonts", state, ",".join(lacking))


def _voice() -> dict[str, Any]:
    import ctypes.util

    there = ctypes.util.find_library("espeak-ng")
    return _check("voice", "", "engine", State.READY if there else State.FAULT, there or "absent")


def _sequence() -> dict[str, Any]:
    """Every step of every flow can be reached and left, and everything it names is there."""
    from kiosk.services.selfcheck import problems

    found = problems()
    return _check("flows", "", "flows", State.FAULT if found else State.READY, "; ".join(found))


def _devices(options: Options) -> list[dict[str, Any]]:
    from kiosk.commands.devices import opened

    with opened(options) as (found, _control):
        return [_device(s) for s in found.statuses()]


def _device(status: DeviceStatus) -> dict[str, Any]:
    row = _check(status.role, status.role, status.kind, status.state, status.detail)
    row["since"] = datetime.fromtimestamp(status.since, UTC).isoformat(timespec="seconds")
    return row


def _platform(options: Options) -> dict[str, Any]:
    config = options.config
    if config.platform.embedded:
        return _check("platform", "", "platform", State.READY, "embedded")
    from backend_client.client import PlatformClient
    from backend_client.errors import PlatformError
    from backend_client.secret_file import SecretFileError
    from kiosk.launch import identity_of

    try:
        identity = identity_of(options)
    except (SecretFileError, OSError) as error:
        return _check("platform", "", "platform", State.FAULT, str(error))
    client = PlatformClient(
        config.platform.url, identity.terminal_id, identity.token, ca=config.platform.ca
    )
    try:
        client.catalogue()
    except PlatformError as error:
        return _check("platform", "", "platform", State.DISCONNECTED, error.code)
    finally:
        client.close()
    return _check("platform", "", "platform", State.READY, config.platform.url)
