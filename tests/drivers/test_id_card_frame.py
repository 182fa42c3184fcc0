"""Frames of the SAM module: known bytes, and whole answers out of any noise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.id_card import sam_link
from drivers.id_card.frame import Frame, FrameReader, command

HEAD = "AAAAAA9669"
FOUND = bytes.fromhex(HEAD + "00080000 9F00000000 97")
NO_CARD = bytes.fromhex(HEAD + "00040000 8084")


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (sam_link.RESET, "000310FFEC"),
        (sam_link.STATUS, "000311FFED"),
        (sam_link.SERIAL, "000312FFEE"),
        (sam_link.FIND, "0003200122"),
        (sam_link.SELECT, "0003200221"),
        (sam_link.READ, "0003300132"),
        (sam_link.ADDRESSES, "0003300330"),
        (sam_link.CHIP, "0003300536"),
    ],
)
def test_commands_are_the_bytes_of_the_standard(ask: sam_link.Ask, told: str) -> None:
    assert ask.frame == bytes.fromhex(HEAD + told)
    assert command(0x61, 0xFF, b"\x58") == bytes.fromhex(HEAD + "000461FF58" + "C2")


def frames(data: bytes, *, end: bool = False) -> list[Frame]:
    reader = FrameReader()
    reader.feed(data)
    found = [frame for frame in iter(reader.next, None)]
    while end and reader.pending:
        frame = reader.give_up()
        found += [frame] if frame else []
    return found


def test_an_answer_is_found_behind_noise_and_false_beginnings() -> None:
    for noise in (
        b"",
        b"\xaa\xaa",
        b"\xaa" * 9,
        b"\xaa\xaa\xaa\x96",
        bytes.fromhex(HEAD),
        bytes.fromhex(HEAD + "0003200122"),  # our own command come back
        bytes.fromhex(HEAD + "FFFF"),
        NO_CARD[:-1] + b"\x00",
    ):
        found = frames(noise + FOUND)
        assert [(f.sw3, f.data) for f in found] == [(0x9F, bytes(4))], noise.hex()


def test_an_answer_swallowed_by_a_false_length_comes_out_when_the_line_is_quiet() -> None:
    stream = bytes.fromhex(HEAD + "0508") + FOUND
    assert frames(stream) == []
    assert [f.sw3 for f in frames(stream, end=True)] == [0x9F]


def test_a_wrong_bit_anywhere_never_passes() -> None:
    for at in range(len(FOUND)):
        for bit in range(8):
            bad = bytearray(FOUND)
            bad[at] ^= 1 << bit
            assert frames(bytes(bad), end=True) == [], (at, bit)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=6), st.integers(1, 7))
def test_whole_answers_survive_any_noise_cut_anywhere(noise: list[bytes], step: int) -> None:
    clean = [piece.replace(b"\xaa", b"\x55") for piece in noise]
    stream = b"".join(piece + FOUND for piece in clean)
    reader = FrameReader()
    count = 0
    for at in range(0, len(stream), step):
        reader.feed(stream[at : at + step])
        while reader.next() is not None:
            count += 1
    assert count == len(clean)
    assert reader.take_skipped() == b"".join(clean)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_crash_the_frame_codec(raw: bytes) -> None:
    reader = FrameReader()
    reader.feed(raw)
    while reader.next() is not None:
        pass
    while reader.pending:
        reader.give_up()
    assert len(reader.take_skipped()) <= len(raw)
