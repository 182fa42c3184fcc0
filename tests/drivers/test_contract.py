"""What every model of every kind keeps: found by its file, held to it without being named here."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import drivers
from drivers import registry
from drivers.device_set import open_devices
from drivers.errors import DeviceError
from drivers.label_printer import Label, Party
from drivers.receipt_printer import Slip, Text
from drivers.spec import DeviceSpec
from drivers.virtual.host import make_emulator
from tests.drivers.contract import EMULATED, MODELS, keep

GUIDE = Path(__file__).parents[2] / "docs" / "devices.md"
CODE = re.compile(r"[a-z0-9_]{1,24}")
PARTY = Party("收", "王样例", "13800000000", "示例路1号")
LABEL = Label("9800000000017", "样例", PARTY, PARTY)
EXAMPLES: Mapping[str, Any] = {  # one value for every parameter of every call of a handle
    "request_id": "r1",
    "subject": "paper",
    "deadline_s": 0.2,
    "slip": Slip((Text("样例"),)),
    "label": LABEL,
    "pdf": b"%PDF-1.4",
    "job_id": "job-1",
    "utterance_id": "u1",
    "text": "您好",
    "volume": 5,
    "to": "speaker",
}


def test_every_model_opens_comes_back_by_itself_and_leaves_nothing_behind() -> None:
    keep(EMULATED)


@pytest.mark.long
@pytest.mark.parametrize(("kind", "name"), EMULATED)
def test_so_does_each_alone(kind: str, name: str) -> None:
    keep([(kind, name)])


@pytest.mark.parametrize(("kind", "name"), MODELS)
def test_every_call_of_its_handle_is_safe_without_a_device_and_after_the_end(
    kind: str, name: str
) -> None:
    devices = open_devices([DeviceSpec("r", kind, name, nowhere(kind, name))], lambda _event: None)
    handle: Any = devices.role("r")
    try:
        calls = dict(inspect.getmembers(handle, inspect.ismethod))
        for call in calls.values():
            if not call.__name__.startswith("_"):
                _try(call)
        _frozen(handle.status)
    finally:
        assert devices.stop()
    for call in calls.values():
        if not call.__name__.startswith("_"):
            _try(call)


def nowhere(kind: str, name: str) -> str:
    ports = registry.model(kind, name).ports
    scheme = "tcp" if "tcp" in ports else ports[0]
    dead = {"tcp": "tcp://127.0.0.1:9", "cups": "cups://none?server=127.0.0.1:9"}
    return dead.get(scheme, f"{scheme}:///nowhere/at/all")


def _try(call: Any) -> None:
    args = {
        one.name: EXAMPLES[one.name]
        for one in inspect.signature(call).parameters.values()
        if one.default is one.empty or one.name == "deadline_s"
    }
    outcome = "failed"
    try:
        outcome = getattr(call(**args), "outcome", outcome)
    except DeviceError as error:
        outcome = "failed" if CODE.fullmatch(error.code) else error.code
    assert outcome == "failed"


def _frozen(status: Any) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        status.state = "ready"
    with pytest.raises(TypeError):
        status.consumables["paper"] = "ok"


@pytest.mark.parametrize(("kind", "name"), MODELS)
def test_what_is_used_up_is_told_in_short_codes(kind: str, name: str) -> None:
    spec = DeviceSpec("r", kind, name, nowhere(kind, name))
    told = registry.make(spec, lambda _event: None).consumables()
    assert all(CODE.fullmatch(word) for pair in told.items() for word in pair), told


@pytest.mark.parametrize(("kind", "name"), MODELS)
def test_the_guide_has_its_every_option_and_fault(kind: str, name: str) -> None:
    text = GUIDE.read_text("utf-8")
    section = text.partition(f"\n## {kind}\n")[2].partition("\n## ")[0]
    model = registry.model(kind, name)
    words = set(re.findall(r"`([a-z0-9_]+)`", section))
    assert {name, *model.options, *model.faults} <= words


@pytest.mark.parametrize(("kind", "name"), EMULATED)
def test_its_faults_are_those_of_its_emulator(kind: str, name: str) -> None:
    model = registry.model(kind, name)
    emulator = make_emulator(kind, model.emulator, {}, {})
    assert sorted(model.faults) == sorted(emulator.faults)


@pytest.mark.parametrize(("kind", "name"), MODELS)
def test_every_option_of_it_is_read_somewhere_in_its_folder(kind: str, name: str) -> None:
    files = (Path(drivers.__file__).parent / kind).glob("*.py")
    trees = [ast.parse(path.read_text("utf-8")) for path in files]
    words = [n.value for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    for option in registry.model(kind, name).options:
        assert words.count(option) >= 2, option  # where it is declared, and where it is read


@pytest.mark.parametrize(("kind", "name"), MODELS)
def test_it_describes_itself_and_can_be_made(kind: str, name: str) -> None:
    model = registry.model(kind, name)
    assert model.ladder in registry.LADDER
    assert model.ports
    for option in model.options.values():
        assert isinstance(option.default, option.type)
    made = registry.make(DeviceSpec("r", kind, name, nowhere(kind, name)), lambda _event: None)
    assert set(model.options) <= set(made.spec.options)
    assert hasattr(importlib.import_module(f"drivers.{kind}"), "HANDLE")
