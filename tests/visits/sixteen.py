"""Plays whole visits as a person types the command, and gathers what they left everywhere."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image

from tests.visits.platform_side import PlatformSide, read_platform

ROOT = Path(__file__).parents[2]
ALLOWANCE, RECORD = "allowance-80-mail", "insurance-record-print"
SCREENS = ("1080x1920", "1920x1080")


@cache
def foreign(name: str) -> Any:
    """A file of tests/foreign, which imports nothing of the project."""
    path = ROOT / "tests" / "foreign" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"foreign_{name}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Run:
    """One way to play one visit."""

    visit: str
    lang: str
    profile: str
    screen: str

    @property
    def name(self) -> str:
        return f"{self.visit}-{self.lang}-{self.profile}-{self.screen}"


SIXTEEN = tuple(
    Run(*one)
    for one in product((ALLOWANCE, RECORD), ("zh_CN", "en"), ("self-service", "elderly"), SCREENS)
)


@dataclass
class Evidence:
    """What a played visit left: on the glass, in the air, on paper, at the platform."""

    run: Run
    summary: dict[str, Any]
    pages: list[dict[str, Any]]
    glass_codes: list[str]
    spoken: list[str]
    slips: list[bytes]
    platform: PlatformSide
    out: Path


def start(run: Run, folder: Path, *more: str) -> subprocess.Popen[str]:
    """Begin to play; everything it writes goes into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "kiosk", "play", f"docs/visits/{run.visit}.yaml"]
    where = ["--out", str(folder / "out"), "--data", str(folder / "data")]
    how = ["--lang", run.lang, "--profile", run.profile, "--screen", run.screen]
    clean = {k: v for k, v in os.environ.items() if not k.startswith("JINBAN_")}
    return subprocess.Popen(
        [*command, *where, *how, *more],
        cwd=ROOT,
        env=clean,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(playing: subprocess.Popen[str], timeout_s: float = 110) -> None:
    """Wait for its end; AssertionError with what it said unless it ended with 0."""
    try:
        said, _ = playing.communicate(timeout=timeout_s)
    finally:
        playing.kill()
    assert playing.returncode == 0, said


def gather(run: Run, folder: Path) -> Evidence:
    """Read everything back."""
    out = folder / "out"
    lines = (out / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    return Evidence(
        run=run,
        summary=json.loads((out / "summary.json").read_text(encoding="utf-8")),
        pages=[json.loads(line) for line in lines],
        glass_codes=sorted({code for p in out.glob("*-done.png") for code in _codes(p)}),
        spoken=(out / "spoken.txt").read_text(encoding="utf-8").splitlines(),
        slips=[p.read_bytes() for p in sorted((out / "receipts").glob("*.bin"))],
        platform=read_platform(folder / "data" / "platform"),
        out=out,
    )


def _codes(picture: Path) -> list[str]:
    with Image.open(picture) as image:
        return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]
