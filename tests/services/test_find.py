from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.loader import shipped
from kiosk.domain.matter import KioskMode
from kiosk.services.errands import find
from kiosk.services.errands.base import Errand
from kiosk.services.messages import Words, load
from kiosk.services.page import offers
from kiosk.services.presenters.find import (
    DEPARTMENTS,
    ELDERLY_DEPARTMENTS,
    ELDERLY_ROWS,
    OFTEN_ROWS,
    ROWS,
)
from kiosk.services.presenters.find_headings import MOST, REST, heading_words, headings_of
from kiosk.services.presenters.find_lists import EVENTS, PRINT_GROUPS, codes_of, departments
from kiosk.services.presenters.find_search import HITS, KEYS, LONGEST
from kiosk.services.wording import matter_name
from tests.services.world import Terminal

ALLOWANCE, RECORD = "XC-MZ-008", "XC-RS-026"
MODES = [(False, "zh_CN"), (True, "zh_CN"), (False, "en"), (True, "en")]


def at(by, *, elderly=False, lang="zh_CN"):
    t = Terminal(elderly=elderly, lang=lang)
    t.press("attract.start", by)
    return t


def shown(t):
    """Codes that can be chosen on the present page."""
    rows = (row for section in t.page.sections for row in section.rows)
    return [row.act.id.partition(":")[2] for row in rows if row.act.id.startswith("matters.")]


def leaf_to(t, action):
    """Leaf on until the page has this action."""
    for _ in range(60):
        if offers(t.c.draft().page, action):
            return
        t.press(t.page.other.id)
    raise AssertionError(action)


def leafed(t):
    """Codes of all pages of the present list; leaves the last one shown."""
    found = shown(t)
    while t.page.other and t.page.other.id == "find.next":
        t.press("find.next")
        found += shown(t)
    return found


@pytest.mark.parametrize(("elderly", "lang"), MODES)
def test_both_known_matters_are_one_touch_from_their_tile(elderly, lang):
    for by, code in (("home.apply", ALLOWANCE), ("home.print", RECORD)):
        t = at(by, elderly=elderly, lang=lang)
        t.press(f"matters.choose:{code}")
        assert t.page.screen == "identify"
        assert t.c.session.data.matter == code


def reached(t, pages=1):
    """Code -> how many pages of the list that is shown lead to it, this one counted."""
    found = dict.fromkeys(shown(t), pages)
    on = [*t.page.tiles, t.page.other]
    for act in on:
        if act and act.id.partition(":")[0] in ("find.groups", "find.list", "find.next"):
            t.press(act.id)
            for code, far in reached(t, pages + 1).items():
                found[code] = min(far, found.get(code, far))
            t.press("common.back")
    return found


@pytest.mark.parametrize("elderly", [False, True])
def test_every_matter_is_at_most_five_pages_from_its_department(elderly):
    far = {}
    for code in departments():
        t = at("home.apply", elderly=elderly)
        leaf_to(t, "find.departments")
        t.press("find.departments")
        leaf_to(t, f"find.list:dept.{code}")
        t.press(f"find.list:dept.{code}")
        assert t.page.title == Words(plain=elderly)(f"department.{code}")
        far |= reached(t)
    assert set(far) == {matter.code for matter in shipped().catalogue}
    assert max(far.values()) <= 5


@pytest.mark.parametrize("elderly", [False, True])
def test_every_event_leads_to_its_matters_those_done_here_first(elderly):
    for event, _message, _icon in EVENTS:
        t = at("home.apply", elderly=elderly)
        leaf_to(t, f"find.list:event.{event}")
        t.press(f"find.list:event.{event}")
        far = reached(t)
        assert set(far) == set(codes_of(f"event.{event}", elderly=elderly))
        assert max(far.values()) <= 5
        t = at("home.apply")
        t.c.session.errand._go(f"list.event.{event}/{headings_of(next(iter(far)))[1]}")
        away = [code not in t.c.fixed.offered for code in leafed(t)]
        assert away == sorted(away)


