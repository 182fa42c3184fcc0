"""What a section does with a case through the platform's API, until it has screens of its own.

`python docs/section.py --url URL --token-file FILE ACTION …`; see section-script.md. Everything it
prints is masked as the platform masks it; the token is read from its file and never shown.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from backend_client.calls import new_key
from backend_client.errors import PlatformError, RefusedError
from backend_client.models import Answer, StaffAction
from backend_client.models.casework import CorrectionItem
from backend_client.models.faults import FaultTaken
from backend_client.models.progress import Acknowledgement
from backend_client.staff import StaffClient

SIMPLE = ("accept", "review", "resume", "resubmit", "conclude", "deliver", "withdraw")
REASONED = ("not-accept", "suspend", "terminate")


def main(arguments: Sequence[str]) -> int:
    """0 done, 1 the platform did not do it, 2 wrong use."""
    given = parser().parse_args(arguments)
    try:
        token = Path(given.token_file).read_text("ascii").strip()
        client = StaffClient(given.url, token)
    except (OSError, UnicodeDecodeError) as error:
        return _complain(f"the token file cannot be read: {type(error).__name__}", 2)
    try:
        answer = WORK[given.action](client, given)
    except ValidationError as error:
        wrong = ", ".join(
            str(one["loc"][0]) if one["loc"] else one["msg"] for one in error.errors()
        )
        return _complain(f"not complete: {wrong}", 2)
    except RefusedError as error:
        return _complain(f"refused: {error.code} ({error.problem.title})", 1)
    except PlatformError as error:
        return _complain(f"not reached: {type(error).__name__}", 1)
    finally:
        client.close()
    print(json.dumps(answer.model_dump(mode="json"), ensure_ascii=False, indent=2))
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="section.py", description=__doc__)
    top.add_argument("--url", required=True, help="the platform, https://…")
    top.add_argument("--token-file", required=True, help="staff.token of the platform's data")
    top.add_argument("--by", default=None, help="staff code of who does it")
    actions = top.add_subparsers(dest="action", required=True)
    listed = actions.add_parser("list", help="cases, oldest first")
    listed.add_argument("--state", default=None)
    for name in ("show", "history", *SIMPLE):
        actions.add_parser(name).add_argument("case_no")
    for name in REASONED:
        _reasoned(actions.add_parser(name))
    correct = actions.add_parser("correct", help="say at once all that is to be put right")
    _reasoned(correct)
    correct.add_argument("--field", action="append", default=[], metavar="FIELD=WORDS")
    correct.add_argument("--material", action="append", default=[], metavar="NAME=WORDS")
    correct.add_argument("--last-day", type=date.fromisoformat, default=None)
    decide = actions.add_parser("decide")
    decide.add_argument("case_no")
    decide.add_argument("outcome", choices=("granted", "refused", "partly"))
    decide.add_argument("--code", default=None)
    decide.add_argument("--text", default=None)
    alarms = actions.add_parser("alarms", help="what somebody must look at")
    alarms.add_argument("--all", action="store_true")
    taken = actions.add_parser("acknowledge", help="take an alarm on")
    taken.add_argument("alarm_id")
    taken.add_argument("--note", default="")
    faults = actions.add_parser("faults", help="devices of machines that are in trouble")
    faults.add_argument("--all", action="store_true")
    mending = actions.add_parser("mend", help="take the fault of a device on")
    mending.add_argument("fault_id")
    mending.add_argument("--note", default="")
    return top


def _reasoned(one: argparse.ArgumentParser) -> None:
    one.add_argument("case_no")
    one.add_argument("--code", required=True, help="reason, for programs")
    one.add_argument("--text", required=True, help="reason, in words for the applicant")


def _act(client: StaffClient, given: argparse.Namespace) -> Answer:
    fields: dict[str, Any] = {"action": given.action.replace("-", "_"), "by": given.by}
    for name, source in (("reason_code", "code"), ("reason_text", "text"), ("outcome", "outcome")):
        fields[name] = getattr(given, source, None)
    if given.action == "correct":
        fields["items"] = (*_items("field", given.field), *_items("material", given.material))
        fields["last_day"] = given.last_day
    return client.act(given.case_no, StaffAction.model_validate(fields), new_key())


def _items(kind: str, given: Sequence[str]) -> tuple[CorrectionItem, ...]:
    parts = (one.partition("=") for one in given)
    return tuple(
        CorrectionItem.model_validate({kind: name, "code": "put-right", "text": words})
        for name, _, words in parts
    )


def _alarms(client: StaffClient, given: argparse.Namespace) -> Answer:
    return client.alarms.every() if given.all else client.alarms.waiting()


def _acknowledge(client: StaffClient, given: argparse.Namespace) -> Answer:
    taken = Acknowledgement(by=given.by, note=given.note)
    return client.alarms.acknowledge(given.alarm_id, taken, new_key())


def _faults(client: StaffClient, given: argparse.Namespace) -> Answer:
    return client.faults.every() if given.all else client.faults.lasting()


def _mend(client: StaffClient, given: argparse.Namespace) -> Answer:
    taken = FaultTaken(by=given.by, note=given.note)
    return client.faults.take_on(given.fault_id, taken, new_key())


def _complain(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code


WORK: Mapping[str, Callable[[StaffClient, argparse.Namespace], Answer]] = {
    "list": lambda client, given: client.cases(given.state),
    "show": lambda client, given: client.get_case(given.case_no),
    "history": lambda client, given: client.get_history(given.case_no),
    "alarms": _alarms,
    "acknowledge": _acknowledge,
    "faults": _faults,
    "mend": _mend,
    **dict.fromkeys((*SIMPLE, *REASONED, "correct", "decide"), _act),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
