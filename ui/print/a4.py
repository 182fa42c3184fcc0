"""A sheet as PDF: A4, upright, black on white, for a laser printer and for the eye of a clerk.

Millimetres throughout, from the top left corner of the paper. May be called on any thread once
there is an application (fonts); pages are drawn one at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextLayout,
    QTextOption,
)

from kiosk.services.sheet import Fact, Sheet
from ui.viewmodels.qr import qr_rows

DPI = 300
DOT = DPI / 25.4
WIDE, HIGH, SIDE = 210.0, 297.0, 24.0
INNER = WIDE - 2 * SIDE
TABLE_FROM, GO_ON_FROM, TABLE_TO, LAST_TO = 66.0, 34.0, 266.0, 190.0
LABEL = 40.0
CARRIED = 3  # rows
ROW = 9.6
SERIF = ["Noto Serif CJK SC", "Noto Sans CJK SC", "HanaMinB", "BabelStone Han", "HanaMinA"]
SANS = ["Noto Sans CJK SC", "HanaMinB", "BabelStone Han", "HanaMinA"]
GREY, PALE = QColor(90, 90, 90), QColor(244, 244, 244)
ONE = threading.Lock()
LEFT_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def pdf_of(sheet: Sheet) -> bytes:
    """The pages of a sheet. Nothing of it stands in the document's own title."""
    data = QByteArray()
    out = QBuffer(data)
    with ONE:
        out.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(out)
        writer.setResolution(DPI)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setTitle("A4")
        writer.setCreator("Jinban")
        painter = QPainter(writer)
        try:
            _draw(_Page(painter, sheet), writer)
        finally:
            painter.end()
            out.close()
    return bytes(data.data())


def _draw(page: _Page, writer: QPdfWriter) -> None:
    parts = page.parts()
    for number, rows in enumerate(parts, 1):
        if number > 1:
            writer.newPage()
        page.mark()
        y = page.head() if number == 1 else page.head_again()
        page.table(rows, y)
        if number == len(parts):
            page.close()
        page.foot(number, len(parts))


@dataclass(frozen=True, slots=True)
class _Row:
    fact: Fact
    high: float


