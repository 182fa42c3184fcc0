"""Trying one device for `kiosk devices test`: the real driver, once, with what came of it."""

from __future__ import annotations

import json
import queue
import socket
import uuid
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from drivers.device_set import DeviceSet
from drivers.errors import DeviceError
from drivers.events import CodeRefused, CodeScanned, Event, KeyPressed, Spoken
from drivers.id_card import IdCardHandle
from drivers.id_card.record import IdCardRecord
from drivers.receipt_printer import PrintResult
from drivers.smart_card import SmartCardHandle
from drivers.smart_card.record import SocialCardRecord, StaffCardRecord
from kiosk.commands.devices import as_row, opened
from kiosk.domain.masking import mask_id_number, mask_name
from kiosk.options import Options

SHOWN = (
    "kind",
    "generation",
    "sex",
    "ethnic",
    "valid_from",
    "valid_to",
    "long_term",
    "issue_count",
    "version",
)
"""Fields that may be said of anybody's card; the others are said in full of sample people only."""

TEST_PAGE = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R
/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length 44>> stream
BT /F 36 Tf 200 400 Td (JINBAN TEST) Tj ET

endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R>>
"""


def try_device(options: Options, role: str, *, card: str, seconds: float) -> dict[str, Any]:
    """Open the device, do what it is for once, and tell the result."""
    events: queue.Queue[Event] = queue.Queue()
    with opened(options, role, events.put) as (found, control):
        result: dict[str, Any] = {"ok": True, **as_row(found.status(role))}
        if result["state"] in ("disconnected", "fault"):
            return {**result, "ok": False}
        if card and control:
            steer(control, role, "card", {"name": card})
        kind = str(result["kind"])
        trial = TRIALS.get(kind, _speech)
        result.update(trial(found, role, events, seconds))
        return result


def steer(control: Path, role: str, do: str, args: dict[str, Any]) -> dict[str, Any]:
    """One command to the emulators' control socket."""
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(5)
        link.connect(str(control))
        request = {"id": 1, "role": role, "do": do, "args": args}
        link.sendall((json.dumps(request) + "\n").encode())
        with link.makefile(encoding="utf-8") as lines:
            answer: dict[str, Any] = json.loads(lines.readline())
    return answer


def _card(found: DeviceSet, role: str, _events: Any, seconds: float) -> dict[str, Any]:
    reader = found.handle(role, IdCardHandle) or found.handle(role, SmartCardHandle)
    if reader is None:
        return {"ok": False, "detail": "not_installed"}
    try:
        record = reader.read_once(seconds)
    except DeviceError as error:
        return {"ok": False, "detail": error.code}
    if isinstance(record, StaffCardRecord):
        return {"card": {"staff_no": record.staff_no, "serial": record.serial}}
    return {"card": card_fields(record)}


def card_fields(record: IdCardRecord | SocialCardRecord) -> dict[str, Any]:
    """A card's fields: in full for sample people, masked for everybody else."""
    every = {f.name: getattr(record, f.name) for f in fields(record) if f.name != "photo"}
    if not is_sample(record):
        every = {k: v for k, v in every.items() if k in SHOWN}
        every["name"], every["number"] = mask_name(record.name), mask_id_number(record.number)
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in every.items()}


def is_sample(record: IdCardRecord | SocialCardRecord) -> bool:
    """Whether a card is a sample citizen's: number and name both, for either alone may be real."""
    from kiosk.launch import sample_people

    people = sample_people().values()
    known = {(str(one["number"]), one.get("name") or one["name_en"]) for one in people}
    return (record.number, record.name) in known


def _slip(found: DeviceSet, role: str, _events: Any, seconds: float) -> dict[str, Any]:
    from drivers.receipt_printer import Qr, ReceiptHandle, Rule, Slip, Text

    printer = found.handle(role, ReceiptHandle)
    if printer is None:
        return {"ok": False, "detail": "not_installed"}
    slip = Slip((Text("自检 TEST", size=2, align="center"), Rule(), Qr("JINBAN")))
    return _told(printer.print(slip, uuid.uuid4().hex, seconds))


