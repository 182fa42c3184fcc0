"""Which devices can be driven: one file a model, found by listing the folders of the kinds."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from drivers.spec import DeviceSpec, parse_port

if TYPE_CHECKING:
    from collections.abc import Callable

    from drivers.events import Event
    from drivers.worker import Driver

_HERE = Path(__file__).parent
_DECLARES = re.compile(rb"^MODEL\b", re.MULTILINE)
_NAMES = {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}
LADDER = ("simulated", "bench", "field")
ISOLATIONS = ("thread", "process")


@dataclass(frozen=True, slots=True)
class Option:
    """One setting of a model: its type, default and limits (`min`, `max` for numbers)."""

    type: type[int | float | bool | str]
    default: int | float | bool | str
    choices: tuple[int | float | str, ...] = ()
    min: float | None = None
    max: float | None = None


def _no_options() -> Mapping[str, Option]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Model:
    """What a model is. `ladder`: simulated (emulator only), bench (a trace), field (in a hall)."""

    kind: str
    name: str
    ports: tuple[str, ...]
    options: Mapping[str, Option] = field(default_factory=_no_options)
    ladder: str = "simulated"
    faults: tuple[str, ...] = ()
    emulated: bool = True  # whether `port: virtual` can be served
    emulated_as: str = ""  # the model whose emulator serves this one too; "" where it has its own

    @property
    def emulator(self) -> str:
        """The model that an emulator for this one calls itself."""
        return self.emulated_as or self.name


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in one entry. `field`: kind, model, port, isolate or options.NAME."""

    field: str
    text: str
    hint: str = ""


@cache
def kinds() -> tuple[str, ...]:
    """The kinds that have at least one model, sorted."""
    folders = (path.name for path in _HERE.iterdir() if (path / "__init__.py").is_file())
    return tuple(sorted(name for name in folders if models(name)))


@cache
def models(kind: str) -> tuple[str, ...]:
    """The models of a kind, sorted; () for a kind that does not exist. Imports nothing."""
    folder = _HERE / kind
    if not kind.isidentifier() or kind in ("virtual", "transport") or not folder.is_dir():
        return ()
    files = (path for path in folder.glob("*.py") if not path.name.startswith("_"))
    return tuple(sorted(path.stem for path in files if _DECLARES.search(path.read_bytes())))


def model(kind: str, name: str) -> Model:
    """The description of a model; KeyError when there is none."""
    return _module(kind, name).MODEL


def make(spec: DeviceSpec, emit: Callable[[Event], None]) -> Driver:
    """Build the driver for a checked spec; missing options have their defaults in it."""
    driver: Driver = _module(spec.kind, spec.model).make(with_defaults(spec), emit)
    return driver


def with_defaults(spec: DeviceSpec) -> DeviceSpec:
    """The same spec with every option of its model present."""
    options: dict[str, object] = {
        name: option.default for name, option in model(spec.kind, spec.model).options.items()
    }
    options.update(spec.options)
    return DeviceSpec(
        spec.role,
        spec.kind,
        spec.model,
        spec.port,
        MappingProxyType(options),
        spec.enabled,
        spec.isolate,
    )


def has_emulator(kind: str, name: str) -> bool:
    """Whether `port: virtual` can be served for this model."""
    there = name in models(kind) and (_HERE / "virtual" / f"{kind}.py").is_file()
    return there and model(kind, name).emulated


def problems(spec: DeviceSpec) -> list[Problem]:
    """Every mistake of one entry at once; [] when the device can be opened as written."""
    if spec.kind not in kinds():
        return [_unknown("kind", spec.kind, kinds())]
    if spec.model not in models(spec.kind):
        return [_unknown("model", spec.model, models(spec.kind))]
    of = model(spec.kind, spec.model)
    found = _port_problems(spec, of)
    for name, value in spec.options.items():
        found += _option_problems(name, value, of.options)
    if spec.isolate not in ISOLATIONS:
        allowed = ", ".join(ISOLATIONS)
        text = f"must be one of {allowed}, not {spec.isolate!r}"
        found.append(Problem("isolate", text, _near(spec.isolate, allowed)))
    return found


@cache
def _module(kind: str, name: str) -> Any:
    if name not in models(kind):
        raise KeyError(f"{kind}/{name}")
    module = importlib.import_module(f"drivers.{kind}.{name}")
    if (module.MODEL.kind, module.MODEL.name) != (kind, name):
        raise KeyError(f"{kind}/{name} calls itself {module.MODEL.kind}/{module.MODEL.name}")
    return module


def _port_problems(spec: DeviceSpec, of: Model) -> list[Problem]:
    serves = ", ".join(f"{scheme}://" for scheme in of.ports)
    if spec.port == "virtual":
        there = has_emulator(spec.kind, spec.model)
        return [] if there else [Problem("port", "has no emulator", serves)]
    try:
        port = parse_port(spec.port)
        if port.scheme not in of.ports:
            return [Problem("port", f"{of.name} does not serve {port.scheme}://", serves)]
        _check_line(port)
    except ValueError as error:
        return [Problem("port", str(error), serves)]
    return []


def _check_line(port: Any) -> None:
    from drivers.transport import BYTE_SCHEMES, make_transport

    if port.scheme in BYTE_SCHEMES:
        make_transport(port)
    elif port.scheme == "cups":
        from drivers.page_printer.address import queue_of

        queue_of(port)


def _option_problems(name: str, value: object, known: Mapping[str, Option]) -> list[Problem]:
    where = f"options.{name}"
    option = known.get(name)
    if option is None:
        return [_unknown(where, name, known)]
    fits = isinstance(value, option.type) or (option.type is float and isinstance(value, int))
    if not fits or (isinstance(value, bool) and option.type is not bool):
        text = f"must be {_NAMES[option.type]}, not {value!r}"
        return [Problem(where, text, f"for instance {_shown(option.default)}")]
    if option.choices and value not in option.choices:
        allowed = ", ".join(str(choice) for choice in option.choices)
        return [Problem(where, f"must be one of {allowed}, not {value!r}", _near(value, allowed))]
    return _limit_problems(where, value, option)


def _limit_problems(where: str, value: object, option: Option) -> list[Problem]:
    if isinstance(value, bool | str) or not isinstance(value, int | float):
        return []
    if option.min is not None and value < option.min:
        return [Problem(where, f"must be at least {option.min:g}, not {value}")]
    if option.max is not None and value > option.max:
        return [Problem(where, f"must be at most {option.max:g}, not {value}")]
    return []


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _near(value: object, allowed: str) -> str:
    import difflib  # for mistakes only

    near = difflib.get_close_matches(str(value), allowed.split(", "), 1)
    return f"did you mean {near[0]}?" if near else ""


def _unknown(where: str, name: str, known: Iterable[str]) -> Problem:
    names = sorted(known)
    import difflib  # for mistakes only

    near = difflib.get_close_matches(name, names, 1)
    hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(names) or 'none'}"
    return Problem(where, f"{name!r} is not known", hint)
