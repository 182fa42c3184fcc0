"""A virtual network camera: MJPEG over HTTP on a loopback port, of a scene that can be changed.

RFC 2046 multipart with the type multipart/x-mixed-replace; each part with Content-Length.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Mapping
from typing import Any, ClassVar

from drivers.virtual.emulator import Emulator, Hand
from drivers.virtual.scenes import SCENES, SPOILS, as_jpeg, scene

_HEAD = (
    b"HTTP/1.0 200 OK\r\nServer: virtual-camera\r\nConnection: close\r\n"
    b"Content-Type: multipart/x-mixed-replace; boundary=picture\r\n\r\n"
)
_FRAME_S = 1 / 12
_SEND_S = 1.0
_CODE_S = 1.5  # how long a code is held before the camera


class CameraEmulator(Emulator):
    """Serves one camera, each connection on a thread of its own."""

    kind = "camera"
    model = "mjpeg"
    first: ClassVar[str] = "paper"
    faults = ("dark", "blank", "cut", "upside_down", "garbage", "half", "frozen", "hang_up")

    def __init__(self, options: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(options, people)
        self._what, self._text = self.first, "RESIDENCE CERTIFICATE"
        self._fault = "none"
        self._jpeg = b""
        self._until = 0.0
        self._away_until = 0.0
        self._number = 0
        self._watching = 0
        self._lock, self._drawing = threading.Lock(), threading.Lock()
        self._stopping = threading.Event()
        self._listener: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="virtual-camera", daemon=True)

    def start(self) -> str:
        """Begin to serve; returns the port."""
        self._listen()
        self._draw()
        self._thread.start()
        return f"tcp://127.0.0.1:{self._number}"

    def stop(self) -> None:
        """Switch it off."""
        self._stopping.set()
        self._thread.join(3.0)
        if self._listener is not None:
            self._listener.close()

    def hands(self) -> tuple[Hand, ...]:
        """Things are laid before it, and codes held there."""
        return (Hand("show", "what", SCENES), Hand("scan", "text", open=True))

    def control(self, do: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """`show {what, text?}` (one of SCENES), `scan {text}` (hold a code before it for a while),
        `fault {kind, at?}` (until "none"; of hang_up for `at` seconds), `state {}`."""
        if do == "show":
            return self._show(str(args.get("what", "")), str(args.get("text") or self._text))
        if do == "scan":
            text = str(args.get("text") or "")
            if not 1 <= len(text) <= 1000:
                raise ValueError("scan wants a text of 1 to 1000 characters")
            self._until = time.monotonic() + _CODE_S
            return self._show("code", text)
        if do == "fault":
            return self._set_fault(str(args.get("kind", "")), args.get("at"))
        if do == "state":
            return {"what": self._what, "fault": self._fault, "watching": self._watching}
        raise ValueError(f"a {self.kind} takes show, scan, fault and state")

    def _show(self, what: str, text: str) -> dict[str, Any]:
        if what not in SCENES:
            raise ValueError(f"what is one of {', '.join(SCENES)}")
        if what != "code":
            self._until = 0.0
        self._what, self._text = what, text
        self._draw()
        return {"what": what}

    def _set_fault(self, kind: str, at: Any) -> dict[str, Any]:
        if kind not in (*self.faults, "none"):
            raise ValueError(f"no fault {kind!r}; known: none, {', '.join(self.faults)}")
        try:
            seconds = float(at or 1)
        except (TypeError, ValueError):
            raise ValueError("at is a number") from None
        if kind == "hang_up":
            self._away_until = time.monotonic() + seconds
            return {"fault": kind, "seconds": seconds}
        self._fault = kind
        self._draw()
        return {"fault": kind}

    def _draw(self) -> None:
        with self._drawing:  # or an older view could be finished after a newer one
            spoil = self._fault if self._fault in SPOILS else ""
            jpeg = as_jpeg(scene(self._what, self._text, spoil))
            with self._lock:
                self._jpeg = jpeg

    # ---- serving ----

    def _listen(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self._number))
        self._listener.settimeout(0.1)
        self._number = self._listener.getsockname()[1]

    def _run(self) -> None:
        while not self._stopping.is_set():
            if self._away():
                if self._listener is not None:
                    self._listener.close()
                    self._listener = None
                self._stopping.wait(0.05)
                continue
            if self._listener is None:
                self._listen()
            self._code_goes_away()
            self._accept()

    def _accept(self) -> None:
        listener = self._listener
        if listener is None:
            return
        try:
            line, _address = listener.accept()
        except OSError:
            return
        threading.Thread(target=self._serve, args=(line,), name="camera-line", daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        self._watching += 1
        with contextlib.closing(line), contextlib.suppress(OSError):
            line.settimeout(_SEND_S)
            self._hear(line)
            line.sendall(_HEAD)
            while not self._stopping.is_set() and not self._away():
                self._code_goes_away()
                if self._fault != "frozen":
                    line.sendall(self._part())
                self._stopping.wait(_FRAME_S)
        self._watching -= 1

    def _hear(self, line: socket.socket) -> None:
        came = b""
        while b"\r\n\r\n" not in came and len(came) < 8192:
            data = line.recv(4096)
            if not data:
                raise OSError("gone")
            came += data
        if not came.startswith(b"GET "):
            line.sendall(b"HTTP/1.0 405 Method Not Allowed\r\n\r\n")
            raise OSError("no GET")

    def _part(self) -> bytes:
        with self._lock:
            jpeg = self._jpeg
        if self._fault == "garbage":
            jpeg = b"\xff\xd8" + bytes((97 * n + 5) % 251 for n in range(4000)) + b"\xff\xd9"
        if self._fault == "half":
            jpeg = jpeg[: len(jpeg) // 2]
        size = b"Content-Length: %d\r\n\r\n" % len(jpeg)
        return b"--picture\r\nContent-Type: image/jpeg\r\n" + size + jpeg + b"\r\n"

    def _away(self) -> bool:
        return time.monotonic() < self._away_until

    def _code_goes_away(self) -> None:
        if self._until and time.monotonic() > self._until:
            self._until = 0.0
            self._show("nothing", self._text)


class CameraScannerEmulator(CameraEmulator):
    """The same, as a scanner of codes: it sees an empty tray until a code is held before it."""

    kind = "code_scanner"
    model = "camera"
    first = "nothing"
    faults = ("dark", "blurred", "garbage", "half", "frozen", "hang_up")
