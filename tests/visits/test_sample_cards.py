"""Eight sample cards through `kiosk devices test id_card --json`, from two unlike readers.

One reader is written by hand (tests/foreign: blocks of 256 bytes, first answers with a wrong check
byte), the other is the project's emulator. That a card swapped between select and read never mixes
two people is held in tests/drivers/test_id_card_reader.py.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.visits.sixteen import ROOT, foreign

CARDS: dict[str, Any] = foreign("id_card_blocks").CARDS
DAYS = ("birth", "valid_from", "valid_to")
LONG_TERM = "长期"
PEOPLE = {name: told[0] for name, told in CARDS.items()}


def expected(name: str) -> dict[str, Any]:
    """What the card says, as JSON says it; what its kind does not carry is "" or null."""
    told = dict(PEOPLE[name])
    told["long_term"] = told["valid_to"] == LONG_TERM
    for day in DAYS:
        told[day] = None if told[day] == LONG_TERM else iso(told[day])
    told.setdefault("name", told.get("name_en", ""))
    absent = ("ethnic", "address", "issuer", "nationality", "permit_number", "issue_count")
    more = ("version", "office_code", "old_number_link", "name_en", "chinese_name")
    fields: dict[str, Any] = dict.fromkeys((*absent, *more), "")
    empty: list[str] = []
    fields |= dict.fromkeys(("new_addresses", "unreadable", "unmapped"), empty)
    return fields | {"has_photo": True} | told


def iso(day: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


@contextmanager
def by_hand(script: str, card: str) -> Generator[str]:
    """A reader of tests/foreign with a card on it; its port."""
    command = [sys.executable, str(ROOT / "tests" / "foreign" / script), card]
    reader = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PYTHONUTF8": "1"}
    )
    try:
        assert reader.stdout
        yield json.loads(reader.stdout.readline())["port"]
    finally:
        reader.kill()
        reader.communicate()


def peripherals(folder: Path, **ports: str) -> Path:
    """A configuration file with these roles plugged in and no others."""
    kinds = {
        "id_card": "kind: id_card, model: sam_v",
        "receipt": "kind: receipt_printer, model: escpos_80mm",
        "scanner": "kind: code_scanner, model: serial_2d",
        "speaker": "kind: speaker, model: espeak_ng",
    }
    head = (ROOT / "peripherals.yaml").read_text(encoding="utf-8").split("devices:")[0]
    lines = [f'  {role}: {{{kinds[role]}, port: "{port}"}}\n' for role, port in ports.items()]
    file = folder / "peripherals.yaml"
    file.write_text(f"{head}devices:\n{''.join(lines)}", encoding="utf-8")
    return file


def read_card(*arguments: str) -> tuple[dict[str, Any], str]:
    """The command's answer, and everything that it printed."""
    command = [sys.executable, "-m", "kiosk", "devices", "test", "id_card", "--json", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout), done.stdout + done.stderr


def test_the_hand_written_cards_are_the_eight_sample_people() -> None:
    text = (ROOT / "kiosk" / "data" / "sample_people.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"^  ([a-z0-9-]+):$", text, re.MULTILINE)) == set(PEOPLE)
    assert len(PEOPLE) == 8


def all_at_once(one: Callable[[str], dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Every card's fields; the commands mostly wait for their line, so several run together."""
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(PEOPLE, pool.map(one, PEOPLE), strict=True))


def folder(where: Path, name: str) -> Path:
    (where / name).mkdir()
    return where / name


def test_hand_written_blocks_are_read_field_by_field(tmp_path: Path) -> None:
    def one(name: str) -> dict[str, Any]:
        with by_hand("sam_reader.py", name) as port:
            file = peripherals(folder(tmp_path, name), id_card=port)
            told, _ = read_card("--peripherals", str(file))
        assert (told["ok"], told["state"], told["port"]) == (True, "ready", port)
        return told["card"]

    assert all_at_once(one) == {name: expected(name) for name in PEOPLE}


def test_the_emulator_serves_the_same_fields(tmp_path: Path) -> None:
    file = str(peripherals(tmp_path, id_card="virtual"))

    def one(name: str) -> dict[str, Any]:
        return read_card("--peripherals", file, "--card", name)[0]["card"]

    assert all_at_once(one) == {name: expected(name) for name in PEOPLE}


@pytest.mark.parametrize(("card", "name"), [("stranger", "无*"), ("namesake", "王*例")])
def test_a_card_that_is_no_sample_is_masked(card: str, name: str, tmp_path: Path) -> None:
    with by_hand("strangers.py", card) as port:
        told, said = read_card("--peripherals", str(peripherals(tmp_path, id_card=port)))
    assert told["card"]["name"] == name
    assert told["card"]["number"] == "420602********0013"
    for hidden in (
        "420602195001010013",
        "19500101",
        "1950-01-01",
        "檀溪",
        "1986",
        "无名",
        "王样例",
    ):
        assert hidden not in said
