from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path

import pytest
from PySide6.QtCore import Property, QCoreApplication, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtQuick import QQuickView, QQuickWindow
from PySide6.QtTest import QTest

from kiosk.services.page import Act, Choice, Field, Page, Row, Section, Tick
from ui.play.player import Player
from ui.play.record import Outcome, Recorder, Setting
from ui.play.script import parse
from ui.play.subject import CaseFacts, Paper, Role

STAGE = """
import QtQuick
Rectangle {
    id: root
    required property QtObject stage
    width: 540; height: 960; color: "white"
    component SignaturePad: Rectangle {
        id: pad
        property int strokes: 0
        width: 500; height: 150; color: area.pressed ? "#eeeeee" : "#dddddd"
        MouseArea { id: area; anchors.fill: parent; onReleased: root.stage.act("stroke", "") }
    }
    Text { id: title; x: 10; y: 10; text: root.stage.title; font.pixelSize: 30 }
    SignaturePad { x: 20; y: 60; visible: root.stage.pad }
    Flow {
        x: 10; y: 230; width: 520; spacing: 10
        Repeater {
            model: root.stage.buttons
            Rectangle {
                id: button
                required property var modelData
                property double last: 0
                width: 160; height: 60; color: area.pressed ? "#888888" : "#cccccc"
                Accessible.role: Accessible.Button
                Accessible.name: modelData.name
                Text { anchors.centerIn: parent; text: button.modelData.name }
                MouseArea {
                    id: area
                    anchors.fill: parent
                    onClicked: {
                        if (Date.now() - button.last < root.stage.guard)
                            return;
                        button.last = Date.now();
                        root.stage.act(button.modelData.kind, button.modelData.id);
                    }
                }
            }
        }
    }
}
"""


class Stage(QObject):
    """What the small window draws, and what it reports back."""

    changed = Signal()
    flipped = Signal()

    def __init__(self, act: Callable[[str, str], None], guard: int) -> None:
        super().__init__()
        self._act = act
        self._guard = guard
        self.page = Page("attract")
        self._buttons: list[dict[str, str]] = []

    def show(self, page: Page) -> None:
        self.page = page
        self.changed.emit()
        buttons = _buttons(page)
        if buttons != self._buttons:  # a digit typed does not make the keys anew
            self._buttons = buttons
            self.flipped.emit()

    @Slot(str, str)
    def act(self, kind: str, name: str) -> None:
        self._act(kind, name)

    @Property(str, notify=changed)
    def title(self) -> str:
        shown = self.page.field.shown if self.page.field else ""
        return f"{self.page.title} {shown}"

    @Property(bool, notify=changed)
    def pad(self) -> bool:
        return self.page.pad

    @Property(int, constant=True)
    def guard(self) -> int:
        return self._guard

    @Property(list, notify=flipped)
    def buttons(self) -> list[dict[str, str]]:
        return self._buttons


def _buttons(page: Page) -> list[dict[str, str]]:
    one = [("press", a) for a in (*page.tiles, page.main, page.back, page.other) if a]
    rows = [("press", row.act) for s in page.sections for row in s.rows if row.act]
    found = [{"kind": k, "id": a.id, "name": a.name or a.text} for k, a in one + rows]
    found += [{"kind": "choose", "id": c.id, "name": c.title} for c in page.choices]
    found += [{"kind": "tick", "id": t.id, "name": t.text} for t in page.ticks]
    if page.field:
        names = {"clear": page.field.clear_text, "delete": page.field.delete_text}
        found += [{"kind": "key", "id": k, "name": names.get(k, k)} for k in page.field.keys]
    return found


KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "delete")
NEXT = Act("common.next", "下一步")
PAGES: Mapping[str, Page] = {
    "home": Page("home", "您想办什么事？", tiles=(Act("home.apply", "我要办事"), Act("x", "别的"))),
    "identify": Page("identify", "请放身份证", caption="请放身份证。"),
    "question": Page(
        "question",
        "有社保卡吗？",
        choices=(
            Choice("question.has_social_card.yes", "有"),
            Choice("question.has_social_card.no", "没有"),
        ),
    ),
    "field": Page(
        "field",
        "手机号",
        field=Field("applicant.mobile", "手机号", "digits", "", "", KEYS, "清空", "删一位"),
        sections=(Section("", (Row(act=Act("form.no_mobile", "没有手机")),)),),
        main=NEXT,
    ),
    "delivery": Page(
        "delivery",
        "怎么拿？",
        choices=(Choice("delivery.mail", "寄到家"), Choice("delivery.pickup", "自己来取")),
        ticks=(Tick("delivery.agree", "同意"),),
        main=NEXT,
    ),
    "sign": Page("sign", "请签名", pad=True, main=Act("sign.done", "我签好了")),
    "sending": Page("sending", "正在交", busy=True),
    "done": Page("done", "收到了", caption="收到了。"),
}
ORDER = tuple(PAGES)


