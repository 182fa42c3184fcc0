"""The fault record against a real store: a restart, a full disk, one word to the platform."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from drivers.status import DeviceStatus, State
from kiosk.clock import FixedClock
from kiosk.commands.application import app
from kiosk.domain.faults import TELL_S
from kiosk.domain.readiness import Check, Sheet
from kiosk.services.live import health
from kiosk.services.live.staff import kept_checks
from kiosk.services.messages import Words
from kiosk.services.ports import NotKeptError
from kiosk.services.sheets_check import check_page
from tests.services.test_service_live import NOON, terminal
from ui.print import render

GONE = DeviceStatus("receipt", "receipt_printer", "m", "p", State.DISCONNECTED, "hung_up", 1.0)
BACK = DeviceStatus("receipt", "receipt_printer", "m", "p", State.READY, "", 2.0)


@pytest.fixture
def clock():
    return FixedClock(NOON)


@contextmanager
def watching(tmp_path, clock, monkeypatch):
    """A terminal whose health is turned by hand, at a time that is set by hand."""
    with terminal(tmp_path, clock) as services:
        now = SimpleNamespace(at=0.0)
        monkeypatch.setattr(health, "time", SimpleNamespace(monotonic=lambda: now.at))
        services.health._turn(None)
        yield services, now


def told(services):
    sql = "SELECT count(*) FROM outbox WHERE kind = 'fault'"
    return services.records.store.read(lambda c: c.exec_driver_sql(sql).scalar())


def test_a_fault_outlives_a_restart_is_told_once_and_ends(tmp_path, clock, monkeypatch):
    with watching(tmp_path, clock, monkeypatch) as (services, now):
        services.health._turn(GONE)
        now.at = TELL_S
        services.health._turn(None)
        (first,) = services.health.faults()
        assert told(services) == 1
    with watching(tmp_path, clock, monkeypatch) as (services, now):
        services.health._turn(GONE)
        now.at = 2 * TELL_S
        services.health._turn(None)
        assert (services.health.faults(), told(services)) == ((first,), 1)
        services.health._turn(BACK)
        (ended,) = services.health.faults()
        assert (ended.fault_id, ended.until) == (first.fault_id, clock.utc_now())
        assert told(services) == 2


def test_a_fault_that_the_disk_did_not_take_is_written_later(tmp_path, clock, monkeypatch):
    with watching(tmp_path, clock, monkeypatch) as (services, now):
        services.health._turn(GONE)
        now.at = 10
        write = services.records.write
        monkeypatch.setattr(services.records, "write", full)
        with pytest.raises(NotKeptError):
            services.health._turn(None)
        assert services.health.faults() == ()
        monkeypatch.setattr(services.records, "write", write)
        services.health._turn(None)
        assert len(services.health.faults()) == 1


def full(_work):
    raise NotKeptError("full")


def test_what_a_device_says_reaches_the_record_by_the_thread(tmp_path, clock):
    with terminal(tmp_path, clock) as services:
        taken = threading.Event()
        turn = services.health._turn
        services.health._turn = lambda status: (turn(status), status and taken.set())
        services.health.start()
        services.health.seen(GONE)
        assert taken.wait(10)
        services.health.stop()
        assert not services.health._thread.is_alive()
        assert services.health._book.next_s(0) is not None


def test_a_signed_check_is_sealed_kept_and_noted(tmp_path, clock):
    checks = (Check("receipt", "receipt_printer", "ready", "", "ok", "good"),)
    sheet = Sheet("s1", clock.utc_now(), date(2026, 11, 23), "1005", checks, (((1.0, 2.0, 3),),))
    with terminal(tmp_path, clock) as services:
        services.health.keep(sheet)
        assert services.health.newest() == sheet
        raw = services.records.store.read(
            lambda c: c.exec_driver_sql("SELECT sealed FROM readiness_sheets").scalar()
        )
        acts = services.records.store.read(
            lambda c: c.exec_driver_sql("SELECT act, detail FROM service_acts").all()
        )
    assert b"receipt" not in raw
    assert [tuple(one) for one in acts] == [("check", "good1-bad0-skipped0")]


def test_a_kept_check_comes_out_as_a_page_with_its_signature(tmp_path, clock):
    checks = (Check("receipt", "receipt_printer", "ready", "", "ok", "good"),)
    stroke = tuple((float(n), float(n % 7), n) for n in range(40))
    sheet = Sheet("s1", clock.utc_now(), date(2026, 11, 23), "1005", checks, (stroke,))
    with terminal(tmp_path, clock) as services:
        services.health.keep(sheet)
    assert kept_checks(tmp_path) == (sheet,)
    out = tmp_path / "check.pdf"
    run = CliRunner().invoke(app, ["readiness", "export", str(out), "--data", str(tmp_path)])
    assert run.exit_code == 0, run.output
    assert (out.read_bytes()[:5], out.stat().st_mode & 0o777) == (b"%PDF-", 0o600)
    unsigned = render(check_page(Words(), replace(sheet, strokes=()), "XC-K-005", sample=True))
    assert len(out.read_bytes()) > len(unsigned)
    nothing = CliRunner().invoke(
        app, ["readiness", "export", str(out), "--id", "x", "--data", str(tmp_path)]
    )
    assert nothing.exit_code == 1
