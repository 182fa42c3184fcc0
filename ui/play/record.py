"""Writes down a played visit: steps, pictures, slips, spoken words and the summary."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from ui.play.subject import CaseFacts, Paper

_OURS = re.compile(r"\d{2,}-[A-Za-z0-9_-]+\.png|(?:steps|pages)\.jsonl|spoken\.txt|summary\.json")
_OUR_RECEIPT = re.compile(r"\d{2,}\.(bin|txt|png)")


@dataclass(slots=True)
class Step:
    """One line of steps.jsonl. `t_ms` counts from the start of the visit."""

    n: int
    action: Mapping[str, object]
    step: int
    screen: str
    title: str
    spoken: str
    touch_to_frame_ms: float | None
    png: str | None
    t_ms: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a visit went. `failed_action` names the action as it is written."""

    ok: bool
    failed_action: Mapping[str, object] | None = None
    error: str | None = None

    @property
    def exit_code(self) -> int:
        """0 played through, 1 an action could not be done."""
        return 0 if self.ok else 1


@dataclass(frozen=True, slots=True)
class Setting:
    """Under what the visit ran, for the summary."""

    script: str
    profile: str
    lang: str
    screen: str


@dataclass(slots=True)
class Recorder:
    """Owns one output directory; what an earlier run left there under our names goes."""

    out: Path
    screens: list[str] = field(default_factory=list[str])
    touches_ms: list[float] = field(default_factory=list[float])
    _n: int = 0

    def open(self) -> None:
        """Make or clear the directory; OSError when that cannot be done."""
        receipts = self.out / "receipts"
        receipts.mkdir(parents=True, exist_ok=True)
        for old in self.out.iterdir():
            if old.is_file() and _OURS.fullmatch(old.name):
                old.unlink()
        for old in receipts.iterdir():
            if _OUR_RECEIPT.fullmatch(old.name):
                old.unlink()
        for lines in ("steps.jsonl", "pages.jsonl"):
            (self.out / lines).touch()

    def number(self) -> int:
        """The next line's number; its picture carries it too."""
        self._n += 1
        return self._n

    def step(self, step: Step) -> None:
        """Append a line; on disk when this returns, so that a crash keeps what was before it."""
        if not self.screens or self.screens[-1] != step.screen:
            self.screens.append(step.screen)
        if step.touch_to_frame_ms is not None:
            self.touches_ms.append(step.touch_to_frame_ms)
        self._append("steps.jsonl", asdict(step))

    def words(self, screen: str, texts: Sequence[str], t_ms: int) -> None:
        """Append the words of a page as drawn; `after` is the number of the last line begun."""
        page = {"after": self._n, "screen": screen, "texts": list(texts), "t_ms": t_ms}
        self._append("pages.jsonl", page)

    def _append(self, name: str, line: Mapping[str, object]) -> None:
        with (self.out / name).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")

    def picture(self, n: int, name: str, image: QImage) -> str:
        """Save a picture of the window; its file name."""
        file = f"{n:02d}-{re.sub(r'[^A-Za-z0-9_-]', '-', name) or 'page'}.png"
        if not image.save(str(self.out / file)):
            raise OSError(f"{file} could not be written")
        return file

    def receipt(self, n: int, data: bytes, paper: Paper | None) -> str:
        """Save a slip as bytes, text and picture; the bytes' file name."""
        base = self.out / "receipts" / f"{n:02d}"
        base.with_suffix(".bin").write_bytes(data)
        if paper is not None:
            base.with_suffix(".txt").write_text(paper.text, encoding="utf-8")
            base.with_suffix(".png").write_bytes(paper.png)
        return f"receipts/{n:02d}.bin"

    def spoken(self, sentences: Sequence[str]) -> None:
        """Save what was spoken, one utterance a line."""
        lines = "".join(f"{' '.join(sentence.split())}\n" for sentence in sentences)
        (self.out / "spoken.txt").write_text(lines, encoding="utf-8")

    def summary(
        self,
        outcome: Outcome,
        setting: Setting,
        *,
        case: CaseFacts,
        receipts: Sequence[str],
        versions: Mapping[str, str],
        duration_ms: int,
    ) -> dict[str, Any]:
        """Write summary.json; what has no value is null."""
        due = {"date": case.due, "provisional": case.provisional} if case.due else None
        document: dict[str, Any] = {
            "ok": outcome.ok,
            "failed_action": outcome.failed_action,
            "error": outcome.error,
            **asdict(setting),
            "case_no": case.case_no or None,
            "platform_no": case.platform_no or None,
            "due": due,
            "postal_no": case.postal_no or None,
            "ticket": case.ticket or None,
            "receipts": list(receipts),
            "screens": self.screens,
            "duration_ms": duration_ms,
            "versions": dict(versions),
        }
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        (self.out / "summary.json").write_text(text, encoding="utf-8")
        return document
