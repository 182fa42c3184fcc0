"""Pipes: deadlines, lost lines, locks, and ports that are written wrong."""

from __future__ import annotations

import contextlib
import os
import socket
import termios
import threading
import tty
from collections.abc import Iterator

import pytest

from drivers.errors import LinkLostError, NoAnswerError
from drivers.spec import parse_port
from drivers.transport import make_transport
from drivers.transport.serial_line import line_settings


@pytest.fixture
def line() -> Iterator[tuple[int, int, str]]:
    mine, theirs = os.openpty()
    tty.setraw(theirs)
    yield mine, theirs, f"serial://{os.ttyname(theirs)}"
    for fd in (mine, theirs):
        with contextlib.suppress(OSError):
            os.close(fd)


def test_a_serial_line_carries_every_byte_both_ways(line: tuple[int, int, str]) -> None:
    mine, _, url = line
    pipe = make_transport(parse_port(url))
    pipe.open()
    every = bytes(range(256))
    os.write(mine, every)
    assert pipe.drain(0.1) == every
    pipe.write(every, 1.0)
    assert os.read(mine, 512) == every
    assert pipe.read(0.0) == b""
    pipe.close()
    pipe.close()
    with pytest.raises(LinkLostError):
        pipe.read(0.0)


def test_the_line_is_set_as_the_port_says(line: tuple[int, int, str]) -> None:
    _, theirs, url = line
    pipe = make_transport(parse_port(f"{url}?baud=19200&parity=E&stop=2"))
    pipe.open()
    settings = termios.tcgetattr(theirs)
    assert settings[4] == settings[5] == termios.B19200
    assert settings[2] & termios.CSTOPB  # a pty keeps no parity: what is asked for is looked at
    assert line_settings(parse_port(f"{url}?parity=e")).parity == "E"
    pipe.close()
    pipe = make_transport(parse_port(url), baud=9600)
    pipe.open()
    assert termios.tcgetattr(theirs)[4] == termios.B9600
    pipe.close()


def test_a_second_user_of_a_serial_line_is_refused(line: tuple[int, int, str]) -> None:
    first, second = make_transport(parse_port(line[2])), make_transport(parse_port(line[2]))
    first.open()
    with pytest.raises(LinkLostError) as caught:
        second.open()
    assert caught.value.code == "in_use"
    first.close()
    second.open()
    second.close()


def test_a_line_that_is_hung_up_is_lost_and_nothing_else(line: tuple[int, int, str]) -> None:
    mine, theirs, url = line
    pipe = make_transport(parse_port(url))
    pipe.open()
    os.close(theirs)
    os.close(mine)
    for act in (lambda: pipe.read(1.0), lambda: pipe.write(b"x", 1.0), lambda: pipe.drain(0.1)):
        with pytest.raises(LinkLostError):
            act()
    pipe.close()


def test_a_device_that_takes_nothing_stalls_within_the_deadline(
    line: tuple[int, int, str],
) -> None:
    pipe = make_transport(parse_port(line[2]))
    pipe.open()
    with pytest.raises(NoAnswerError) as caught:
        pipe.write(bytes(1 << 20), 0.2)
    assert caught.value.code == "write_stalled"
    pipe.close()


def test_a_port_that_is_not_there_says_so_by_code(tmp_path: object) -> None:
    with pytest.raises(LinkLostError) as caught:
        make_transport(parse_port(f"serial://{tmp_path}/none")).open()
    assert caught.value.code == "no_port"
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
    with pytest.raises(LinkLostError) as caught:
        make_transport(parse_port(f"tcp://127.0.0.1:{number}")).open()
    assert caught.value.code == "refused"


def test_a_tcp_peer_that_closes_is_noticed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        pipe = make_transport(parse_port(f"tcp://127.0.0.1:{server.getsockname()[1]}"))
        pipe.open()
        peer, _ = server.accept()
        with peer:
            peer.sendall(b"abc")
            assert pipe.read(1.0) == b"abc"
            pipe.write(b"def", 1.0)
            assert peer.recv(16) == b"def"
        with pytest.raises(LinkLostError):
            pipe.read(1.0)
        pipe.close()


def test_a_wait_ends_as_soon_as_bytes_come(line: tuple[int, int, str]) -> None:
    pipe = make_transport(parse_port(line[2]))
    pipe.open()
    threading.Timer(0.05, os.write, (line[0], b"now")).start()
    assert pipe.read(30.0) == b"now"
    pipe.close()


WRONG = """
serial:///dev/x?bad=1 serial:///dev/x?baud=fast serial:///dev/x?baud=１１５２００ serial:///dev/x?baud
serial:///dev/x?parity=X serial:///dev/x?stop=3 serial:///dev/x?flow=on serial:// /dev/ttyUSB0
tcp://host tcp://host:0 tcp://host:99999 tcp://:80 tcp://h:80?x=1 file:///tmp/x
"""


@pytest.mark.parametrize("url", WRONG.split())
def test_a_port_written_wrong_is_refused_before_anything_is_opened(url: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        make_transport(parse_port(url))
