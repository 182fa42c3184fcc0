"""A label printer and a reader of its language, written by hand from the TSPL manual.

Run: `tspl_peer.py` prints {"port": …} and serves one printer that answers ESC ! ? as the manual
lists it; a line `STATUS n` on stdin sets what it answers while idle, the end of stdin ends it. Each
label that came in whole is told as one line of JSON. Imports nothing of the project.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
import time

KNOWN = {"SIZE", "GAP", "DIRECTION", "REFERENCE", "CLS", "BITMAP", "BARCODE", "PRINT"}


def read(data: bytes) -> list[tuple[str, list[bytes], bytes]]:
    """(command, its values, the picture's data) in order. ValueError: a line is no command."""
    out = []
    while data:
        word = re.match(rb"[A-Z]+", data)
        if not word or word[0].decode() not in KNOWN:
            raise ValueError(data[:40])
        if word[0] == b"BITMAP":
            head = re.match(rb"BITMAP (\d+),(\d+),(\d+),(\d+),0,", data)
            assert head, data[:40]
            size = int(head[3]) * int(head[4])
            picture = data[head.end() : head.end() + size]
            rest = data[head.end() + size :]
            assert rest[:2] == b"\r\n"
            out.append(("BITMAP", list(head.groups()), picture))
            data = rest[2:]
            continue
        line, _, data = data.partition(b"\r\n")
        out.append((word[0].decode(), line[len(word[0]) :].strip().split(b","), b""))
    return out


def black_dots(commands: list[tuple[str, list[bytes], bytes]]) -> set[tuple[int, int]]:
    """(x, y) of every dot that the pictures burn: in TSPL a bit that is 0."""
    dots = set()
    for name, values, picture in commands:
        if name != "BITMAP":
            continue
        left, top, across, rows = (int(value) for value in values)
        for y in range(rows):
            for x in range(across * 8):
                byte = picture[y * across + x // 8]
                if not byte & 0x80 >> x % 8:
                    dots.add((left + x, top + y))
    return dots


class Printer:
    """Takes labels on a port of its own. `idle` is the status while it rests."""

    def __init__(self) -> None:
        self.idle, self.until, self.came = 0, 0.0, b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            line, _ = self.server.accept()
            with line:
                while data := line.recv(4096):
                    self.take(line, data)

    def take(self, line: socket.socket, data: bytes) -> None:
        while (at := data.find(b"\x1b!")) >= 0:
            self.came += data[:at]
            if data[at + 2 : at + 3] == b"?":
                printing = 0x20 if time.monotonic() < self.until else 0
                line.sendall(bytes([self.idle | printing]))
            elif data[at + 2 : at + 3] == b".":
                self.came = b""
            data = data[at + 3 :]
        self.came += data
        if self.came.endswith(b"PRINT 1,1\r\n"):
            told = [[name, [v.decode() for v in values]] for name, values, _ in read(self.came)]
            print(json.dumps({"label": told}), flush=True)
            self.came, self.until = b"", time.monotonic() + 0.3


if __name__ == "__main__":
    printer = Printer()
    print(json.dumps({"port": f"tcp://127.0.0.1:{printer.port}"}), flush=True)
    for wish in sys.stdin:
        printer.idle = int(wish.split()[1])
