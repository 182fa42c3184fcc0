"""Who was told who somebody is, and what clerks read at their windows: one line each."""

from __future__ import annotations

import pytest

from backend_client.models import Identified
from backend_client.models import identity as wire
from backend_client.models.papers import PaperAccess, PaperKept
from backend_client.models.tickets import TicketAction
from backend_client.models.unresolved import UnresolvedAction, UnresolvedLookup
from backend_client.reference import identifying, ledger, people
from backend_client.reference.registry import load_registry
from backend_client.reference.rules import load_rules
from kiosk.domain.loader import shipped
from kiosk.domain.matter import KioskMode
from tests.platform.server import FILES, LI, NOW, RARE, WANG, allowance, key, record
from tests.platform.test_identity import clerk, confirm, eid, open_vouch, person, refused, take
from tests.platform.test_identity_acting import OTHERS, authorise, use
from tests.platform.test_identity_time import HERE, Desk
from tests.platform.test_readings import new_lines
from tests.platform.test_tickets import block
from tests.platform.test_tickets import take as take_ticket
from tests.platform.test_unresolved import CARD, asked, by_slip, who

NAMED = ("applicant.name", "household.address")


def told(server, whose, do):
    """What is new in a person's ledger, as (items, purpose, matter, place)."""
    answer, found = new_lines(server, whose, do)
    return answer, [(o.items, o.purpose, o.matter_code, o.terminal_id) for o in found]


def test_an_e_id_code_is_one_line_and_a_forged_one_none(server):
    code = eid(server, WANG)
    _, found = told(server, WANG, lambda: take(server.client(), code))
    assert found == [(NAMED, "identify", "XC-MZ-008", "XC-K-005")]
    _, found = told(server, WANG, lambda: refused(lambda: take(server.client(), code)))
    assert found == []


@pytest.fixture
def desk(tmp_path):
    found = Desk(tmp_path / "data")
    yield found
    found.platform.database.close()


def test_a_typed_code_is_one_line_once_it_is_right(desk):
    asking = wire.CodeRequest(id_kind=WANG["id_kind"], id_number=WANG["id_number"])
    attempt = desk.do(identifying.request_code, HERE, asking).attempt_id
    ref = ledger.ref_of(desk.platform, WANG["id_kind"], WANG["id_number"])
    code = desk.sent[-1][0]
    found = []
    for typed in (f"{(int(code) + 1) % 1_000_000:06d}", code):
        check = wire.CodeCheck(attempt_id=attempt, code=typed, purpose="progress")
        state = desk.do(identifying.check_code, HERE, check).state
        with desk.platform.database.read() as connection:
            lines = people.readings_of(desk.platform, connection, ref).readings
        found.append((state, [(one.items, one.purpose, one.level) for one in lines]))
    assert found == [("wrong", []), ("right", [(NAMED, "identify", 1)])]


def test_a_clerks_look_is_one_line_and_so_is_what_the_terminal_is_told(server):
    account, request = clerk(server), open_vouch(server, LI)
    look = wire.VouchLook(code=request.code, **account)
    waiting = lambda: server.client().identity.vouch(request.vouch_id)  # noqa: E731
    _, found = told(server, LI, lambda: server.staff().identity.look(look, key()))
    assert found == [(("applicant.name",), "vouch", "XC-MZ-008", "staff")]
    assert told(server, LI, waiting)[1] == []
    confirm(server, request.code, LI, account)
    _, found = told(server, LI, waiting)
    assert found == [(NAMED, "identify", "XC-MZ-008", "XC-K-005")]
    wrong = wire.VouchLook(code="000000", **account)
    _, found = told(server, LI, lambda: server.staff().identity.look(wrong, key()))
    assert found == []


def test_an_authorisation_used_and_looked_at_is_one_line_for_whom_it_tells_of(server):
    kept = authorise(server, LI, WANG)
    _, found = told(server, LI, lambda: use(server, kept, WANG))
    assert found == [(NAMED, "agency", OTHERS, "XC-K-005")]
    identity, card = server.client().identity, Identified(method="id_card", level=2)
    mine = wire.AuthorisationsRequest(person=person(LI), identified=card)
    looked = [(("authorisations",), "authorise", "", "XC-K-005")]
    assert told(server, LI, lambda: identity.authorisations(mine, key()))[1] == looked
    back = wire.AuthorisationRevoke(principal=person(LI), identified=card)
    assert told(server, LI, lambda: identity.revoke(kept, back, key()))[1] == looked


