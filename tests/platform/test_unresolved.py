from __future__ import annotations

from datetime import date

import pytest

from backend_client.errors import RefusedError
from backend_client.models import Heartbeat
from backend_client.models.unresolved import (
    UnresolvedAction,
    UnresolvedLookup,
    UnresolvedRequest,
)
from backend_client.reference.unresolved import MISSES
from tests.platform.server import LI, NOW, WANG, case_no, key

CARD = {"method": "id_card", "level": 2}


def who(person):
    return {name: person[name] for name in ("name", "id_kind", "id_number")}


def asked(**more):
    given = {
        "case_no": case_no(),
        "cause": "material",
        "matter_code": "XC-MZ-008",
        "step": "materials",
        "terminal_id": "XC-K-005",
        "point": "SP002",
        "at": NOW,
        "password": "012345",
    }
    return UnresolvedRequest.model_validate({**given, **more})


def by_slip(client, number, password="012345"):
    return client.tickets.look_up(UnresolvedLookup(case_no=number, password=password), key())


def refused(call):
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.problem.code


def test_a_request_is_followed_from_its_number_to_its_answer(server):
    client, desk = server.client(), server.staff().desk
    request = asked(fields={"applicant.mobile": "13800000000"})
    first = client.tickets.register(request, key())
    assert (first.state, first.answer_by) == ("registered", date(2026, 11, 30))
    number = request.case_no
    assert refused(lambda: desk.unresolved_content(number)) == "wrong-state"
    desk.settle(number, UnresolvedAction(action="take"), key())
    assert desk.unresolved_content(number).fields == {"applicant.mobile": "13800000000"}
    assert by_slip(server.other(), number).requests[0].state == "handling"  # any machine tells
    desk.settle(number, UnresolvedAction(action="answer", text="已经补好，明天能办。"), key())
    (found,) = by_slip(client, number).requests
    assert (found.state, found.answer) == ("answered", "已经补好，明天能办。")
    again = UnresolvedAction(action="take")
    assert refused(lambda: desk.settle(number, again, key())) == "wrong-state"


def test_a_wrong_password_finds_nothing_and_many_close_the_number(server):
    client, request = server.client(), asked()
    client.tickets.register(request, key())
    for n in range(MISSES):
        assert by_slip(client, request.case_no, f"{n:06d}").requests == ()
    assert by_slip(client, request.case_no).requests == ()


def test_a_card_shows_the_persons_own_requests_and_no_others(server):
    client = server.client()
    mine, other = asked(person=who(LI), identified=CARD), asked(person=who(WANG), identified=CARD)
    for one in (mine, other):
        client.tickets.register(one, key())
    look = UnresolvedLookup(person=who(LI), identified=CARD)
    numbers = [r.case_no for r in client.tickets.look_up(look, key()).requests]
    assert mine.case_no in numbers
    assert other.case_no not in numbers
    typed = UnresolvedLookup(person=who(LI), identified={"method": "typed", "level": 1})
    assert refused(lambda: client.tickets.look_up(typed, key())) == "assurance-too-low"


def test_numbers_of_requests_count_when_a_fresh_store_asks_for_its_serials(server):
    request = asked(case_no=case_no(serial=54_321))
    server.client().tickets.register(request, key())
    life = Heartbeat(at=NOW, day=date(2026, 11, 23), software="1", mode="demo")
    assert server.client().heartbeat(life).highest_serial >= 54_321


def test_a_number_counts_once_and_only_from_its_own_machine(server):
    request = asked()
    server.client().tickets.register(request, key())
    assert refused(lambda: server.client().tickets.register(request, key())) == "case-number-taken"
    assert refused(lambda: server.other().tickets.register(asked(), key())) == "not-yours"
    foreign = asked(case_no=case_no("0006"))
    assert (
        refused(lambda: server.client().tickets.register(foreign, key())) == "case-number-foreign"
    )


@pytest.mark.parametrize(
    "halves",
    [
        {},
        {"case_no": "XC2611230005000423"},
        {"password": "012345", "person": who(LI)},
        {"case_no": "XC2611230005000423", "password": "012345", "person": who(LI)},
    ],
)
def test_half_a_question_is_none(halves):
    with pytest.raises(ValueError, match="either"):
        UnresolvedLookup(**halves)
