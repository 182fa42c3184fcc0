"""The words that matters are found by, reduced to features, with their sounds and initials."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from data_build.catalogue import COLUMNS
from data_build.rows import Mistakes, compact, no_duplicates, read_rows, split
from kiosk.domain.search import pinyin
from kiosk.domain.search.finder import reader_of
from kiosk.domain.search.index import key_of
from kiosk.domain.search.text import HAN, TOKEN, Reader

KINDS = {"names": "a", "says": "y", "life": "l", "jargon": "j"}
TABLES = ("fillers", "same", "concepts", "situations", "traditional", "weak")
SPELT = frozenset("nskajy")
SHORT = frozenset("nskaj")
# How much nearer a matter is that is asked for often, that citizens ask for, that ends here.
OFTEN, CITIZEN, HERE = 0.025, 0.01, 0.005
GB2312_LEVEL_1 = [
    bytes((row, cell)).decode("gb2312", "ignore")
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF)
]


def build_search(source: Path, out: Path, mistakes: Mistakes) -> None:
    """Write search.json: tables of words, readings, and for each matter its terms.

    A term is [kind, text, features, sounds, initials]; kind n name, s short name, k keyword,
    a other names, y what people say, l situations of life, j clerks' words; features and sounds
    are places in `vocabulary` and `sounds`.
    """
    from pypinyin import load_phrases_dict

    folder = source / "search"
    words, browse = _yaml(folder / "_words.yaml"), _yaml(folder / "_browse.yaml")
    outside = _yaml(folder / "_outside.yaml")
    load_phrases_dict({word: [[s] for s in said] for word, said in words["readings"].items()})
    rows = list(no_duplicates(read_rows(source / "catalogue.csv", COLUMNS, mistakes), "code"))
    said = _said(folder, {row["code"] for row in rows}, mistakes)
    listed = _browse(browse, rows, mistakes)
    headings = _yaml(folder / "_topics.yaml")
    listed["areas"] = _topics(headings, {row["code"] for row in rows}, mistakes)
    _check_situations(words, {row["code"] for row in rows}, mistakes)
    mistakes.stop_if_any()
    maker = _Maker(reader_of(words))
    often = {code: place for place, code in enumerate(listed["groups"]["often"])}
    matters = [
        [row["code"], _channels(row), _prior(row, often), maker.terms(row, said[row["code"]])]
        for row in rows
    ]
    mistakes.found += [f"search: one key for two features: {one}" for one in _alike(maker)]
    mistakes.stop_if_any()
    del outside["topics"]  # for `packaging/train_sense.py` only
    tables = {
        "format": 4,
        **{key: words[key] for key in TABLES},
        "readings": _readings("".join(text for *_, terms in matters for _, text, *_ in terms)),
        "vocabulary": list(maker.features),
        "sounds": list(maker.sounds),
        "browse": listed,
        "outside": outside,
        "acts": [_act(act, rows) for act in words["acts"]],
        "sense": json.loads((folder / "_sense.json").read_text(encoding="utf-8")),
    }
    head = ",\n".join(f"{compact(key)}:{compact(value)}" for key, value in tables.items())
    body = ",\n".join(compact(matter) for matter in matters)
    (out / "search.json").write_text(f'{{{head},\n"matters":[\n{body}\n]}}\n', encoding="utf-8")


class _Maker:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.features: dict[str, int] = {}
        self.sounds: dict[str, int] = {}

    def terms(self, row: dict[str, str], said: dict[str, list[str]]) -> list[list[Any]]:
        given = [("n", row["name"]), ("s", row["short_name"])]
        given += [("k", word) for word in split(row["keywords"], "、")]
        given += [(KINDS[key], str(text)) for key, texts in said.items() for text in texts]
        once = {text: kind for kind, text in reversed(given)}
        return [self.term(kind, text) for text, kind in reversed(once.items())]

    def term(self, kind: str, text: str) -> list[Any]:
        """One term as `build_search` tells."""
        read = self.reader.read(text)
        features = [_place(self.features, feature) for feature in read.features()]
        sounds: list[int] = []
        if kind in SPELT:
            sounds = [_place(self.sounds, s) for s in pinyin.features(_reading("".join(read.said)))]
        return [kind, text, features, sounds, _initials(text) if kind in SHORT else ""]


def _alike(maker: _Maker) -> list[str]:
    """Features that the index could not tell apart."""
    return [
        f"{first} {feature}"
        for known in (maker.features, maker.sounds)
        for (key, first), (other, feature) in pairwise(sorted((key_of(one), one) for one in known))
        if key == other
    ]


def _place(known: dict[str, int], feature: str) -> int:
    return known.setdefault(feature, len(known))


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _said(folder: Path, codes: set[str], mistakes: Mistakes) -> dict[str, dict[str, list[str]]]:
    said: dict[str, dict[str, list[str]]] = {}
    for path in sorted(folder.glob("[A-Z]*.yaml")):
        for code, entry in _yaml(path).items():
            if code not in codes or code in said or set(entry) - set(KINDS):
                mistakes.found.append(f"{path.name}: {code}: unknown, twice, or not {list(KINDS)}")
            said[code] = entry
    mistakes.found += [f"search/: nothing is said for {code}" for code in sorted(codes - set(said))]
    return said


def _browse(sheet: Any, rows: Sequence[dict[str, str]], mistakes: Mistakes) -> dict[str, Any]:
    codes = [row["code"] for row in rows]
    groups = {key: _full(sheet[key]) for key in ("often", "often_elderly", "pension", "medical")}
    events = {event: _full(short) for event, short in sheet["events"].items()}
    for name, listed in (groups | events).items():
        wrong = sorted(set(listed) - set(codes)) + [c for c, n in Counter(listed).items() if n > 1]
        mistakes.found += [
            f"search/_browse.yaml: {name}: {code}: unknown or twice" for code in wrong
        ]
    departments: dict[str, list[str]] = {}
    for code in codes:
        departments.setdefault(code.split("-")[1], []).append(code)
    return {"events": events, "departments": departments, "groups": groups}


def _topics(sheet: Any, codes: set[str], mistakes: Mistakes) -> dict[str, dict[str, list[str]]]:
    """Area: topic: the matters under that heading, each once in all."""
    areas = {
        area: {topic: _full(short) for topic, short in topics.items()}
        for area, topics in sheet.items()
    }
    counted = Counter(c for topics in areas.values() for listed in topics.values() for c in listed)
    wrong = sorted(set(counted) - codes) + [code for code, n in counted.items() if n > 1]
    mistakes.found += [f"search/_topics.yaml: {code}: unknown or twice" for code in wrong]
    return areas


def _check_situations(words: Any, codes: set[str], mistakes: Mistakes) -> None:
    for row in words["situations"]:
        unknown = {name.lstrip("-") for name in row["when"]} - set(words["concepts"])
        unknown |= set(_full(row["lead"])) - codes
        mistakes.found += [f"search/_words.yaml: {row['when']}: {name}" for name in sorted(unknown)]


def _act(act: dict[str, Any], rows: Sequence[dict[str, str]]) -> dict[str, Any]:
    done = re.compile(act["does"])
    codes = (
        [row["code"][3:] for row in rows if done.search(f"{row['name']} {row['short_name']}")]
        if act["does"]
        else [row["code"][3:] for row in rows if "person" not in row["audience"]]
    )
    return {"asks": act["asks"], "narrow": act["narrow"], "soft": act["soft"], "codes": codes}


def _full(short: Iterable[str]) -> list[str]:
    return [f"XC-{code}" for code in short]


def _channels(row: dict[str, str]) -> str:
    return "".join(channel[0] for channel in split(row["channels"], ";"))


def _prior(row: dict[str, str], often: dict[str, int]) -> float:
    use = OFTEN * (1 - often[row["code"]] / len(often) / 2) if row["code"] in often else 0.0
    citizen = CITIZEN if "person" in row["audience"] else 0.0
    return round(use + citizen + (HERE if row["kiosk_mode"] else 0.0), 4)


def _readings(text: str) -> dict[str, str]:
    """Syllable -> the characters mostly read so: those of the terms and of GB 2312 level 1."""
    from pypinyin import Style, lazy_pinyin

    readings: dict[str, list[str]] = {}
    for char in sorted({*HAN.findall(text), *GB2312_LEVEL_1} - {""}):
        said = lazy_pinyin(char, style=Style.NORMAL, v_to_u=False)[0]
        if re.fullmatch("[a-zü]+", said):
            readings.setdefault(said, []).append(char)
    return {said: "".join(chars) for said, chars in sorted(readings.items())}


def _reading(text: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    spelt = lazy_pinyin(text, style=Style.NORMAL, errors=TOKEN.findall, v_to_u=False)
    return [part.lower() for part in spelt if part.isalnum()]


def _initials(text: str) -> str:
    return "".join(part if part.isdigit() else part[0] for part in _reading(text))[:16]