def test_the_most_used_of_a_department_stand_on_its_first_page_before_its_headings():
    t = at("home.apply")
    t.c.session.errand._go("list.dept.RS")
    assert shown(t) == ["XC-RS-026", "XC-RS-027", "XC-RS-030"]
    assert 0 < len(t.page.tiles) <= MOST
    t = at("home.apply", elderly=True)
    t.c.session.errand._go("list.dept.RS")
    assert shown(t) == ["XC-RS-009", "XC-RS-028", "XC-RS-032"]
    t.press("find.groups:dept.RS", "find.groups:dept.RS/@pension", "find.list:dept.RS/retire")
    assert sorted(leafed(t)) == ["XC-RS-078", "XC-RS-079", "XC-RS-080"]
    assert t.page.title == Words(plain=True)("topic.retire")


def test_every_heading_has_words_and_all_words_of_headings_are_some():
    made = {name for m in shipped().catalogue for name in headings_of(m.code)} | {REST}
    small = {name for name in made if not name.removeprefix("@").isupper()}
    named = {f"{'area' if n.startswith('@') else 'topic'}.{n.removeprefix('@')}" for n in small}
    assert named == {key for key in load() if key.partition(".")[0] in ("area", "topic")}
    for elderly in (False, True):
        words = [heading_words(Words(plain=elderly), n) for n in made if not n.startswith("@")]
        assert len(set(words)) == len(words)


def test_every_record_to_print_stands_in_exactly_one_group():
    wanted = [m.code for m in shipped().catalogue if m.kiosk_mode is KioskMode.QUERY_PRINT]
    listed = [c for g, _, _ in PRINT_GROUPS for c in codes_of(f"print.{g}", elderly=False)]
    assert sorted(listed) == sorted(wanted)
    assert len(listed) == 19


@pytest.mark.parametrize("by", ["home.pension", "home.medical"])
def test_the_tiles_of_the_elderly_home_list_three_at_a_time(by):
    t = at(by, elderly=True)
    assert 0 < len(shown(t)) <= ELDERLY_ROWS
    assert len(reached(t)) > ELDERLY_ROWS
    assert max(reached(t).values()) <= 5


def test_a_row_says_whether_it_can_be_done_here_how_long_and_what_to_bring():
    w = Words()
    t = at("home.apply")
    row = t.page.sections[0].rows[0]
    assert row.value == "80岁老人津贴"
    assert row.label == "80周岁以上老年人高龄津贴发放"
    assert row.note == f"{w('find.here')}\n{w('matters.days', n=7)}，不用带材料"
    t.press("find.list:event.business")
    last = [row for row in _last_rows(t) if row.mark == "map-pin"]
    assert last
    assert last[-1].note.startswith(w("find.window"))


def _last_rows(t):
    leafed(t)
    return t.page.sections[0].rows


def test_typing_initials_finds_and_the_found_matter_begins():
    t = at("home.search")
    t.type("gljt")
    assert t.page.screen == "search"
    assert t.page.field.id == "find.words"
    assert t.page.field.shown == "gljt"
    assert shown(t)[0] == ALLOWANCE
    t.press(f"matters.choose:{ALLOWANCE}")
    assert t.page.screen == "identify"


def test_what_is_found_changes_with_every_key_and_goes_when_the_box_is_emptied():
    t = at("home.search")
    t.type("gljt")
    before = shown(t)
    t.c.key("clear")
    assert t.page.field.shown == ""
    assert t.page.sections[0].title == Words()("find.often")
    t.type("ylbx")
    assert shown(t)
    assert shown(t) != before
    assert len(shown(t)) <= HITS


def test_a_late_answer_never_stands_under_other_words():
    t = at("home.search")
    t.now.hold = True
    t.type("gljt")
    t.c.key("clear")
    t.now.hold = False
    t.type("ylbx")
    wanted = shown(t)
    t.now.release()
    assert t.page.field.shown == "ylbx"
    assert shown(t) == wanted


def test_a_late_answer_does_not_reach_the_next_person():
    t = at("home.search")
    t.now.hold = True
    t.type("gljt")
    t.c.idling.finish()
    t.wait(6)
    t.now.release()
    t.now.hold = False
    t.press("attract.start", "home.search")
    assert t.page.field.shown == ""
    assert t.page.sections[0].title == Words()("find.often")


