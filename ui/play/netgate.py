"""A gate between terminal and platform on the loopback: open, shut, or slow."""

from __future__ import annotations

import heapq
import selectors
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

STATES = ("up", "down", "slow")
CHUNK = 16 * 1024
MOST_WAITING = 1024 * 1024
MOST_DELAYED = 64
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER with no time: close sends RST


@dataclass(slots=True)
class _Pipe:
    """One direction of one connection."""

    source: socket.socket
    sink: socket.socket
    waiting: bytearray = field(default_factory=bytearray)
    delayed: int = 0
    due: float = 0.0
    ended: bool = False


class NetGate:
    """Forwards TCP connections to `target` from a loopback port of its own.

    `down` closes the listener and resets every connection, as a pulled cable behind a router
    would look; `slow` holds each chunk back for `delay_s` seconds. The port stays the same.
    """

    def __init__(self, target: tuple[str, int], *, delay_s: float = 0.4) -> None:
        self.target = target
        self.delay_s = delay_s
        self.state = "up"
        self._lock = threading.Lock()
        self._pipes: dict[socket.socket, _Pipe] = {}
        self._later: list[tuple[float, int, Callable[[], None]]] = []
        self._order = 0
        self._calls: list[tuple[Callable[[], None], threading.Event]] = []
        self._select = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._woken.setblocking(False)
        self._select.register(self._woken, selectors.EVENT_READ)
        self._listener: socket.socket | None = None
        self._stopped = False
        self.port = 0
        self._listen()
        self._thread = threading.Thread(target=self._run, name="netgate", daemon=True)
        self._thread.start()

    @property
    def address(self) -> tuple[str, int]:
        """Where the terminal connects to instead of the platform."""
        return ("127.0.0.1", self.port)

    def set(self, state: str) -> None:
        """Change the state; in force when this returns."""
        if state not in STATES:
            raise ValueError(f"no such network state: {state}")
        self._call(lambda: self._change(state))

    def stop(self) -> None:
        """Close everything and end the thread."""
        self._call(self._end)
        self._thread.join(2.0)

    def _call(self, what: Callable[[], None]) -> None:
        done = threading.Event()
        with self._lock:
            if self._stopped:
                return
            self._calls.append((what, done))
        self._wake.send(b"x")
        done.wait(2.0)

    def _change(self, state: str) -> None:
        self.state = state
        if state == "down":
            self._close_listener()
            while self._pipes:
                self._reset(next(iter(self._pipes.values())))
        elif self._listener is None:
            self._listen()

    def _end(self) -> None:
        self._change("down")
        with self._lock:
            self._stopped = True

    def _listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(32)
        listener.setblocking(False)
        self.port = listener.getsockname()[1]
        self._listener = listener
        self._select.register(listener, selectors.EVENT_READ)

    def _close_listener(self) -> None:
        if self._listener is not None:
            self._select.unregister(self._listener)
            self._listener.close()
            self._listener = None

    def _run(self) -> None:
        while not self._stopped:
            ready = self._select.select(self._patience())
            for key, events in ready:
                self._serve(key.fileobj, events)
            while self._later and self._later[0][0] <= time.monotonic():
                heapq.heappop(self._later)[2]()
        self._select.close()
        self._wake.close()
        self._woken.close()

    def _patience(self) -> float | None:
        return max(0.0, self._later[0][0] - time.monotonic()) if self._later else None

    def _serve(self, what: object, events: int) -> None:
        if what is self._woken:
            self._obey()
        elif what is self._listener:
            self._accept()
        elif isinstance(what, socket.socket) and what in self._pipes:
            if events & selectors.EVENT_READ:
                self._read(self._pipes[what])
            if events & selectors.EVENT_WRITE and what in self._pipes:
                self._flush(self._pipes[self._pipes[what].sink])

    def _obey(self) -> None:
        self._woken.recv(4096)
        with self._lock:
            calls, self._calls = self._calls, []
        for what, done in calls:
            what()
            done.set()

    def _accept(self) -> None:
        if self._listener is None:
            return
        try:
            near, _ = self._listener.accept()
        except OSError:  # gone again before it was taken
            return
        try:
            far = socket.create_connection(self.target, timeout=2.0)
        except OSError:
            _close_hard(near)
            return
        for link in (near, far):
            link.setblocking(False)
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._pipes[near] = _Pipe(near, far)
        self._pipes[far] = _Pipe(far, near)
        for link in (near, far):
            self._select.register(link, selectors.EVENT_READ)

    def _read(self, pipe: _Pipe) -> None:
        try:
            got = pipe.source.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            self._reset(pipe)
            return
        if not got:
            pipe.ended = True
        pipe.delayed += 1
        if self.state == "slow" or pipe.delayed > 1:  # what came first leaves first
            hold = self.delay_s if self.state == "slow" else 0.0
            pipe.due = max(pipe.due, time.monotonic() + hold)
            self._order += 1
            heapq.heappush(self._later, (pipe.due, self._order, lambda: self._pass_on(pipe, got)))
        else:
            self._pass_on(pipe, got)
        self._watch(pipe.source)

    def _pass_on(self, pipe: _Pipe, got: bytes) -> None:
        pipe.delayed -= 1
        if pipe.source not in self._pipes:
            return
        pipe.waiting += got
        self._flush(pipe)

    def _flush(self, pipe: _Pipe) -> None:
        """Write what the other side takes; pass the end on when all before it is written."""
        try:
            while pipe.waiting:
                sent = pipe.sink.send(pipe.waiting)
                del pipe.waiting[:sent]
        except BlockingIOError:
            pass  # the other side takes no more now: the rest waits for the next turn
        except OSError:
            self._reset(pipe)
            return
        if pipe.ended and not pipe.waiting and not pipe.delayed:
            self._finish(pipe)
        self._watch(pipe.source)
        self._watch(pipe.sink)

    def _finish(self, pipe: _Pipe) -> None:
        back = self._pipes.get(pipe.sink)
        if back is None or back.ended:
            self._drop(pipe)
            return
        try:
            pipe.sink.shutdown(socket.SHUT_WR)
        except OSError:
            self._reset(pipe)

    def _watch(self, link: socket.socket) -> None:
        """Read while there is room, write while something waits."""
        pipe = self._pipes.get(link)
        if pipe is None:
            return
        wanted = 0
        if not pipe.ended and pipe.delayed < MOST_DELAYED and len(pipe.waiting) < MOST_WAITING:
            wanted |= selectors.EVENT_READ
        if self._pipes[pipe.sink].waiting:
            wanted |= selectors.EVENT_WRITE
        known = link in self._select.get_map()
        if wanted and known:
            self._select.modify(link, wanted)
        elif wanted:
            self._select.register(link, wanted)
        elif known:
            self._select.unregister(link)

    def _reset(self, pipe: _Pipe) -> None:
        for link in (pipe.source, pipe.sink):
            self._forget(link)
            _close_hard(link)

    def _drop(self, pipe: _Pipe) -> None:
        for link in (pipe.source, pipe.sink):
            self._forget(link)
            link.close()

    def _forget(self, link: socket.socket) -> None:
        if self._pipes.pop(link, None) is not None and link in self._select.get_map():
            self._select.unregister(link)


def _close_hard(link: socket.socket) -> None:
    try:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    finally:
        link.close()
