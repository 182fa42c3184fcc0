"""Both visits, played whole: no name, day, number or code differs between the four places."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.visits.checker import differences
from tests.visits.facts import Facts
from tests.visits.sixteen import ALLOWANCE, RECORD, SIXTEEN, Evidence, Run, finish, gather, start

QUICK = (
    Run(ALLOWANCE, "en", "elderly", "1920x1080"),
    Run(RECORD, "zh_CN", "self-service", "1080x1920"),
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Evidence]:
    """The two quick runs, played once by whichever worker comes first, side by side."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    with (root / "visits.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "visits").exists():
            play_both(root / "playing")
            (root / "playing").rename(root / "visits")
        return {run.visit: gather(run, root / "visits" / run.name) for run in QUICK}


def play_both(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    playing = [start(run, folder / run.name) for run in QUICK]
    try:
        for one in playing:
            finish(one)
    finally:
        for one in playing:
            one.kill()


@pytest.mark.parametrize("visit", [ALLOWANCE, RECORD])
def test_a_visit_says_the_same_on_screen_voice_slip_and_platform(
    played: dict[str, Evidence], visit: str
) -> None:
    assert differences(played[visit]) == []


def on_page(screen: str, old: str, new: str) -> Callable[[Evidence], None]:
    def change(seen: Evidence) -> None:
        for page in seen.pages:
            if page["screen"] == screen:
                page["texts"] = [re.sub(old, new, text) for text in page["texts"]]

    return change


def on_slip(old: str, new: str) -> Callable[[Evidence], None]:
    """In the bytes themselves; a star stands between FS . and FS & among Chinese characters."""

    def bare(text: str, star: bytes) -> bytes:
        return text.encode("gbk").replace(b"~", star)

    def change(seen: Evidence) -> None:
        wanted = bare(old, rb"\x1c\.\*\x1c&")
        seen.slips[0] = re.sub(wanted, bare(new, b"\x1c.*\x1c&"), seen.slips[0])

    return change


def aloud(old: str, new: str) -> Callable[[Evidence], None]:
    def change(seen: Evidence) -> None:
        seen.spoken = [re.sub(old, new, line) for line in seen.spoken]

    return change


def also_aloud(text: str) -> Callable[[Evidence], None]:
    return lambda seen: seen.spoken.append(text)


def in_file(name: str, key: str, value: object) -> Callable[[Evidence], None]:
    return lambda seen: getattr(seen.platform, name).update({key: value})


def other_code(seen: Evidence) -> None:
    seen.glass_codes = ["XC0000000000000000"]


def other_slip(seen: Evidence) -> None:
    """One dark module of the QR code's picture turned light, all the way across."""
    head = seen.slips[0].index(b"\x1dv0")
    seen.slips[0] = seen.slips[0][: head + 8] + bytes(2400) + seen.slips[0][head + 2408 :]


PLANTED: dict[str, tuple[str, Callable[[Evidence], None], str]] = {
    "number on the slip": (ALLOWANCE, on_slip(r"XC (\d{4}) \d", r"XC \1 9"), "number on slip"),
    "day on the slip": (ALLOWANCE, on_slip(r"December \d+", "December 31"), "days on the slip"),
    "weekday on the slip": (ALLOWANCE, on_slip(r"[A-Z]\w+day", "Sunday"), "slip"),
    "whole name on the slip": (ALLOWANCE, on_slip("李~例", "李样例"), "masked name on the slip"),
    "another name on the slip": (RECORD, on_slip("王~例", "李~例"), "masked name on the slip"),
    "check code on the slip": (RECORD, on_slip(r"-\w{4}-", "-0000-"), "check code on the slip"),
    "months on the slip": (RECORD, on_slip("172", "171"), "row on the slip"),
    "code on the slip": (RECORD, other_slip, "QR on the slip"),
    "code on the screen": (RECORD, other_code, "QR on the screen"),
    "number on the screen": (
        ALLOWANCE,
        on_page("done", r"^(XC.*)\d$", r"\1?"),
        "case number on the screen",
    ),
    "day on the matter page": (
        ALLOWANCE,
        on_page("matter", r"December \d+", "December 30"),
        "screen matter shows the day",
    ),
    "check code on the screen": (
        RECORD,
        on_page("done", r"^\w{4}(-.{14})$", r"0000\1"),
        "check code on the screen",
    ),
    "name of another": (ALLOWANCE, on_page("confirm", r"李", "王"), "masked name on the screen"),
    "whole ID number": (ALLOWANCE, on_page("review", r"\*{8}", "19440518"), "a whole number"),
    "spoken day": (ALLOWANCE, aloud(r"December \d+", "December 30"), "dates spoken"),
    "spoken tail": (ALLOWANCE, aloud(r"(\d \d \d) \d", r"\1 X"), "digits spoken"),
    "spoken name": (ALLOWANCE, also_aloud("李样例"), "the name is spoken"),
    "spoken number": (RECORD, also_aloud("429999198603150029"), "spoken whole"),
    "day of a record": (RECORD, also_aloud("最晚十二月二号办好"), "dates spoken"),
    "filed name": (ALLOWANCE, in_file("filed", "applicant", {}), ""),
    "due at the platform": (ALLOWANCE, in_file("view", "due", None), "due at the platform"),
    "receiver": (ALLOWANCE, in_file("delivery", "receiver_name", "王样例"), "receiver"),
    "holder": (RECORD, in_file("document", "holder", "李*例"), "holder"),
    "rating": (RECORD, lambda seen: seen.platform.ratings.clear(), "ratings"),
    "twice at the platform": (RECORD, in_file("counts", "cases", 2), "cases"),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_difference_is_found(played: dict[str, Evidence], planted: str) -> None:
    visit, plant, told = PLANTED[planted]
    seen = deepcopy(played[visit])
    plant(seen)
    assert seen != played[visit], "nothing was planted"
    try:
        found = differences(seen)
    except KeyError as missing:
        found = [f"no {missing}"]
    assert any(told in line for line in found), found


def test_every_line_of_the_voice_was_on_the_screen(played: dict[str, Evidence]) -> None:
    for seen in played.values():
        shown = {flat(text) for _, text in Facts(seen).glass}
        unseen = [line for line in seen.spoken if flat(line) not in shown]
        assert [line for line in unseen if not line.endswith(WORKING)] == []


def test_the_signature_on_the_screen_is_the_one_that_was_filed(played: dict[str, Evidence]) -> None:
    seen = played[ALLOWANCE]
    strokes = seen.platform.filed["signature"]["strokes"]
    assert len(strokes) == 2
    across = [x for stroke in strokes for x, _, _ in stroke]
    pictures = sorted(seen.out.glob("*-sign.png"))
    with Image.open(pictures[0]) as empty, Image.open(pictures[-1]) as signed:
        ink = ImageChops.difference(empty.convert("L"), signed.convert("L")).getbbox()
    assert ink
    assert (ink[2] - ink[0]) / PX_PER_MM == pytest.approx(max(across) - min(across), abs=4)


PX_PER_MM = 4.03
WORKING = ("One moment please.", "请等一等。")
"""How pages end that may be over before they come to rest."""


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.long
@pytest.mark.timeout(180)
@pytest.mark.parametrize("run", SIXTEEN, ids=lambda run: run.name)
def test_sixteen_ways_to_play_say_the_same_everywhere(run: Run, tmp_path: Path) -> None:
    finish(start(run, tmp_path))
    assert differences(gather(run, tmp_path)) == []
