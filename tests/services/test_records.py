from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from drivers.events import CardRemoved, CodeRefused, CodeScanned
from drivers.receipt_printer import Pair, Qr, Text
from kiosk.flows.data import Document
from kiosk.services.messages import Words
from kiosk.services.ports import Told
from kiosk.services.ports_papers import ReadBy
from kiosk.services.presenters.records import masked
from tests.services.papers_twin import CODE, PASSWORD
from tests.services.world import LI, NOON, WANG, Terminal

NUMBER = "XC2611230005000423"
PEOPLE = yaml.safe_load(
    (Path(__file__).parents[2] / "kiosk/data/sample_people.yaml").read_text("utf-8")
)
ROWS = [
    (row["label"], row["value"])
    for person in PEOPLE["people"].values()
    for kind in person["platform"].values()
    for row in kind.get("rows", ())
    if "label" in row
]
DOCUMENT = Document(
    "XCD20261123000001",
    CODE,
    f"https://127.0.0.1:1/verify/{CODE}",
    "王*例",
    date(2026, 11, 23),
    (
        ("坐落", "湖北省襄阳市襄城区檀溪街道示例路3号1栋1单元102室"),
        ("个人账号", "429999000000000029"),
        ("账户余额", "46213.85 元"),
    ),
    "住房公积金账户信息",
    "0123456789abcdef" * 4,
)


def granted(outcome):
    return Told(replace(outcome, state="granted", document=DOCUMENT), None)


def text_of(slip):
    parts = [
        getattr(line, name)
        for line in slip.lines
        for name in ("label", "value", "text", "note")
        if hasattr(line, name)
    ]
    return "\n".join(parts)


def words_on(page):
    rows = [r for s in page.sections for r in s.rows]
    return [page.title, page.lead, *(part for r in rows for part in (r.label, r.value, r.note))]


def with_record(*, prepare=lambda world: None, **how):
    t = Terminal(**how)
    prepare(t.world)
    t.world.answer = granted
    t.world.device["scanner"] = "ready"
    t.begin("XC-RS-026", WANG)
    for _ in range(8):
        if t.page.screen == "done":
            return t
        for choice in t.page.choices[:1]:
            t.c.choose(choice.id)
        for tick in t.page.ticks:
            t.c.tick(tick.id)
        t.press(t.page.main.id)
    raise AssertionError(t.page.screen)


def reprint(t, way):
    t.c.go_home()
    t.c.session.errand = None
    open_errand(t, "reprint.open")
    t.press(way)


def open_errand(t, action):
    from kiosk.services.errands import opened_by

    t.c.open(opened_by(action)(t.c), action)


def scan(t, text):
    t.c.on_device(CodeScanned("scanner", t.world.scan_armed, text))


def test_the_page_of_a_record_masks_what_names_the_slip_has_it_whole():
    t = with_record()
    t.press("record.look")
    assert t.page.screen == "record"
    assert t.page.title == "住房公积金账户信息"
    shown = "\n".join(words_on(t.page))
    assert "示例路" not in shown
    assert "429999000000000029" not in shown
    assert "46213.85 元" in shown
    printed = text_of(t.world.printed[-1][0])
    for _, value in DOCUMENT.rows:
        assert value in printed
    assert DOCUMENT.check_code in printed
    assert "住房公积金账户信息" in printed
    assert DOCUMENT.digest.upper() in printed.replace(" ", "")
    assert any(isinstance(line, Qr) for line in t.world.printed[-1][0].lines)
    t.press("common.back")
    assert t.page.screen == "done"


@pytest.mark.parametrize(("label", "value"), ROWS)
def test_no_row_of_any_record_shows_an_address_or_a_long_number(label, value):
    shown = masked(value)
    assert not re.search(r"\d{11}", shown)
    assert "示例路" not in shown
    assert shown.strip()


def test_a_slip_is_found_by_card_and_each_copy_says_the_how_many_th_it_is():
    t = with_record()
    original = t.world.printed[-1][0]
    for n in (1, 2):
        reprint(t, "reprint.card")
        t.card(WANG)
        assert t.page.screen == "slips"
        t.press(t.page.sections[0].rows[0].act.id)
        assert t.page.screen == "slip_done"
        slip, copy = t.world.printed[-1]
        assert copy
        assert Text(Words()("slip.copy", n=n), 2, True, "center") in slip.lines
        assert [line for line in original.lines if line not in slip.lines] == []
    assert next(iter(t.world.papers.kept.values()))[0].copies == 2


def test_another_card_finds_nothing():
    t = with_record()
    reprint(t, "reprint.card")
    t.card(LI)
    assert (t.page.screen, t.page.title) == ("papers_no", Words()("papers.none.title"))


def test_number_and_password_are_asked_one_after_the_other_and_wrong_ones_counted():
    t = with_record()
    reprint(t, "reprint.number")
    t.type("261123")
    t.press("common.next")
    assert t.page.field.id == "slip.number"  # not whole
    t.type("0005000424")
    t.press("common.next")
    assert t.page.caption == Words().text_or("reprint.number_wrong.say", "reprint.number_wrong")
    t.c.key("clear")
    t.type(NUMBER[2:])
    t.press("common.next")
    assert t.page.field.id == "slip.password"
    t.type("000000")
    t.press("common.next")
    assert t.page.lead == Words()("reprint.wrong_left", n=4)
    t.type(PASSWORD)
    t.press("common.next")
    assert t.page.screen == "slips"
    t.press("common.back")
    assert t.page.screen in ("home", "reprint")


