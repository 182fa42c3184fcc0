"""The picture of a card: 1,024 bytes in a format of its own, made readable by whoever may.

There is no open decoder. `wlt_decoder` names one that came with the reader: a command that takes
the bytes on its standard input and writes the picture, or a shared library with `unpack`. It runs
in a child with a time limit; without one, or when it fails, there is no picture, and the card is
read all the same. The bytes are on no disk, in no argument and in no log.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

log = logging.getLogger("drivers.id_card")
WIDTH, HEIGHT = 102, 126
RAW_BYTES = WIDTH * HEIGHT * 3  # BGR, top line first
BMP_HEAD, BMP_LINE = 54, 308  # 24 bit, lines of 306 bytes padded to four, bottom line first
BMP_BYTES = BMP_HEAD + BMP_LINE * HEIGHT
LIMIT_S = 2.0
CHILD = (sys.executable, "-P", str(Path(__file__).with_name("wlt_child.py")))


class PhotoDecoder:
    """`decoder`: a command line or the path of a library (.so); "" decodes nothing. One that once
    took too long is not asked again before the reader is opened anew."""

    def __init__(self, decoder: str) -> None:
        words = shlex.split(decoder)
        library = len(words) == 1 and ".so" in Path(words[0]).name
        self._command = (*CHILD, *words) if library else tuple(words)

    def decode(self, wlt: bytes) -> bytes:
        """The picture as 102 x 126 BGR, or b""."""
        if not self._command or not wlt:
            return b""
        picture, code = _run(self._command, wlt)
        if code in ("hung", "missing"):
            self._command = ()
        if code:
            log.warning("photo_not_decoded code=%s", code)
        return picture


def _run(command: tuple[str, ...], wlt: bytes) -> tuple[bytes, str]:
    try:
        child = subprocess.Popen(  # noqa: S603 - what peripherals.yaml names, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return b"", "missing"
    try:
        out, _ = child.communicate(wlt, LIMIT_S)
    except subprocess.TimeoutExpired:
        _kill(child)
        return b"", "hung"
    if child.returncode:
        return b"", "failed"
    picture = _raw(out)
    return picture, "" if picture else "no_picture"


def _kill(child: subprocess.Popen[bytes]) -> None:
    """With whatever it has started itself."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def _raw(out: bytes) -> bytes:
    if len(out) == RAW_BYTES:
        return out
    if len(out) != BMP_BYTES or out[:2] != b"BM":
        return b""
    lines = (out[at : at + WIDTH * 3] for at in range(BMP_HEAD, BMP_BYTES, BMP_LINE))
    return b"".join(reversed(list(lines)))
