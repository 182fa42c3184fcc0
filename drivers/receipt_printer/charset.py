"""Which characters a printer's own font has, and the bytes that print them."""

from __future__ import annotations

from functools import lru_cache

from drivers import gb18030

CHARSETS = ("gbk", "gb2312", "gb18030")
_EXTENSION_A = range(0x3400, 0x4DB6)  # four bytes; every GB 18030 font ROM has had them since 2000


@lru_cache(maxsize=8192)
def rom_bytes(char: str, charset: str) -> bytes | None:
    """One character as the printer takes it: one byte of ASCII, two or four of GB 18030.

    None where the font of a printer of that `charset` (gb2312, gbk or gb18030) lacks it, which
    goes for every character with combining marks.
    """
    if len(char) != 1:
        return None
    if " " <= char <= "~":
        return char.encode("ascii")
    code = two_bytes(char)
    if charset == "gb2312":
        return code if code is not None and _is_gb2312(code) else None
    if charset == "gbk":
        return code if code is not None and _is_gbk(code) else None
    if code is None and ord(char) in _EXTENSION_A:
        return gb18030.encode(char)
    return code


def two_bytes(char: str) -> bytes | None:
    """The two-byte GB 18030-2022 code of a character that has one and is not private use."""
    if 0xE000 <= ord(char) <= 0xF8FF or 0xD800 <= ord(char) <= 0xDFFF:
        return None
    code = gb18030.encode(char)
    return code if len(code) == 2 else None


def _is_gb2312(code: bytes) -> bool:
    # By bytes: Python's gb2312 codec gives A1A4 and A1AA to other characters than the printer.
    try:
        code.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True


def _is_gbk(code: bytes) -> bool:
    try:
        code.decode("gbk")
    except UnicodeDecodeError:
        return False
    return True
