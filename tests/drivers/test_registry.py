"""Which devices can be driven, and every mistake of an entry at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from drivers import registry
from drivers.spec import DeviceSpec


def spec(**changes: Any) -> DeviceSpec:
    fields = {"role": "r", "kind": "id_card", "model": "sam_v", "port": "serial:///dev/x"}
    return DeviceSpec(**{**fields, **changes})


def test_a_model_is_found_by_its_file_alone() -> None:
    assert "sam_v" in registry.models("id_card")
    assert registry.models("virtual") == registry.models("../id_card") == registry.models("") == ()
    assert {"virtual", "transport"}.isdisjoint(registry.kinds())


@pytest.mark.parametrize(
    ("changes", "field", "hint"),
    [
        ({"kind": "idcard"}, "kind", "did you mean id_card?"),
        ({"model": "samv"}, "model", "did you mean sam_v?"),
        ({"port": "cups://hall"}, "port", "serial://, tcp://"),
        ({"port": "serial:///dev/x?boud=1"}, "port", "serial://, tcp://"),
        ({"port": "nothing"}, "port", "serial://, tcp://"),
        ({"options": {"pause": 1}}, "options.pause", "did you mean pause_ms?"),
        ({"options": {"pause_ms": "5"}}, "options.pause_ms", "for instance 5"),
        ({"options": {"pause_ms": True}}, "options.pause_ms", "for instance 5"),
        ({"options": {"pause_ms": 101}}, "options.pause_ms", ""),
        ({"options": {"probe_bauds": 1}}, "options.probe_bauds", "for instance false"),
        ({"isolate": "proces"}, "isolate", "did you mean process?"),
    ],
)
def test_a_mistake_is_named_with_its_field_and_a_hint(
    changes: Mapping[str, Any], field: str, hint: str
) -> None:
    (problem,) = registry.problems(spec(**changes))
    assert (problem.field, problem.hint) == (field, hint)


def test_all_mistakes_of_an_entry_come_at_once() -> None:
    wrong = spec(port="cups://x", options={"a": 1, "pause_ms": -1}, isolate="x")
    fields = [problem.field for problem in registry.problems(wrong)]
    assert fields == ["port", "options.a", "options.pause_ms", "isolate"]


def test_a_right_entry_and_a_virtual_one_have_no_problems() -> None:
    assert registry.problems(spec(options={"pause_ms": 0, "probe_bauds": True})) == []
    assert registry.problems(spec(port="virtual")) == []


def test_defaults_fill_what_an_entry_leaves_out() -> None:
    filled = registry.with_defaults(spec(options={"pause_ms": 7})).options
    assert filled["pause_ms"] == 7
    assert filled["probe_bauds"] is False
