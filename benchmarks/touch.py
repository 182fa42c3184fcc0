"""How long the glass takes to answer a touch, over a whole visit: press sent to next frame.

The player measures inside the terminal, so the panel's own delay is not in it; a frame that was
due anyway, the clock's for one, can flatter a single touch, hence percentiles over all of them.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

if __package__:
    from benchmarks.figures import figure, percentile
else:
    from figures import figure, percentile

ROOT = Path(__file__).parents[1]
VISIT = ROOT / "docs" / "visits" / "allowance-80-mail.yaml"


def default_command(out: Path, data: Path) -> list[str]:
    """The visit as it is played, or JINBAN_BENCH_PLAY with {visit}, {out} and {data} filled in."""
    told = os.environ.get("JINBAN_BENCH_PLAY", "{kiosk} play {visit} --out {out} --data {data}")
    known = {
        "{kiosk}": str(ROOT / ".venv" / "bin" / "kiosk"),
        "{visit}": str(VISIT),
        "{out}": str(out),
        "{data}": str(data),
    }
    return [known.get(word, word) for word in shlex.split(told)]


def touches(steps: Path) -> list[float]:
    """Every touch_to_frame_ms of a steps.jsonl."""
    lines = steps.read_text(encoding="utf-8").splitlines()
    found = (json.loads(line)["touch_to_frame_ms"] for line in lines)
    return [float(value) for value in found if value is not None]


def run(command: Sequence[str] | None = None, steps: Path | None = None) -> list[dict[str, Any]]:
    """Play the visit offscreen and take the figure from its steps; RuntimeError when it fails."""
    with tempfile.TemporaryDirectory(prefix="jinban-bench-") as folder:
        out, data = Path(folder) / "out", Path(folder) / "data"
        words = list(command or default_command(out, data))
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
        played = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, check=False)
        if played.returncode:
            raise RuntimeError(f"the visit ended with {played.returncode}")
        values = touches(steps or out / "steps.jsonl")
        said = " ".join(words).replace(folder, "TMP")
    if not values:
        raise RuntimeError("no touch was answered by a frame")
    return [
        figure(
            "touch.to_frame",
            values,
            "ms",
            value=percentile(values, 0.95),
            target="p95 <= 50",
            baseline="13 ms median: a browser in kiosk mode, home page alone",
            command=said,
        )
    ]


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
