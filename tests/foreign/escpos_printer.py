"""A receipt printer written by hand: a TCP port that answers DLE EOT, GS r and GS I.

It imports nothing of the project. As a script it prints one JSON line {"port": "tcp://…"},
serves until its standard input ends, and stores each slip, cut by cut, as FOLDER/NN.bin.
    python escpos_printer.py FOLDER [--empty-after N]
With --empty-after N the paper ends after N bytes of slips until a line "refill" comes in.
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
import threading
from pathlib import Path

IDLE = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
NO_PAPER = {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E}


class Printer:
    """One connection after the other. `slips` are the finished ones, `left` what came after."""

    def __init__(self, empty_after: int | None = None) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = f"tcp://127.0.0.1:{self.server.getsockname()[1]}"
        self.slips: list[bytes] = []
        self.left = b""
        self.answers = IDLE
        self.empty_after = empty_after
        self.ended = False
        threading.Thread(target=self.serve, daemon=True).start()

    def refill(self) -> None:
        self.answers, self.empty_after = IDLE, None

    def close(self) -> None:
        self.ended = True
        self.server.close()

    def serve(self) -> None:
        while not self.ended:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            with line:
                self.talk(line)

    def talk(self, line: socket.socket) -> None:
        waiting = b""
        while True:
            try:
                data = line.recv(4096)
            except OSError:
                return
            if not data:
                return
            waiting = self.take(line, waiting + data)

    def take(self, line: socket.socket, data: bytes) -> bytes:
        """Walk over what came; hand back the beginning of a command that is not whole yet."""
        while data:
            if data[:2] == b"\x10\x04" and len(data) >= 3:
                line.sendall(bytes([self.answers[data[2]]]))
                data = data[3:]
            elif data.startswith(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"):
                self.left, data = b"", data[10:]
                line.sendall(b"\x37\x25\x00")
            elif data[:2] == b"\x10\x05" and len(data) >= 3:
                self.left, data = b"", data[3:]
            elif data[:1] == b"\x10":
                return data
            elif data[:1] == b"\x1d":
                data, whole = self.group(line, data)
                if not whole:
                    return data
            else:
                end = min(
                    (at for at in (data.find(b"\x10"), data.find(b"\x1d")) if at > 0),
                    default=len(data),
                )
                self.keep(data[:end])
                data = data[end:]
        return b""

    def group(self, line: socket.socket, data: bytes) -> tuple[bytes, bool]:
        if len(data) < 3:
            return data, False
        if data[1:2] == b"r":
            if self.answers is IDLE:
                line.sendall(b"\x00")
            return data[3:], True
        if data[1:2] == b"I":
            line.sendall(b"\x5fHAND\x00")
            return data[3:], True
        if data[1:2] == b"v":
            if len(data) < 8:
                return data, False
            size = 8 + (data[4] | data[5] << 8) * (data[6] | data[7] << 8)
            if len(data) < size:
                return data, False
            self.keep(data[:size])
            return data[size:], True
        self.keep(data[:3])
        if data[1:2] == b"V" and self.left and self.answers is IDLE:
            self.slips.append(self.left)
            self.left = b""
        return data[3:], True

    def keep(self, data: bytes) -> None:
        if self.answers is NO_PAPER:
            return
        self.left += data
        if self.empty_after is not None and len(self.left) > self.empty_after:
            self.answers = NO_PAPER


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--empty-after", type=int)
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    printer = Printer(wanted.empty_after)
    print(json.dumps({"port": printer.port}), flush=True)
    stored = 0
    stop = threading.Event()

    def listen() -> None:
        for line in sys.stdin:
            if line.strip() == "refill":
                printer.refill()
        stop.set()

    threading.Thread(target=listen, daemon=True).start()
    while not stop.wait(0.05) or stored < len(printer.slips):
        for slip in printer.slips[stored:]:
            stored += 1
            (wanted.folder / f"{stored:02}.bin").write_bytes(slip)
    printer.close()


if __name__ == "__main__":
    main()
