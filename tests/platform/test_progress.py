"""A case followed by its applicant: who may ask, what stops the clock, what is told to whom."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from backend_client.models import PersonKey, Rating, StaffAction
from backend_client.models.progress import (
    Acknowledgement,
    CorrectionSubmission,
    MineRequest,
    NumberRequest,
    SlipRequest,
)
from backend_client.reference import alarms, cases, corrections, files, progress, staff, terminals
from backend_client.reference.auth import Caller
from backend_client.reference.database import Database
from backend_client.reference.launch import build
from backend_client.reference.notices import FileSender, Notices
from backend_client.reference.problems import ProblemError
from backend_client.reference.settings import Settings, Terminal
from backend_client.reference.tables import POSTAL_ORDERS
from backend_client.reference.watch import Watch
from kiosk.domain.loader import shipped
from tests.platform.server import FILES, LI, NOW, RARE, TOKEN, allowance, key
from tests.platform.server import case_no as new_number

HERE = Caller("XC-K-005", "0005")
ELSEWHERE = Caller("XC-K-006", "0006")
TOKEN_OF_SLIP = "0123456789ABCDEFGHJKMNPQRS"


@dataclass
class Clock:
    moment: datetime = NOW

    def now(self):
        return self.moment

    def to(self, text: str):
        self.moment = datetime.fromisoformat(text + "+08:00").astimezone(UTC)


class Office:
    """The platform in this process, with a clock that can be set."""

    def __init__(self, folder):
        settings = Settings(data=folder, **FILES, terminals=(Terminal("XC-K-005", "0005", TOKEN),))
        built = build(settings, "http://127.0.0.1")
        self.clock, self.folder = Clock(), folder
        database: Database = built.platform.database
        sender = FileSender(folder / "notices.jsonl", built.platform.vault)
        self.notices = Notices(database, built.platform.vault, self.clock, sender)
        self.platform = replace(built.platform, clock=self.clock, notify=self.notices.queue)
        self.watch = Watch(self.platform, self.notices)

    def write(self, work, *args):
        with self.platform.database.write() as connection:
            return work(self.platform, connection, *args)

    def file(self, **changes):
        given = {"slip_password": "012345", "slip_token": TOKEN_OF_SLIP, **changes}
        case = allowance(at=self.clock.now(), **given)
        self.write(cases.file_case, HERE, case, key())
        return case.case_no

    def act(self, case_no, action, **more):
        return self.write(staff.act, case_no, StaffAction(action=action, **more), key())

    def ask(self, case_no, *fields, materials=(), **more):
        items = [{"field": f, "code": "unclear", "text": "看不清"} for f in fields]
        items += [{"material": m, "code": "missing", "text": "缺"} for m in materials]
        reason = {"reason_code": "incomplete", "reason_text": "请补正"}
        return self.act(case_no, "correct", items=items, **reason, **more)

    def put_right(self, case_no, person=LI, at=None, number=1, **fields):
        given = CorrectionSubmission(
            case_no=case_no,
            round=number,
            terminal_id="XC-K-005",
            person=person_key(person),
            identified={"method": "card", "level": 2},
            submitted_at=at or self.clock.now(),
            fields={k.replace("__", "."): v for k, v in fields.items()},
        )
        return self.write(corrections.put_right, HERE, given, key())

    def number(self, case_no, password, again=None):
        asked = NumberRequest(case_no=case_no, password=password)
        return self.write(progress.by_number, asked, again or key())

    def seen(self, case_no):
        return self.write(
            progress.by_slip, SlipRequest(case_no=case_no, token=TOKEN_OF_SLIP), key()
        ).case

    def sent(self):
        self.notices.send_waiting()
        path = self.folder / "notices.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [json.loads(line)["template"] for line in lines]


@pytest.fixture
def office(tmp_path):
    found = Office(tmp_path / "p")
    yield found
    found.platform.database.close()


def person_key(person):
    return PersonKey(**{n: person[n] for n in ("name", "id_kind", "id_number")})


def code_of(work):
    with pytest.raises(ProblemError) as error:
        work()
    return error.value.problem.code


def worked_days(first: date, last: date) -> int:
    """Working days from the day after `first` to `last`, from the calendar file itself."""
    years = json.loads(FILES["calendar"].read_text())["calendar"]["years"]
    free = {day for holidays, _ in years.values() for day in holidays}
    extra = {day for _, makeups in years.values() for day in makeups}
    day, count = first, 0
    while day < last:
        day += timedelta(days=1)
        text = day.isoformat()
        count += text in extra or (day.weekday() < 5 and text not in free)
    return count


def test_a_number_that_does_not_exist_answers_like_a_wrong_password(office):
    real, unknown = office.file(), "XC2611230005999998"
    for left in (4, 3, 2, 1):
        one, other = office.number(real, "999999"), office.number(unknown, "999999")
        assert (one.outcome, one.tries_left) == ("wrong", left)
        assert one.model_dump(exclude={"key"}) == other.model_dump(exclude={"key"})
    one, other = office.number(real, "999999"), office.number(unknown, "999999")
    assert one.outcome == other.outcome == "locked"
    assert one.locked_until == other.locked_until == office.clock.now() + timedelta(minutes=15)


def test_five_wrong_passwords_lock_the_number_for_the_right_one_too(office):
    case_no = office.file()
    for _ in range(5):
        office.number(case_no, "999999")
    assert office.number(case_no, "012345").outcome == "locked"
    office.clock.moment += timedelta(minutes=14, seconds=59)
    assert office.number(case_no, "012345").outcome == "locked"
    office.clock.moment += timedelta(seconds=1)
    assert office.number(case_no, "012345").case.case_no == case_no
    assert office.number(case_no, "999999").tries_left == 4  # counted from the start again


def test_a_try_that_comes_again_under_its_key_is_counted_once(office):
    case_no, same = office.file(), key()
    assert [office.number(case_no, "1" * 6, same).tries_left for _ in range(3)] == [4, 4, 4]


def test_password_and_token_are_not_kept(office):
    office.file()
    row = office.write(lambda p, c: files.content_of(p, files.row_of(c, office_case(c))))
    assert row.submission.slip_password is None
    assert row.submission.slip_token is None
    raw = b"".join(p.read_bytes() for p in office.folder.glob("platform.db*"))
    assert TOKEN_OF_SLIP.encode() not in raw


def office_case(connection):
    return connection.exec_driver_sql("SELECT case_no FROM cases").scalar_one()


def test_a_card_shows_the_persons_own_cases_and_nobody_elses(office):
    first = office.file()
    office.clock.moment += timedelta(minutes=1)
    second = office.file()
    asked = MineRequest(person=person_key(LI), identified={"method": "card", "level": 2})
    found = office.write(progress.mine, asked, key())
    assert [one.case_no for one in found.cases] == [second, first]
    other = asked.model_copy(update={"person": person_key(RARE)})
    assert office.write(progress.mine, other, key()).cases == ()
    typed = MineRequest(person=person_key(LI), identified={"method": "typed", "level": 1})
    assert code_of(lambda: office.write(progress.mine, typed, key())) == "assurance-too-low"


def test_a_wrong_token_shows_nothing(office):
    asked = SlipRequest(case_no=office.file(), token="Z" * 26)
    assert office.write(progress.by_slip, asked, key()).outcome == "wrong"


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("2026-11-24T09:00", "2026-11-24T16:00"),
        ("2026-11-24T09:00", "2026-11-27T17:29"),
        ("2026-11-24T09:00", "2026-11-27T17:31"),
        ("2026-11-25T09:00", "2026-11-28T11:00"),  # ends on a Saturday
        ("2026-12-02T09:00", "2026-12-05T11:00"),  # began on the due day itself
        ("2026-12-04T09:00", "2026-12-09T11:00"),  # two days late already
        ("2026-12-04T09:00", "2026-12-08T11:00"),  # late, and counted back over a weekend
    ],
)
def test_the_clock_stands_while_a_case_is_corrected_and_no_working_day_is_lost(office, begin, end):
    case_no = office.file()
    due = office.seen(case_no).due.date
    assert due == date(2026, 12, 2)
    office.clock.to(begin)
    office.ask(case_no, "bank.account")
    stopped = office.clock.now()
    assert office.seen(case_no).paused
    office.clock.to(end)
    answer = office.put_right(case_no, bank__account="6217994299900010027")
    # independent: the day of resumption counts as the next working day after 17:30 or a weekend
    began, resumed = date.fromisoformat(begin[:10]), datetime.fromisoformat(end)
    day = resumed.date() + timedelta(days=resumed.hour * 60 + resumed.minute >= 1050)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    assert answer.state == "accepted"
    left, late = worked_days(began, due), worked_days(due, began)
    assert worked_days(day, answer.due.date) == left
    assert worked_days(answer.due.date, day) == late
    assert answer.due.date.weekday() < 5
    assert stopped < office.clock.now()


def test_a_pause_over_the_national_holiday_counts_the_make_up_days(office):
    office.clock.to("2026-09-28T09:00")
    case_no = office.file(case_no=new_number(day=date(2026, 9, 28)))
    due = office.seen(case_no).due.date
    office.clock.to("2026-09-29T09:00")
    office.act(case_no, "suspend", reason_code="survey", reason_text="现场勘验")
    office.clock.to("2026-10-12T09:00")
    after = office.act(case_no, "resume").due.date
    assert worked_days(date(2026, 10, 12), after) == worked_days(date(2026, 9, 29), due) == 6
    assert (due, after) == (date(2026, 10, 13), date(2026, 10, 20))


def test_a_correction_names_what_is_wrong_and_only_that_can_be_changed(office):
    case_no = office.file()
    office.ask(case_no, "bank.account", materials=["户口簿"])
    asked = office.seen(case_no).correction
    assert [(i.field, i.material) for i in asked.items] == [
        ("bank.account", None),
        (None, "户口簿"),
    ]
    assert asked.last_day == date(2026, 12, 14)  # 15 working days
    assert code_of(lambda: office.put_right(case_no, applicant__mobile="none")) == "invalid"
    assert code_of(lambda: office.put_right(case_no, RARE, bank__account="1")) == "unknown-case"
    answer = office.put_right(case_no, bank__account="6217994299900010027")
    assert (answer.state, answer.left[0].material) == (
        "correcting",
        "户口簿",
    )  # still to be brought
    assert office.act(case_no, "resubmit").state == "accepted"
    kept = office.write(lambda p, c: files.content_of(p, files.row_of(c, case_no)))
    assert kept.submission.fields["bank.account"] == "6217994299900010027"
    again = lambda: office.put_right(case_no, bank__account="1" * 19)  # noqa: E731
    assert code_of(again) == "nothing-to-correct"


def test_what_was_put_right_offline_in_time_counts_when_it_arrives_late(office):
    case_no = office.file()
    office.ask(case_no, "bank.account", last_day=date(2026, 11, 25))
    office.clock.to("2026-11-26T09:00")
    office.watch.look()
    assert office.seen(case_no).state == "correcting"
    late = lambda: office.put_right(case_no, bank__account="6217994299900010027")  # noqa: E731
    assert code_of(late) == "correction-too-late"
    at = datetime(2026, 11, 25, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    assert office.put_right(case_no, at=at, bank__account="6217994299900010027").due


def test_a_correction_that_nobody_makes_ends_the_case_and_both_sides_are_told(office):
    case_no = office.file(fields={"bank.account": "6" * 16, "applicant.mobile": "13800000000"})
    office.ask(case_no, "bank.account", last_day=date(2026, 11, 25))
    office.watch.look()
    office.clock.to("2026-12-03T09:00")
    office.watch.look()
    assert office.seen(case_no).state == "terminated"
    assert office.sent()[1:] == [
        "case.correction",
        "case.correction_due",
        "case.correction_expired",
    ]
    open_ones = office.write(lambda p, c: alarms.list_alarms(p, c, all_of_them=False)).alarms
    assert [one.kind for one in open_ones] == ["correction_expired"]


def test_due_and_overdue_are_told_once_and_again_only_for_another_due_day(office):
    case_no = office.file(fields={"bank.account": "6" * 16, "applicant.mobile": "13800000000"})
    office.clock.to("2026-11-30T09:00")
    assert office.watch.look().due == 0
    office.clock.to("2026-12-01T09:00")  # a working day before
    assert [office.watch.look().due for _ in range(3)] == [1, 0, 0]
    office.clock.to("2026-12-03T09:00")
    assert [office.watch.look().overdue for _ in range(3)] == [1, 0, 0]
    assert office.seen(case_no).overdue == 1
    assert office.sent() == ["case.accepted", "case.due", "case.overdue"]
    office.act(case_no, "decide", outcome="granted")
    office.clock.to("2026-12-08T09:00")
    assert office.watch.look().overdue == 0
    assert office.seen(case_no).overdue == 0


def test_a_letter_that_came_back_is_told_to_applicant_and_staff(office):
    office.file(fields={"bank.account": "6" * 16, "applicant.mobile": "13800000000"})
    failed = POSTAL_ORDERS.update().values(state="failed")
    office.write(lambda _, connection: connection.execute(failed))
    assert [office.watch.look().letters for _ in range(2)] == [1, 0]
    assert office.sent()[-1] == "case.letter_failed"


def test_an_alarm_rises_in_working_hours_until_somebody_takes_it_on(office):
    office.file()
    office.clock.to("2026-12-03T17:20")
    office.watch.look()
    listed = lambda: office.write(lambda p, c: alarms.list_alarms(p, c, all_of_them=True)).alarms  # noqa: E731
    office.clock.to("2026-12-03T23:00")
    assert office.watch.look().escalated == 0  # nobody is there to see it
    office.clock.to("2026-12-04T08:31")
    assert office.watch.look().escalated == 1
    office.clock.to("2026-12-04T09:05")
    office.watch.look()
    one = listed()[0]
    assert (one.kind, one.level) == ("overdue", 3)
    taken = Acknowledgement(by="G0117", note="已联系区民政局")
    office.write(alarms.acknowledge, one.alarm_id, taken, key())
    second = office.write(alarms.acknowledge, one.alarm_id, Acknowledgement(by="G0200"), key())
    assert (second.acknowledged_by, second.note) == ("G0117", "已联系区民政局")
    assert office.write(lambda p, c: alarms.list_alarms(p, c, all_of_them=False)).alarms == ()


def test_a_case_is_rated_once_from_any_terminal_with_its_slip(office):
    case_no = office.file()
    rating = Rating(case_no=case_no, level=2, tags_version="v1", at=office.clock.now())
    rate = lambda one: office.write(terminals.rate, ELSEWHERE, one, key())  # noqa: E731
    assert code_of(lambda: rate(rating)) == "unknown-case"
    wrong = rating.model_copy(update={"slip_token": "Z" * 26})
    assert code_of(lambda: rate(wrong)) == "unknown-case"
    assert rate(rating.model_copy(update={"slip_token": TOKEN_OF_SLIP})).follow_up_by
    assert office.seen(case_no).rated
    passed = rating.model_copy(update={"level": 5, "case_pass": office.seen(case_no).case_pass})
    assert code_of(lambda: rate(passed)) == "already-rated"


def test_every_move_of_the_platform_is_one_of_the_case_machine():
    """The platform keeps a decision apart from the state, the machine in its name."""
    machine = shipped().machines["case"]
    ways = {(row.state.split("_granted")[0], row.next.split("_granted")[0]) for row in machine.rows}
    moves = {(one, to) for sources, to in staff.MOVES.values() for one in sources}
    assert moves <= ways
    back = {(row.state, row.next) for row in machine.rows if row.event == "resubmit"}
    assert back == {("correcting", one) for one in staff.MOVES["correct"][0]}


def test_a_section_that_accepts_by_hand_says_when_it_is_due(office):
    case_no = office.file()
    office.write(lambda _, c: files.update(c, case_no, state="submitted", due=None))
    office.clock.to("2026-11-24T17:31")
    answer = office.act(case_no, "accept", by="G0117")
    assert (answer.accepted_on, answer.due.date) == (date(2026, 11, 25), date(2026, 12, 4))
