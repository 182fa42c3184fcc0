"""peripherals.yaml: what is plugged in here and where the platform is, checked as a whole."""

from __future__ import annotations

import ipaddress
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from drivers import registry
from drivers.spec import DeviceSpec
from kiosk.domain.points import ServicePoint
from kiosk.problems import Problems, did_you_mean
from kiosk.yaml_nodes import Section, read_node

ENVIRONMENT = "JINBAN_PERIPHERALS"
SYSTEM_FILE = Path("/etc/jinban/peripherals.yaml")
PACKAGE = Path(__file__).resolve().parent
MODES = ("demo", "service")
PROFILES = ("self-service", "elderly")
# What flows ask for, and the kind of device that can fill it.
ROLES: Mapping[str, str] = MappingProxyType(
    {
        "id_card": "id_card",
        "social_card": "smart_card",
        "staff_card": "smart_card",
        "receipt": "receipt_printer",
        "label": "label_printer",
        "pages": "page_printer",
        "scanner": "code_scanner",
        "speaker": "speaker",
        "camera": "camera",
        "signature": "signature",
        "keypad": "keypad",
    }
)


@dataclass(frozen=True, slots=True)
class Screen:
    """The glass: pixels and millimetres."""

    width_px: int
    height_px: int
    width_mm: float
    height_mm: float

    @property
    def px_per_mm(self) -> float:
        """Pixels a millimetre."""
        return self.width_px / self.width_mm


@dataclass(frozen=True, slots=True)
class Terminal:
    """Which machine this is. `number` (four digits) goes into case numbers; `level` is that of
    its point."""

    id: str
    number: str
    profile: str
    point: str
    level: str
    screen: Screen


@dataclass(frozen=True, slots=True)
class Platform:
    """Where the platform is: `embedded`, or a URL with the files that prove both sides."""

    url: str
    ca: Path | None = None
    credential_file: Path | None = None

    @property
    def embedded(self) -> bool:
        """Whether the terminal starts the reference platform itself."""
        return self.url == "embedded"


@dataclass(frozen=True, slots=True)
class Config:
    """A checked configuration. `demo` marks screen and paper as sample data."""

    mode: str
    terminal: Terminal
    platform: Platform
    devices: tuple[DeviceSpec, ...]
    file: Path

    @property
    def demo(self) -> bool:
        """Whether what is shown is sample data."""
        return self.mode == "demo"


def find_config(explicit: str = "", environ: Mapping[str, str] | None = None) -> Path:
    """The file to read: the one named, $JINBAN_PERIPHERALS, /etc/jinban, the source checkout's,
    the one in the package. One that was named is taken even if it is not there."""
    named = explicit or (os.environ if environ is None else environ).get(ENVIRONMENT, "")
    if named:
        return Path(named)
    checkout = PACKAGE.parent / "peripherals.yaml"
    in_checkout = (PACKAGE.parent / "pyproject.toml").is_file()
    for path, wanted in ((SYSTEM_FILE, True), (checkout, in_checkout)):
        if wanted and path.is_file():
            return path
    return PACKAGE / "data" / "peripherals.yaml"


def load_config(
    path: Path, points: Mapping[str, ServicePoint], *, platform: str = "", profile: str = ""
) -> Config:
    """Read and check a file; ConfigError names every mistake with its line.

    `platform` and `profile` are what the command line says instead of the file.
    """
    problems = Problems(str(path))
    root = read_node(path, problems)
    problems.stop_if_any()
    top = Section(root, "", problems)
    version = top.get("version", int)
    if version != 1 and "version" in top:
        top.wrong("version", f"this program reads version 1, not {version}")
    mode = top.choose("mode", MODES, "demo")
    config = Config(
        mode=mode,
        terminal=_terminal(top.section("terminal", required=True), points, profile),
        platform=_platform(top.section("platform"), mode, path.parent, platform),
        devices=_devices(top.section("devices"), mode),
        file=path,
    )
    top.close()
    problems.stop_if_any()
    return config


def _terminal(at: Section, points: Mapping[str, ServicePoint], profile: str) -> Terminal:
    name = at.get("id", str)
    number = at.get("number", str)
    point = at.choose("point", points)
    if number and not re.fullmatch(r"[0-9]{4}", number):
        at.wrong("number", "must be four digits", 'write them in quotes: "0005"')
    elif number and name and point in points:
        _identity(at, name, number, points)
    written = at.choose("profile", PROFILES, "self-service")
    if profile and profile not in PROFILES:
        at.problems.add(0, "--profile", f"{profile!r} is not known", ", ".join(PROFILES))
    level = points[point].level if point in points else ""
    screen = _screen(at.section("screen"))
    at.close()
    return Terminal(name, number, profile or written, point, level, screen)