@pytest.mark.parametrize("elderly", [False, True])
def test_nothing_found_is_said_plainly_with_ways_on(elderly):
    t = at("home.search", elderly=False)
    if elderly:
        t.press("strip.elderly")
    t.type("zzqqxx")
    if elderly:
        t.press("find.results")
    rows = t.page.sections[0].rows
    assert Words(plain=elderly)("find.nothing") in (t.page.sections[0].title, t.page.title)
    ids = [row.act.id for row in rows]
    assert {"find.browse", "find.helper"} <= set(ids)
    t.press("find.browse")
    assert t.page.screen == "matters"


def test_the_elderly_search_types_first_and_then_shows_three_at_a_time():
    t = at("home.apply", elderly=True)
    leaf_to(t, "find.search")
    t.press("find.search", "find.results")
    assert t.page.caption == Words(plain=True)("frame.gap.find.say")
    t.type("ylbx")
    assert not t.page.sections
    assert t.page.field.hint
    t.press("find.results")
    assert 0 < len(shown(t)) <= ELDERLY_ROWS
    t.press("common.back")
    assert t.page.field.shown == "ylbx"


def test_english_words_find_english_names():
    t = at("home.search", lang="en")
    t.type("allowance")
    assert ALLOWANCE in leafed(t)


def test_back_leads_to_the_very_page_that_was_left():
    t = at("home.apply")
    t.press("find.list:event.school", "find.next")
    page, code = t.page, shown(t)[0]
    t.press(f"matters.choose:{code}")
    assert t.page.screen != "matter_list"
    t.press("common.back")
    assert t.page == page
    t.press("common.back", "common.back")
    assert t.page.screen == "matters"
    t.press("common.back")
    assert t.page.screen == "home"


def test_a_store_that_takes_nothing_leaves_no_list_in_the_way():
    t = at("home.apply")
    t.world.disk = False
    t.press(f"matters.choose:{ALLOWANCE}")
    assert t.page.screen == "trouble"
    t.press("notice.finish")
    assert t.page.screen in ("end", "attract")


@pytest.mark.parametrize(("elderly", "lang"), MODES)
def test_no_page_has_more_to_choose_from_than_it_may(elderly, lang):
    rows, tiles = (ELDERLY_ROWS, ELDERLY_DEPARTMENTS) if elderly else (ROWS, DEPARTMENTS)
    t = at("home.apply", elderly=elderly, lang=lang)
    pages = []
    for to in ("find.list:event.work", "find.departments"):
        leaf_to(t, to)
        t.press(to)
        leafed(t)
        pages += t.glass.pages
        while t.page.screen != "matters":
            t.press("common.back")
    for page in pages:
        if page.screen == "matter_list":
            assert len(page.sections[0].rows) <= rows
        elif page.screen == "departments":
            assert len(page.tiles) <= tiles
        elif page.screen == "headings":
            assert len(page.tiles) <= MOST
        elif page.screen == "matters" and page.sections:
            assert len(page.sections[0].rows) <= OFTEN_ROWS


def test_names_on_one_page_can_be_told_apart():
    names = [matter_name(Words(), m) for m in shipped().catalogue]
    assert len(set(names)) == len(names)
    english = [matter_name(Words("en"), m) for m in shipped().catalogue]
    assert len(set(english)) == len(english)


TYPED = Terminal()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*KEYS, "1", "X", "", "row", "ß"]), max_size=40))
def test_no_order_of_keys_breaks_the_box(keys):
    t = TYPED
    t.c.go_home()
    t.press("home.search")
    for key in keys:
        t.c.key(key)
    assert t.page.screen == "search"
    assert len(t.page.field.shown) <= LONGEST
    assert set(t.page.field.shown) <= {*"abcdefghijklmnopqrstuvwxyz", " "}
    assert not t.page.field.shown.startswith(" ")


def test_the_finder_is_an_errand_and_opens_what_the_table_says():
    from kiosk.services.errands import opened_by

    assert issubclass(find.Find, Errand)
    for action in find.Find.opens:
        assert opened_by(action) is find.Find
