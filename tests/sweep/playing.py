"""Plays drawn visits by `kiosk play`, and reads from what it left how they ended."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.domain.loader import shipped
from kiosk.services.messages import Words
from tests.sweep.played import Visit, script
from tests.sweep.ways import DONE, KEPT, LEFT, REQUEST, SLIP, TICKET, Way
from tests.visits.rules import valid_case_number
from ui.play.find import pattern

ROOT = Path(__file__).parents[2]
MOST_S = 900
CASE = re.compile(r"XC(?: ?[0-9]{4}){4}")
CHECK_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:[ -][0-9A-HJKMNP-TV-Z]{4}){3}")
NUMBER = re.compile(r"\b[A-Z][0-9]{3}\b")
ENDS = {"done": DONE, "ticket": TICKET, "cannot": REQUEST, "resume_kept": KEPT}
NAMES_A_POINT = ("notice", "trouble", "not_here", "ticket_none")
OPEN = ("way.open", "way.opens", "notice.open_until", "notice.opens")
SLIPS = ("done.slip", "done.slip_unknown", "not_here.no_paper", "not_here.no_printer")


@dataclass(frozen=True)
class Ended:
    """How one way ended: what is wrong with it, nothing for a good one."""

    way: str
    end: str
    wrong: tuple[str, ...] = ()


# ---- playing ----


def play(visit: Visit, folder: Path, today: date) -> list[Ended]:
    """Every way of the visit; after one that stops the player, the rest from a fresh start."""
    found: list[Ended] = []
    while len(found) < len(visit.ways):
        rest = visit.ways[len(found) :]
        found += _played(visit, rest, folder / str(len(found)), today)
    return found


def _played(visit: Visit, ways: tuple[Way, ...], folder: Path, today: date) -> list[Ended]:
    out = folder / "out"
    left = _run(script(visit, ways, today), folder)
    if not (out / "summary.json").exists():
        return [Ended(ways[0].name, "", (left,))]
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    segments = segments_of(_lines(out / "steps.jsonl"), _lines(out / "pages.jsonl"))
    found = [judge(way, pages, visit.lang) for way, pages in zip(ways, segments, strict=False)]
    if summary["ok"] and len(segments) == len(ways):
        return found
    at = max(0, len(segments) - 1)
    failed = f"{summary['failed_action']} {summary['error']}"
    return [*found[:at], Ended(ways[at].name, "", (failed,))]


def _run(written: str, folder: Path) -> str:
    """Play a script as a process of its own; the end of what it had to say."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "visit.yaml"
    file.write_text(written, encoding="utf-8")
    command = [sys.executable, "-m", "kiosk", "play", str(file), "--out", str(folder / "out")]
    clean = {k: v for k, v in os.environ.items() if not k.startswith("JINBAN_")}
    clean |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    done = subprocess.run(
        [*command, "--data", str(folder / "data")],
        cwd=ROOT,
        check=False,
        env=clean,
        capture_output=True,
        text=True,
        timeout=MOST_S,
    )
    return f"exit {done.returncode} {done.stderr[-400:]}"


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


# ---- judging ----


def segments_of(
    steps: list[dict[str, Any]], pages: list[dict[str, Any]]
) -> list[list[dict[str, Any]]]:
    """The pages of each way, by the shots that begin them."""
    marks = [s["n"] for s in steps if str(s["action"].get("shot", "")).startswith("way-")]
    ends = [*marks[1:], float("inf")]
    return [
        [page for page in pages if begin <= page["after"] < end]
        for begin, end in zip(marks, ends, strict=True)
    ]


def judge(way: Way, pages: list[dict[str, Any]], lang: str) -> Ended:
    """The one end that a way reached, and what it lacks: a number, a named point, its hours."""
    reached = {ENDS[page["screen"]] for page in pages if page["screen"] in ENDS}
    if not reached:
        reached = {SLIP} if _says(pages, SLIPS, lang) else {LEFT}
    end = " and ".join(sorted(reached))
    wrong = [] if end in way.ends else [f"ended as {end}, not as {' or '.join(way.ends)}"]
    wrong += _lacks(end, pages, lang)
    if pages and pages[-1]["screen"] != "attract":
        wrong.append(f"stands still on {pages[-1]['screen']}")
    return Ended(way.name, end, tuple(wrong))


def _lacks(end: str, pages: list[dict[str, Any]], lang: str) -> list[str]:
    if end == DONE:
        return [] if _numbers(_texts(pages)) else ["no number"]
    if end == REQUEST:
        return [] if _numbers(_texts(pages, ("cannot",))) else ["a request without its number"]
    if end == TICKET:
        there = _texts(pages, ("ticket",))
        number = [] if NUMBER.search(there) else ["no ticket number"]
        return [*number, *_unnamed(there, lang)]
    return _unnamed(_texts(pages, NAMES_A_POINT), lang) if end == SLIP else []


def _texts(pages: list[dict[str, Any]], screens: tuple[str, ...] = ()) -> str:
    return "\n".join(
        text for page in pages if not screens or page["screen"] in screens for text in page["texts"]
    )


def _numbers(texts: str) -> bool:
    """Case numbers that are some, or a document's check code where there is none."""
    cases = [found.replace(" ", "") for found in CASE.findall(texts)]
    return all(map(valid_case_number, cases)) if cases else bool(CHECK_CODE.search(texts))


def _unnamed(texts: str, lang: str) -> list[str]:
    named = [] if any(name in texts for name in point_names(lang)) else ["no point is named"]
    flat = texts.replace("\n", " ")
    hours = [] if any(pattern(w).search(flat) for w in _hours(lang)) else ["no opening is told"]
    return named + hours


def _says(pages: list[dict[str, Any]], ids: tuple[str, ...], lang: str) -> bool:
    said = {Words(lang, plain=plain)(id) for id in ids for plain in (False, True)}
    return any(text in said for page in pages for text in page["texts"])


@cache
def point_names(lang: str) -> tuple[str, ...]:
    """Every service point as that language calls it."""
    points, words = shipped().points, Words(lang)
    return tuple(p.name if lang == "zh_CN" else words(f"point.{p.id}") for p in points.values())


@cache
def _hours(lang: str) -> tuple[str, ...]:
    return tuple(Words(lang, plain=plain)(id) for id in OPEN for plain in (False, True))