def _label(found: DeviceSet, role: str, _events: Any, seconds: float) -> dict[str, Any]:
    from drivers.label_printer import Label, LabelHandle, Party

    printer = found.handle(role, LabelHandle)
    if printer is None:
        return {"ok": False, "detail": "not_installed"}
    nobody = Party("自检", "TEST", "", "JINBAN")
    label = Label("9800000000000", "自检 TEST", nobody, nobody)
    return _told(printer.print(label, uuid.uuid4().hex, seconds))


def _page(found: DeviceSet, role: str, _events: Any, seconds: float) -> dict[str, Any]:
    from drivers.page_printer import PageHandle

    printer = found.handle(role, PageHandle)
    if printer is None:
        return {"ok": False, "detail": "not_installed"}
    return _told(printer.print(TEST_PAGE, uuid.uuid4().hex, seconds))


def _told(result: PrintResult) -> dict[str, Any]:
    return {
        "ok": result.outcome == "done",
        "detail": result.reason,
        "outcome": result.outcome,
        "bytes": len(result.data),
    }


def _code(
    found: DeviceSet, role: str, events: queue.Queue[Event], seconds: float
) -> dict[str, Any]:
    from drivers.code_scanner import ScannerHandle

    scanner = found.handle(role, ScannerHandle)
    if scanner is None:
        return {"ok": False, "detail": "not_installed"}
    request = uuid.uuid4().hex
    scanner.arm(request)
    while True:
        try:
            event = events.get(timeout=seconds)
        except queue.Empty:
            return {"ok": False, "detail": "nothing_scanned"}
        if isinstance(event, CodeScanned):
            return {"characters": len(event.text)}
        if isinstance(event, CodeRefused):
            return {"ok": False, "detail": event.reason}


def _picture(found: DeviceSet, role: str, _events: Any, seconds: float) -> dict[str, Any]:
    """Take one picture and tell that there is one, not what it shows."""
    from drivers.camera import CameraHandle

    camera = found.handle(role, CameraHandle)
    if camera is None:
        return {"ok": False, "detail": "not_installed"}
    request = uuid.uuid4().hex
    camera.arm(request, "paper")
    try:
        picture = camera.capture(request, seconds)
    except DeviceError as error:
        return {"ok": False, "detail": error.code}
    size = {"width": picture.width, "height": picture.height, "bytes": len(picture.jpeg)}
    return {**size, "problems": list(picture.problems)}


def _key(
    _found: DeviceSet, _role: str, events: queue.Queue[Event], seconds: float
) -> dict[str, Any]:
    while True:
        try:
            event = events.get(timeout=seconds)
        except queue.Empty:
            return {"ok": False, "detail": "nothing_pressed"}
        if isinstance(event, KeyPressed):
            return {"key": event.key}


def _speech(
    found: DeviceSet, role: str, events: queue.Queue[Event], seconds: float
) -> dict[str, Any]:
    from drivers.speaker import SpeakerHandle

    speaker = found.handle(role, SpeakerHandle)
    if speaker is None:
        return {"ok": False, "detail": "not_installed"}
    speaker.say(uuid.uuid4().hex, "您好", volume=4)
    while True:
        try:
            event = events.get(timeout=seconds)
        except queue.Empty:
            return {"ok": False, "detail": "no_sound"}
        if isinstance(event, Spoken) and event.outcome in ("finished", "failed"):
            return {"ok": event.outcome == "finished", "detail": event.outcome}


TRIALS = {
    "camera": _picture,
    "code_scanner": _code,
    "id_card": _card,
    "keypad": _key,
    "smart_card": _card,
    "label_printer": _label,
    "page_printer": _page,
    "receipt_printer": _slip,
}