class _Page:
    """Draws the parts of one sheet."""

    def __init__(self, painter: QPainter, sheet: Sheet) -> None:
        self._p, self._sheet = painter, sheet

    def parts(self) -> list[list[_Row]]:
        """The rows a page; the last page leaves room for what closes the sheet."""
        parts: list[list[_Row]] = [[]]
        y = TABLE_FROM
        for fact in (*self._sheet.facts, *self._sheet.rows):
            high = max(ROW, self._high(fact[1], INNER - LABEL - 8, 4.0) + 3.6)
            if y + high > TABLE_TO:
                parts.append([])
                y = GO_ON_FROM
            parts[-1].append(_Row(fact, high))
            y += high
        if y > LAST_TO:  # what closes the sheet never stands on a page of its own
            parts.append(parts[-1][-CARRIED:])
            del parts[-2][-CARRIED:]
        return parts

    def mark(self) -> None:
        """The mark of sample data, behind everything."""
        if not self._sheet.sample:
            return
        p = self._p
        p.save()
        p.translate(WIDE / 2 * DOT, HIGH / 2 * DOT)
        p.rotate(-38)
        text = self._sheet.sample
        em = min(20.0, 210.0 / max(1, sum(1.0 if c > "ÿ" else 0.6 for c in text)))
        box = (-130.0, -20.0, 260.0, 40.0)
        self._text(
            text, box, em, bold=True, align=Qt.AlignmentFlag.AlignCenter, ink=QColor(232, 232, 232)
        )
        p.restore()

    def head(self) -> float:
        """Title and number; returns where the table begins."""
        s, centre = self._sheet, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        em = 9.4 if self._high(s.title, INNER, 9.4, bold=True) < 16 else 6.8
        self._text(s.title, (SIDE, 27.0, INNER, 19.0), em, bold=True, align=centre)
        self._line(SIDE, 50.0, INNER, 0.7)
        self._line(SIDE, 51.3, INNER, 0.2)
        number = (
            f"{s.number[0]}：{s.number[1]}" if s.lang == "zh_CN" else f"{s.number[0]} {s.number[1]}"
        )
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._text(number, (SIDE, 53.5, INNER, 8.0), 3.7, align=right)
        if s.copy:
            self._text(s.copy, (SIDE, 53.5, INNER, 8.0), 4.2, bold=True, align=LEFT_MIDDLE)
        return TABLE_FROM

    def head_again(self) -> float:
        """The head of a page that goes on."""
        s = self._sheet
        self._text(s.title, (SIDE, 20.0, INNER * 0.6, 8.0), 4.0, bold=True, align=LEFT_MIDDLE)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._text(s.number[1], (SIDE + INNER * 0.6, 20.0, INNER * 0.4, 8.0), 3.7, align=right)
        self._line(SIDE, 29.0, INNER, 0.7)
        return GO_ON_FROM

    def table(self, rows: Sequence[_Row], y: float) -> None:
        """Labels on grey, values beside them, ruled."""
        if not rows:
            return
        top, facts = y, len(self._sheet.facts)
        for row in rows:
            self._p.fillRect(_dots(SIDE, y, LABEL, row.high), PALE)
            self._text(
                row.fact[0], (SIDE + 3, y, LABEL - 5, row.high), 3.7, ink=GREY, align=LEFT_MIDDLE
            )
            whose = row.fact in self._sheet.facts[:facts]
            value = (SIDE + LABEL + 4, y, INNER - LABEL - 8, row.high)
            self._text(row.fact[1], value, 4.0, bold=whose, align=LEFT_MIDDLE)
            self._line(SIDE, y, INNER, 0.2)
            y += row.high
        self._line(SIDE, y, INNER, 0.5)
        self._line(SIDE, top, INNER, 0.5)
        for x, wide in ((SIDE, 0.5), (SIDE + LABEL, 0.2), (SIDE + INNER, 0.5)):
            self._p.fillRect(_dots(x - wide / 2, top, wide, y - top), Qt.GlobalColor.black)

    def close(self) -> None:
        """Who issued it and when, and how to see that it is genuine."""
        s, right = self._sheet, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._text(s.statement, (SIDE, 194.0, INNER, 12.0), 3.7, align=TOP_LEFT)
        self._text(
            s.issuer, (SIDE + INNER / 3, 207.0, INNER * 2 / 3, 8.0), 4.6, bold=True, align=right
        )
        self._text(s.issued, (SIDE + INNER / 3, 215.5, INNER * 2 / 3, 8.0), 4.4, align=right)
        self._signature(SIDE + INNER - 60.0, 191.0, 60.0, 15.0)
        if s.verify_url:
            self._proof()

    def _proof(self) -> None:
        """How to see that it is genuine."""
        s = self._sheet
        self._line(SIDE, 230.0, INNER, 0.2)
        side = 32.0
        self._qr(s.verify_url, SIDE, 234.0, side)
        x, wide = SIDE + side + 6, INNER - side - 6
        self._text(
            s.verify_title, (x, 233.5, wide, 6.0), 4.2, bold=True, align=LEFT_MIDDLE, sans=True
        )
        code = f"{s.check_code[0]}  {s.check_code[1]}"
        self._text(code, (x, 240.0, wide, 7.0), 4.6, bold=True, align=LEFT_MIDDLE, sans=True)
        self._text(s.verify_how, (x, 247.5, wide, 11.0), 3.0, ink=GREY, sans=True)
        if s.digest[1]:
            told = f"{s.digest[0]}  {s.digest[1]}"
            self._text(told, (x, 259.0, wide, 9.0), 2.4, ink=GREY, sans=True)

    def _signature(self, x: float, y: float, wide: float, high: float) -> None:
        """The strokes as they were drawn, as large as fits, at the right of the box."""
        points = [point for stroke in self._sheet.signature for point in stroke]
        if not points:
            return
        left, top = min(p[0] for p in points), min(p[1] for p in points)
        across = max(p[0] for p in points) - left or 1.0
        down = max(p[1] for p in points) - top or 1.0
        scale = min(wide / across, high / down, 1.0)
        x += wide - across * scale
        self._p.setPen(QPen(QColor(0, 0, 0), 0.5 * DOT))
        for stroke in self._sheet.signature:
            line = [
                QPointF((x + (p[0] - left) * scale) * DOT, (y + (p[1] - top) * scale) * DOT)
                for p in stroke
            ]
            self._p.drawPolyline(line)

    def foot(self, number: int, every: int) -> None:
        """Where and when it was printed, and which page it is."""
        s = self._sheet
        self._line(SIDE, 273.5, INNER, 0.2)
        self._text(
            s.foot, (SIDE, 275.0, INNER * 0.75, 6.0), 2.8, ink=GREY, sans=True, align=LEFT_MIDDLE
        )
        page = s.page_of.replace("{n}", str(number)).replace("{all}", str(every))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._text(
            page,
            (SIDE + INNER * 0.75, 275.0, INNER * 0.25, 6.0),
            2.8,
            ink=GREY,
            sans=True,
            align=right,
        )

    # ---- ink ----

    def _text(
        self,
        text: str,
        box: tuple[float, float, float, float],
        em: float,
        *,
        bold: bool = False,
        sans: bool = False,
        ink: QColor | None = None,
        align: Qt.AlignmentFlag = TOP_LEFT,
    ) -> None:
        self._p.setFont(_font(em, bold=bold, sans=sans))
        self._p.setPen(QPen(ink or QColor(0, 0, 0)))
        self._p.drawText(_dots(*box), text, _wrapping(align))

    def _high(self, text: str, wide: float, em: float, *, bold: bool = False) -> float:
        layout = QTextLayout(text, _font(em, bold=bold), self._p.device())
        layout.setTextOption(_wrapping(TOP_LEFT))
        layout.beginLayout()
        high = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(wide * DOT)
            high += line.height()
        layout.endLayout()
        return high / DOT

    def _line(self, x: float, y: float, wide: float, high: float) -> None:
        self._p.fillRect(_dots(x, y, wide, high), Qt.GlobalColor.black)

    def _qr(self, text: str, x: float, y: float, side: float) -> None:
        rows = qr_rows(text)
        if not rows:
            return
        module = side / len(rows)
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    box = _dots(x + across * module, y + down * module, module, module)
                    self._p.fillRect(box.adjusted(0, 0, 0.4, 0.4), Qt.GlobalColor.black)


def _font(em: float, *, bold: bool = False, sans: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(SANS if sans else SERIF)
    font.setPixelSize(max(1, round(em * DOT)))
    font.setBold(bold)
    return font


def _wrapping(align: Qt.AlignmentFlag) -> QTextOption:
    option = QTextOption(align)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _dots(x: float, y: float, wide: float, high: float) -> QRectF:
    return QRectF(x * DOT, y * DOT, wide * DOT, high * DOT)
