"""Looks for what is personal in files and processes, however it may have been written down."""

from __future__ import annotations

import base64
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CHARSETS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
NOT_OURS = ("/usr/", "/lib/", "/proc/", "/sys/", "/dev/pts/", "/dev/null")


@dataclass(frozen=True)
class Hit:
    where: str
    mark: str
    how: str


class Search:
    """`marks` names each value that must not be found: {"number": "…", "name": "…"}."""

    def __init__(self, marks: dict[str, str]) -> None:
        self.needles: dict[bytes, tuple[str, str]] = {}
        for label, value in marks.items():
            for how, needle in forms(value):
                self.needles.setdefault(needle, (label, how))

    def data(self, where: str, data: bytes) -> list[Hit]:
        return [Hit(where, *found) for needle, found in self.needles.items() if needle in data]

    def folders(self, *roots: Path) -> list[Hit]:
        """Names and contents of everything below these folders."""
        hits: list[Hit] = []
        for root in roots:
            for path in (root, *root.rglob("*")):
                hits += self.data(f"name of {path.name!a}", os.fsencode(path.name))
                if path.is_file() and not path.is_symlink():
                    hits += self.data(str(path), path.read_bytes())
        return hits

    def processes(self, pids: Iterable[int]) -> list[Hit]:
        """Command lines, environments and writable open files, deleted ones too."""
        hits: list[Hit] = []
        for pid in pids:
            for what in ("cmdline", "environ"):
                hits += self.data(f"{what} of {pid}", _read(f"/proc/{pid}/{what}"))
            for link in _open_files(pid):
                hits += self.data(f"open in {pid}: {os.readlink(link)}", _read(link))
        return hits


def forms(value: str) -> Iterator[tuple[str, bytes]]:
    """Every way in which a value is looked for."""
    for charset in CHARSETS:
        raw = value.encode(charset)
        yield charset, raw
        yield f"{charset} hex", raw.hex().encode()
        yield f"{charset} HEX", raw.hex().upper().encode()
        yield f"{charset} percent", "".join(f"%{byte:02X}" for byte in raw).encode()
        for shift in range(3):
            yield f"{charset} base64+{shift}", inner_base64(raw, shift)
            plain = inner_base64(raw, shift).translate(bytes.maketrans(b"+/", b"-_"))
            yield f"{charset} base64url+{shift}", plain
    escaped = value.encode("ascii", "backslashreplace")
    yield "escaped", "".join(json_escape(char) for char in value).encode()
    yield "python", escaped
    if value.isdigit():
        yield "in fours", " ".join(value[at : at + 4] for at in range(0, len(value), 4)).encode()


def json_escape(char: str) -> str:
    pairs = char.encode("utf-16-be")
    units = [pairs[at : at + 2].hex() for at in range(0, len(pairs), 2)]
    return char if char.isascii() else "".join(f"\\u{unit}" for unit in units)


def inner_base64(raw: bytes, shift: int) -> bytes:
    """What base64 makes of `raw` with `shift` bytes before it, less the ends that others touch."""
    coded = base64.b64encode(bytes(shift) + raw).rstrip(b"=")
    first = (0, 2, 3)[shift]
    last = len(coded) - (0 if (shift + len(raw)) % 3 == 0 else 1)
    return coded[first:last]


def group(leader: int) -> list[int]:
    """The processes of a process group."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _read(entry / "stat").rpartition(b") ")[2].split()
            if len(fields) > 2 and int(fields[2]) == leader and fields[0] != b"Z":
                found.append(int(entry.name))
    return found


def may_dump(pids: Iterable[int]) -> list[int]:
    """The processes of which the system may write an image when they crash."""
    limits = {pid: _read(f"/proc/{pid}/limits") for pid in pids}
    none = re.compile(rb"^Max core file size +0 +0 ", re.MULTILINE)
    return [pid for pid, text in limits.items() if text and not none.search(text)]


def _read(path) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""  # it has ended meanwhile


def _open_files(pid: int) -> Iterator[str]:
    folder = f"/proc/{pid}/fd"
    try:
        numbers = os.listdir(folder)
    except OSError:
        return
    for number in numbers:
        link = f"{folder}/{number}"
        try:
            regular = stat.S_ISREG(os.stat(link).st_mode)
            target = os.readlink(link)
        except OSError:
            continue
        if regular and not target.startswith(NOT_OURS):
            yield link
