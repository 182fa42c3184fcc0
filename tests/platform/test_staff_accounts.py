"""Staff accounts on a real platform: tries, points, what machines may check alone, the log."""

from __future__ import annotations

import hashlib

import pytest

from backend_client.errors import RefusedError
from backend_client.models import Heartbeat
from backend_client.models.staff_accounts import ServiceEvent, StaffAccount, StaffSignIn
from tests.platform.server import NOW, key, raw, running


def account(server, no, pin="246813", **more):
    one = StaffAccount(staff_no=no, pin=pin, role=more.pop("role", "attendant"), **more)
    server.staff().service.set_account(one, key())


def tried(server, no, pin="246813", point="SP002"):
    return server.client().service.sign_in(StaffSignIn(staff_no=no, pin=pin, point=point), key())


def test_a_pin_opens_and_five_wrong_ones_lock_even_the_right_one_out(server):
    account(server, "700001", role="manager")
    assert tried(server, "700001").role == "manager"
    left = [tried(server, "700001", "000000") for _ in range(5)]
    assert [one.tries_left for one in left] == [4, 3, 2, 1, 0]
    assert tried(server, "700001").state == "locked"


def test_a_number_that_nobody_has_is_answered_like_a_wrong_pin(server):
    account(server, "700002")
    wrong, nobody = tried(server, "700002", "000000"), tried(server, "799999", "000000")
    assert wrong.model_dump(exclude={"key"}) == nobody.model_dump(exclude={"key"})


def test_an_account_is_good_at_its_points_only_and_not_when_closed(server):
    account(server, "700003", points=("SP001",))
    account(server, "700004", active=False)
    assert tried(server, "700003", point="SP001").state == "right"
    assert tried(server, "700003", point="SP002").state == "wrong"
    assert tried(server, "700004").state == "wrong"
    kept = {one.staff_no for one in server.client().service.verifiers("SP002").staff}
    assert not kept & {"700003", "700004"}


def test_what_a_machine_keeps_checks_the_right_pin_alone_and_names_no_pin(server):
    account(server, "700005", pin="135791")
    found = server.client().service.verifiers("SP002")
    one = next(one for one in found.staff if one.staff_no == "700005")
    salt = bytes.fromhex(one.salt)
    assert hashlib.scrypt(b"135791", salt=salt, n=1 << 14, r=8, p=1).hex() == one.pin_hash
    assert (found.expires_at - NOW).days == 7
    assert "135791" not in repr(found)
    assert one.pin_hash not in repr(found)


def test_verifiers_and_the_log_are_not_for_everybody(server):
    nobody = {"Authorization": "Bearer somebody-else-0123456789"}
    assert raw(server, "GET", "/api/v1/staff-verifiers?point=SP002", **nobody).status == 401
    assert raw(server, "GET", "/api/v1/staff/service-events").status == 401
    assert raw(server, "GET", "/api/v1/staff-verifiers?point=../x").status == 422


def test_an_act_is_written_down_once_with_the_machine_that_told_it(server):
    done = ServiceEvent(at=NOW, act="restart", staff_no="700001", role="receipt", offline=True)
    again, body = key(), done.model_dump_json().encode()
    first = server.client().post("/service-events", again, body)
    assert server.client().post("/service-events", again, body) == first
    rows = [r for r in server.staff().service.events().events if r.act == "restart"]
    assert [(r.terminal_id, r.staff_no, r.role) for r in rows] == [
        ("XC-K-005", "700001", "receipt")
    ]
    with pytest.raises(RefusedError):
        server.client().post("/service-events", key(), body.replace(b"receipt", b"Li 139"))


def test_a_machine_out_of_service_is_seen_by_those_who_run_it(server):
    life = Heartbeat(
        at=NOW, day=NOW.date(), software="1", mode="demo", out_of_service="moving", outbox_parked=2
    )
    server.client().heartbeat(life)
    seen = [t for t in server.staff().terminals().terminals if t.terminal_id == "XC-K-005"]
    assert [(t.out_of_service, t.outbox_parked) for t in seen] == [("moving", 2)]


def test_a_sample_account_is_made_once_and_a_restart_ends_no_lock(tmp_path):
    sample = {"accounts": [{"staff_no": "1005", "pin": "246810", "role": "attendant"}]}
    with running(tmp_path / "data", **sample) as server:
        assert tried(server, "1005", "246810").state == "right"
        for _ in range(5):
            tried(server, "1005", "000000")
    with running(tmp_path / "data", **sample) as server:
        assert tried(server, "1005", "246810").state == "locked"
