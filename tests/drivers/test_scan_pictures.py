"""Codes in pictures: what a bad camera sees is read as it is or not at all."""

from __future__ import annotations

import pytest

from benchmarks.codes import scans
from benchmarks.qr_pictures import KINDS, TEXTS, code, frame, jpeg, pictures, without_a_code
from drivers.code_scanner.decode import WAYS, Decoder


def looks(picture: bytes) -> list[list[str]]:
    decoder = Decoder(4096)
    return [[found.text for found in decoder.read(picture)] for _ in range(WAYS)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_code_that_is_a_little_spoiled_is_read_as_it_is(kind):
    spoil, strengths = KINDS[kind]
    text = TEXTS[len(kind) % len(TEXTS)]
    assert [text] in looks(jpeg(spoil(code(text), strengths[0])))


def test_where_there_is_no_code_none_is_read():
    assert all(found == [] for picture in without_a_code() for found in looks(picture))


def test_gb_18030_is_read_from_its_bytes_and_control_bytes_are_refused():
    import qrcode

    def seen(data: bytes) -> list[tuple[str, str]]:
        made = qrcode.QRCode(box_size=6)
        made.add_data(data)
        found = Decoder(40).read(jpeg(frame(made.make_image().get_image().convert("RGB"))))
        return [(one.text, one.reason) for one in found]

    assert seen("张三·𠮷".encode("gb18030")) == [("张三·𠮷", "")]
    assert seen(b"A\x1b[31m") == [("", "control")]
    assert seen("a\u202eb".encode()) == [("", "control")]
    assert seen(b"A" * 41) == [("", "too_long")]


@pytest.mark.long
def test_of_17_kinds_at_three_strengths_three_quarters_are_read_and_none_wrongly():
    told = [(text, looks(picture)) for kind in KINDS for text, picture in pictures(kind)]
    assert [found for text, found in told if any(one not in ([], [text]) for one in found)] == []
    assert sum([text] in found for text, found in told) >= 0.75 * len(told)


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("model", "many"), [("serial_2d", 1000), ("evdev_wedge", 300)])
def test_a_thousand_scans_leave_no_thread_no_descriptor_and_no_memory_behind(model, many):
    first, last = scans(model, many)
    assert last["threads"] <= first["threads"]
    assert last["descriptors"] <= first["descriptors"]
    assert last["pss"] <= first["pss"] + 1024, (first, last)  # KB
