"""A network camera written by hand, as cheap ones are: no Content-Length, a preamble, the dashes of
the delimiter in the parameter, a thumbnail within a picture, pieces of any size.

`python mjpeg_camera.py JPEG…` prints {"port": …} and sends the files in turn to whoever asks, until
standard input ends. It imports nothing of the project.
"""

from __future__ import annotations

import contextlib
import json
import socket
import sys
import threading
import time
from pathlib import Path

HEAD = (
    b"HTTP/1.1 200 OK\r\nserver: ipcam\r\n"
    b'content-type: Multipart/X-Mixed-Replace;boundary="--myboundary"\r\n\r\n'
    b"this is a stream\r\n"
)
PART = b"--myboundary\r\ncontent-type: image/jpeg\r\n\r\n"
# a comment segment (FF FE) that holds a whole little JPEG: its end is not the picture's end
THUMBNAIL = bytes.fromhex("FF FE 00 0A FF D8 FF DB 00 02 FF D9")


def serve(line: socket.socket, pictures: list[bytes]) -> None:
    with contextlib.closing(line), contextlib.suppress(OSError):
        line.recv(4096)
        stream = HEAD
        for n in range(10_000):
            picture = pictures[n % len(pictures)]
            stream += PART + picture[:2] + THUMBNAIL + picture[2:] + b"\r\n"
            for at in range(0, len(stream), 1447):
                line.sendall(stream[at : at + 1447])
            stream = b""
            time.sleep(0.05)


def main() -> None:
    pictures = [Path(name).read_bytes() for name in sys.argv[1:]]
    listener = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(json.dumps({"port": f"tcp://127.0.0.1:{listener.getsockname()[1]}"}) + "\n")
    sys.stdout.flush()

    def accept() -> None:
        while True:
            line, _ = listener.accept()
            threading.Thread(target=serve, args=(line, pictures), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()


main()
