"""What may come out of a scanner, for every byte that can go in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.code_scanner.frames import MOST_LINES, QUIET_S, SETTLE_S, SUFFIXES, Frames
from drivers.code_scanner.grammar import CodeError, text_of

LONGEST = 64
HOSTILE = [
    (b"abc\x00def", "control"),
    (b"\x1b[2J\x1b[H", "control"),
    (b"cmd\x08\x08\x7f", "control"),
    (b"a\tb", "control"),
    (b"GS1\x1d10", "control"),
    ("abc\u202edcba".encode(), "control"),
    ("\u2066x\u2069".encode(), "control"),
    ("zero\u200bwidth".encode(), "control"),
    ("line\u2028two".encode(), "control"),
    ("\u0085next".encode(), "control"),
    ("tag\U000e0041".encode(), "control"),
    ("\ue000".encode(), "charset"),
    ("\ufffd".encode(), "charset"),
    ("\uffff".encode(), "charset"),
    (b"\xff\xff\xff", "charset"),
    (b"\xed\xa0\x80\xff", "charset"),
    (b"A" * 65, "too_long"),
]


@pytest.mark.parametrize(("line", "reason"), HOSTILE)
def test_a_hostile_code_is_refused_with_its_reason(line, reason):
    with pytest.raises(CodeError, match=f"^{reason}$"):
        text_of(line, longest=LONGEST)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (b"]Q1hello", "hello"),
        (b"]C0 x", " x"),
        ("张三".encode(), "张三"),
        ("张三".encode("gbk"), "张三"),
        ("样𠮷".encode("gb18030"), "样𠮷"),
        (b"\xfe\x59", "\u9fb4"),  # GB 18030-2022
        ("\ufeff湖北".encode(), "湖北"),
        ("\U00031350\U0002ebf0".encode(), "\U00031350\U0002ebf0"),  # newer than Unicode 14
        ("ئۇيغۇر".encode(), "ئۇيغۇر"),
        (b"javascript:alert(1)", "javascript:alert(1)"),  # text, and never more than text
        (b"", ""),
        (b"   ", ""),
        (b"]Q1", ""),
    ],
)
def test_a_code_of_visible_text_is_read_as_it_is(line, text):
    assert text_of(line, longest=LONGEST) == text


def test_a_prefix_is_wanted_and_taken_off_and_the_aim_identifier_can_be_kept():
    assert text_of(b"\x02]Q1x", prefix=b"\x02", longest=LONGEST) == "x"
    assert text_of(b"]Q1x", aim=False, longest=LONGEST) == "]Q1x"
    with pytest.raises(CodeError, match="charset"):
        text_of(b"x", prefix=b"\x02", longest=LONGEST)


@settings(max_examples=500, deadline=None, database=None)
@given(
    st.one_of(
        st.binary(max_size=80), st.text(max_size=40).map(lambda t: t.encode("utf-8", "replace"))
    )
)
def test_whatever_bytes_come_nothing_invisible_gets_through(line):
    try:
        text = text_of(line, longest=LONGEST)
    except CodeError as error:
        reason = str(error)
    else:
        reason = ""
    assert reason in ("", "too_long", "control", "charset")
    if reason:
        return
    assert len(text) <= LONGEST
    allowed = {c for c in text if 0x20000 <= ord(c) < 0x3FFFE}
    categories = {unicodedata.category(c) for c in set(text) - allowed}
    assert not categories & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def scanned(frames: Frames, *portions: bytes) -> tuple[bytes | None, str]:
    for portion in portions:
        frames.feed(portion, 0.0)
    return frames.take(QUIET_S)


def test_a_line_may_come_in_any_portions():
    for portions in (
        [b"abc\r\n"],
        [b"a", b"bc", b"\r", b"\n"],
        [b"abc\r", b"\n"],
        [b"\n\nabc\r\r"],
    ):
        assert scanned(Frames("any", LONGEST), *portions) == (b"abc", "")
    assert scanned(Frames("crlf", LONGEST), b"abc\r", b"\n") == (b"abc", "")


def test_a_code_of_several_lines_is_refused_and_not_cut_at_its_first():
    assert scanned(Frames("any", LONGEST), b"first\rsecond\r") == (None, "control")
    assert scanned(Frames("any", LONGEST), b"first\rsec") == (None, "control")
    assert scanned(Frames("any", LONGEST), b"same\rsame\r") == (b"same", "")


def test_nothing_is_told_before_the_line_has_come_to_rest():
    frames = Frames("any", LONGEST)
    frames.feed(b"abc\r", 10.0)
    assert frames.take(10.0 + SETTLE_S / 2) == (None, "")
    assert frames.take(10.0 + SETTLE_S) == (b"abc", "")
    assert frames.take(20.0) == (None, "")


def test_a_partial_line_is_dropped_and_its_tail_is_not_taken_for_a_code():
    frames = Frames("any", LONGEST)
    frames.feed(b"half", 0.0)
    assert frames.take(QUIET_S) == (None, "")
    assert scanned(frames, b"whole\r") == (b"whole", "")
    held_up = Frames("any", LONGEST)  # a thread that did not run for 5 s has seen no pause
    held_up.feed(b"4201", 0.0)
    held_up.feed(b"0029\r", 5.0)
    assert held_up.take(5.0 + SETTLE_S) == (b"42010029", "")
    unarmed = Frames("any", LONGEST)
    unarmed.drop(b"head of a li", 0.0)
    unarmed.feed(b"ne\r", 0.1)
    assert unarmed.take(0.5) == (None, "")


def test_without_a_terminator_a_pause_ends_the_code():
    frames = Frames("quiet", LONGEST)
    frames.feed(b"abc", 0.0)
    assert frames.take(QUIET_S / 2) == (None, "")
    assert frames.take(QUIET_S) == (b"abc", "")


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_a_flood_is_one_refusal_in_bounded_memory(suffix):
    frames = Frames(suffix, LONGEST)
    for _ in range(2000):
        frames.feed(b"A" * 100, 0.0)
        assert len(frames._line) <= LONGEST
    frames.feed(b"\r\n\x03", 0.0)
    assert frames.take(1.0) == (None, "too_long")
    for n in range(2000):
        frames.feed(b"%d\r\n\x03" % n, 0.0)
        assert len(frames._lines) <= MOST_LINES
    assert frames.take(2.0)[0] is None


@settings(max_examples=300, deadline=None, database=None)
@given(
    st.sampled_from(sorted(SUFFIXES)),
    st.lists(
        st.tuples(
            st.binary(max_size=30) | st.sampled_from([b"\r", b"\n", b"\r\n", b"\x03", b"abc\r"]),
            st.sampled_from(["feed", "drop", "take"]),
        ),
        max_size=20,
    ),
)
def test_no_sequence_of_bytes_and_pauses_breaks_the_frames(suffix, steps):
    frames, now, end = Frames(suffix, LONGEST), 0.0, SUFFIXES[suffix]
    for data, what in steps:
        now += 0.1
        if what == "take":
            line, reason = frames.take(now)
            assert line is None or (reason == "" and 0 < len(line) <= LONGEST)
            assert line is None or end is None or not end.search(line)
        else:
            (frames.feed if what == "feed" else frames.drop)(data, now)
        assert len(frames._line) <= LONGEST
