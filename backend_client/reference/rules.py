"""What the platform decides and says by itself, as data: rules.json next to this module."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from pydantic import BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MatterRule(_Frozen):
    """How a matter is checked. `record`: it is decided at once by whether that record exists;
    `holds`: what a machine finishes alone is granted only to whom that register knows."""

    level: int = 2
    min_age: int | None = None
    household: tuple[str, ...] = ()
    account: str | None = None
    signed: bool = False
    record: str | None = None
    holds: str | None = None
    purpose: str | None = None
    consent: str | None = None
    document: str | None = None


class ResultWords(_Frozen):
    """The labels of a result that was decided in the visit."""

    matter: str
    department: str
    result: str


class RecordWords(_Frozen):
    """How a record's rows are written on a document."""

    unit: str
    period: str
    kinds: Mapping[str, str]
    statuses: Mapping[str, str]


class Rules(_Frozen):
    """All rules and official wordings."""

    matters: Mapping[str, MatterRule]
    default_document: str
    reasons: Mapping[str, str]
    record_words: RecordWords
    result_words: ResultWords
    outcomes: Mapping[str, str]
    verify_page: Mapping[str, str]

    def of(self, code: str, *, section: bool) -> MatterRule:
        """The rule of a matter; without one a section's matter needs a card and a signature."""
        return self.matters.get(code) or MatterRule(signed=section)


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """The rules as shipped; a mistake in the file raises at start."""
    text = resources.files("backend_client.reference").joinpath("rules.json").read_text("utf-8")
    data: Any = json.loads(text)
    return Rules.model_validate(data)
