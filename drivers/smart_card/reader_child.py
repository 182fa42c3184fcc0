"""A card reader, a process of its own: JSON lines in, JSON lines out.

The first line `{"scheme": "pcsc", "path": "NAME"}` is answered by `{"ready": true}` or
`{"error": "missing_library"}`. Then `{"id": 1, "do": "look" | "connect" | "send" | "leave",
"apdu": "hex"}` is answered by `{"id": 1, "ok": {…}}` or `{"id": 1, "error": CODE}`. SCardTransmit
has no time limit, so whoever asks has one and ends this process. Nothing that a card says reaches
an argument, the environment, a log or a disk.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # run as a file, with nothing of ours

from drivers.smart_card.child_errors import ReaderError

PR_SET_PDEATHSIG = 1  # prctl(2)


def open_reader(where: Any) -> Any:
    """The reader that the first line names; ImportError where its library is missing."""
    if where.get("scheme") == "tcp":
        from drivers.smart_card.child_net import NetReader

        return NetReader(str(where["path"]))
    from drivers.smart_card.child_pcsc import PcscReader

    return PcscReader(str(where["path"]))


def answer(reader: Any, request: Any) -> dict[str, Any]:
    """What the reader says to one request."""
    do = request.get("do")
    if do == "look":
        return dict(reader.look())
    if do == "connect":
        return dict(reader.connect())
    if do == "send":
        return {"answer": reader.send(bytes.fromhex(request["apdu"])).hex()}
    reader.leave()
    return {}


def serve(lines: BinaryIO, out: BinaryIO) -> None:
    """Answer requests until the input ends."""
    try:
        reader = open_reader(json.loads(lines.readline()))
    except ImportError:
        _send(out, {"error": "missing_library"})
        return
    _send(out, {"ready": True})
    for line in lines:
        request = json.loads(line)
        try:
            reply: dict[str, Any] = {"id": request["id"], "ok": answer(reader, request)}
        except ReaderError as error:
            reply = {"id": request["id"], "error": str(error)}
        _send(out, reply)


def _send(out: BinaryIO, document: dict[str, Any]) -> None:
    out.write(json.dumps(document).encode() + b"\n")
    out.flush()


def main() -> None:
    """Serve over the standard streams; die with the terminal even while a card says nothing."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    out = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    try:
        serve(sys.stdin.buffer, out)
    except BrokenPipeError:
        os._exit(0)


if __name__ == "__main__":
    main()
