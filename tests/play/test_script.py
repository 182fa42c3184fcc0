"""A script is refused with every mistake named, and read exactly as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.play.actions import ACTIONS
from ui.play.script import ScriptError, load, parse

GOOD = """\
version: 1
title: 高龄津贴
profile: elderly
lang: en
screen: 1920x1080@527
answers:
  applicant.mobile: 013800001122
  has_social_card: yes
  bank.account: "none"
actions:
  - card: long-term
  - press: home.apply
  - press: {name: 别的}
  - type: {field: applicant.mobile, text: 0123}
  - advance: {to: done, max: 12}
  - fault: {role: receipt, kind: paper_out, at: 300}
  - network: down
  - wait: {text: done.title, timeout_s: 5}
  - expect: {receipt: "XC"}
  - idle: 90
  - key: Tab
  - scan: "6901234567892"
  - shot: end
  - card: none
"""


def _mistakes(text: str | bytes, cards: tuple[str, ...] = ()) -> list[str]:
    raw = text.encode() if isinstance(text, str) else text
    with pytest.raises(ScriptError) as caught:
        parse(raw, "v.yaml", cards)
    return str(caught.value).splitlines()


def _visit(actions: str) -> str:
    return f"version: 1\ntitle: t\nactions: {actions}\n"


def test_a_script_is_read_as_it_is_written() -> None:
    script = parse(GOOD.encode(), "v.yaml", ("long-term",))
    assert (script.profile, script.lang, script.screen) == ("elderly", "en", "1920x1080@527")
    assert script.answers["applicant.mobile"] == "013800001122"  # no octal, no yes as true
    assert script.answers["has_social_card"] == "yes"
    assert script.actions[0].args == {"name": "long-term"}
    assert script.actions[2].args == {"name": "别的"}
    assert script.actions[3].args["text"] == "0123"
    assert script.actions[4].number("max", 0) == 12
    assert {action.do for action in script.actions} == set(ACTIONS) - {"choose"}
    assert script.actions[-1].line == 24


def test_every_mistake_is_named_at_once_with_its_line() -> None:
    text = (
        "version: 2\ntitel: x\nprofile: window\nactions:\n"
        "  - pres: home.apply\n  - advance: {max: many}\n  - network: off\n  - card: [a]\n"
    )
    assert _mistakes(text) == [
        "v.yaml:1: title is missing",
        "v.yaml:1: version '2' is unknown (known: 1)",
        "v.yaml:2: unknown key titel (did you mean title?)",
        "v.yaml:3: profile 'window' is unknown (known: self-service, elderly)",
        "v.yaml:5: unknown action pres (did you mean press?)",
        "v.yaml:6: advance needs to",
        "v.yaml:6: max of advance must be a number from 1 to 200",
        "v.yaml:7: state off of network is unknown (known: up, down, slow)",
        "v.yaml:8: card must be a map",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "v.yaml:1: the file is empty"),
        ("- a\n", "v.yaml:1: a script must be a map"),
        ("a: [\n", "v.yaml:2: is not YAML"),
        (b"title: \xff\n", "v.yaml:1: is not UTF-8"),
        (b"x" * 300_000, "v.yaml:0: longer than 262144 bytes"),
        ("version: 1\nversion: 1\ntitle: t\nactions: [{shot: a}]\n", "v.yaml:2: version stands"),
        ("version: &a 1\ntitle: *a\nactions: [{shot: a}]\n", "v.yaml:2: aliases are not part"),
        (_visit("[]"), "v.yaml:3: actions must be a list with at least one action"),
        (_visit("[{press: a, shot: b}]"), "v.yaml:3: an action must be a map of one key"),
        (_visit("[{wait: {screen: a, text: b}}]"), "v.yaml:3: wait needs exactly one of"),
        (_visit("[{press: {id: a, nam: b}}]"), "v.yaml:3: unknown key nam in press"),
        (_visit("[{card: residnt}]"), "v.yaml:3: no such card: residnt (did you mean resident?)"),
        (_visit("[{shot: ../../etc/passwd}]"), "v.yaml:3: the name of a shot is made of"),
        (_visit("[{idle: nan}]"), "v.yaml:3: seconds of idle must be a number"),
        (_visit("[{key: Return2}]"), "v.yaml:3: name Return2 of key is unknown (did you mean"),
        (_visit("[" * 2000 + "]" * 2000), "v.yaml:3: nested deeper than 8"),
    ],
)
def test_a_bad_script_is_refused_and_says_why(text: str | bytes, said: str) -> None:
    assert any(line.startswith(said) for line in _mistakes(text, ("resident", "long-term")))


def test_a_file_that_is_not_there_is_a_script_error(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"none\.yaml:0: cannot be read: No such file"):
        load(tmp_path / "none.yaml")


@given(st.binary(max_size=300))
def test_no_bytes_bring_the_reader_down(raw: bytes) -> None:
    with pytest.raises(ScriptError):
        parse(raw)


@given(st.recursive(st.text(max_size=5), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_no_tree_in_place_of_the_actions_brings_it_down(tree: object) -> None:
    import json

    text = f"version: 1\ntitle: t\nactions: {json.dumps(tree)}\n"
    with pytest.raises(ScriptError):
        parse(text.encode())
