"""A visit on devices that the project did not write: a reader on a pty, a printer on TCP.

Both are scripts of tests/foreign that import nothing of the project and speak by hand-written
frames; the reader's first answer of all and its first card come with a wrong check byte.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.visits.checker import differences
from tests.visits.sixteen import RECORD, ROOT, Run, gather, start
from tests.visits.test_sample_cards import peripherals

FOREIGN = ROOT / "tests" / "foreign"
OURS = ("kiosk", "drivers", "backend_client", "ui", "tests")


class Peer:
    """A foreign device as a process: one line with its port, then orders on its input."""

    def __init__(self, script: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(FOREIGN / script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.port: str = json.loads(self.process.stdout.readline())["port"]

    def order(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def end(self) -> None:
        """Its input ends; it stores what it still has and goes."""
        self.process.communicate(timeout=10)


@contextmanager
def peers(folder: Path) -> Generator[tuple[Peer, Peer]]:
    """The reader without a card, and the printer that stores its slips in the folder."""
    reader, printer = Peer("sam_reader.py"), Peer("escpos_printer.py", str(folder))
    try:
        yield reader, printer
    finally:
        for peer in (reader, printer):
            peer.end()


def obey(playing: subprocess.Popen[str], reader: Peer) -> list[dict[str, Any]]:
    """Do by hand what the player asks for, until it ends; everything that it asked."""
    asked: list[dict[str, Any]] = []
    assert playing.stdout
    said: list[str] = []
    for line in playing.stdout:
        said.append(line)
        if line.startswith("{"):
            asked.append(json.loads(line)["waiting"])
            reader.order(f"card {asked[-1]['card']}")
    assert playing.wait(10) == 0, "".join(said)
    return asked


def test_a_visit_completes_on_a_foreign_reader_and_a_foreign_printer(tmp_path: Path) -> None:
    run = Run(RECORD, "zh_CN", "self-service", "1080x1920")
    with peers(tmp_path / "paper") as (reader, printer):
        file = peripherals(tmp_path, id_card=reader.port, receipt=printer.port, speaker="virtual")
        playing = start(run, tmp_path, "--peripherals", str(file))
        try:
            asked = obey(playing, reader)
        finally:
            playing.kill()
            playing.communicate()
    assert [one["card"] for one in asked] == ["resident", "none"]
    assert {one["role"] for one in asked} == {"id_card"}
    seen = gather(run, tmp_path)
    came_out = [slip.read_bytes() for slip in sorted((tmp_path / "paper").glob("*.bin"))]
    assert came_out == seen.slips
    assert len(came_out) == 1
    assert differences(seen) == []


def test_foreign_devices_import_nothing_of_the_project() -> None:
    neighbours = {script.stem for script in FOREIGN.glob("*.py")}
    allowed = neighbours | {"PIL", "zxingcpp"} | sys.stdlib_module_names
    assert not neighbours & set(OURS)
    for script in FOREIGN.glob("*.py"):
        imported = set(imports(ast.parse(script.read_text(encoding="utf-8"))))
        assert imported <= allowed, f"{script.name}: {imported - allowed}"


def imports(tree: ast.AST) -> Generator[str]:
    """The first part of every module that is imported anywhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0] or "tests"
