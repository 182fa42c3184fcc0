"""The forms of all matters: written down by hand, or derived by rule from a matter's row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from data_build.rows import Mistakes, Row, split
from data_build.sheets import Sheet, write_sheet

ENTRY = re.compile(r"(?P<id>[a-z_.]+)(?: if (?P<when>[a-z_.]+)=(?P<value>[a-z0-9_|]+))?")
SIGNED = ("系统预填", "申请书", "告知承诺", "授权书")
"""Words in the name of a material that is an application or a statement: it wants a signature."""


class Rules:
    """The two sheets of rules; every mistake in them is noted, with the matter it is of."""

    def __init__(self, rules: Sheet, peculiar: Sheet, mistakes: Mistakes) -> None:
        self._rules, self._mistakes = rules, mistakes
        self._peculiar: dict[str, Sheet] = {
            code: entry if isinstance(entry, dict) else {"fields": entry}
            for code, entry in peculiar["matters"].items()
        }

    def unknown(self, codes: Iterable[str]) -> list[str]:
        """Matters of the sheet that are not offered at a machine."""
        return [
            f"form_matters.yaml: no form is made for {code}"
            for code in sorted(set(self._peculiar) - set(codes))
        ]

    def form(self, row: Row) -> Sheet:
        """The form of a matter that is taken at a machine, as it stands in forms.json."""
        own = self._peculiar.get(row["code"], {})
        mode, money = row["kiosk_mode"], self._rules["money"]
        free = row["fee"] == "免费"
        paid, proven = money["material"] in row["materials"], self._rules["proven"] in row["name"]
        found, later = self._specific(row, own)
        names = self._base(row, own) + found
        if mode == "query-print":
            names = [n for n in names if n not in found]
            names += [] if row["code"] in self._rules["public"] else self._rules["record"]
        else:
            names += [money["field"]] if paid else []
            names += [self._rules["paper"]] if _brings(row) else []
            names += self._rules["tail"]
            # What is paid on collecting cannot be mailed.
            names += self._rules["mail"] if row.flag("mail_result") and free else []
        if own.get("conditions"):
            names.insert(names.index("applicant.id_number") + 1, "applicant.birth_date")
        return {
            "for_whom": ["self", "other"] if _may_act(row) else ["self"],
            "assurance": "3" if proven else "2",
            "fields": self._fields(row, names),
            "conditions": own.get("conditions", []),
            "questions": [money["question"]] if paid and mode != "query-print" else [],
            "pays_to": money["field"] if paid and mode != "query-print" else "",
            "signs": "application" if _signs(row, paid=paid) else "",
            "later": later,
        }

    def _base(self, row: Row, own: Sheet) -> list[str]:
        audience = split(row["audience"], ";")
        kind = "both" if len(audience) > 1 else audience[0]
        return list(self._rules["base"][own.get("base", kind)])

    def _specific(self, row: Row, own: Sheet) -> tuple[list[str], list[str]]:
        fields: list[str] = []
        later: list[str] = []
        for rule in self._rules["words"]:
            if _fits(rule, row):
                fields += rule["fields"]
                later += rule.get("later", [])
        if "fields" in own:
            fields = list(own["fields"])
        return fields, own.get("later", later)

    def _fields(self, row: Row, names: list[str]) -> list[list[str]]:
        fields: dict[str, list[str]] = {}
        for name in names:
            found = ENTRY.fullmatch(name)
            if found is None:
                self._mistakes.found.append(f"forms: {row['code']}: {name!r} is no field")
            else:
                fields.setdefault(found["id"], [part for part in found.groups() if part])
        return list(fields.values())


def _fits(rule: Mapping[str, Any], row: Row) -> bool:
    return (
        re.search(rule["name"], row["name"]) is not None
        and ("unless" not in rule or re.search(rule["unless"], row["name"]) is None)
        and rule.get("audience", row["audience"]) == row["audience"]
    )


def _may_act(row: Row) -> bool:
    """Somebody else may come for a person where the materials know an authorisation."""
    return row["audience"] == "person" and "授权委托书/委托他人办理时必要" in row["materials"]


def _brings(row: Row) -> bool:
    return row["citizen_material_count"] != "0" and row["mail_material"] == "1"


def _signs(row: Row, *, paid: bool) -> bool:
    """What a section or a clerk decides, and every statement and claim for money, is signed."""
    if row["kiosk_mode"] == "query-print":
        return False
    stated = any(word in row["materials"] for word in SIGNED)
    return row["kiosk_mode"] == "pre-accept" or stated or paid


def is_payment(name: str, fee: str) -> bool:
    """Whether a matter is nothing but paying, which this machine cannot take."""
    return name.endswith("缴纳") and fee != "免费"


def build_forms(
    rules: Rules, written: Sheet, rows: Iterable[Row], out: Any, mistakes: Mistakes
) -> dict[str, object]:
    """Write forms.json; the forms by matter, whose versions they count into.

    What is written down in forms.yaml goes before what a rule says.
    """
    forms: dict[str, object] = {}
    for row in rows:
        code = row["code"]
        if code in written["forms"]:
            forms[code] = _written(written["forms"][code])
        elif row["kiosk_mode"] and not is_payment(row["name"], row["fee"]):
            forms[code] = rules.form(row)
    mistakes.found.extend(
        f"forms.yaml: there is no matter {code}" for code in written["forms"] if code not in forms
    )
    mistakes.found.extend(rules.unknown(forms))
    write_sheet(out / "forms.json", "forms", forms)
    return forms


def _written(entry: Sheet) -> Sheet:
    fields: list[list[str]] = []
    for field in entry["fields"]:
        if isinstance(field, str):
            fields.append([field])
        else:
            ((when, value),) = field["when"].items()
            fields.append([field["id"], when, value])
    return {**entry, "fields": fields}