@dataclass
class Terminal:
    """A terminal of eight pages that serves the player's port."""

    pages: Mapping[str, Page] = field(default_factory=lambda: PAGES)
    guard: int = 0
    control: Path | None = None
    network: None = None
    said: list[str] = field(default_factory=list)
    done: list[tuple[str, str]] = field(default_factory=list)
    strokes: int = 0
    seconds: float = 0.0
    slips: list[bytes] = field(default_factory=list)
    devices: tuple[Role, ...] = (Role("id_card", "id_card", "ready", virtual=False),)
    texts: Mapping[str, str] = field(
        default_factory=lambda: {"done.title": "收到了", "home.apply": "我要办事", "n": "{n}个"}
    )

    def __post_init__(self) -> None:
        self.stage = Stage(self.act, self.guard)
        self.view = QQuickView()
        self.window: QQuickWindow = self.view
        self.names = self

    def name_of(self, message_id: str) -> tuple[str, ...]:
        return (self.texts[message_id],) if message_id in self.texts else ()

    @property
    def page(self) -> Page:
        return self.stage.page

    def on_page(self, callback: Callable[[Page], None]) -> None:
        self.stage.changed.connect(lambda: callback(self.page))

    def show(self, name: str) -> None:
        page = self.pages[name]
        self.stage.show(page)
        if page.caption:
            self.said.append(page.caption)
        if name == "sending":
            self.slips.append(b"\x1b@XC 2611\n")
            QTimer.singleShot(60, lambda: self.show("done"))

    def act(self, kind: str, name: str) -> None:
        self.done.append((kind, name))
        page = self.page
        if kind == "press" and name not in ("x", "common.back"):
            if not (page.pad and self.strokes < 2):
                self.on()
        elif kind == "choose" and page.main is None:
            self.on()
        elif kind == "choose":
            choices = tuple(replace(c, chosen=c.id == name) for c in page.choices)
            self.stage.show(replace(page, choices=choices))
        elif kind == "tick":
            self.stage.show(replace(page, ticks=(replace(page.ticks[0], ticked=True),)))
        elif kind == "key":
            self._key(page, name)
        elif kind == "stroke":
            self.strokes += 1

    def _key(self, page: Page, key: str) -> None:
        assert page.field
        shown = "" if key == "clear" else page.field.shown + key
        self.stage.show(replace(page, field=replace(page.field, shown=shown)))

    def on(self) -> None:
        self.show(ORDER[ORDER.index(self.page.screen) + 1])

    def roles(self) -> Sequence[Role]:
        return self.devices

    def spoken(self) -> Sequence[str]:
        return self.said

    def receipts(self) -> Sequence[bytes]:
        return self.slips

    def read_receipt(self, data: bytes) -> Paper:
        return Paper(data.decode("ascii").replace("\x1b@", ""), b"\x89PNG")

    def case(self) -> CaseFacts:
        return CaseFacts(case_no="XC261123000500423", due="2026-12-02")

    def versions(self) -> Mapping[str, str]:
        return {"jinban": "0"}

    def quiet(self) -> bool:
        return True

    def idle(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class Played:
    """What a played script left behind."""

    terminal: Terminal
    outcome: Outcome
    out: Path
    stdout: str

    @property
    def steps(self) -> list[dict[str, object]]:
        lines = (self.out / "steps.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    @property
    def summary(self) -> dict[str, object]:
        return json.loads((self.out / "summary.json").read_text(encoding="utf-8"))


@pytest.fixture
def play(qapp: QCoreApplication, tmp_path: Path) -> Iterator[Callable[..., Played]]:
    """Plays actions (YAML) on a terminal that begins on its home page."""
    shown: list[QQuickView] = []

    def _play(
        actions: str, answers: str = "{}", terminal: Terminal | None = None, begin: str = "home"
    ) -> Played:
        terminal = terminal or Terminal()
        page = tmp_path / "Stage.qml"
        page.write_text(STAGE, encoding="utf-8")
        terminal.view.setInitialProperties({"stage": terminal.stage})
        terminal.view.setSource(QUrl.fromLocalFile(str(page)))
        assert terminal.view.status() is QQuickView.Status.Ready, terminal.view.errors()
        terminal.show(begin)
        terminal.view.show()
        shown.append(terminal.view)
        assert QTest.qWaitForWindowExposed(terminal.view)
        script = parse(f"version: 1\ntitle: t\nanswers: {answers}\nactions: {actions}\n".encode())
        ended: list[Outcome] = []
        stdout, out = StringIO(), tmp_path / "out"
        player = Player(
            terminal,
            script,
            Recorder(out),
            setting=Setting("visit.yaml", "self-service", "zh_CN", "540x960"),
            done=ended.append,
            out=stdout,
        )
        player.start()
        limit = time.monotonic() + 60
        while not ended and time.monotonic() < limit:
            QTest.qWait(10)
        assert ended
        return Played(terminal, ended[0], out, stdout.getvalue())

    yield _play
    for view in shown:
        view.close()
        view.deleteLater()
    QTest.qWait(0)


@pytest.fixture
def terminal(qapp: QCoreApplication) -> Callable[..., Terminal]:
    """Makes terminals that differ from the usual one."""
    return Terminal
