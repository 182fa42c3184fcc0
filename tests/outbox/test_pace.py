"""The waiting rules by themselves."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend_client import outbox
from backend_client.sending import BASE_S, CAP_S, Pace, back_off

KEY = "0f1d6a8e-3b54-4c19-9a57-2f6f3d1c8b70"


@settings(database=None)  # the tree may belong to somebody else
@given(st.lists(st.floats(0, 0.4), min_size=30, max_size=120))
def test_no_second_ever_sees_more_than_twenty_requests(gaps):
    now, sent = 0.0, []
    pace = Pace(20, lambda: now)
    for gap in gaps:
        now += gap + pace.wait_s()
        now += pace.wait_s()  # what is left after rounding
        pace.took()
        sent.append(now)
    for first, later in zip(sent, sent[20:], strict=False):
        assert later - first >= 1.0 - 1e-9


@settings(database=None)  # the tree may belong to somebody else
@given(st.integers(0, 10_000))
def test_the_back_off_is_jittered_over_its_whole_span_and_capped(attempts):
    low, high = [], []

    def draw(a, b):
        low.append(a)
        high.append(b)
        return random.uniform(a, b)

    wait = back_off(attempts, draw)
    assert low == [0.0]
    assert high == [min(CAP_S, BASE_S * 2 ** min(attempts, 16))]
    assert 0.0 <= wait <= CAP_S


@pytest.mark.parametrize(
    ("key", "kind", "case_no"),
    [
        ("429999194405180018", "case", ""),
        (KEY.upper(), "case", ""),
        (KEY, "李样例", ""),
        (KEY, "case", "429999194405180018"),
        (KEY, "case", "李样例"),
    ],
)
def test_no_column_of_an_event_takes_personal_text_and_the_error_does_not_repeat_it(
    key, kind, case_no
):
    with pytest.raises(ValueError, match="event") as told:
        outbox.Event(key, kind, case_no, b"")
    assert key not in str(told.value)
    assert "429999" not in str(told.value)


@pytest.mark.parametrize("text", ["李样例 is too young", "429999194405180018", "x" * 200, "a b"])
def test_a_reason_that_is_no_code_is_not_kept(text):
    assert outbox.code(text) == "unspecified"
    assert outbox.code("http_503") == "http_503"
