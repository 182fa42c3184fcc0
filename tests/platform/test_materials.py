"""Pictures of a case: only what it names, only as it was named, seen by clerks with a line."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from backend_client.errors import RefusedError
from backend_client.models.materials import MOST_BYTES
from backend_client.sender import CaseSender
from tests.platform.server import allowance, key

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(200)) * 3 + b"\xff\xd9"
NAME = "居民户口簿"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def filed(server, *contents: bytes):
    """A case that names these pictures."""
    named = [
        {"name": NAME, "source": "citizen", "grade": "C", "digest": digest(one)} for one in contents
    ]
    case = allowance(materials=named or [{"name": NAME, "source": "citizen", "grade": "C"}])
    return server.client().submit_case(case, key())


def body(case, picture: bytes, **changes: object) -> bytes:
    sent = {
        "case_no": case.case_no,
        "name": NAME,
        "digest": digest(picture),
        "media_type": "image/jpeg",
        "content": base64.b64encode(picture).decode(),
    }
    return json.dumps({**sent, **changes}).encode()


def refused(server, sent: bytes, client=None) -> str:
    with pytest.raises(RefusedError) as caught:
        (client or server.client()).post("/materials", key(), sent)
    return caught.value.problem.code


def test_a_case_whose_papers_have_pictures_need_not_wait_for_them(server):
    assert filed(server, JPEG).state == "accepted"
    assert filed(server).state == "submitted"


def test_what_the_machine_would_finish_alone_waits_for_somebody_who_looks_at_the_picture(server):
    senior_card = {"matter_code": "XC-WJ-010", "delivery": {"way": "pickup"}}
    named = {"name": "近期免冠照片", "source": "citizen", "grade": "C", "digest": digest(JPEG)}
    case = allowance(materials=[named], **senior_card)
    told = server.client().submit_case(case, key())
    assert (told.state, told.document, told.decision) == ("accepted", None, None)
    assert told.due.date == told.accepted_on
    alone = server.client().submit_case(allowance(**senior_card), key())
    assert alone.state == "concluded"


def test_a_picture_is_kept_once_and_a_clerk_sees_it_as_it_was(server):
    case, mine = filed(server, JPEG), key()
    assert server.staff().materials(case.case_no).materials[0].received_at is None
    sent = CaseSender(server.client()).send("material", mine, body(case, JPEG))
    again = CaseSender(server.client()).send("material", mine, body(case, JPEG))
    assert sent.outcome == again.outcome == "accepted"
    assert sent.response == again.response
    other = json.loads(server.client().post("/materials", key(), body(case, JPEG)))
    assert other["received_at"] == json.loads(sent.response)["received_at"]
    seen = server.staff().material(case.case_no, digest(JPEG))
    assert base64.b64decode(seen.content) == JPEG
    assert "content" not in repr(seen)
    database = (server.data / "platform.db").read_bytes() + b"".join(
        path.read_bytes() for path in server.data.glob("platform.db-wal")
    )
    assert JPEG[4:60] not in database  # sealed


def test_a_picture_that_the_case_does_not_name_or_that_is_another_is_refused(server):
    case = filed(server, JPEG)
    longer = JPEG[:-2] + b"x\xff\xd9"
    assert refused(server, body(case, longer)) == "unknown-material"
    assert refused(server, body(case, longer, digest=digest(JPEG))) == "digest-differs"
    assert refused(server, body(case, JPEG, name="other")) == "unknown-material"
    assert refused(server, body(case, JPEG), server.other()) == "unknown-case"
    assert refused(server, body(case, JPEG, media_type="text/html")) == "invalid"
    assert refused(server, body(case, JPEG, content="***")) == "invalid"
    text = b"<script>" + bytes(40)
    assert refused(server, body(filed(server, text), text)) == "no-picture"


def test_a_picture_has_a_largest_size(server):
    fits = b"\xff\xd8\xff" + bytes(MOST_BYTES - 5) + b"\xff\xd9"
    case = filed(server, fits)
    server.client().post("/materials", key(), body(case, fits))
    assert refused(server, body(case, fits + b"\xff\xd9")) == "invalid"
    assert refused(server, body(case, fits * 2)) == "too-large"
