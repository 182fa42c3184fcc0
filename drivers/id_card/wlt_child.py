"""The child that loads a vendor's picture library: `wlt_child.py LIBRARY`, bytes in, picture out.

`unpack(in, out, int)` gives 38,556 bytes of BGR in the libraries that were seen, C or C++ named.
Exit 1 without a picture.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

NAMES = ("unpack", "_Z6unpackPcS_i")
MODE = 708  # as its callers pass it
OUT_BYTES = 102 * 126 * 3


def unpacked(library: Any, wlt: bytes) -> bytes:
    """What the library makes of the bytes; b"" without such a function."""
    unpack = next((getattr(library, name) for name in NAMES if hasattr(library, name)), None)
    if unpack is None:
        return b""
    given, out = ctypes.create_string_buffer(wlt, len(wlt)), ctypes.create_string_buffer(1 << 16)
    unpack(given, out, MODE)
    return out.raw[:OUT_BYTES]


def main() -> int:
    """Standard input to standard output; what the library itself prints goes nowhere."""
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        library = ctypes.CDLL(sys.argv[1])
    except OSError:
        return 1
    picture = unpacked(library, sys.stdin.buffer.read())
    with os.fdopen(out, "wb") as stream:
        stream.write(picture)
    return 0 if picture else 1


if __name__ == "__main__":
    sys.exit(main())
