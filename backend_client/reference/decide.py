"""Decisions by rule: who may have a matter, and what a record says."""

from __future__ import annotations

from collections.abc import Iterator

from backend_client.models import (
    CaseSubmission,
    Decision,
    DocumentRow,
    Matter,
    PersonKey,
    Reason,
)
from backend_client.reference.clock import shanghai_day
from backend_client.reference.core import Platform
from backend_client.reference.numbers import age_on, nth_birthday
from backend_client.reference.problems import ProblemError
from backend_client.reference.records import find_record, record_rows
from backend_client.reference.registry import Person
from backend_client.reference.rules import MatterRule


def eligibility(platform: Platform, rule: MatterRule, case: CaseSubmission) -> tuple[Reason, ...]:
    """Why the applicant cannot have this; empty when nothing stands against it."""
    return tuple(_against(platform, rule, case))


def _against(platform: Platform, rule: MatterRule, case: CaseSubmission) -> Iterator[Reason]:
    words, one = platform.rules.reasons, case.applicant
    day = shanghai_day(case.submitted_at)
    if rule.min_age and age_on(day, one.birth_date) < rule.min_age:
        from_date = nth_birthday(one.birth_date, rule.min_age)
        text = words["too-young"].format(years=rule.min_age)
        yield Reason(code="too-young", text=text, from_date=from_date)
    if rule.household and not one.address.startswith(rule.household):
        yield Reason(code="other-household", text=words["other-household"])
    if rule.account and not _has(platform, case, rule.account):
        yield Reason(code="account-missing", text=words["account-missing"])


def by_record(
    platform: Platform, case: CaseSubmission, kind: str
) -> tuple[Decision, tuple[DocumentRow, ...]]:
    """Granted with the record's rows, or refused because there is no such record."""
    person = person_of(platform, case)
    record = find_record(platform, person, kind)
    if record is None or not record.rows:
        text = _reason(platform, "no-record", kind)
        return Decision(outcome="refused", code="no-record", text=text), ()
    if case.identified.level < record.level:
        raise ProblemError("assurance-too-low", needed=record.level)
    text = _reason(platform, "record-found", kind)
    decision = Decision(outcome="granted", code="record-found", text=text)
    return decision, tuple(record_rows(platform.rules.record_words, record))


def in_the_visit(
    platform: Platform, case: CaseSubmission, matter: Matter, rule: MatterRule
) -> tuple[Decision, tuple[DocumentRow, ...]]:
    """What a machine finishes alone: granted to whoever the register knows, with what it says."""
    words, labels = platform.rules.reasons, platform.rules.result_words
    if rule.holds and find_record(platform, person_of(platform, case), rule.holds) is None:
        return Decision(outcome="refused", code="no-record", text=words["no-holder"]), ()
    decision = Decision(outcome="granted", code="done", text=words["done"])
    rows = (
        DocumentRow(label=labels.matter, value=matter.name),
        DocumentRow(label=labels.department, value=matter.department),
        DocumentRow(label=labels.result, value=decision.text),
    )
    return decision, rows


def awaits_papers(case: CaseSubmission) -> bool:
    """Whether something that the applicant brings is still to come: it has a grade already, and
    yet no machine has seen it; what is only declared (D) never comes on paper, and of what has a
    digest the terminal has the picture on its disk."""
    brought = (one for one in case.materials if one.source == "citizen" and one.grade != "D")
    return any(one.digest is None for one in brought)


def has_pictures(case: CaseSubmission) -> bool:
    """Whether something stands on a picture that nobody has looked at yet."""
    return any(one.digest for one in case.materials)


def person_of(platform: Platform, case: CaseSubmission) -> Person | None:
    """The applicant in the registers."""
    one = case.applicant
    key = PersonKey(name=one.name, id_kind=one.id_kind, id_number=one.id_number)
    return platform.registry.find(key)


def _reason(platform: Platform, code: str, kind: str) -> str:
    """The official wording of a decision; some records have one of their own."""
    words = platform.rules.reasons
    return words.get(f"{code}.{kind}", words[code])


def _has(platform: Platform, case: CaseSubmission, field: str) -> bool:
    if case.fields.get(field):
        return True
    person = person_of(platform, case)
    return person is not None and field in person.known
