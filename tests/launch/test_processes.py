from __future__ import annotations

import os
import queue
import signal

import pytest

from kiosk.processes import Child, ChildError

ONE = {"devices": [{"role": "scanner", "kind": "code_scanner", "model": ""}], "people": {}}


def test_a_child_says_where_it_is_and_ends_with_its_parents_pipe():
    child = Child("devices", "drivers", "virtual")
    said = child.start(ONE)
    assert said["devices"]["scanner"]["port"].startswith("serial://")
    pid = child.pid
    child.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_child_that_dies_is_told_of_and_can_come_back():
    ended: queue.Queue[int] = queue.Queue()
    child = Child("devices", "drivers", "virtual")
    child.start(ONE, ended.put)
    os.kill(child.pid, signal.SIGKILL)
    assert ended.get(timeout=10) == -signal.SIGKILL
    assert child.start(ONE, ended.put)["control"]
    child.stop()
    with pytest.raises(ChildError):
        child.start(ONE)
    assert ended.empty()


def test_a_child_that_cannot_start_says_why():
    child = Child("devices", "drivers", "virtual")
    with pytest.raises(ChildError, match="no virtual 'teapot'"):
        child.start({"devices": [{"role": "x", "kind": "teapot", "model": ""}]})
    child.stop()
