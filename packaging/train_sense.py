"""Learn what tells a question for a matter from any other: `python packaging/train_sense.py`.

Reads kiosk/data/search.json (the words of the matters), `_outside.yaml`, `_elsewhere.yaml` and the
open questions of tests/data/, and writes `_sense.json` beside them; `packaging/build_search.py`
then takes it into search.json. The same sources give the same models; held questions are not read.
The evidence is weighed on sentences that the index and the taste have not seen: each fifth of the
sentences is judged by a search that was built without it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT)]

from data_build import intent, learn  # noqa: E402
from data_build.intent import FOLDS, Sentence  # noqa: E402

from kiosk.domain.search.finder import Finder, names_of, reader_of  # noqa: E402
from kiosk.domain.search.sense import Evidence  # noqa: E402
from kiosk.domain.search.taste import buckets, masked  # noqa: E402

SEED = 422
SOURCE = ROOT / "kiosk" / "data" / "source" / "search"
SETS = {"wide": 6.0, "people": 2.0, "fresh": 2.0, "open": 1.0}  # how much a question counts
SPELT = frozenset({"name", "pinyin", "initials", "southern", "homophone"})
OURS, OTHERS = 1500, 1500  # made sentences that the evidence is weighed on
NO_ODDS = {"bias": 0.0, **dict.fromkeys(Evidence._fields, 0.0)}


def learnt(raw: dict[str, Any]) -> dict[str, Any]:
    """The models for a `search.json` that may still lack them."""
    forms = yaml.safe_load((SOURCE / "_elsewhere.yaml").read_text(encoding="utf-8"))
    topics = yaml.safe_load((SOURCE / "_outside.yaml").read_text(encoding="utf-8"))["topics"]
    names = sorted(names_of(raw))
    maker = intent.Maker(SEED, forms)
    made = [*maker.ours(raw["matters"], names), *maker.others(topics.values(), names)]
    made += maker.asked(_asked())
    reader, known = reader_of(raw), frozenset(names)
    read = [reader.read(one.text) for one in made]
    runs = [(buckets(masked(said.plain, known), said.concepts), one.ours)
            for said, one in zip(read, made, strict=True)]  # fmt: skip
    judged: list[tuple[Evidence, bool, float]] = []
    for fold in range(FOLDS):
        taste = learn.taste([r for r, one in zip(runs, made, strict=True) if one.fold != fold])
        finder = Finder(_without(raw, [one for one in made if one.fold == fold], taste))
        judged += [
            (finder.seen(one.text), one.ours, one.counts or 1.0) for one in _some(made, fold)
        ]
    rows, answers, weigh = zip(*judged, strict=True)
    bias, *by = learn.odds(rows, answers, weigh)
    odds = {"bias": bias, **dict(zip(Evidence._fields, by, strict=True))}
    return {
        "taste": learn.taste(runs),
        "odds": {name: round(value, 3) for name, value in odds.items()},
    }


def _some(made: Sequence[Sentence], fold: int) -> list[Sentence]:
    chance = random.Random(fold)
    ours = [one for one in made if one.fold == fold and one.spoken and one.ours]
    others = [one for one in made if one.fold == fold and one.spoken and not one.ours]
    return [
        *(one for one in made if one.fold == fold and one.counts),
        *chance.sample(ours, min(len(ours), OURS // FOLDS)),
        *chance.sample(others, min(len(others), OTHERS // FOLDS)),
    ]


def _without(raw: dict[str, Any], out: Sequence[Sentence], taste: Any) -> dict[str, Any]:
    gone = {one.text for one in out if one.ours and one.spoken}
    matters = [
        [*head, [term for term in terms if term[1] not in gone]] for *head, terms in raw["matters"]
    ]
    return {**raw, "matters": matters, "sense": {"taste": taste, "odds": NO_ODDS}}


def _asked() -> list[tuple[str, bool, float]]:
    rows: list[tuple[str, bool, float]] = []
    for name, weight in SETS.items():
        path = ROOT / "tests" / "data" / f"search_{name}.yaml"
        for one in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]:
            if not one.get("held", False) and one["kind"] not in SPELT:
                rows.append((one["ask"], bool(one["codes"]), weight))
    return rows


def main() -> int:
    """Exit 0 when written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=SOURCE)
    out: Path = parser.parse_args().out
    raw = json.loads((ROOT / "kiosk" / "data" / "search.json").read_bytes())
    text = json.dumps(learnt(raw), indent=1, sort_keys=True)
    (out / "_sense.json").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
