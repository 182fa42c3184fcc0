"""Messages between the terminal and a driver in a child process: a length and a pickle each.

Taken are plain values and the frozen ones of the drivers, nothing else: a child whose library
was overrun cannot make the terminal build or call anything but those.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import pickle
import select
import socket
import struct
import threading
import time
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any

HEAD = struct.Struct(">I")
LARGEST = 1 << 26
PORTION = 1 << 16
_PLAIN = frozenset(
    {
        ("collections", "OrderedDict"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("builtins", "bytearray"),
    }
)


class WireError(Exception):
    """What came is no message."""


def frozen(values: dict[Any, Any]) -> Mapping[Any, Any]:
    """A read-only mapping, as it comes out at the other end."""
    return MappingProxyType(values)


def _thaw(mapping: Mapping[Any, Any]) -> tuple[Any, ...]:
    return frozen, (dict(mapping),)


class _Pickler(pickle.Pickler):
    def reducer_override(self, obj: Any, /) -> Any:
        """Read-only mappings cross, which pickle alone would refuse, and enums by value."""
        if isinstance(obj, MappingProxyType):
            return _thaw(obj)  # pyright: ignore[reportUnknownArgumentType] - of whatever it is
        if isinstance(obj, Enum):
            return type(obj), (obj.value,)
        return NotImplemented


class _Careful(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str, /) -> Any:
        """A class of the drivers that holds values only, or a plain one; else WireError."""
        if (module_name, global_name) == (__name__, frozen.__name__):
            return frozen
        if (module_name, global_name) in _PLAIN:
            return super().find_class(module_name, global_name)
        if module_name.startswith("drivers.") and "." not in global_name:
            found = super().find_class(module_name, global_name)
            if isinstance(found, type) and found.__module__ == module_name and _is_value(found):
                return found
        raise WireError(f"{module_name}.{global_name} may not cross")


def _is_value(of: type) -> bool:
    return dataclasses.is_dataclass(of) or issubclass(of, Enum)


def pack(message: tuple[Any, ...]) -> bytes:
    """A message as it goes out. TypeError or pickle.PicklingError: it holds what cannot cross."""
    out = io.BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(message)
    return HEAD.pack(out.tell()) + out.getvalue()


def unpack(body: bytes) -> tuple[Any, ...]:
    """The message in a body; WireError for anything else, whatever the bytes are."""
    try:
        message = _Careful(io.BytesIO(body)).load()
    except WireError:
        raise
    except Exception as error:  # noqa: BLE001 - pickle may raise anything at all on bad bytes
        raise WireError(type(error).__name__) from None
    if not isinstance(message, tuple) or not message:
        raise WireError("no message")
    return message  # pyright: ignore[reportUnknownVariableType] - any tuple is a message


class Channel:
    """One end of a line. `send` from any thread, `receive` from one; both with a deadline."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._line.setblocking(False)
        self._came = bytearray()
        self._lock = threading.Lock()

    def send(self, message: tuple[Any, ...], timeout_s: float | None = None) -> None:
        """Hand it over whole; OSError when the other end is gone, TimeoutError when it does not
        take it (the line is of no use then). TypeError, PicklingError: it cannot cross."""
        rest = memoryview(pack(message))
        until = None if timeout_s is None else time.monotonic() + timeout_s
        with self._lock:
            while rest:
                left = None if until is None else until - time.monotonic()
                if not _ready(self._line, select.POLLOUT, left):
                    raise TimeoutError
                with contextlib.suppress(BlockingIOError):
                    rest = rest[self._line.send(rest) :]

    def receive(
        self, timeout_s: float | None, wake: socket.socket | None = None
    ) -> tuple[Any, ...] | None:
        """The next message, or None when timeout_s passed or `wake` became readable; EOFError
        when the other end is gone, WireError for rubbish."""
        while (message := self._take()) is None:
            if not _ready(self._line, select.POLLIN, timeout_s, wake):
                return None
            try:
                data = self._line.recv(PORTION)
            except BlockingIOError:
                continue
            except OSError:
                raise EOFError from None
            if not data:
                raise EOFError
            self._came += data
        return message

    def _take(self) -> tuple[Any, ...] | None:
        if len(self._came) < HEAD.size:
            return None
        (size,) = HEAD.unpack_from(self._came)
        if size > LARGEST:
            raise WireError("too large")
        end = HEAD.size + size
        if len(self._came) < end:
            return None
        body = bytes(self._came[HEAD.size : end])
        del self._came[:end]
        return unpack(body)

    def close(self) -> None:
        """Never raises."""
        self._line.close()


def _ready(
    line: socket.socket, wanted: int, timeout_s: float | None, wake: socket.socket | None = None
) -> bool:
    poller = select.poll()
    poller.register(line.fileno(), wanted)
    if wake is not None:
        poller.register(wake.fileno(), select.POLLIN)
    found = poller.poll(None if timeout_s is None else max(0.0, timeout_s) * 1000)
    return any(fd == line.fileno() for fd, _ in found)
