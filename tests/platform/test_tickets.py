from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from itertools import count
from uuid import uuid4

import pytest
import yaml

from backend_client.errors import RefusedError
from backend_client.models.tickets import BlockRequest, NextCall, TicketAction, TicketRequest
from backend_client.reference.tickets import MOVES, SLOT_PLACES
from tests.platform.server import LI, NOW, ROOT, key

TODAY = date(2026, 11, 23)
_points = count(5)


@pytest.fixture
def hall():
    """A hall of the test's own, so that its numbers begin at 1 and nobody else waits there."""
    return f"SP{next(_points):03d}"


def block(client, hall, *, zone="A", n=5, day=TODAY):
    asked = BlockRequest(point=hall, day=day, wanted=({"zone": zone, "count": n},))
    return client.tickets.lease(asked, key()).blocks


def ticket(number, hall, **more):
    given = {
        "ticket_id": uuid4().hex,
        "number": number,
        "point": hall,
        "day": TODAY,
        "zone": number[0],
        "taken_at": NOW,
    }
    return TicketRequest.model_validate({**given, **more})


def take(client, number, hall, **more):
    return client.tickets.take(ticket(number, hall, **more), key())


def refused(call):
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.problem.code


def test_two_machines_never_give_the_same_number_of_a_hall(server, hall):
    mine, other = block(server.client(), hall), block(server.other(), hall)
    assert [(b.first, b.last) for b in (*mine, *other)] == [(1, 5), (6, 10)]
    take(server.client(), "A005", hall)
    assert refused(lambda: take(server.client(), "A006", hall)) == "ticket-number-foreign"
    assert refused(lambda: take(server.client(), "A005", hall)) == "ticket-number-taken"
    assert take(server.other(), "A006", hall).before == 1
    tomorrow = block(server.client(), hall, day=TODAY + timedelta(days=1))
    assert tomorrow[0].first == 1


def test_the_same_request_for_numbers_gets_the_same_numbers(server, hall):
    asked, mine = BlockRequest(point=hall, day=TODAY, wanted=({"zone": "B", "count": 3},)), key()
    first = server.client().tickets.lease(asked, mine)
    assert server.client().tickets.lease(asked, mine) == first


def test_a_zone_ends_at_999_and_says_so(server, hall):
    for _ in range(49):
        block(server.client(), hall, n=20)
    assert block(server.client(), hall, n=20)[0].last == 999
    assert block(server.client(), hall) == ()


def test_priority_is_called_first_then_as_taken_however_late_it_was_sent(server, hall):
    client, desk = server.client(), server.staff().desk
    block(client, hall)
    take(client, "A002", hall, taken_at=NOW - timedelta(minutes=5))
    take(client, "A003", hall, taken_at=NOW - timedelta(minutes=9))  # was offline meanwhile
    last = take(client, "A004", hall, priority="pregnant")
    assert last.before == 0
    called = [desk.call_next(NextCall(point=hall, zone="A", window=7), key()) for _ in range(4)]
    assert [c.ticket and c.ticket.number for c in called] == ["A004", "A003", "A002", None]
    assert called[0].ticket.window == 7
    assert client.tickets.ticket(last.ticket_id).state == "called"


def test_a_booking_is_called_at_its_time_and_a_half_day_holds_so_many(server, hall):
    client, desk = server.client(), server.staff().desk
    block(client, hall, n=20)
    block(client, hall, n=3)
    soon = NOW + timedelta(hours=3)
    for n in range(1, SLOT_PLACES + 1):
        take(client, f"A{n:03d}", hall, booked_for=soon)
    full = lambda: take(client, "A022", hall, booked_for=soon)  # noqa: E731
    assert refused(full) == "slot-full"
    walk_in = take(client, "A021", hall)
    assert walk_in.before == 0
    assert desk.call_next(NextCall(point=hall, zone="A", window=1), key()).ticket.number == "A021"