def _identity(at: Section, name: str, number: str, points: Mapping[str, ServicePoint]) -> None:
    machines = {f"XC-K-{n[1:]}": (n, p.id) for p in points.values() for n in p.terminals}
    shape = re.fullmatch(r"XC-([KW])-[0-9]{3,4}", name)
    if shape is None:
        at.wrong("id", "is no terminal", "XC-K-005 is a machine, XC-W-101 a window's terminal")
    elif shape[1] == "W":
        if any(number == taken for taken, _ in machines.values()):
            at.wrong("number", f"{number} is the number of a machine")
    elif name not in machines:
        at.wrong(
            "id", f"there is no machine {name}", f"they are {min(machines)} to {max(machines)}"
        )
    elif machines[name][0] != number:
        at.wrong("number", f"{name} has the number {machines[name][0]}, not {number}")
    elif machines[name][1] != at.get("point", str):
        at.wrong("point", f"{name} stands at {machines[name][1]}")


def _screen(at: Section) -> Screen:
    screen = Screen(
        at.get("width_px", int, 1080),
        at.get("height_px", int, 1920),
        at.get("width_mm", float, 268.0),
        at.get("height_mm", float, 476.0),
    )
    for key in ("width_px", "height_px"):
        if not 320 <= getattr(screen, key) <= 16384:
            at.wrong(key, "must be between 320 and 16384 pixels")
    for key in ("width", "height"):
        mm, px = getattr(screen, f"{key}_mm"), getattr(screen, f"{key}_px")
        if not mm > 0 or not 1 <= px / mm <= 40:
            at.wrong(f"{key}_mm", "does not fit the pixels", "measure the glass in millimetres")
    at.close()
    return screen


def _platform(at: Section, mode: str, folder: Path, override: str) -> Platform:
    line = at.line_of("url")
    url = at.get("url", str, "embedded")
    found = Platform(override or url, _file(at, "ca", folder), _file(at, "credential_file", folder))
    at.close()
    where = "--platform" if override else at.path("url")
    text, hint = _url_problem(found.url, mode)
    if text:
        at.problems.add(0 if override else line, where, text, hint)
    if mode == "service" and found.credential_file is None:
        at.wrong("credential_file", "is missing", "a terminal in service proves who it is")
    return found


def _url_problem(url: str, mode: str) -> tuple[str, str]:
    in_service = mode == "service"
    if url == "embedded":
        return ("in service is not embedded", "give its URL") if in_service else ("", "")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "is not a URL", ""
    if parts.scheme not in ("https", "http") or not host:
        return "is not a URL", "embedded, or https://…"
    if parts.username or parts.password:
        return "names a user or password", "put it into credential_file"
    if parts.query or parts.fragment:
        return "carries a query or fragment", ""
    if parts.scheme == "http" and not _is_loopback(host):
        return "plain http leaves this machine", "use https://"
    return "", ""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _file(at: Section, key: str, folder: Path) -> Path | None:
    name = at.get(key, str, "")
    if not name:
        return None
    path = folder / name
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        at.wrong(key, "there is no such file")
        return path
    if not stat.S_ISREG(mode):
        at.wrong(key, "is not a file")
    elif key == "credential_file" and mode & 0o077:
        at.wrong(key, "can be read by others", "chmod 600")
    return path


def _devices(at: Section, mode: str) -> tuple[DeviceSpec, ...]:
    found: list[DeviceSpec] = []
    ports: dict[str, str] = {}
    for role in at:
        entry = at.section(role)
        spec = _device(entry, role)
        found.append(spec)
        if role not in ROLES:
            at.wrong(role, "nobody asks for this role", did_you_mean(role, ROLES))
        _check_device(entry, spec, mode)
        if spec.port != "virtual" and ports.setdefault(spec.port, role) != role:
            entry.wrong("port", f"is that of {ports[spec.port]} already")
    at.close()
    return tuple(found)


def _device(at: Section, role: str) -> DeviceSpec:
    options = at.section("options")
    values = {key: cell.value for key in options if (cell := options.cell(key)) is not None}
    spec = DeviceSpec(
        role=role,
        kind=at.get("kind", str),
        model=at.get("model", str),
        port=at.get("port", str),
        options=MappingProxyType(values),
        enabled=at.get("enabled", bool, True),
        isolate=at.get("isolate", str, "thread"),
    )
    at.close()
    return spec


def _check_device(at: Section, spec: DeviceSpec, mode: str) -> None:
    wanted = ROLES.get(spec.role, spec.kind)
    if spec.kind and wanted != spec.kind and spec.kind in ROLES.values():
        at.wrong("kind", f"{spec.role} must be a {wanted}, not a {spec.kind}")
    if spec.kind and spec.model and spec.port:
        options = at.section("options")
        for problem in registry.problems(spec):
            head, _, option = problem.field.partition(".")
            place = options if option else at
            place.wrong(option or head, problem.text, problem.hint)
    if mode == "service" and spec.port == "virtual":
        at.wrong("port", "in service nothing is virtual", "name the port of the real device")