def test_a_scanned_slip_opens_by_its_token_and_asks_for_the_password_without_one():
    t = with_record()
    reprint(t, "reprint.scan")
    scan(t, "https://example.invalid/pay")
    assert t.page.title == Words()("reprint.scan_again")
    t.c.on_device(CodeRefused("scanner", t.world.scan_armed, "control"))
    assert t.page.screen == "scan"
    scan(t, DOCUMENT.verify_url)
    assert t.page.field.id == "slip.password"
    t.type(PASSWORD)
    t.press("common.next")
    assert t.page.screen == "slips"
    reprint(t, "reprint.scan")
    from kiosk.domain.numbers import slip_code

    scan(t, slip_code(NUMBER, "0123456789ABCDEFGHJKMNPQRS"))
    assert t.page.screen == "slips"


def test_a_copy_that_did_not_come_out_is_counted_once():
    t = with_record()
    t.world.print_outcome = "paper"
    reprint(t, "reprint.card")
    t.card(WANG)
    t.press(t.page.sections[0].rows[0].act.id)
    assert t.page.title == Words()("slips.failed")
    t.world.print_outcome = "done"
    t.press("slips.retry")
    assert t.page.title == Words()("slips.done")
    assert next(iter(t.world.papers.kept.values()))[0].copies == 1


@pytest.mark.parametrize(
    ("text", "screen", "title"),
    [
        (f"https://127.0.0.1:1/verify/{CODE}", "verified", "verify.good"),
        (CODE.replace("-", "").lower(), "verified", "verify.good"),
        ("https://127.0.0.1:1/verify/7K3M-9QXT-4H2V-B8RE", "papers_no", "papers.forged.title"),
        ("https://127.0.0.1:1/verify/7K3M", "papers_no", "papers.forged.title"),
        ("<b>" * 90, "papers_no", "papers.forged.title"),
    ],
)
def test_a_document_is_genuine_or_plainly_not(text, screen, title):
    t = Terminal()
    open_errand(t, "verify.open")
    scan(t, text)
    assert (t.page.screen, t.page.title) == (screen, Words()(title))
    if screen == "verified":
        told = words_on(t.page)
        assert "社会保险参保证明" in told
        assert "王*例" in told
    t.press("papers.again" if screen == "papers_no" else "papers.finish")
    assert t.page.screen in ("scan", "end")


def test_without_a_network_nothing_is_called_forged():
    t = Terminal()
    t.world.network = False
    open_errand(t, "verify.open")
    scan(t, f"https://127.0.0.1:1/verify/{CODE}")
    assert t.page.title == Words()("papers.offline.title")


def readings(count):
    return [
        ReadBy(
            NOON - timedelta(hours=n),
            ("XC-K-005", "XC-K-006", "staff")[n % 3],
            "XC-RS-026",
            ("house", "progress", "casework")[n % 3],
            (("record.insurance",), ("case",), ("bank.account", "licences"))[n % 3],
            "refused" if n == 4 else "opened",
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("elderly", [False, True])
def test_who_has_read_my_data_is_listed_and_printed_for_the_cards_holder(elderly):
    t = Terminal(elderly=elderly)
    t.world.papers.readings_of[WANG.number] = readings(12)
    open_errand(t, "readings.open")
    t.card(WANG)
    seen = []
    while t.page.other and t.page.other.id == "common.next":
        seen += words_on(t.page)
        t.press("common.next")
    seen += words_on(t.page)
    shown = "\n".join(seen)
    assert Words(plain=elderly)("readings.item.case") in shown
    assert Words(plain=elderly)("readings.refused") in shown
    t.press("readings.print")
    assert t.page.notice == Words(plain=elderly)("done.slip")
    slip = t.world.printed[-1][0]
    whats = [one for one in slip.lines if isinstance(one, Pair) and one.label == "看了什么"]
    assert len(whats) == 12
    assert "王样例" not in text_of(slip)
    assert WANG.number not in text_of(slip)


def test_nobody_elses_readings_are_shown():
    t = Terminal()
    t.world.papers.readings_of[WANG.number] = readings(3)
    open_errand(t, "readings.open")
    t.card(LI)
    assert t.page.title == Words()("readings.none")


def test_what_was_found_goes_with_the_session():
    t = with_record()
    reprint(t, "reprint.card")
    t.card(WANG)
    t.wait(600)
    t.c.on_device(CardRemoved("id_card"))
    t.wait(6)
    assert t.page.screen == "attract"
    assert t.c.session.errand is None


@pytest.mark.parametrize("elderly", [False, True])
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_all_pages_can_be_made_in_every_wording(elderly, lang):
    t = with_record(elderly=elderly, lang=lang)
    t.press("record.look")
    t.world.papers.readings_of[WANG.number] = readings(3)
    for opened, moves in {
        "papers.open": (),
        "reprint.open": ("reprint.number",),
        "verify.open": (),
        "readings.open": (),
    }.items():
        open_errand(t, opened)
        t.press(*moves)
        assert t.page.title
    t.card(WANG)
    assert t.page.screen == "readings"
    for page in t.glass.pages:
        assert all("{" not in text for text in [page.caption, *words_on(page)])
        assert WANG.name not in page.caption
