"""The words that matters are found by, with their readings in pinyin."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from data_build.catalogue import COLUMNS
from data_build.rows import Mistakes, compact, no_duplicates, read_rows, split

HAN = re.compile(r"[㐀-鿿𠀀-𳿿]")


def build_search(sheet: dict[str, Any], source: Path, out: Path, mistakes: Mistakes) -> None:
    """Write search.json: for each matter its terms, and for each character run its readings.

    A term is [kind, text, reading]; kind n name, s short name, k keyword, d department; the
    reading has one syllable for each Han character, other characters standing for themselves.
    """
    from pypinyin import load_phrases_dict

    load_phrases_dict({word: [[s] for s in reading] for word, reading in sheet["readings"].items()})
    lines: list[str] = []
    readings: dict[str, str] = {}
    for row in no_duplicates(read_rows(source / "catalogue.csv", COLUMNS, mistakes), "code"):
        keywords = [word for word in split(row["keywords"], "、") if word != row["short_name"]]
        terms = [("n", row["name"]), ("s", row["short_name"]), *(("k", word) for word in keywords)]
        terms.append(("d", row["department"]))
        for _, text in terms:
            readings.setdefault(text, _reading(text))
        entries = [[kind, text, readings[text]] for kind, text in terms]
        lines.append(f"{compact(row['code'])}:{compact(entries)}")
    head = f'"fillers":{compact(sheet["fillers"])},\n"synonyms":{compact(sheet["synonyms"])}'
    body = ",\n".join(lines)
    text = f'{{"format":1,\n{head},\n"terms":{{\n{body}\n}}}}\n'
    (out / "search.json").write_text(text, encoding="utf-8")


def _reading(text: str) -> str:
    from pypinyin import Style, lazy_pinyin

    spelt = lazy_pinyin(text, style=Style.NORMAL, errors=" ".join, v_to_u=False)
    return " ".join(part.lower() for part in spelt if part.isalnum())
