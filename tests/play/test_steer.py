"""Commands to the emulators never mix up their answers, and every failure has a reason."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ui.play.steer import Steer, SteerError

Answer = Callable[[dict[str, Any]], bytes]


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Callable[[Answer], Path]]:
    listeners: list[socket.socket] = []

    def _host(answer: Answer) -> Path:
        path = tmp_path / "control"
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(path))
        listener.listen()
        listeners.append(listener)

        def serve() -> None:
            while True:
                try:
                    link, _ = listener.accept()
                    with link, link.makefile("rb") as lines:
                        for line in lines:
                            link.sendall(answer(json.loads(line)))
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        return path

    yield _host
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _line(**parts: Any) -> bytes:
    return json.dumps(parts).encode() + b"\n"


def test_a_command_brings_its_own_result(host: Callable[[Answer], Path]) -> None:
    steer = Steer(host(lambda q: _line(id=q["id"], ok=True, result={"was": [q["role"], q["do"]]})))
    asked = [steer.ask("id_card", do).result(5) for do in ("card", "state")]
    assert asked == [{"was": ["id_card", "card"]}, {"was": ["id_card", "state"]}]
    steer.close()


def test_an_answer_to_an_earlier_command_is_passed_over(host: Callable[[Answer], Path]) -> None:
    late = _line(id=0, ok=True, result={"card": "somebody else"})
    steer = Steer(host(lambda q: late + _line(id=q["id"], ok=True, result={"card": "right"})))
    assert steer.ask("id_card", "card").result(5) == {"card": "right"}
    steer.close()


def test_a_refusal_keeps_its_reason(host: Callable[[Answer], Path]) -> None:
    steer = Steer(host(lambda q: _line(id=q["id"], ok=False, error="no such fault: fire")))
    with pytest.raises(SteerError, match="no such fault: fire"):
        steer.ask("receipt", "fault", {"kind": "fire"}).result(5)
    steer.close()


@pytest.mark.parametrize("noise", [b"\n", b"{}{\n", b"[1]\n" * 3 + b"nothing\n", b"\xff\n"])
def test_noise_for_an_answer_is_an_error_and_the_next_one_works(
    host: Callable[[Answer], Path], noise: bytes
) -> None:
    answers = iter([noise])
    steer = Steer(host(lambda q: next(answers, None) or _line(id=q["id"], ok=True)), timeout_s=0.5)
    with pytest.raises(SteerError, match="do not answer"):
        steer.ask("id_card", "state").result(5)
    assert steer.ask("id_card", "state").result(5) == {}
    steer.close()


def test_nobody_there_is_an_error(tmp_path: Path) -> None:
    steer = Steer(tmp_path / "nobody")
    with pytest.raises(SteerError, match="FileNotFoundError"):
        steer.ask("id_card", "state").result(5)
    steer.close()
