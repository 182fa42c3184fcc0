"""Every matter filed by the terminal is taken by a real platform, which decides it or says when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from uuid import uuid4

import pytest

from backend_client.models import StaffAction
from kiosk.domain.loader import shipped
from kiosk.domain.matter import Decides, KioskMode
from kiosk.domain.numbers import case_number
from kiosk.domain.offer import Offer, offer_of
from kiosk.services.filing import Origin, expected, submission
from tests.platform.server import NOW, running
from tests.services.forms_walk import walk
from tests.services.world import WANG

ORIGIN = Origin("XC-K-005", "0005", "SP002", "district")
SERIALS = count(501)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("platform")) as found:
        yield found


def filed(server, code, data, **changes):
    """Send the visit's data as a case of its own; the submission and the answer."""
    matter = shipped().catalogue[code]
    number = case_number(NOW, "0005", next(SERIALS))
    outcome = expected(
        matter, number, NOW, shipped().calendar, password="012345", waiting=bool(data.papers())
    )
    case = submission(data, matter, outcome, ORIGIN).model_copy(update=changes)
    return case, server.client().submit_case(case, str(uuid4()))


def visited(code, option=0):
    return walk(code, option=option).world.filed[0]


def state_by_rule(matter, data, answer):
    """What must have become of it: (state, has a due day)."""
    if data.papers():
        return "submitted", False
    if matter.kiosk_mode is KioskMode.PRE_ACCEPT:
        return "accepted", True
    assert answer.decision is not None
    return "concluded", False


@pytest.mark.parametrize("part", range(3))
def test_every_matter_is_taken_and_decided_or_dated_by_its_rule(server, part):
    offered = [m for m in shipped().catalogue if offer_of(m) is Offer.VISIT]
    for matter in offered[part::3]:
        if "资格认证" in matter.name:
            continue
        data = visited(matter.code, part)
        case, answer = filed(server, matter.code, data)
        assert (answer.state, answer.due is not None) == state_by_rule(matter, data, answer), matter
        assert answer.due == case.due, matter.code
        if matter.decides is Decides.APPROVAL_SECTION and answer.due:
            assert answer.due.date > answer.accepted_on


def test_what_a_machine_finishes_alone_needs_the_register_to_know_the_person(server):
    known = visited("XC-YB-012")
    _, answer = filed(server, "XC-YB-012", known)
    assert (answer.decision.outcome, answer.document is not None) == ("granted", True)
    assert shipped().catalogue["XC-YB-012"].name in [row.value for row in answer.document.rows]
    stranger = replace(
        known.person, name="样𠮷", number="429999199106200034", birth=date(1991, 6, 20)
    )
    _, answer = filed(server, "XC-YB-012", replace(known, person=stranger))
    assert (answer.decision.outcome, answer.document) == ("refused", None)
    assert answer.decision.text


def test_a_card_alone_certifies_nobody_as_alive(server):
    from backend_client.errors import PlatformError

    data = visited("XC-YB-012")
    with pytest.raises(PlatformError):
        filed(server, "XC-RS-009", data, matter_code="XC-RS-009")


def test_too_young_for_a_pension_is_not_accepted_with_the_day_it_begins(server):
    person = walk("XC-RS-002").world.filed[0].person
    young = replace(person, name=WANG.name, number=WANG.number, birth=WANG.birth)
    data = replace(visited("XC-RS-002"), person=young)
    _, answer = filed(server, "XC-RS-002", data)
    assert answer.state == "not_accepted"
    assert (answer.reasons[0].code, answer.reasons[0].from_date.year) == ("too-young", 2046)
    assert "60" in answer.reasons[0].text


def test_a_case_that_waited_for_its_paper_counts_from_the_day_that_a_clerk_has_it(server):
    data = visited("XC-NY-009")
    case, answer = filed(server, "XC-NY-009", data)
    assert (answer.state, answer.due, answer.accepted_on) == ("submitted", None, None)
    after = server.staff().act(case.case_no, StaffAction(action="accept", by="C001"), str(uuid4()))
    assert after.state == "accepted"
    assert after.due.date == after.accepted_on
