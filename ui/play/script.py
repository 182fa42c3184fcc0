"""Reads a visit script: YAML version 1, every mistake of the file named at once with its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import yaml

from ui.play.actions import ACTIONS, Action, Spec

MOST_BYTES = 256 * 1024
MOST_DEPTH = 8
PROFILES = ("self-service", "elderly")
LANGUAGES = ("zh_CN", "en")
_SCREEN = re.compile(r"[1-9]\d{2,4}x[1-9]\d{2,4}(@[1-9]\d{1,3})?")
_SHOT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


_TOP = ("version", "title", "profile", "lang", "screen", "answers", "actions")


@dataclass(frozen=True, slots=True)
class Script:
    """A visit. Empty `profile`, `lang` or `screen`: as the command line says."""

    title: str
    actions: tuple[Action, ...]
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    profile: str = ""
    lang: str = ""
    screen: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong with a script, at a line counted from 1."""

    line: int
    text: str
    hint: str = ""


class ScriptError(ValueError):
    """The script cannot be played; `mistakes` has all of them. Commands end with exit 2."""

    def __init__(self, name: str, mistakes: Collection[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        rows = (f"{name}:{m.line}: {m.text}{f' ({m.hint})' if m.hint else ''}" for m in mistakes)
        super().__init__("\n".join(rows))


def load(path: Path, cards: Collection[str] = ()) -> Script:
    """Read a script file; `cards` are the sample cards that `card` may name (empty: any)."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ScriptError(path.name, [Mistake(0, f"cannot be read: {error.strerror}")]) from None
    return parse(raw, path.name, cards)


def parse(raw: bytes, name: str = "visit.yaml", cards: Collection[str] = ()) -> Script:
    """Read a script from UTF-8 bytes; ScriptError names every mistake."""
    reader = _Reader(cards)
    try:
        script = reader.script(_compose(raw), name)
    except _BadYamlError as error:
        raise ScriptError(name, [error.mistake]) from None
    if reader.mistakes or script is None:
        raise ScriptError(name, sorted(reader.mistakes, key=lambda m: m.line))
    return script


class _BadYamlError(Exception):
    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.text)
        self.mistake = mistake


def _compose(raw: bytes) -> yaml.Node:
    if len(raw) > MOST_BYTES:
        raise _BadYamlError(Mistake(0, f"longer than {MOST_BYTES} bytes"))
    try:
        text = raw.decode("utf-8-sig")
        _check_shape(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _BadYamlError(Mistake(line, "is not UTF-8")) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 0
        raise _BadYamlError(Mistake(line, f"is not YAML: {error.problem}")) from None
    except (yaml.YAMLError, RecursionError):
        raise _BadYamlError(Mistake(0, "is not YAML")) from None
    if node is None:
        raise _BadYamlError(Mistake(1, "the file is empty"))
    return node


def _check_shape(text: str) -> None:
    """Refuse what only a hostile file has, before a tree is built of it."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise _BadYamlError(Mistake(line, "aliases are not part of a script"))
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH:
            raise _BadYamlError(Mistake(line, f"nested deeper than {MOST_DEPTH}"))


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def like(word: str, known: Collection[str]) -> str:
    """A hint for a word that nobody knows."""
    near = difflib.get_close_matches(word, list(known), 1)
    return f"did you mean {near[0]}?" if near else f"known: {', '.join(list(known)[:16])}"


class _Reader:
    def __init__(self, cards: Collection[str]) -> None:
        self.cards = cards
        self.mistakes: list[Mistake] = []

    def wrong(self, node: yaml.Node, text: str, hint: str = "") -> None:
        self.mistakes.append(Mistake(_line(node), text, hint))

    def pairs(self, node: yaml.Node, what: str) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """The entries of a map; anything else, and a key that comes twice, is a mistake."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"{what} must be a map")
            return
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.wrong(key, f"a key of {what} must be a word")
            elif key.value in seen:
                self.wrong(key, f"{key.value} stands twice in {what}")
            else:
                seen.add(key.value)
                yield key.value, key, value

    def word(self, node: yaml.Node, what: str) -> str | None:
        """A single value, exactly as it is written: 0138 stays 0138, yes stays yes."""
        if isinstance(node, yaml.ScalarNode):
            return node.value
        self.wrong(node, f"{what} must be a single value")
        return None

    def script(self, root: yaml.Node, name: str) -> Script | None:
        found: dict[str, yaml.Node] = {}
        for key, where, value in self.pairs(root, "a script"):
            if key in _TOP:
                found[key] = value
            else:
                self.wrong(where, f"unknown key {key}", like(key, _TOP))
        if not isinstance(root, yaml.MappingNode):
            return None
        for key in ("version", "title", "actions"):
            if key not in found:
                self.wrong(root, f"{key} is missing")
        words = {
            key: self.word(found[key], key) or ""
            for key in ("version", "title", "profile", "lang", "screen")
            if key in found
        }
        self._head(found, words)
        return Script(
            title=words.get("title", ""),
            actions=self._actions(found["actions"]) if "actions" in found else (),
            answers=self._answers(found["answers"]) if "answers" in found else {},
            profile=words.get("profile", ""),
            lang=words.get("lang", ""),
            screen=words.get("screen", ""),
            name=name,
        )

    def _head(self, found: Mapping[str, yaml.Node], words: Mapping[str, str]) -> None:
        rules: tuple[tuple[str, Callable[[str], bool], str], ...] = (
            ("version", lambda v: v == "1", "1"),
            ("title", lambda v: bool(v.strip()), "some words"),
            ("profile", lambda v: v in PROFILES, ", ".join(PROFILES)),
            ("lang", lambda v: v in LANGUAGES, ", ".join(LANGUAGES)),
            ("screen", lambda v: bool(_SCREEN.fullmatch(v)), "WIDTHxHEIGHT[@WIDTH in mm]"),
        )
        for key, holds, wanted in rules:
            if key in found and not holds(words[key]):
                self.wrong(found[key], f"{key} {words[key]!r} is unknown", f"known: {wanted}")

    def _answers(self, node: yaml.Node) -> Mapping[str, str]:
        read = ((k, self.word(v, f"the answer to {k}")) for k, _, v in self.pairs(node, "answers"))
        return MappingProxyType({key: value for key, value in read if value is not None})

    def _actions(self, node: yaml.Node) -> tuple[Action, ...]:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.wrong(node, "actions must be a list with at least one action")
            return ()
        return tuple(action for entry in node.value if (action := self._action(entry)))

    def _action(self, node: yaml.Node) -> Action | None:
        entries = list(self.pairs(node, "an action"))
        if len(entries) != 1:
            if isinstance(node, yaml.MappingNode):
                self.wrong(node, "an action must be a map of one key")
            return None
        do, where, value = entries[0]
        if do not in ACTIONS:
            self.wrong(where, f"unknown action {do}", like(do, ACTIONS))
            return None
        args = self._args(do, ACTIONS[do], value)
        return Action(do, MappingProxyType(args), _line(node))

    def _args(self, do: str, spec: Spec, node: yaml.Node) -> dict[str, str]:
        if isinstance(node, yaml.ScalarNode) and spec.alone:
            args = {spec.alone: node.value}
        else:
            args: dict[str, str] = {}
            for key, where, value in self.pairs(node, do):
                if key not in spec.keys:
                    self.wrong(where, f"unknown key {key} in {do}", like(key, spec.keys))
                elif (word := self.word(value, f"{key} of {do}")) is not None:
                    args[key] = word
        if isinstance(node, yaml.MappingNode | yaml.ScalarNode):
            self._check(do, spec, args, node)
        return args

    def _check(self, do: str, spec: Spec, args: Mapping[str, str], node: yaml.Node) -> None:
        for key in spec.needs:
            if not args.get(key):
                self.wrong(node, f"{do} needs {key}")
        if spec.one_of and sum(1 for key in spec.one_of if args.get(key)) != 1:
            self.wrong(node, f"{do} needs exactly one of {', '.join(spec.one_of)}")
        for key, (least, most) in spec.numbers.items():
            if key in args and not _is_number(args[key], least, most):
                self.wrong(node, f"{key} of {do} must be a number from {least:g} to {most:g}")
        for key, known in spec.among.items():
            if args.get(key) and args[key] not in known:
                self.wrong(node, f"{key} {args[key]} of {do} is unknown", like(args[key], known))
        known = {*self.cards, "none"} if self.cards and args.get("role") != "staff_card" else None
        if do == "card" and known and args.get("name", "none") not in known:
            self.wrong(node, f"no such card: {args['name']}", like(args["name"], self.cards))
        if do == "shot" and args.get("name") and not _SHOT.fullmatch(args["name"]):
            self.wrong(node, "the name of a shot is made of letters, digits, - and _")


def _is_number(word: str, least: float, most: float) -> bool:
    try:
        return least <= float(word) <= most
    except ValueError:
        return False
