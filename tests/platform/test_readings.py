from __future__ import annotations

import asyncio
import json
from typing import Any, get_args

import pytest
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel

from backend_client.errors import RefusedError
from backend_client.models.papers import PaperAccess, PaperKept, ReadingsRequest
from backend_client.reference import ledger
from backend_client.reference.app import build_app
from tests.platform.server import LI, NOW, RARE, WANG, allowance, key, reading, record

PERSONAL = {
    *("name", "holder", "applicant", "receiver", "address", "mobile", "phone", "person", "facts"),
    *("licences", "document", "rows", "decision", "correction", "case", "cases", "papers"),
    *("lines", "events", "steps", "id_number", "birth_date", "identification", "principal"),
    *("agent", "requests", "answer", "answers", "fields", "visits"),
}
NOT_A_READING = {
    "get_catalogue": "matters have names, nobody is in it",
    "get_verification": "tells four things to anybody who has the paper, by its rule",
    "post_readings": "the ledger itself, for the person that it is about",
    "get_readings": "the ledger itself, by a name that only a reading gave",
    "get_service_events": "what staff did to machines; no citizen is in it",
    "post_authorisation": "the masked names of the two who have just handed them in",
    "post_unresolved": "what has just been handed in, without whose it is",
    "get_all_unresolved": "a list of work that says of nothing whose it is",
    "post_unresolved_action": "a clerk's own words, without whose request it is",
}


def members(model: Any) -> set[str]:
    """All members of a model, those of models in it too."""
    if isinstance(model, type) and issubclass(model, BaseModel):
        inside = [members(field.annotation) for field in model.model_fields.values()]
        return set(model.model_fields).union(*inside)
    return set().union(*(members(one) for one in get_args(model)))


def routes_of(router: Any) -> list[Any]:
    """All routes of an application, those of its routers too."""
    found: list[Any] = []
    for route in router.routes:
        inner = getattr(route, "original_router", None)
        found += routes_of(inner) if inner is not None else [route]
    return found


def silent(app: FastAPI) -> set[str]:
    """Routes that give out what is personal and say nothing of the ledger."""
    return {
        route.name
        for route in routes_of(app)
        if getattr(route, "response_model", None)
        and members(route.response_model) & PERSONAL
        and not ledger.mark_of(route)
        and route.name not in NOT_A_READING
    }


def test_every_route_that_gives_out_personal_data_is_bound_to_the_ledger():
    app = build_app()
    assert len([r for r in routes_of(app) if getattr(r, "response_model", None)]) > 30
    assert silent(app) == set()
    names = {route.name for route in routes_of(app)}
    assert names >= set(NOT_A_READING)


class Told(BaseModel):
    holder: str


class Looked(BaseModel):
    state: str
    identification: Told | None


def broken() -> FastAPI:
    app, router = FastAPI(), APIRouter()

    @router.get("/unmarked", response_model=Told)
    def unmarked() -> Told:
        return Told(holder="王样例")

    @router.get("/unmarked-look", response_model=Looked)
    def unmarked_look() -> Looked:
        return Looked(state="open", identification=Told(holder="王样例"))

    @router.get("/forgotten", response_model=Told, openapi_extra=ledger.ALWAYS)
    def forgotten() -> Told:
        return Told(holder="王样例")

    app.include_router(router)
    app.add_middleware(ledger.Guard)
    return app


def asked(app: FastAPI, path: str) -> tuple[int, bytes]:
    """One GET, without a server."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent)


def test_a_route_that_forgets_the_ledger_is_found_and_its_answer_held_back():
    app = broken()
    assert silent(app) == {"unmarked", "unmarked_look"}
    status, body = asked(app, "/forgotten")
    assert status == 500
    assert json.loads(body)["code"] == "internal"
    assert "王样例" not in body.decode()


def lines(server, person) -> list[Any]:
    asked = ReadingsRequest.model_validate(
        {
            "person": {n: person[n] for n in ("name", "id_kind", "id_number")},
            "identified": {"method": "card", "level": 2},
        }
    )
    return list(server.client().papers.readings(asked).readings)


def new_lines(server, person, do):
    before = lines(server, person)
    answer = do()
    after = lines(server, person)
    return answer, after[: len(after) - len(before)]


def test_each_reading_is_exactly_one_line_with_who_what_and_why(server):
    terminal, staff = server.client(), server.staff()
    case = record()
    _, found = new_lines(server, WANG, lambda: terminal.submit_case(case, key()))
    assert [(o.items, o.purpose, o.terminal_id) for o in found] == [
        (("record.insurance", "applicant.mobile"), "house", "XC-K-005")
    ]
    mailed = allowance()
    filed = terminal.submit_case(mailed, key())
    calls = {
        "licences": (WANG, lambda: terminal.known_data(reading(WANG, "licences"), key())),
        "case": (WANG, lambda: terminal.get_case(case.case_no)),
        "case.history": (WANG, lambda: terminal.get_history(case.case_no)),
        "postal-order": (LI, lambda: terminal.get_postal_order(filed.postal_no)),
    }
    for item, (person, do) in calls.items():
        _, found = new_lines(server, person, do)
        assert [one.items for one in found] == [(item,)], item
    by_staff = {
        "case": (WANG, lambda: staff.get_case(case.case_no)),
        "postal-order": (LI, lambda: staff.get_postal_order(filed.postal_no)),
    }
    for item, (person, do) in by_staff.items():
        _, found = new_lines(server, person, do)
        assert [(one.items, one.terminal_id) for one in found] == [((item,), "staff")], item


def test_verification_and_public_registers_leave_no_line(server):
    code = server.client().submit_case(record(), key()).document.check_code
    _, found = new_lines(server, WANG, lambda: server.client().verify(code))
    assert found == []
    public = record(matter_code="XC-SF-004", applicant=RARE, fields={}, consents=())
    _, found = new_lines(server, RARE, lambda: server.client().submit_case(public, key()))
    assert found == []


def test_a_typed_number_does_not_open_the_ledger(server):
    with pytest.raises(RefusedError) as caught:
        server.client().papers.readings(
            ReadingsRequest.model_validate(
                {
                    "person": {n: WANG[n] for n in ("name", "id_kind", "id_number")},
                    "identified": {"method": "card", "level": 1},
                }
            )
        )
    assert caught.value.problem.code == "assurance-too-low"


def test_a_reprint_is_one_line_for_the_list_and_one_for_the_slip(server):
    case = record(slip_password="012345")
    server.client().submit_case(case, key())
    paper = PaperKept.model_validate(
        {
            "paper_id": key(),
            "case_no": case.case_no,
            "kind": "record",
            "printed_at": NOW,
            "lines": [{"item": "text", "text": "x"}],
        }
    )
    server.client().post("/papers", key(), paper.model_dump_json().encode())
    access = PaperAccess(case_no=case.case_no, password="012345")
    _, found = new_lines(server, WANG, lambda: server.other().papers.find(access))
    assert [(o.items, o.purpose) for o in found] == [(("slip.record",), "reprint")]
    mine = key()
    for repeats in (1, 0):
        _, found = new_lines(
            server, WANG, lambda: server.other().papers.copy(paper.paper_id, access, mine)
        )
        assert len(found) == repeats  # the same key is the same copy, not another reading
