"""A strict reader of ESC/POS streams, written from the printers' manuals for checking only.

It imports nothing of the project. It stops with ReaderError at the first byte that it does not
understand, at a line wider than the paper, and at a Chinese character outside Chinese mode.
As a script: `python escpos_reader.py FILE [COLUMNS]` prints what the paper says.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image


class ReaderError(ValueError):
    """The stream is not one that a plain Chinese ESC/POS printer prints cleanly."""


@dataclass
class Word:
    """A run of text: its column (of size 1), width and height factors, bold."""

    column: int
    text: str
    wide: int
    high: int
    bold: bool


@dataclass
class Paper:
    """What came out: lines of words, pictures in dots ("1", ink = 1), cuts, names of commands."""

    lines: list[list[Word]] = field(default_factory=list)
    pictures: list[Image.Image] = field(default_factory=list)
    cuts: int = 0
    commands: list[str] = field(default_factory=list)
    order: list[object] = field(default_factory=list)

    def text(self) -> str:
        out = []
        for line in self.lines:
            row = ""
            for word in line:
                row = row.ljust(word.column) + word.text
            out.append(row)
        return "\n".join(out)

    def codes(self) -> list[str]:
        """The texts of the QR codes in the pictures."""
        import zxingcpp

        found = []
        for picture in self.joined():
            grey = picture.convert("L").point([255] + [0] * 255)
            found += [code.text for code in zxingcpp.read_barcodes(grey)]
        return found

    def joined(self) -> list[Image.Image]:
        """Pictures that follow each other at the same width, put back together."""
        whole: list[Image.Image] = []
        last: object = None
        for thing in self.order:
            if isinstance(thing, Image.Image):
                if isinstance(last, Image.Image) and last.width == thing.width:
                    above = whole.pop()
                    both = Image.new("1", (thing.width, above.height + thing.height), 0)
                    both.paste(above, (0, 0))
                    both.paste(thing, (0, above.height))
                    whole.append(both)
                else:
                    whole.append(thing)
            last = thing
        return whole


class Reader:
    def __init__(self, data: bytes, columns: int) -> None:
        self.data, self.at, self.columns = data, 0, columns
        self.paper = Paper()
        self.defaults()

    def defaults(self) -> None:
        self.chinese: bool | None = None  # after ESC @ it depends on the model: must be said
        self.wide = self.high = 1
        self.bold = False
        self.line: list[Word] = []
        self.column = 0

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise ReaderError("the stream ends inside a command")
        self.at += 1
        return self.data[self.at - 1]

    def bytes(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise ReaderError("the stream ends inside a command")
        self.at += count
        return self.data[self.at - count : self.at]

    def read(self) -> Paper:
        while self.at < len(self.data):
            first = self.byte()
            if first == 0x0A:
                self.end_line()
            elif first == 0x1B:
                self.escape(chr(self.byte()))
            elif first == 0x1C:
                self.chinese_command(chr(self.byte()))
            elif first == 0x1D:
                self.group(chr(self.byte()))
            elif first < 0x20 or first == 0x7F:
                raise ReaderError(f"control byte {first:02x} at {self.at - 1}")
            else:
                self.text(first)
        if self.line:
            raise ReaderError("a line was never fed")
        return self.paper

    def did(self, name: str) -> None:
        self.paper.commands.append(name)
        self.paper.order.append(name)

    def text(self, first: int) -> None:
        if self.chinese is None:
            raise ReaderError("text before the Chinese mode was said")
        if first < 0x80:
            if self.chinese:
                raise ReaderError("a Latin letter in Chinese mode")
            char, cells = chr(first), 1
        else:
            if not self.chinese:
                raise ReaderError(f"byte {first:02x} outside Chinese mode")
            second = self.byte()
            if 0x30 <= second <= 0x39:
                raise ReaderError("a four-byte character: a GBK font prints digits for it")
            try:
                char, cells = bytes((first, second)).decode("gbk"), 2
            except UnicodeDecodeError:
                raise ReaderError(f"{first:02x}{second:02x} is not in GBK") from None
        word = Word(self.column, char, self.wide, self.high, self.bold)
        same = self.line and (self.line[-1].wide, self.line[-1].bold) == (self.wide, self.bold)
        if same:
            self.line[-1].text += char
        else:
            self.line.append(word)
        self.column += cells * self.wide
        if self.column > self.columns:
            raise ReaderError(f"a line of {self.column} columns on paper of {self.columns}")

    def end_line(self) -> None:
        if self.line:
            self.paper.lines.append(self.line)
            self.paper.order.append("line")
        else:
            self.paper.order.append("blank")
        self.line, self.column = [], 0

    def escape(self, letter: str) -> None:
        if letter == "@":
            self.defaults()
        elif letter == "E":
            self.bold = bool(self.byte() & 1)
        elif letter == "a":
            if self.line or self.byte() > 2:
                raise ReaderError("ESC a inside a line or with a value above 2")
        elif letter == "d":
            self.byte()
            self.end_line()
        elif letter == "3":
            self.byte()
        elif letter != "2":
            raise ReaderError(f"ESC {letter!r}")
        self.did(f"ESC {letter}")

    def chinese_command(self, letter: str) -> None:
        if letter == "&":
            self.chinese = True
        elif letter == ".":
            self.chinese = False
        elif letter == "S":
            if self.bytes(2) != b"\x00\x00":
                raise ReaderError("gaps around Chinese characters change the columns")
        else:
            raise ReaderError(f"FS {letter!r}")
        self.did(f"FS {letter}")

    def group(self, letter: str) -> None:
        if letter == "!":
            scale = self.byte()
            self.wide, self.high = (scale >> 4) + 1, (scale & 15) + 1
        elif letter == "V":
            if self.byte() not in (0, 1, 48, 49):
                raise ReaderError("an unusual cut")
            if self.line or "ESC d" not in self.paper.commands[-2:]:
                raise ReaderError("a cut without feeding the last line past the knife")
            self.paper.cuts += 1
        elif letter == "v":
            self.picture()
            return
        elif letter in "rI":
            self.byte()
        else:
            raise ReaderError(f"GS {letter!r}")
        self.did(f"GS {letter}")

    def picture(self) -> None:
        if self.line:
            raise ReaderError("a picture inside a line of text")
        if self.bytes(2) != b"0\x00":
            raise ReaderError("GS v with a mode other than 0")
        across = self.byte() | self.byte() << 8
        rows = self.byte() | self.byte() << 8
        if across * 8 > self.columns * 12 + 7 or not across or not rows or rows > 2303:
            raise ReaderError(f"a picture of {across} bytes by {rows} rows")
        data = self.bytes(across * rows)
        for second in (4, 5, 0x14):
            if bytes((0x10, second)) in data:
                raise ReaderError("picture data that spell a real-time command")
        picture = Image.frombytes("1", (across * 8, rows), data)
        self.paper.pictures.append(picture)
        self.paper.order.append(picture)
        self.paper.commands.append("GS v 0")


def read(data: bytes, columns: int = 48) -> Paper:
    """Read a whole slip."""
    return Reader(data, columns).read()


if __name__ == "__main__":
    slip = read(Path(sys.argv[1]).read_bytes(), int((*sys.argv, "48")[2]))
    print(slip.text())
    print(f"pictures {len(slip.pictures)}, codes {slip.codes()}, cuts {slip.cuts}")
