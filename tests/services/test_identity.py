"""Ways to identify, the clerk's word, and acting for another, as a person meets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from drivers.events import CardTrouble, CodeScanned
from kiosk.domain.assurance import Assurance
from kiosk.domain.loader import shipped
from kiosk.services.filing import submission
from kiosk.services.ports_identity import Answered
from kiosk.services.way import Given
from tests.services.world import LI, WANG, Terminal

ALLOWANCE = "XC-MZ-008"


class Changed:
    """What ships, with other forms."""

    def __init__(self, data, forms):
        self.data, self.forms = data, forms

    def __getattr__(self, name):
        return getattr(self.data, name)


@pytest.fixture
def forms(monkeypatch):
    """Change the form of the allowance for one test."""

    def change(**values):
        data = shipped()
        form = replace(data.forms[ALLOWANCE], **values)
        changed = Changed(data, MappingProxyType({**data.forms, ALLOWANCE: form}))
        for room in ("offering", "steps"):
            monkeypatch.setattr(f"kiosk.services.{room}.shipped", lambda: changed)

    return change


def at_card(**how):
    t = Terminal(**how)
    t.press("attract.start")
    t.c.steps.begin(ALLOWANCE)
    return t


def acts(page):
    rows = [row.act for section in page.sections for row in section.rows]
    return [act.id for act in rows if act]


def scan(t, text):
    t.c.on_device(CodeScanned("scanner", t.world.scan_armed, text))


def both(t):
    """LI's matter, WANG at the machine."""
    t.card(WANG)
    t.press("confirm.for_other")


# ---- e-ID code ----


def test_an_e_id_code_leads_on_like_a_card_with_its_own_level():
    t = at_card()
    t.press("identify.e_id")
    assert t.page.screen == "way_e_id"
    t.world.identity.grant(LI, "e_id_code", 2)
    scan(t, "XCE1.AA")
    assert t.page.screen == "confirm"
    t.press("confirm.yes")
    person = t.c.session.data.person
    assert (person.method, person.grant) == ("e_id_code", "a" * 32)
    assert t.world.identity.asked == [("e_id", "XCE1.AA", ALLOWANCE)]
    assert t.c.session.data.known["applicant.name"].source == "platform"


def test_a_code_that_is_refused_says_so_and_the_next_one_is_taken():
    t = at_card()
    t.press("identify.e_id")
    before = t.page.title
    scan(t, "https://example.org")
    assert t.page.screen == "way_e_id"
    assert t.page.title != before
    t.world.identity.grant(LI, "e_id_code", 2)
    scan(t, "XCE1.AA")
    assert t.page.screen == "confirm"


def test_a_late_e_id_answer_is_never_credited_to_the_next_person():
    t = at_card()
    t.press("identify.e_id")
    t.now.hold = True
    t.world.identity.grant(LI, "e_id_code", 2)
    scan(t, "XCE1.AA")
    t.press("strip.end")
    t.press("attract.start")
    t.c.steps.begin(ALLOWANCE)
    t.press("identify.e_id")
    t.now.release()
    assert t.page.screen == "way_e_id"
    assert t.c.session.data.person is None


def test_back_from_a_way_asks_for_the_card_again():
    t = at_card()
    first = t.world.armed
    t.press("identify.e_id", "common.back")
    assert t.page.screen == "identify"
    assert t.world.scan_armed == ""
    assert t.world.armed not in ("", first)
    t.card(LI)
    assert t.page.screen == "confirm"


def test_without_the_platform_only_people_are_offered():
    t = at_card()
    assert acts(t.page) == ["identify.e_id", "identify.vouch"]
    t.world.network = False
    t.c.on_network()
    assert acts(t.page) == ["identify.no_card_act"]


def test_an_unreadable_card_leads_to_the_other_ways():
    t = at_card()
    for _ in range(3):
        t.c.on_device(CardTrouble("id_card", t.world.armed, "unreadable"))
    assert t.page.screen == "trouble"
    t.press("identify.others")
    assert acts(t.page) == ["identify.e_id", "identify.vouch"]
    t.press("identify.e_id")
    assert t.page.screen == "way_e_id"


