"""What a scanned code may be: one line of visible text in UTF-8 or GB 18030, nothing else."""

from __future__ import annotations

import contextlib
import re
import unicodedata

from drivers import gb18030

AIM = re.compile(rb"\][A-Za-z][0-9A-Za-z]")  # ISO/IEC 15424, symbology identifier
AIM_LENGTH = 3
BOM = "\ufeff"
_IDEOGRAPHS = range(0x20000, 0x3FFFE)  # newer than this Python's tables, but names use them


class CodeError(ValueError):
    """Not an acceptable code. The text is the reason: too_long, control or charset."""


def text_of(line: bytes, *, prefix: bytes = b"", aim: bool = True, longest: int = 4096) -> str:
    """The text of a scanned line without its terminator; "" when it holds nothing.

    `prefix` must stand first and is taken off, then an AIM identifier where `aim` says so;
    `longest` counts the bytes that are left. Strict UTF-8 is tried before GB 18030, because text
    in GBK is hardly ever valid UTF-8. CodeError for everything that cannot be printed as it is:
    control and format characters (bidirectional ones among them), line separators, private use.
    """
    if not line.startswith(prefix):
        raise CodeError("charset")
    line = line[len(prefix) :]
    if aim and AIM.match(line):
        line = line[AIM_LENGTH:]
    if len(line) > longest:
        raise CodeError("too_long")
    if any(byte < 0x20 or byte == 0x7F for byte in line):
        raise CodeError("control")
    text = _decode(line).removeprefix(BOM)
    for character in text:
        _check(character)
    return text if text.strip() else ""


def _decode(line: bytes) -> str:
    for decode in (_utf8, gb18030.decode):
        with contextlib.suppress(UnicodeDecodeError):
            return decode(line)
    raise CodeError("charset")


def _utf8(line: bytes) -> str:
    return line.decode("utf-8")


def _check(character: str) -> None:
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Zl", "Zp"):
        raise CodeError("control")
    code = ord(character)
    newer = category == "Cn" and code in _IDEOGRAPHS and code & 0xFFFE != 0xFFFE
    if character == "\ufffd" or (category in ("Cs", "Co", "Cn") and not newer):
        raise CodeError("charset")
