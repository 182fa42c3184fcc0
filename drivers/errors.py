"""What can go wrong with a device, as values the worker turns into states."""

from __future__ import annotations

from drivers.status import State


class DeviceError(Exception):
    """A device did not do what was asked. `code` is stable (docs/devices.md); text is for staff."""

    state = State.FAULT

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__(f"{code}: {text}" if text else code)
        self.code = code


class LinkLostError(DeviceError):
    """The port is gone: unplugged, refused or closed by the other side."""

    state = State.DISCONNECTED


class NoAnswerError(DeviceError):
    """The device said nothing within its deadline. The next answer may be a late one."""

    state = State.UNKNOWN


class BadAnswerError(DeviceError):
    """Bytes came that are not an answer to what was asked."""

    state = State.UNKNOWN


class RefusedError(DeviceError):
    """The device understood and said no."""