def test_a_broken_reader_leaves_ways_on_and_comes_back_into_use():
    t = at_card()
    t.world.device["id_card"] = "disconnected"
    t.c.reading._check_reader()
    assert t.page.main.id == "identify.others"
    t.press("identify.others", "identify.vouch")
    t.c.reading._check_reader()  # another word of the reader does not tear the page away
    assert t.page.screen == "way_number"
    t.press("common.back")
    assert t.page.screen == "trouble"
    t.world.device["id_card"] = "ready"
    t.c.reading._check_reader()
    assert t.page.screen == "identify"


# ---- typed number ----


def test_a_typed_number_is_offered_only_where_it_is_enough(forms):
    assert "identify.number" not in acts(at_card().page)
    forms(assurance=Assurance.TYPED)
    t = at_card()
    t.press("identify.number")
    t.type("42999919440518001")
    t.press("common.next")
    assert t.page.screen == "way_number"
    assert t.page.field.hint
    assert t.page.field.shown == "429999 19440518 001"
    t.type("8")
    t.press("common.next")
    assert t.page.screen == "way_code"
    t.type("000000")
    t.press("common.next")
    assert "4" in t.page.field.hint
    t.world.identity.grant(LI, "number_code", 1)
    t.type("482913")
    t.press("common.next")
    assert t.page.screen == "confirm"


def test_a_wrong_check_character_is_said_before_anything_is_sent(forms):
    forms(assurance=Assurance.TYPED)
    t = at_card()
    t.press("identify.number")
    t.type("429999194405180017")
    t.press("common.next")
    assert t.page.screen == "way_number"
    assert t.world.identity.asked == []


def test_nothing_that_was_typed_is_left_for_the_next_person(forms):
    forms(assurance=Assurance.TYPED)
    t = at_card()
    t.press("identify.number")
    t.type("429999")
    t.press("strip.end")
    assert (t.c.session.way, t.c.session.typed) == (None, "")


# ---- a clerk's word ----


def test_a_clerk_vouches_for_a_typed_number_and_the_page_goes_on_by_itself():
    t = at_card()
    t.press("identify.vouch")
    t.type("429999194405180018")
    t.press("common.next")
    assert t.page.screen == "way_vouch"
    assert t.page.facts[0].figure == "482 913"
    t.wait(3)
    assert t.page.screen == "way_vouch"
    t.world.identity.grant(LI, "vouched", 3)
    t.world.identity.word = Answered("right", t.world.identity.known)
    t.wait(3)
    assert t.page.screen == "confirm"


def test_a_found_card_does_not_open_a_matter_that_needs_the_person(forms):
    forms(assurance=Assurance.PROVEN)
    t = at_card()
    assert t.page.lead == t.c.view().words("identify.needs_proof")  # said before starting
    t.card(LI)
    t.press("confirm.yes")
    assert t.page.screen == "way_vouch"
    claim = t.world.identity.asked[0][1]
    assert (claim.name, claim.number) == (LI.name, LI.number)
    t.world.identity.grant(LI, "vouched", 3)
    t.world.identity.word = Answered("right", t.world.identity.known)
    t.wait(3)
    assert t.page.screen == "matter"
    assert (t.c.session.data.person.level, t.c.session.data.person.grant) == (3, "a" * 32)


def test_a_matter_that_needs_the_person_is_refused_where_no_clerk_can_be_asked(forms):
    forms(assurance=Assurance.PROVEN)
    t = at_card()
    t.world.network = False
    t.card(LI)
    t.press("confirm.yes")
    assert t.page.screen == "notice"


@pytest.mark.parametrize("word", ["refused", "expired"])
def test_a_clerk_who_refuses_leaves_ways_on(word):
    t = at_card()
    t.press("identify.vouch")
    t.type("429999194405180018")
    t.press("common.next")
    t.world.identity.word = Answered(word)
    t.wait(3)
    assert t.page.screen == "way_vouch"
    assert t.page.facts == ()
    t.press("way.again")
    assert t.page.facts[0].figure == "482 913"


