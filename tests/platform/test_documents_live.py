"""Two terminals and a platform: what one printed, the other prints again, marked and counted."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace

from backend_client.sender import CaseSender
from drivers.receipt_printer import Blank, Pair, Qr, Rule, Slip, Text
from kiosk.clock import FixedClock
from kiosk.services.live.documents import LivePapers
from kiosk.services.ports_papers import About, Proof
from kiosk.services.slips_records import copied
from kiosk.store import open_store
from tests.platform.server import NOW, case_no, key, record
from tests.services.world import LI, WANG, Terminal

SLIP = Slip(
    (
        Text("襄城区政务服务中心", bold=True, align="center"),
        Text("社会保险参保证明", size=2, bold=True, align="center"),
        Rule(),
        Pair("持有人", "王*例"),
        Pair("账户", "6217994299900010026", size=2),
        Blank(3),
        Qr("https://127.0.0.1:1/verify/7K3M-9QXT-4H2V-B8RD", "扫码验真"),
    )
)


@contextmanager
def terminal(folder, number, client):
    """The part of a terminal that deals with papers: a store, an outbox, the platform."""
    store = open_store(folder / "terminal", number, folder / "key", FixedClock(NOW))

    def write(work):
        return store.write(work).result(10)

    def send():
        """What the sync thread would do with what waits."""
        with store.reader() as connection:
            waiting = connection.exec_driver_sql("SELECT kind, key, case_no, sealed FROM outbox")
            rows = waiting.fetchall()
        from backend_client.outbox import place

        for kind, event_key, number, sealed in rows:
            body = store.sealer.open("outbox", place(event_key, kind, number), sealed)
            yield CaseSender(client).send(kind, event_key, body)

    sync = SimpleNamespace(wake=lambda: None)
    services = SimpleNamespace(
        records=SimpleNamespace(store=store, write=write),
        backend=SimpleNamespace(client=client, sync=sync),
    )
    try:
        yield LivePapers(services, FixedClock(NOW)), send
    finally:
        store.close()


def person(card):
    from kiosk.services.identity import person_of

    return person_of(card)


def test_printed_here_printed_again_there_twice_marked_and_counted(server, tmp_path):
    case = record()
    server.client().submit_case(case, key())
    with terminal(tmp_path / "one", "0005", server.client()) as (papers, send):
        papers.keep(SLIP, case.case_no, About("record", "XC-RS-026", person(WANG)), key())
        assert [sent.outcome for sent in send()] == ["accepted"]
    view = Terminal().c.view()
    with terminal(tmp_path / "two", "0006", server.other()) as (papers, _):
        proof = Proof(person=person(WANG))
        mine = [one for one in papers.find(proof).slips if one.number == case.case_no]
        assert [(one.kind, one.terminal, one.copies) for one in mine] == [("record", "XC-K-005", 0)]
        for n in (1, 2):
            copy = papers.copy(mine[0].id, proof, key())
            assert (copy.state, copy.copy_no, copy.slip) == ("found", n, SLIP)
            marked = copied(view, copy.slip, copy.copy_no, "XC-K-006")
            assert f"补打 第{n}次" in [getattr(line, "text", "") for line in marked.lines]
            assert [line for line in SLIP.lines if line not in marked.lines] == []
        mine = [one for one in papers.find(proof).slips if one.number == case.case_no]
        assert mine[0].copies == 2


def test_a_slip_that_nobody_could_ask_for_does_not_leave_the_terminal(server, tmp_path):
    with terminal(tmp_path, "0005", server.client()) as (papers, send):
        papers.keep(SLIP, "", About("notice"), key())
        papers.keep(SLIP, "A012", About("other"), key())
        assert list(send()) == []
        papers.keep(SLIP, case_no(), About("notice", person=person(LI)), key())
        assert [sent.outcome for sent in send()] == ["accepted"]


def test_without_a_platform_everything_says_so(tmp_path):
    services = SimpleNamespace(records=None, backend=None)
    papers = LivePapers(services, FixedClock(NOW))
    papers.keep(SLIP, "", About("readings", person=person(LI)), key())
    proof = Proof(person=person(LI))
    found = [
        papers.find(proof),
        papers.copy(key(), proof, key()),
        papers.verify("7K3M-9QXT-4H2V-B8RD"),
        papers.readings(person(LI)),
    ]
    assert {one.state for one in found} == {"offline"}


def test_the_terminal_verifies_and_lists_what_the_platform_says(server, tmp_path):
    code = server.client().submit_case(record(), key()).document.check_code
    with terminal(tmp_path, "0005", server.client()) as (papers, _):
        assert papers.verify(code).holder == "王*例"
        assert papers.verify("0000-0000-0000-0000").state == "unknown"
        listed = papers.readings(person(WANG)).readings
        assert listed[0].items == ("record.insurance", "applicant.mobile")
        assert listed[0].terminal == "XC-K-005"
