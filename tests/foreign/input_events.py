"""Input events of a 64-bit Linux, written by hand: 24 bytes each, as `hexdump` shows a keyboard's.

Time in seconds and microseconds (8 bytes each), type, code (2 each), value (4); little endian. The
codes are those of linux/input-event-codes.h, the strokes those of a scanner set to a US keyboard.
"""

from __future__ import annotations

import struct

TIME = "00 E1 F5 05 00 00 00 00 40 E2 01 00 00 00 00 00 "
REPORT = TIME + "00 00 00 00 00 00 00 00 "
LOST = TIME + "00 00 03 00 00 00 00 00 "

# type 1, the key, 1 pressed or 0 let go or 2 repeated
SHIFT_DOWN, SHIFT_UP = TIME + "01 00 2A 00 01 00 00 00 ", TIME + "01 00 2A 00 00 00 00 00 "
J_DOWN, J_UP = TIME + "01 00 24 00 01 00 00 00 ", TIME + "01 00 24 00 00 00 00 00 "
J_AGAIN = TIME + "01 00 24 00 02 00 00 00 "
B_DOWN, B_UP = TIME + "01 00 30 00 01 00 00 00 ", TIME + "01 00 30 00 00 00 00 00 "
MINUS_DOWN, MINUS_UP = TIME + "01 00 0C 00 01 00 00 00 ", TIME + "01 00 0C 00 00 00 00 00 "
SEVEN_DOWN, SEVEN_UP = TIME + "01 00 08 00 01 00 00 00 ", TIME + "01 00 08 00 00 00 00 00 "
PAD7_DOWN, PAD7_UP = TIME + "01 00 47 00 01 00 00 00 ", TIME + "01 00 47 00 00 00 00 00 "
ENTER_DOWN, ENTER_UP = TIME + "01 00 1C 00 01 00 00 00 ", TIME + "01 00 1C 00 00 00 00 00 "
ALT_DOWN, ALT_UP = TIME + "01 00 38 00 01 00 00 00 ", TIME + "01 00 38 00 00 00 00 00 "
UP_DOWN, UP_UP = TIME + "01 00 67 00 01 00 00 00 ", TIME + "01 00 67 00 00 00 00 00 "
UP_AGAIN = TIME + "01 00 67 00 02 00 00 00 "

ENTER = ENTER_DOWN + REPORT + ENTER_UP + REPORT
J = J_DOWN + REPORT + J_UP + REPORT
BIG_J = SHIFT_DOWN + REPORT + J + SHIFT_UP + REPORT
BIG_B = SHIFT_DOWN + REPORT + B_DOWN + REPORT + B_UP + REPORT + SHIFT_UP + REPORT
B = B_DOWN + REPORT + B_UP + REPORT
MINUS = MINUS_DOWN + REPORT + MINUS_UP + REPORT
UNDERLINE = SHIFT_DOWN + MINUS + SHIFT_UP + REPORT
SEVEN = SEVEN_DOWN + REPORT + SEVEN_UP + REPORT
PAD7 = PAD7_DOWN + REPORT + PAD7_UP + REPORT
ALT_777 = ALT_DOWN + REPORT + PAD7 * 3 + ALT_UP + REPORT


def on_this_machine(text: str) -> bytes:
    """The events in the width of this machine's long: 24 bytes, or 16 with the times shortened."""
    wide = bytes.fromhex(text)
    if struct.calcsize("l") == 8:
        return wide
    events = (wide[at : at + 24] for at in range(0, len(wide), 24))
    return b"".join(event[0:4] + event[8:12] + event[16:24] for event in events)
