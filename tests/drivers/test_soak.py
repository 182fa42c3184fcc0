"""Nothing is left of cards, prints, sentences and unplugs: no thread, no descriptor, no child."""

from __future__ import annotations

import pytest

from benchmarks.soak import soak

COUNTS = {"cards": 30, "slips": 30, "sentences": 40, "unplugs": 40}
COUNTS |= {"labels": 20, "pages": 20, "presses": 40, "scans": 20}


@pytest.mark.long
def test_devices_that_come_and_go_leave_no_thread_descriptor_or_child_behind() -> None:
    first, last = soak(COUNTS)
    for what in ("threads", "descriptors", "children"):
        assert last[what] == first[what], what
