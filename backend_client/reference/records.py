"""Departments' records: whose they are, and how they read as lines of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backend_client.models import DocumentRow
from backend_client.reference.core import Platform
from backend_client.reference.registry import Person, Record
from backend_client.reference.rules import RecordWords


def find_record(platform: Platform, person: Person | None, kind: str) -> Record | None:
    """The person's record of that kind, or the public register's, which is open to everybody."""
    public = platform.registry.public.get(kind)
    return public or (person.records.get(kind) if person else None)


def is_public(platform: Platform, kind: str) -> bool:
    """Whether a record says nothing about the person who asks for it."""
    return kind in platform.registry.public


def record_rows(words: RecordWords, record: Record) -> Iterator[DocumentRow]:
    """A record as lines of a document. Insurances have the unit once, then a line a kind; all
    other records come as label and value from their department."""
    unit = None
    for row in record.rows:
        if "label" in row:
            yield DocumentRow(label=row["label"], value=row["value"])
            continue
        if row["unit"] != unit:
            unit = row["unit"]
            yield DocumentRow(label=words.unit, value=unit)
        yield DocumentRow(label=words.kinds.get(row["kind"], row["kind"]), value=_span(words, row))


def _span(words: RecordWords, row: Mapping[str, str]) -> str:
    status = words.statuses.get(row["status"], row["status"])
    period = {"from": row["from"], "to": row["to"], "months": row["months"]}
    return words.period.format(status=status, **period)
