"""A card's picture: from the delivered decoder, in time, or none; the card is read all the same."""

from __future__ import annotations

import ctypes
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import DeviceError
from drivers.id_card import photo
from drivers.id_card.photo import BMP_BYTES, HEIGHT, RAW_BYTES, WIDTH, PhotoDecoder
from drivers.id_card.sam_v import SamVDriver
from drivers.id_card.wlt_child import unpacked
from drivers.spec import DeviceSpec
from drivers.virtual.id_card import IdCardEmulator
from tests.faults.id_card import PEOPLE

WLT = b"WLf" + bytes(1021)
RAW = bytes(n % 251 for n in range(RAW_BYTES))


def saying(code: str) -> str:
    begin = "import sys, time; data = sys.stdin.buffer.read();"
    return shlex.join([sys.executable, "-c", begin + code])


def writing(what: str) -> str:
    return saying(f"sys.stdout.buffer.write({what})")


def test_a_command_gets_the_bytes_and_gives_the_picture() -> None:
    picture = f"bytes(n % 251 for n in range({RAW_BYTES}))"
    code = f"assert len(data) == 1024; sys.stdout.buffer.write({picture})"
    assert PhotoDecoder(saying(code)).decode(WLT) == RAW


def test_a_bmp_is_turned_the_right_way_up_and_loses_its_padding() -> None:
    head = b"BM" + bytes(52)
    lines = [bytes((n,)) * WIDTH * 3 + b"\xee\xee" for n in range(HEIGHT)]
    assert len(head + b"".join(lines)) == BMP_BYTES
    line = "bytes((n,)) * 306 + bytes((238, 238))"
    code = f"b'BM' + bytes(52) + b''.join({line} for n in range(126))"
    picture = PhotoDecoder(writing(code)).decode(WLT)
    assert picture == b"".join(bytes((n,)) * WIDTH * 3 for n in reversed(range(HEIGHT)))


FAILING = (
    "",
    "/not/there",
    "/not/there.so",
    writing("data"),
    saying("sys.exit(3)"),
    saying("import os; os.abort()"),
)


@pytest.mark.parametrize("decoder", FAILING)
def test_what_gives_no_picture_gives_none(decoder: str) -> None:
    assert PhotoDecoder(decoder).decode(WLT) == b""


def test_one_that_hangs_is_killed_and_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo, "LIMIT_S", 0.3)
    note = tmp_path / "asked"
    decoder = PhotoDecoder(saying(f"open({str(note)!r}, 'a').write('x'); time.sleep(3600)"))
    assert decoder.decode(WLT) == decoder.decode(WLT) == b""
    assert note.read_text() == "x"


class FakeLibrary:
    """Exports the C++ name only, as the Android builds do."""

    def __init__(self) -> None:
        self.called: list[tuple[bytes, int]] = []
        self._Z6unpackPcS_i: Callable[..., int] = self._unpack

    def _unpack(self, given: Any, out: Any, mode: int) -> int:
        self.called.append((given.raw, mode))
        ctypes.memmove(out, RAW, RAW_BYTES)
        return 1


def test_a_librarys_unpack_is_called_by_either_name() -> None:
    library = FakeLibrary()
    assert unpacked(library, WLT) == RAW
    assert library.called == [(WLT, 708)]
    assert unpacked(object(), WLT) == b""


@pytest.mark.parametrize("decoder", [writing(f"bytes({RAW_BYTES})"), saying("sys.exit(1)")])
def test_a_card_is_read_with_and_without_its_picture(decoder: str) -> None:
    module = IdCardEmulator({"delay_ms": 0, "throttle": False}, PEOPLE)
    spec = DeviceSpec("id_card", "id_card", "sam_v", module.start(), {"wlt_decoder": decoder})
    driver = SamVDriver(spec, lambda _event: None)
    try:
        driver.open()
        module.control("card", {"name": "resident"})
        record = driver.read_once(10.0)
        assert (record.name, record.has_photo) == ("王样例", True)
        assert len(record.photo) == (0 if "exit" in decoder else RAW_BYTES)
        assert "photo" not in repr(record)
    except DeviceError as error:
        raise AssertionError(error.code) from error
    finally:
        driver.close()
        module.stop()
