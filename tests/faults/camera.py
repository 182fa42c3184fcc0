"""Cameras: a picture that is taken is whole, of this moment, and says what is wrong with it.

`before`: the fault is there before anybody looks. `first frame`: with the first picture that is
asked for. `mid-frame`: in the middle of a picture's bytes. `after`: a picture was taken, and the
camera still shows what it sees.
"""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from drivers.errors import DeviceError
from drivers.events import PictureSeen
from drivers.status import State
from drivers.virtual.camera import CameraEmulator
from drivers.virtual.emulator import Emulator
from tests.faults import matrix
from tests.faults.matrix import Cell

KIND = "camera"
SPOILT = ("dark", "blank", "cut", "upside_down")
UNSEEN = {  # what no picture is
    "garbage": (State.UNKNOWN, ("no_picture",)),
    "half": (State.UNKNOWN, ("no_picture",)),
    "frozen": (State.UNKNOWN, ("no_picture",)),
    "hang_up": (State.DISCONNECTED, ("hung_up", "refused", "io", "no_answer")),
}
LOOKED_AT_S = 6.0


def _cells() -> list[Cell]:
    found: list[Cell] = []
    for fault in SPOILT:
        said = {"before": fault, "first frame": fault, "after": "clear"}
        found += [Cell(KIND, fault, at, State.READY, ("",), (told,)) for at, told in said.items()]
    for fault, (state, details) in UNSEEN.items():
        for moment in ("before", "first frame", "mid-frame", "after"):
            outcome = "clear" if moment == "after" else "nothing"
            found.append(Cell(KIND, fault, moment, state, details, (outcome,)))
    return found


CELLS = _cells()


class Stand(matrix.Stand):
    kind = KIND
    model = "mjpeg"

    def __init__(self, isolate: str = "thread") -> None:
        self.taken: list[Any] = []
        super().__init__(isolate)

    def plug_in(self) -> Emulator:
        return CameraEmulator({}, {})

    def strike(self, cell: Cell) -> str:
        if cell.moment == "before":
            self._break(cell)
        elif cell.moment != "after":
            self._break_at_frame(cell)
        self.handle.arm("r1", "paper")
        if cell.moment == "after":
            self.until(lambda: self.events(PictureSeen))
        elif cell.state == State.READY:
            self.until(lambda: any(cell.fault in e.problems for e in self.events(PictureSeen)))
        else:
            self.until(lambda: self.reads(cell))
        said = self._take("r1")
        if cell.moment == "after":
            self._break(cell)
            self.until(lambda: self.reads(cell) and cell.state != State.READY, LOOKED_AT_S)
        return said

    def _break(self, cell: Cell) -> None:
        self.control("fault", kind=cell.fault, at=1.5)

    def _break_at_frame(self, cell: Cell) -> None:
        """Let the fault begin with the next picture, or in the middle of it, on the camera's own
        thread."""
        emulator: Any = self.emulator
        self.until(lambda: self.control("state")["watching"] == 0)  # who opened it has gone
        usual = emulator._part

        def then() -> bytes:
            emulator._part = usual
            before = usual()
            self._break(cell)
            if cell.moment == "first frame":
                return b"" if cell.fault in ("frozen", "hang_up") else usual()
            rest = usual()[len(before) // 2 :] if cell.fault == "garbage" else b""
            return before[: len(before) // 2] + rest

        emulator._part = then

    def _take(self, request: str) -> str:
        try:
            picture = self.handle.capture(request)
        except DeviceError:
            return "nothing"
        self.taken.append(picture)
        return " ".join(picture.problems) or "clear"

    def mend(self) -> None:
        self.control("fault", kind="none")
        self.until(lambda: self.status.state == State.READY)
        self.handle.disarm()

    def fresh(self) -> str:
        self.handle.arm("r2", "paper")
        self.until(lambda: any(e.request_id == "r2" for e in self.events(PictureSeen)), 10.0)
        said = self._take("r2")
        return "" if said == "clear" else said

    def forbidden(self) -> list[str]:
        self.handle.disarm()
        seen = [event.jpeg for event in self.events(PictureSeen)]
        broken = [jpeg for jpeg in seen + [one.jpeg for one in self.taken] if not _whole(jpeg)]
        return [f"{len(broken)} pictures are not whole"] if broken else []


def _whole(jpeg: bytes) -> bool:
    """A JPEG to its end, and nothing of a grey remainder of what never came."""
    try:
        with Image.open(io.BytesIO(jpeg)) as picture:
            picture.load()
    except OSError:
        return False
    return jpeg.endswith(b"\xff\xd9")
