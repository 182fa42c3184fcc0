"""Filing a case: everything is checked, decided, numbered and kept in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from backend_client.models import (
    CaseAnswer,
    CaseState,
    CaseSubmission,
    Decision,
    DueDate,
    Matter,
    Reason,
)
from backend_client.reference import assurance, decide, documents, files, post
from backend_client.reference.auth import Caller
from backend_client.reference.case_keys import keep_keys, without_keys
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.files import CaseContent
from backend_client.reference.numbers import (
    CaseNumber,
    id_number_fault,
    is_mobile,
    parse_case_number,
    platform_number,
    rfc3339,
)
from backend_client.reference.people import write_lookups
from backend_client.reference.problems import ProblemError, invalid
from backend_client.reference.records import is_public
from backend_client.reference.rules import MatterRule
from backend_client.reference.tables import CASES

CLOCK_LEEWAY = timedelta(days=1)
ON_THE_SPOT = "on-the-spot"
IN_THE_VISIT = ("query-print", "self-service")


@dataclass(frozen=True, slots=True)
class Filing:
    """A submission that passed every check, with what the checks found out."""

    case: CaseSubmission
    number: CaseNumber
    matter: Matter
    rule: MatterRule
    accepted_on: date
    due: DueDate | None

    @property
    def waits(self) -> bool:
        """Whether a paper is still to come; a clerk accepts the case when it is here."""
        return self.case.channel == "kiosk" and decide.awaits_papers(self.case)

    @property
    def at_once(self) -> bool:
        """Whether the machine finishes it alone: where there is a picture, somebody looks first."""
        return _in_the_visit(self.matter) and not decide.has_pictures(self.case)


def file_case(
    platform: Platform, connection: Connection, caller: Caller, case: CaseSubmission, key: str
) -> CaseAnswer:
    """Keep a case and answer it; ProblemError says why it was not taken, and nothing is kept."""
    filing = check(platform, caller, case)
    assurance.check_case(platform, connection, caller, case, filing.rule.level)
    reasons = decide.eligibility(platform, filing.rule, case)
    _insert(platform, connection, filing, reasons)
    keep_keys(platform, connection, case)
    files.write_event(
        platform,
        connection,
        case.case_no,
        event="submit",
        state="submitted",
        who="terminal",
        reason_code="by-agent" if case.agent else None,
    )
    if reasons:
        _step(
            platform,
            connection,
            case.case_no,
            event="not_accept",
            state="not_accepted",
            reason=reasons[0].code,
        )
    elif filing.waits:
        _draft_post(platform, connection, case)
    else:
        _accept(platform, connection, filing)
    view = files.view(platform, connection, case.case_no)
    told = _tell(platform, connection, case, view.state)
    record = "" if reasons else _opened(platform, filing)
    write_lookups(platform, connection, case, filing.rule, record=record, messaged=told)
    return CaseAnswer(**dict(view), key=key)


def check(platform: Platform, caller: Caller, case: CaseSubmission) -> Filing:
    """Everything that must be right before a case is looked at; ProblemError otherwise."""
    number = _number(platform, caller, case)
    matter = _matter(platform, case)
    rule = platform.rules.of(matter.code, section=matter.decide_mode != ON_THE_SPOT)
    if case.identified.level < rule.level:
        raise ProblemError("assurance-too-low", needed=rule.level)
    _person(case)
    _papers(case, matter, rule)
    try:
        accepted_on = platform.workdays.accepted_on(case.submitted_at)
        due = _due(platform, matter, accepted_on, pictured=decide.has_pictures(case))
    except ValueError as error:
        raise invalid("/submitted_at", "before-calendar") from error
    return Filing(case, number, matter, rule, accepted_on, due)


def _number(platform: Platform, caller: Caller, case: CaseSubmission) -> CaseNumber:
    if case.terminal_id != caller.id:
        raise ProblemError("not-yours")
    if case.submitted_at > platform.clock.now() + CLOCK_LEEWAY:
        raise invalid("/submitted_at", "in-future")
    try:
        number = parse_case_number(case.case_no)
    except ValueError as error:
        raise invalid("/case_no", "check-digit") from error
    if number.terminal != caller.number:
        raise ProblemError("case-number-foreign")
    if abs((number.day - shanghai_day(case.submitted_at)).days) > 1:
        raise invalid("/case_no", "other-day")
    return number


def _matter(platform: Platform, case: CaseSubmission) -> Matter:
    matter = platform.offers.matter(case.matter_code)
    if matter is None:
        raise ProblemError("unknown-matter")
    if case.channel not in matter.channels or case.level not in matter.levels:
        raise ProblemError("matter-not-offered")
    if case.channel == "kiosk" and not matter.kiosk_mode:
        raise ProblemError("matter-not-offered")
    if case.point not in platform.offers.points:
        raise ProblemError("unknown-point")
    return matter


def _person(case: CaseSubmission) -> None:
    one = case.applicant
    fault = id_number_fault(one.id_kind, one.id_number, one.birth_date)
    if fault:
        raise invalid("/applicant/id_number", fault)
    mobile = case.fields.get("applicant.mobile", "none")
    if mobile not in ("", "none") and not is_mobile(mobile):
        raise invalid("/fields/applicant.mobile", "form")


def _papers(case: CaseSubmission, matter: Matter, rule: MatterRule) -> None:
    if rule.signed and case.signature is None:
        raise invalid("/signature", "missing")
    if case.delivery is not None and case.delivery.way == "mail" and not matter.mail_result:
        raise invalid("/delivery/way", "not-by-mail")
    if rule.purpose and not case.fields.get(rule.purpose):
        raise invalid(f"/fields/{rule.purpose}", "missing")
    if rule.consent and all(one.kind != rule.consent for one in case.consents):
        raise ProblemError("consent-missing")


def _due(
    platform: Platform, matter: Matter, accepted_on: date, *, pictured: bool
) -> DueDate | None:
    if matter.kiosk_mode in IN_THE_VISIT and not pictured:
        return None
    return platform.workdays.due(accepted_on, matter.promise_days)


def _insert(
    platform: Platform, connection: Connection, filing: Filing, reasons: tuple[Reason, ...]
) -> None:
    case, now = filing.case, platform.clock.now()
    today = shanghai_day(now)
    serial = platform.database.next_serial(connection, "platform_no", today)
    accepted = None if reasons or filing.waits else filing
    row = {
        "case_no": case.case_no,
        "platform_no": platform_number(today, serial),
        "terminal_id": case.terminal_id,
        "number_day": filing.number.day.isoformat(),
        "serial": filing.number.serial,
        "matter_code": case.matter_code,
        "state": "submitted",
        "accepted_on": accepted and accepted.accepted_on.isoformat(),
        "due": accepted and accepted.due and accepted.due.date.isoformat(),
        "due_provisional": bool(accepted and accepted.due and accepted.due.provisional),
        "received_at": rfc3339(now),
        "sealed": files.seal(platform, CaseContent(submission=without_keys(case), reasons=reasons)),
    }
    if not platform.database.insert_once(connection, CASES, row):
        raise ProblemError("case-number-taken")


def _accept(platform: Platform, connection: Connection, filing: Filing) -> None:
    case = filing.case
    differs = filing.due is not None and case.due is not None and filing.due != case.due
    _step(
        platform,
        connection,
        case.case_no,
        event="accept",
        state="accepted",
        reason="due-differs" if differs else None,
    )
    _draft_post(platform, connection, case)
    if filing.at_once:
        _decide_at_once(platform, connection, filing)


def _in_the_visit(matter: Matter) -> bool:
    return matter.kiosk_mode in IN_THE_VISIT and matter.decide_mode == ON_THE_SPOT


def _draft_post(platform: Platform, connection: Connection, case: CaseSubmission) -> None:
    if case.delivery is not None and case.delivery.way == "mail":
        post.draft_order(platform, connection, case)


def _opened(platform: Platform, filing: Filing) -> str:
    """The person's record that a decision in the visit looked at; "" where there was none."""
    kind = filing.rule.record or filing.rule.holds or ""
    here = filing.at_once and not filing.waits
    return kind if here and kind and not is_public(platform, kind) else ""