def test_where_no_clerk_comes_a_number_for_a_window_can_be_had(forms):
    forms(assurance=Assurance.PROVEN)
    t = at_card()
    t.card(LI)
    t.press("confirm.yes")
    t.world.identity.word = Answered("expired")
    t.wait(3)
    rows = [row.act.id for section in t.page.sections for row in section.rows if row.act]
    assert [id.partition(":")[0] for id in rows] == ["ticket.take", "cannot.open"]
    t.press(rows[0])
    assert t.c.session.way is None
    assert t.c.session.errand.name == "ticket"


def test_a_number_for_the_clerk_is_not_too_old_before_it_is_there():
    t = at_card()
    t.press("identify.vouch")
    t.type("429999194405180018")
    t.now.hold = True
    t.press("common.next")
    t.c.pulse()
    t.now.hold = False
    t.now.release()
    assert t.page.screen == "way_vouch"
    assert t.page.facts[0].figure == "482 913"


def test_waiting_for_a_clerk_ends_with_the_number():
    t = at_card()
    t.press("identify.vouch")
    t.type("429999194405180018")
    t.press("common.next")
    t.wait(289)
    assert t.page.facts  # the clock of the session stands still meanwhile
    t.wait(2)
    assert t.page.facts == ()


# ---- acting for another ----


def test_both_cards_make_a_case_with_applicant_and_agent(forms):
    forms(for_whom=("self", "other"))
    t = at_card()
    both(t)
    assert t.page.title == t.c.view().words("acting.title")
    t.card(LI)
    assert t.page.title == t.c.view().words("acting.confirm_title")
    t.press("confirm.yes")
    data = t.c.session.data
    assert (data.person.number, data.agent.number) == (LI.number, WANG.number)
    assert data.value("applicant.name") == LI.name


def test_an_agent_stands_in_the_review_on_the_slip_and_in_the_case(forms):
    forms(for_whom=("self", "other"))
    t = at_card()
    both(t)
    t.card(LI)
    t.press("confirm.yes", "matter.start")
    t.c.tick("materials.agree")
    t.press("common.next", "form.no_mobile")
    t.c.choose("delivery.pickup")
    t.press("common.next")
    assert WANG.name in [row.value for section in t.page.sections for row in section.rows]
    t.c.tick("review.true")
    t.press("review.submit")
    t.sign()
    t.press("sign.done")
    values = [getattr(line, "value", "") for line in t.world.printed[0][0].lines]
    assert "王*例" in values
    assert WANG.name not in values
    outcome = t.c.session.data.outcome
    origin = type("O", (), {"terminal_id": "XC-K-005", "point": "SP002", "level": "district"})
    case = submission(t.world.filed[0], shipped().catalogue[ALLOWANCE], outcome, origin)
    assert (case.applicant.id_number, case.agent.id_number) == (LI.number, WANG.number)


def test_the_same_card_twice_is_not_two_people(forms):
    forms(for_whom=("self", "other"))
    t = at_card()
    both(t)
    t.card(WANG)
    assert t.page.screen == "identify"
    assert t.page.title == t.c.view().words("acting.same")
    t.card(LI)
    assert t.page.screen == "confirm"


def test_not_for_another_after_all(forms):
    forms(for_whom=("self", "other"))
    t = at_card()
    both(t)
    t.press("common.back")
    assert t.page.title == t.c.view().words("confirm.title")
    data = t.c.session.data
    assert (data.person.number, data.agent) == (WANG.number, None)


@pytest.mark.parametrize("level", [Assurance.CARD, Assurance.PROVEN])
def test_acting_is_offered_only_where_the_matter_allows_it(forms, level):
    forms(assurance=level, for_whom=("self",) if level is Assurance.CARD else ("self", "other"))
    t = at_card()
    t.card(LI)
    assert "confirm.for_other" not in acts(t.page)
    t.press("confirm.for_other")
    assert t.c.session.data.agent is None


def test_a_stored_authorisation_shows_only_what_is_good_for_this_matter(forms):
    forms(for_whom=("self", "other"))
    t = at_card()
    good = Given("1" * 32, "李*例", "王*例", ("MZ",), "2026-11-01", "2027-01-01", "valid")
    t.world.identity.received = (
        good,
        replace(good, id="2" * 32, scope=("RS",)),
        replace(good, id="3" * 32, state="revoked"),
    )
    both(t)
    t.press("identify.stored")
    assert acts(t.page) == [f"stored.use:{'1' * 32}"]
    t.world.identity.grant(LI, "authorisation", 2)
    t.press(f"stored.use:{'1' * 32}")
    assert t.page.screen == "confirm"
    assert t.world.identity.asked == [("use", "1" * 32, WANG.number, ALLOWANCE)]