def test_a_clerk_serves_misses_puts_back_once_and_passes_on_with_the_number(server, hall):
    client, desk = server.client(), server.staff().desk
    block(client, hall)
    one = take(client, "A001", hall).ticket_id

    def act(action, ticket_id=one, **more):
        return desk.act(ticket_id, TicketAction(action=action, **more), key())

    assert refused(lambda: act("start")) == "wrong-state"
    act("call", window=3)
    act("call")
    assert act("call").calls == 3
    assert refused(lambda: act("call")) == "wrong-state"  # three calls, then it is missed
    assert act("miss").state == "missed"
    assert act("come_back").state == "requeued"
    act("call")
    act("miss")
    assert act("come_back").state == "void"
    two = take(client, "A002", hall).ticket_id
    act("call", two)
    act("start", two)
    assert refused(lambda: act("transfer", two)) == "invalid"
    passed = act("transfer", two, to_zone="B")
    assert (passed.number, passed.zone, passed.state) == ("A002", "B", "waiting")
    assert client.tickets.ticket(two).state == "transferred"
    assert desk.call_next(NextCall(point=hall, zone="B", window=9), key()).ticket.number == "A002"
    act("start", passed.ticket_id)
    assert act("finish", passed.ticket_id).state == "done"


def test_what_was_entered_is_read_at_the_window_only_and_stands_nowhere_in_the_open(server, hall):
    client, desk = server.client(), server.staff().desk
    block(client, hall)
    person = {name: LI[name] for name in ("name", "id_kind", "id_number")}
    fields = {"bank.account": "6217994299900010026", "applicant.mobile": "13800000000"}
    one = take(client, "A001", hall, person=person, fields=fields, matter_code="XC-MZ-008")
    assert refused(lambda: desk.entered(one.ticket_id)) == "wrong-state"
    desk.act(one.ticket_id, TicketAction(action="call", window=1), key())
    seen = desk.entered(one.ticket_id)
    assert seen.fields == fields
    assert seen.person.name == "李样例"
    for file in server.data.rglob("*"):
        if file.is_file():
            whole = file.read_bytes()
            assert not any(word in whole for word in (b"6217994299900010026", "李样例".encode()))


def test_an_unknown_ticket_and_a_ticket_of_long_ago_are_refused(server, hall):
    assert server.client().tickets.ticket("0" * 32) is None
    asked = BlockRequest(point=hall, day=date(2026, 10, 1), wanted=({"zone": "A", "count": 1},))
    assert refused(lambda: server.client().tickets.lease(asked, key())) == "invalid"
    asked = asked.model_copy(update={"point": "SP999", "day": TODAY})
    assert refused(lambda: server.client().tickets.lease(asked, key())) == "unknown-point"


def test_the_platform_moves_tickets_as_the_table_of_states_says():
    text = (ROOT / "kiosk" / "domain" / "machines.yaml").read_text("utf-8")
    machine = yaml.safe_load(text)["machines"]["ticket"]
    named = {
        (state, row["event"])
        for row in machine["rows"]
        for state in (row["from"] if isinstance(row["from"], list) else [row["from"]])
    }
    assert named == {(state, event) for event, moves in MOVES.items() for state in moves}
    ends = {
        (state, row["event"]): row["to"]
        for row in machine["rows"]
        if "guard" not in row
        for state in (row["from"] if isinstance(row["from"], list) else [row["from"]])
    }
    for (state, event), end in ends.items():
        if event != "come_back":
            assert MOVES[event][state] == end


def test_the_id_on_a_slip_tells_nothing_of_a_person(server, hall):
    block(server.client(), hall)
    person = {name: LI[name] for name in ("name", "id_kind", "id_number")}
    one = take(server.client(), "A001", hall, person=person, matter_code="XC-MZ-008")
    told = json.loads(server.client().tickets.ticket(one.ticket_id).model_dump_json())
    assert not {"person", "fields", "name"} & set(told)


def test_the_script_of_the_handbook_calls_serves_and_answers(server, tmp_path):
    page = (ROOT / "docs" / "staff-script.md").read_text("utf-8")
    script = tmp_path / "clerk.py"
    script.write_text(page.partition("```python\n")[2].partition("```")[0], "utf-8")
    block(server.client(), "SP028", zone="B")
    take(server.client(), "B001", "SP028")
    line = [sys.executable, script, server.url, server.data / "staff.token", "SP028", "B", "12"]
    said = subprocess.run(line, check=True, capture_output=True, text=True).stdout
    assert "called B001 to window 12" in said
    assert said.splitlines()[2:4] == ["serving", "done"]
    said = subprocess.run(line, check=True, capture_output=True, text=True).stdout
    assert "nobody waits" in said
