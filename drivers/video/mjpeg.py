"""MJPEG over HTTP, as network cameras serve it: JPEG after JPEG in one multipart answer.

RFC 2046 section 5.1 (multipart) with the type multipart/x-mixed-replace of Netscape's server push.
"""

from __future__ import annotations

import re
import time

from drivers.errors import BadAnswerError, LinkLostError, NoAnswerError, RefusedError
from drivers.transport.base import Transport

SOI, EOI = b"\xff\xd8", b"\xff\xd9"  # ITU-T T.81 table B.1: start and end of image
MOST_HEAD, MOST_FRAME = 8192, 8 << 20
WRITE_S, HEAD_S, PICTURE_S = 1.0, 2.0, 3.0
_BOUNDARY = re.compile(rb'boundary="?([^"\r\n;]{1,200})"?', re.IGNORECASE)
_LENGTH = re.compile(rb"^content-length:[ \t]*([0-9]{1,8})[ \t]*\r?$", re.IGNORECASE | re.M)


class Parts:
    """Takes the body of such an answer apart; pure. Bounded by MOST_FRAME."""

    def __init__(self, boundary: bytes) -> None:
        # some cameras write the dashes of the delimiter into the parameter too
        self._mark = b"--" + boundary.removeprefix(b"--")
        self._came = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The pictures that are complete now, oldest first; BadAnswerError for what is no such
        body. A part that is no whole JPEG is passed over."""
        self._came += data
        found: list[bytes] = []
        while (part := self._part()) is not None:
            if part.startswith(SOI) and part.rstrip(b"\r\n\x00").endswith(EOI):
                found.append(part)
        if len(self._came) > MOST_FRAME + MOST_HEAD:
            raise BadAnswerError("garbled", "no end of a picture")
        return found

    def _part(self) -> bytes | None:
        start = self._came.find(self._mark)
        if start < 0:
            del self._came[: max(0, len(self._came) - MOST_FRAME)]
            return None
        head_end = self._came.find(b"\r\n\r\n", start)
        if head_end < 0:
            if len(self._came) - start > MOST_HEAD:
                raise BadAnswerError("garbled", "no end of a part's head")
            return None
        begin = head_end + 4
        length = _LENGTH.search(self._came, start, head_end)
        after = begin + int(length[1]) if length else -1
        end = after if length else self._came.find(b"\r\n" + self._mark, begin)
        if end < 0 or end > len(self._came):
            return None
        part = bytes(self._came[begin:end])
        del self._came[:end]
        return part


def boundary_of(head: bytes) -> bytes:
    """The boundary that an answer's head names. RefusedError("http_NNN") for a status that is not
    200, BadAnswerError for an answer that is no stream of pictures."""
    status = re.match(rb"HTTP/1\.[01] ([0-9]{3})", head)
    if status is None:
        raise BadAnswerError("garbled", "no HTTP answer")
    if status[1] != b"200":
        raise RefusedError("http_" + status[1].decode())
    boundary = _BOUNDARY.search(head)
    if boundary is None or b"multipart/" not in head.lower():
        raise RefusedError("no_mjpeg", "not multipart/x-mixed-replace")
    return boundary[1].strip()


class MjpegSource:
    """A network camera. Between streams the connection is closed, so that it costs nothing."""

    def __init__(self, transport: Transport, host: str, path: str) -> None:
        self._line = transport
        self._host = host
        self._path = path if path.startswith("/") else "/" + path
        self._parts: Parts | None = None
        self._first: list[bytes] = []

    def open(self) -> None:
        """Ask for the stream and wait for its first picture."""
        self.check()

    def check(self) -> None:
        """One picture, and good-bye."""
        self.start()
        try:
            if not self.frame(PICTURE_S):
                raise NoAnswerError("no_picture")
        finally:
            self.stop()

    def start(self) -> None:
        """Connect and ask."""
        if self._parts is not None:
            return
        self._line.open()
        # HTTP/1.0, so that the answer cannot come in chunks
        request = f"GET {self._path} HTTP/1.0\r\nHost: {self._host}\r\nConnection: close\r\n\r\n"
        self._line.write(request.encode("ascii", "replace"), WRITE_S)
        head, rest = self._head()
        self._parts = Parts(boundary_of(head))
        self._first = self._parts.feed(rest)

    def frame(self, timeout_s: float) -> bytes:
        """The newest picture; what came before it is dropped."""
        parts = self._parts
        if parts is None:
            raise LinkLostError("closed")
        newest, self._first = self._first[-1:], []
        until = time.monotonic() + timeout_s
        while data := self._line.read(0.0 if newest else max(0.0, until - time.monotonic()), 65536):
            newest = parts.feed(data)[-1:] or newest
            if time.monotonic() >= until:
                break
        return newest[0] if newest else b""

    def stop(self) -> None:
        """Hang up."""
        self._parts = None
        self._first = []
        self._line.close()

    def close(self) -> None:
        """Hang up."""
        self.stop()

    def _head(self) -> tuple[bytes, bytes]:
        came = bytearray()
        until = time.monotonic() + HEAD_S
        while (end := came.find(b"\r\n\r\n")) < 0:
            if len(came) > MOST_HEAD:
                raise BadAnswerError("garbled", "no end of the head")
            data = self._line.read(max(0.0, until - time.monotonic()))
            if not data:
                raise NoAnswerError("no_answer")
            came += data
        return bytes(came[:end]), bytes(came[end + 4 :])