@pytest.mark.parametrize(("elderly", "pages"), [(False, [4, 4, 1]), (True, [3, 3, 3])])
def test_every_stored_authorisation_can_be_reached_however_many_there_are(forms, elderly, pages):
    forms(for_whom=("self", "other"))
    t = at_card()
    if elderly:
        t.press("strip.elderly")
    one = Given("0" * 32, "李*例", "王*例", ("MZ",), "2026-11-01", "2027-01-01", "valid")
    t.world.identity.received = tuple(replace(one, id=f"{n:032d}") for n in range(9))
    both(t)
    t.press("identify.stored")
    seen = [[a for a in acts(t.page) if a.startswith("stored.use:")]]
    while t.page.other:
        t.press(t.page.other.id)
        seen.append([a for a in acts(t.page) if a.startswith("stored.use:")])
    assert [len(page) for page in seen] == pages
    assert len({use for page in seen for use in page}) == 9
    t.press("common.back")
    assert [a for a in acts(t.page) if a.startswith("stored.use:")] == seen[-2]
    t.world.identity.grant(LI, "authorisation", 2)
    t.press(seen[-2][0])
    assert t.page.screen == "confirm"


# ---- making one ----


def test_two_people_make_an_authorisation_and_one_takes_it_back():
    t = Terminal()
    t.press("attract.start", "home.helper", "authorise.open")
    t.card(LI)
    t.press("authorise.new")
    t.card(LI)
    assert t.page.title == t.c.view().words("acting.same")
    t.card(WANG)
    t.press("common.next")
    assert t.page.title == t.c.view().words("authorise.scope.title")  # nothing chosen yet
    t.c.choose("authorise.scope.RS")
    t.press("common.next")
    t.c.choose("authorise.term.month")
    t.press("common.next", "authorise.make")
    assert t.world.identity.asked == []  # not agreed to yet
    t.c.tick("authorise.agree")
    t.press("authorise.make")
    made = ("authorise", LI.number, WANG.number, "RS", date(2026, 12, 23))
    assert t.world.identity.asked == [made]
    t.press("authorise.finish", "attract.start", "home.helper", "authorise.open")


def test_an_authorisation_that_was_not_kept_is_not_called_made():
    t = Terminal()
    t.press("attract.start", "home.helper", "authorise.open")
    t.card(LI)
    t.press("authorise.new")
    t.card(WANG)
    t.c.choose("authorise.scope.all")
    t.press("common.next")
    t.c.choose("authorise.term.year")
    t.press("common.next")
    t.c.tick("authorise.agree")
    t.world.identity.reachable = False
    t.press("authorise.make")
    assert t.page.title == t.c.view().words("authorise.offline")


def test_no_page_says_a_whole_name_or_number_aloud(forms):
    forms(for_whom=("self", "other"), assurance=Assurance.CARD)
    t = at_card()
    both(t)
    t.card(LI)
    t.press("confirm.yes")
    said = "".join(page.caption for page in t.glass.pages)
    for who in (LI, WANG):
        assert who.name not in said
        assert who.number not in said


@pytest.mark.parametrize("elderly", [False, True])
def test_every_authorisation_that_was_given_can_be_taken_back(elderly):
    t = Terminal(elderly=elderly)
    one = Given("0" * 32, "李*例", "王*例", ("MZ",), "2026-11-01", "2027-01-01", "valid")
    t.world.identity.given = tuple(replace(one, id=f"{n:032d}") for n in range(9))
    t.press("attract.start", "home.helper", "authorise.open")
    t.card(LI)
    seen = [a for a in acts(t.page) if a.startswith("authorise.revoke:")]
    while t.page.other:
        t.press(t.page.other.id)
        seen += [a for a in acts(t.page) if a.startswith("authorise.revoke:")]
    assert len(set(seen)) == len(seen) == 9
    t.press("common.back")
    assert t.page.main.id == "authorise.new"