def test_what_came_with_a_ticket_is_one_line_when_the_window_reads_it(server):
    hall = "SP028"
    block(server.client(), hall)
    desk, whose = server.staff().desk, who(LI)
    one = take_ticket(server.client(), "A001", hall, person=whose, matter_code="XC-MZ-008")
    desk.act(one.ticket_id, TicketAction(action="call", window=1), key())
    _, found = told(server, LI, lambda: desk.entered(one.ticket_id))
    assert found == [(("entered",), "window", "XC-MZ-008", "staff")]


def test_a_request_read_by_a_clerk_or_followed_by_slip_or_card_is_one_line(server):
    client, desk = server.client(), server.staff().desk
    request, nobodys = asked(person=who(RARE), identified=CARD), asked()
    for one in (request, nobodys):
        client.tickets.register(one, key())
        desk.settle(one.case_no, UnresolvedAction(action="take"), key())
    number = request.case_no
    card = UnresolvedLookup(person=who(RARE), identified=CARD)
    looks = {
        "entered": ("staff", lambda: desk.unresolved_content(number)),
        "unresolved": ("XC-K-006", lambda: by_slip(server.other(), number)),
    }
    for item, (place, do) in looks.items():
        assert told(server, RARE, do)[1] == [((item,), "unresolved", "", place)], item
    _, found = told(server, RARE, lambda: client.tickets.look_up(card, key()))
    assert found == [(("unresolved",), "unresolved", "", "XC-K-005")]
    _, found = told(server, RARE, lambda: by_slip(client, number, "999999"))
    assert found == []
    assert desk.unresolved_content(nobodys.case_no).name is None  # and nobody to write it down for


def test_a_slip_of_a_request_is_found_again_by_its_persons_card_alone(server):
    terminal, number = server.client(), asked().case_no
    for whose in (RARE, None):
        paper = PaperKept.model_validate(
            {
                "paper_id": key(),
                "case_no": number,
                "kind": "request",
                "printed_at": NOW,
                "person": whose and who(whose),
                "lines": [{"item": "text", "text": "x"}],
            }
        )
        terminal.post("/papers", key(), paper.model_dump_json().encode())
    card = PaperAccess(person=who(RARE), identified=CARD)
    found, lines = told(server, RARE, lambda: terminal.papers.find(card))
    assert [(one.kind, one.case_no) for one in found.papers] == [("request", number)]
    assert lines == [(("slip.request",), "reprint", "", "XC-K-005")]


def test_a_clerks_list_of_cases_is_one_line_for_everybody_in_it(server):
    for _ in range(2):
        server.client().submit_case(record(applicant=RARE), key())
    _, found = told(server, RARE, server.staff().cases)
    assert found == [(("case.listed",), "casework", "", "staff")]


def test_filing_is_one_line_for_all_that_it_read_in_the_registers(server):
    submit = server.client().submit_case
    no_account = allowance(fields={"applicant.mobile": "none"})
    _, found = told(server, LI, lambda: submit(no_account, key()))
    assert found == [(("bank.account",), "application", "XC-MZ-008", "XC-K-005")]
    all_given = allowance()
    assert told(server, LI, lambda: submit(all_given, key()))[1] == []
    messaged = allowance(matter_code=OTHERS, applicant=WANG, fields={}, delivery=None)
    _, found = told(server, WANG, lambda: submit(messaged, key()))
    assert found == [(("applicant.mobile",), "application", OTHERS, "XC-K-005")]


def test_what_the_platform_reads_of_nobody_the_machine_asks_nothing_for():
    rules, public = load_rules().matters, load_registry(FILES["people"]).public
    open_to_all = {code for code, rule in rules.items() if rule.record in public}
    records = {m.code for m in shipped().catalogue if m.kiosk_mode is KioskMode.QUERY_PRINT}
    asked_for = {code for code in records if "reading.purpose" in shipped().forms[code].field_ids}
    assert records - asked_for == open_to_all == {"XC-SF-004", "XC-SF-005"}
