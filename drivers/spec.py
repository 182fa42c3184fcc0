"""One entry of peripherals.yaml as the drivers see it, and the port it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import parse_qsl, urlsplit

SCHEMES = ("serial", "tcp", "usb", "pcsc", "evdev", "cups", "file", "alsa")


@dataclass(frozen=True, slots=True)
class Port:
    """A parsed port URL. `path` is the device, host:port, reader, queue or file that it names."""

    url: str
    scheme: str
    path: str
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DeviceSpec:
    """A role and the device that fills it. `options` were checked against the model's own list."""

    role: str
    kind: str
    model: str
    port: str
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    enabled: bool = True
    isolate: str = "thread"


def parse_port(url: str) -> Port:
    """Take `scheme://path?query` apart; ValueError says what is wrong with it."""
    if url.startswith("pcsc://") and len(url) > len("pcsc://"):
        # readers are called things like "ACS ACR39U [CCID Interface] 00 00": a name, not an address
        return Port(url=url, scheme="pcsc", path=url[len("pcsc://") :], query=MappingProxyType({}))
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or "://" not in url:
        raise ValueError(f"a port begins with one of {', '.join(s + '://' for s in SCHEMES)}")
    path = parts.netloc + parts.path
    if not path:
        raise ValueError("the port names nothing behind ://")
    query = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    return Port(url=url, scheme=parts.scheme, path=path, query=MappingProxyType(query))
