from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk import log as jlog
from kiosk.clock import Clock, FixedClock, SystemClock

PERSONAL = (
    "李样例",
    "429999194405180018",
    "13800000000",
    "6217994299900010026",
    "襄城区檀溪街道",
    "SAMPLE ALPHA",
)


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    handler = jlog.setup(tmp_path / "log")
    yield tmp_path / "log" / jlog.FILE
    jlog.stop(handler)
    logging.getLogger().setLevel(logging.WARNING)


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


def fail(error: Exception) -> None:
    raise error


def test_an_event_is_one_line_with_its_codes(written: Path) -> None:
    logging.getLogger("drivers.worker").info("device_state role=%s state=%s", "receipt", "low")
    jlog.event(logging.getLogger("kiosk.case"), "case_sent", case_no="XC2611230005000423", ms=12.5)
    first, second = lines(written)
    assert (first["event"], first["role"], first["state"]) == ("device_state", "receipt", "low")
    assert (second["event"], second["case_no"], second["ms"]) == (
        "case_sent",
        "XC2611230005000423",
        12.5,
    )
    assert datetime.fromisoformat(str(first["ts"])).utcoffset() is not None
    assert written.stat().st_mode & 0o077 == 0


def test_every_key_that_the_program_logs_is_let_through() -> None:
    root = Path(jlog.__file__).parents[1]
    calls = re.compile(r'\blog\.\w+\(\s*"([^"]*)"')
    used = [
        (path.name, key)
        for room in jlog.ROOMS
        for path in (root / room).rglob("*.py")
        if "reference" not in path.parts and path.name != "log.py"
        for text in calls.findall(path.read_text(encoding="utf-8"))
        for key in re.findall(r"([a-z_]+)=%", text)
    ]
    assert len(used) > 20
    assert [one for one in used if one[1] not in jlog.KEYS] == []


@pytest.mark.parametrize("secret", PERSONAL)
def test_personal_values_cannot_get_in_by_any_way(written: Path, secret: str) -> None:
    room = logging.getLogger("drivers.id_card")
    room.warning("read %s", secret)
    room.warning("card detail=%s", secret)
    room.warning("card name=%s", secret)
    room.warning(f"{secret} was read")
    room.warning(f"card detail={secret}")
    room.warning(secret)
    room.warning({"name": secret})
    room.warning("card %(name)s", {"name": secret})
    jlog.event(
        room, "card", detail=secret, reason=f"x-{secret}", request_id=secret, no=secret, name=secret
    )
    jlog.event(room, "card", **{secret: 1, "n": int(secret) if secret.isdigit() else 0})
    try:
        fail(ValueError(secret))
    except ValueError:
        room.exception("card_failed detail=%s", secret)
    logging.getLogger("sqlalchemy.engine").warning("INSERT %s", secret)
    text = written.read_text(encoding="ascii")
    for form in (secret, json.dumps(secret)[1:-1]):
        assert form not in text
    assert len(lines(written)) == 12


def test_an_error_keeps_its_type_and_place(written: Path) -> None:
    try:
        fail(KeyError("429999194405180018"))
    except KeyError:
        logging.getLogger("kiosk.app").exception("bug role=%s", "scanner")
    (line,) = lines(written)
    assert (line["error"], line["event"], line["role"]) == ("KeyError", "bug", "scanner")
    assert "test_log_and_clock.py" in str(line["trace"])


def test_a_random_id_can_be_followed_through_the_log(written: Path) -> None:
    import uuid

    number = uuid.uuid4()
    jlog.event(logging.getLogger("kiosk.x"), "visit", session=number, request_id=number.hex)
    (line,) = lines(written)
    assert (line["session"], line["request_id"]) == (str(number), number.hex)


def test_keys_that_are_not_allowed_are_named_but_not_kept(written: Path) -> None:
    jlog.event(logging.getLogger("kiosk.x"), "visit", address="x", step="form")
    (line,) = lines(written)
    assert (line["dropped"], line["step"]) == (["address"], "form")


def test_what_does_not_change_is_logged_once(written: Path) -> None:
    seen = jlog.OnChange(logging.getLogger("kiosk.x"))
    outcomes = [
        seen.event("paper", "receipt", state=s) for s in ("ready", "ready", "low", "low", "ready")
    ]
    assert outcomes == [True, False, True, False, True]
    assert seen.event("paper", "label", state="ready")
    assert len(lines(written)) == 4


def test_the_log_rotates_and_never_stops_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jlog, "FILE_BYTES", 2000)
    monkeypatch.setattr(jlog, "FILES", 2)
    handler = jlog.setup(tmp_path)
    room = logging.getLogger("kiosk.x")
    for n in range(100):
        jlog.event(room, "tick", n=n)
    assert isinstance(handler, logging.FileHandler)

    def full(_text: str) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(handler.stream, "write", full)
    jlog.event(room, "tick", n=100)
    jlog.stop(handler)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["terminal.jsonl", "terminal.jsonl.1", "terminal.jsonl.2"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())


def test_the_date_is_shanghais_whatever_the_machine_believes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import time

    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    clock: Clock = FixedClock(datetime(2026, 11, 22, 16, 30, tzinfo=UTC))
    assert clock.today() == date(2026, 11, 23)
    assert clock.now().isoformat() == "2026-11-23T00:30:00+08:00"
    assert SystemClock().now().utcoffset() == clock.now().utcoffset()
    monkeypatch.undo()
    time.tzset()


def test_a_fixed_clock_moves_only_forward() -> None:
    clock = FixedClock(datetime(2026, 11, 22, 16, 30, tzinfo=UTC))
    clock.advance(90)
    assert (clock.monotonic(), clock.utc_now().minute, clock.utc_now().second) == (90, 31, 30)
    with pytest.raises(ValueError, match="back"):
        clock.advance(-1)
    system = SystemClock()
    assert system.monotonic() <= system.monotonic()
    assert system.today() == system.now().date()
