"""Decisions by rule: who may have a matter, and what a record says."""

from __future__ import annotations

from collections.abc import Iterator

from backend_client.models import CaseSubmission, Decision, DocumentRow, PersonKey, Reason
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.numbers import age_on, nth_birthday
from backend_client.reference.problems import ProblemError
from backend_client.reference.registry import Person, Record
from backend_client.reference.rules import MatterRule, RecordWords


def eligibility(platform: Platform, rule: MatterRule, case: CaseSubmission) -> tuple[Reason, ...]:
    """Why the applicant cannot have this; empty when nothing stands against it."""
    return tuple(_against(platform, rule, case))


def _against(platform: Platform, rule: MatterRule, case: CaseSubmission) -> Iterator[Reason]:
    words, one = platform.rules.reasons, case.applicant
    day = shanghai_day(case.submitted_at)
    if rule.min_age and age_on(day, one.birth_date) < rule.min_age:
        from_date = nth_birthday(one.birth_date, rule.min_age)
        yield Reason(code="too-young", text=words["too-young"], from_date=from_date)
    if rule.household and not one.address.startswith(rule.household):
        yield Reason(code="other-household", text=words["other-household"])
    if rule.account and not _has(platform, case, rule.account):
        yield Reason(code="account-missing", text=words["account-missing"])


def by_record(
    platform: Platform, case: CaseSubmission, kind: str
) -> tuple[Decision, tuple[DocumentRow, ...]]:
    """Granted with the record's rows, or refused because there is no such record."""
    words = platform.rules.reasons
    person = person_of(platform, case)
    record = person.records.get(kind) if person else None
    if record is None or not record.rows:
        return Decision(outcome="refused", code="no-record", text=words["no-record"]), ()
    if case.identified.level < record.level:
        raise ProblemError("assurance-too-low", needed=record.level)
    decision = Decision(outcome="granted", code="record-found", text=words["record-found"])
    return decision, tuple(record_rows(platform.rules.record_words, record))


def person_of(platform: Platform, case: CaseSubmission) -> Person | None:
    """The applicant in the registers."""
    one = case.applicant
    key = PersonKey(name=one.name, id_kind=one.id_kind, id_number=one.id_number)
    return platform.registry.find(key)


def record_rows(words: RecordWords, record: Record) -> Iterator[DocumentRow]:
    """A record as lines of a document: the unit once, then a line for each kind of insurance."""
    unit = None
    for row in record.rows:
        if row["unit"] != unit:
            unit = row["unit"]
            yield DocumentRow(label=words.unit, value=unit)
        status = words.statuses.get(row["status"], row["status"])
        period = {"from": row["from"], "to": row["to"], "months": row["months"]}
        value = words.period.format(status=status, **period)
        yield DocumentRow(label=words.kinds.get(row["kind"], row["kind"]), value=value)


def _has(platform: Platform, case: CaseSubmission, field: str) -> bool:
    if case.fields.get(field):
        return True
    person = person_of(platform, case)
    return person is not None and field in person.known
