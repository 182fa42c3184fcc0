"""IPP over HTTP as a printer hears it: requests taken apart, answers put together (RFC 8010)."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass, field

OPERATION, JOB, END, PRINTER = 0x01, 0x02, 0x03, 0x04
INTEGER, BOOLEAN, ENUM = 0x21, 0x22, 0x23
TEXT, NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME = 0x41, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
HEAD_MAX, BODY_MAX = 1 << 16, 64 << 20
Value = str | int | bool
Attribute = tuple[int, str, Value | tuple[Value, ...]]
Group = tuple[int, list[Attribute]]


@dataclass(slots=True)
class Request:
    """An operation, its attributes by name (every value as a list), and what follows them."""

    operation: int
    number: int
    version: tuple[int, int] = (2, 0)
    attributes: dict[str, list[Value]] = field(default_factory=dict[str, "list[Value]"])
    data: bytes = b""

    def first(self, name: str, default: Value = "") -> Value:
        """The first value of an attribute."""
        return (self.attributes.get(name) or [default])[0]


def parse(body: bytes) -> Request:
    """Take a request apart; ValueError where it is none."""
    if len(body) < 9:
        raise ValueError("too short for IPP")
    operation, number = struct.unpack(">HI", body[2:8])
    request, at, name = Request(operation, number, (body[0], body[1])), 8, ""
    while True:
        if at >= len(body):
            raise ValueError("the attributes have no end")
        tag = body[at]
        at += 1
        if tag == END:
            break
        if tag < 0x10:
            continue
        key, at = _piece(body, at)
        raw, at = _piece(body, at)
        name = key.decode("utf-8", "replace") or name
        request.attributes.setdefault(name, []).append(_value(tag, raw))
    request.data = body[at:]
    return request


def build(status: int, request: Request, groups: list[Group]) -> bytes:
    """An answer in the version of its request: charset and language first, then the groups."""
    base: list[Attribute] = [
        (CHARSET, "attributes-charset", "utf-8"),
        (LANGUAGE, "attributes-natural-language", "en"),
    ]
    out = bytearray(struct.pack(">BBHI", *request.version, status, request.number))
    for tag, attributes in [(OPERATION, base), *groups]:
        out.append(tag)
        for kind, name, value in attributes:
            values = value if isinstance(value, tuple) else (value,)
            for place, one in enumerate(values):
                key = b"" if place else name.encode()
                raw = _raw(kind, one)
                out += struct.pack(">BH", kind, len(key)) + key
                out += struct.pack(">H", len(raw)) + raw
    out.append(END)
    return bytes(out)


def read_post(line: socket.socket) -> bytes | None:
    """The body of the next POST on a connection; None when it was closed. ValueError: no HTTP."""
    came = bytearray()
    while b"\r\n\r\n" not in came:
        if not _more(line, came):
            return None
        if len(came) > HEAD_MAX:
            raise ValueError("a head without an end")
    head, _, rest = bytes(came).partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    if not lines[0].startswith("POST "):
        raise ValueError("not a POST")
    fields = {k.strip().lower(): v.strip() for k, _, v in (one.partition(":") for one in lines[1:])}
    if fields.get("expect", "").lower() == "100-continue":
        line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    came = bytearray(rest)
    if fields.get("transfer-encoding", "").lower() == "chunked":
        return _chunks(line, came)
    length = int(fields.get("content-length", "0"))
    if not 0 <= length <= BODY_MAX:
        raise ValueError("too long")
    while len(came) < length:
        if not _more(line, came):
            return None
    return bytes(came[:length])


def reply(line: socket.socket, body: bytes) -> None:
    """Send an answer and keep the connection."""
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    line.sendall(head.encode() + body)


def _chunks(line: socket.socket, came: bytearray) -> bytes | None:
    body = bytearray()
    while True:
        while b"\r\n" not in came:
            if not _more(line, came):
                return None
        size_text, _, rest = bytes(came).partition(b"\r\n")
        size = int(size_text.split(b";")[0] or b"0", 16)
        if size < 0 or len(body) + size > BODY_MAX:
            raise ValueError("too long")
        came = bytearray(rest)
        while len(came) < size + 2:
            if not _more(line, came):
                return None
        body += came[:size]
        came = came[size + 2 :]
        if not size:
            return bytes(body)


def _more(line: socket.socket, came: bytearray) -> bool:
    data = line.recv(1 << 16)
    came += data
    return bool(data)


def _piece(body: bytes, at: int) -> tuple[bytes, int]:
    length = int.from_bytes(body[at : at + 2], "big")
    end = at + 2 + length
    if at + 2 > len(body) or end > len(body):
        raise ValueError("an attribute is cut off")
    return body[at + 2 : end], end


def _value(tag: int, raw: bytes) -> Value:
    if tag in (INTEGER, ENUM) and len(raw) == 4:
        return int.from_bytes(raw, "big", signed=True)
    if tag == BOOLEAN:
        return raw == b"\x01"
    return raw.decode("utf-8", "replace")


def _raw(kind: int, value: Value) -> bytes:
    if kind in (INTEGER, ENUM):
        return int(value).to_bytes(4, "big", signed=True)
    return bytes((bool(value),)) if kind == BOOLEAN else str(value).encode()
