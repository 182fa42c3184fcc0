"""Device faults on a real platform: told, worse, ended; taken on, or rising until somebody does."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from backend_client.errors import RefusedError
from backend_client.models.faults import DeviceFault, FaultTaken
from backend_client.reference import faults
from backend_client.reference.auth import Caller
from backend_client.sender import CaseSender
from tests.platform.server import NOW, key
from tests.platform.test_progress import office  # noqa: F401 - a fixture


def fault(**changes):
    told = {
        "fault_id": str(uuid4()),
        "role": "receipt",
        "kind": "receipt_printer",
        "state": "low",
        "detail": "paper_low",
        "who": "staff",
        "since": NOW,
        "at": NOW + timedelta(minutes=1),
    }
    return DeviceFault(**(told | changes))


def send(server, told):
    found = CaseSender(server.client()).send("fault", key(), told.model_dump_json().encode())
    assert found.outcome == "accepted", found.reason


def row(server, told):
    return next(f for f in server.staff().faults.every().faults if f.fault_id == told.fault_id)


def test_a_fault_gets_worse_and_ends_and_an_overtaken_word_changes_nothing(server):
    told = fault()
    send(server, told)
    worse = told.model_copy(
        update={"state": "empty", "detail": "paper_out", "at": NOW + timedelta(minutes=5)}
    )
    send(server, worse)
    send(server, told)  # late, under a key of its own
    assert (row(server, told).state, row(server, told).until) == ("empty", None)
    end = NOW + timedelta(minutes=9)
    send(server, worse.model_copy(update={"until": end, "at": end}))
    send(server, worse.model_copy(update={"at": end + timedelta(minutes=1)}))
    assert row(server, told).until == end
    assert told.fault_id not in {f.fault_id for f in server.staff().faults.lasting().faults}


def test_the_first_who_takes_a_fault_on_stands(server):
    told = fault()
    send(server, told)
    desk = server.staff().faults
    desk.take_on(told.fault_id, FaultTaken(by="700001", note="on my way"), key())
    second = desk.take_on(told.fault_id, FaultTaken(by="700002"), key())
    assert (second.acknowledged_by, second.note) == ("700001", "on my way")
    with pytest.raises(RefusedError):
        desk.take_on(str(uuid4()), FaultTaken(by="700001"), key())


def test_a_fault_rises_in_working_hours_until_somebody_takes_it_on(office):  # noqa: F811
    told = fault(since=office.clock.now(), at=office.clock.now())
    machine = Caller("XC-K-005", "0005")
    office.write(faults.keep, machine, told, key())

    def level():
        shown = office.write(lambda p, c: faults.listed(p, c, all_of_them=False))
        return next(f.level for f in shown.faults if f.fault_id == told.fault_id)

    assert (office.write(faults.escalate), level()) == (0, 1)
    office.clock.moment += timedelta(minutes=31)
    assert (office.write(faults.escalate), level()) == (1, 2)
    office.write(faults.take_on, told.fault_id, FaultTaken(by="700001"), key())
    office.clock.moment += timedelta(minutes=31)
    assert (office.write(faults.escalate), level()) == (0, 2)
    assert office.sent() == ["device.fault", "device.fault_rises"]