def _decide_at_once(platform: Platform, connection: Connection, filing: Filing) -> None:
    case, rule = filing.case, filing.rule
    if rule.record:
        decision, rows = decide.by_record(platform, case, rule.record)
    else:
        decision, rows = decide.in_the_visit(platform, case, filing.matter, rule)
    _record_decision(platform, connection, case, decision)
    _step(platform, connection, case.case_no, event="decide", state="decided", reason=decision.code)
    if decision.outcome == "granted":
        kind = rule.document or platform.rules.default_document
        documents.issue(platform, connection, case, kind, rows)
        post.queue_order(platform, connection, case.case_no)
    else:
        post.cancel_order(platform, connection, case.case_no)
    _step(platform, connection, case.case_no, event="conclude", state="concluded")


def _record_decision(
    platform: Platform, connection: Connection, case: CaseSubmission, decision: Decision
) -> None:
    content = CaseContent(submission=without_keys(case), decision=decision)
    files.update(connection, case.case_no, sealed=files.seal(platform, content))


def _step(
    platform: Platform,
    connection: Connection,
    case_no: str,
    *,
    event: str,
    state: CaseState,
    reason: str | None = None,
) -> None:
    files.update(connection, case_no, state=state)
    files.write_event(
        platform,
        connection,
        case_no,
        event=event,
        state=state,
        who="platform",
        reason_code=reason,
    )


def _tell(
    platform: Platform, connection: Connection, case: CaseSubmission, state: CaseState
) -> bool:
    """Send a message where a number is known; whether one went out."""
    mobile = files.mobile_of(platform, case)
    if mobile:
        platform.notify(connection, case.case_no, f"case.{state}", mobile)
    return mobile is not None
