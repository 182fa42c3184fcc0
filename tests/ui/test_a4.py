"""Records on A4: what a clerk reads and scans off the page, however long the record is."""

from __future__ import annotations

import io
import subprocess
import threading
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from kiosk.services.sheet import Sheet
from ui.print.a4 import pdf_of

URL = "https://verify.example/verify/7K3M-9QXA-22TP-4WEF"
SHEET = Sheet(
    lang="zh_CN",
    title="住房公积金账户信息",
    number=("证明编号", "XCD20261123000001"),
    facts=(("姓名", "样𠮷"), ("证件号码", "429999********0034")),
    rows=(("账户余额", "46213.85 元"), ("坐落", "襄城区檀溪街道示例路" * 8)),
    statement="以上内容由登记系统生成。",
    issuer="样例局",
    issued="2026年11月23日",
    check_code=("验证码", "7K3M-9QXA-22TP-4WEF"),
    verify_url=URL,
    verify_title="扫码验真",
    verify_how="扫一扫",
    digest=("文件摘要", "0123 4567 89AB CDEF " * 4),
    foot="样例点 XC-K-005",
    page_of="第{n}页 共{all}页",
)


def tool(*command: str, data: bytes) -> bytes:
    done = subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def pages(data: bytes) -> list[str]:
    text = tool("pdftotext", "-layout", "-", "-", data=data).decode()
    return text.split("\f")[:-1]


def picture(data: bytes, page: int = 1, dpi: int = 75) -> Image.Image:
    args = ("-r", str(dpi), "-f", str(page), "-l", str(page), "-gray")
    return Image.open(io.BytesIO(tool("pdftoppm", *args, "-", data=data)))


@pytest.fixture(scope="module")
def pdf(qapp: object) -> bytes:
    made: list[bytes] = []
    thread = threading.Thread(target=lambda: made.append(pdf_of(SHEET)))  # as in service
    thread.start()
    thread.join()
    return made[0]


def test_a_page_says_everything_and_its_code_leads_to_the_proof(pdf: bytes) -> None:
    (text,) = pages(pdf)
    for part in ("46213.85", "429999********0034", "2026"):
        assert part in text
    seen = picture(pdf, dpi=150)
    assert (seen.width // 10, seen.height // 10) == (124, 175)  # A4 at 150 dpi
    assert [code.text for code in zxingcpp.read_barcodes(seen)] == [URL]
    info = tool("pdfinfo", "-", data=pdf).decode()
    assert "样" not in info
    assert "公积金" not in info


def test_every_character_has_ink_and_nothing_leaves_the_margins(pdf: bytes) -> None:
    dark = picture(pdf).point(lambda grey: 255 * (grey < 200)).getbbox()
    assert dark is not None
    mm = 25.4 / 75
    assert dark[0] * mm > 23
    assert dark[2] * mm < 187
    made = picture(pdf).tobytes()
    for changed in (
        {"facts": (("姓名", "样"), SHEET.facts[1])},  # without the rare character
        {"number": ("证明编号", "XCD20261123000002")},
        {"check_code": ("验证码", "7K3M-9QXA-22TP-4WEG")},
        {"foot": ""},
    ):
        assert made != picture(pdf_of(replace(SHEET, **changed))).tobytes(), changed


def test_a_long_record_goes_on_and_closes_once_on_its_last_page(qapp: object) -> None:
    rows = tuple((f"{year}年", f"缴费{year}") for year in range(1980, 2030))
    data = pdf_of(replace(SHEET, rows=rows))
    made = pages(data)
    assert len(made) == 3
    for year in range(1980, 2030):
        assert sum(text.count(f"缴费{year}") for text in made) == 1
    assert [bool(zxingcpp.read_barcodes(picture(data, n, 150))) for n in (1, 2, 3)] == [0, 0, 1]
    assert all(f"第{n}" in text for n, text in enumerate(made, 1))
    assert "缴费2029" in made[-1]


def test_sample_data_and_copies_are_marked(pdf: bytes) -> None:
    marked = pdf_of(replace(SHEET, sample="样例数据", copy="补打"))
    assert "补打" in pages(marked)[0]
    middle = picture(marked).crop((230, 330, 390, 540))
    plain = picture(pdf).crop((230, 330, 390, 540))
    grey = [sum(one.histogram()[200:245]) for one in (plain, middle)]
    assert grey[1] > grey[0] + 300
