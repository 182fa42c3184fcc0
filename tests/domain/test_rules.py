from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kiosk.domain import machines, postal
from kiosk.domain.assurance import Assurance
from kiosk.domain.case import Draft, times_of
from kiosk.domain.eligibility import Missing, NotHere, Ok, TooYoung, age_on, check
from kiosk.domain.forms import Ask, MinAge, Refuse
from kiosk.domain.loader import shipped
from kiosk.domain.machines import Machine, NotAllowedError, Row
from kiosk.domain.material import Grade, Need, Source, needed, union
from kiosk.domain.person import Fact, Origin, PersonFacts
from kiosk.domain.postal import Scan, course, failed_tries, state_of
from kiosk.domain.rating import Level, Rating
from kiosk.domain.zone import SHANGHAI

ALLOWANCE = shipped().forms["XC-MZ-008"]
HERE = "湖北省襄阳市襄城区檀溪街道示例路1号"


def person(birth: str = "1944-05-18", address: str = HERE, kind: str = "resident") -> PersonFacts:
    facts = PersonFacts(kind)
    for key, value in (("applicant.birth_date", birth), ("household.address", address)):
        if value:
            facts = facts.learn(key, Fact(value, Origin.CARD, Assurance.CARD))
    return facts


def test_eighty_is_reached_on_the_birthday_itself() -> None:
    assert check(ALLOWANCE, person("1946-11-22"), date(2026, 11, 22)) == Ok()
    day_before = check(ALLOWANCE, person("1946-11-22"), date(2026, 11, 21))
    assert day_before == TooYoung(date(2026, 11, 22), 80)


def test_somebody_born_on_a_leap_day_is_not_sent_away_for_ever() -> None:
    born = person("2020-02-29")
    assert check(ALLOWANCE, born, date(2100, 2, 27)) == TooYoung(date(2100, 2, 28), 80)
    assert check(ALLOWANCE, born, date(2100, 2, 28)) == Ok()
    assert check(ALLOWANCE, person("1944-02-29"), date(2024, 2, 28)) == TooYoung(
        date(2024, 2, 29), 80
    )
    assert (
        age_on(date(1944, 2, 29), date(2023, 2, 27)),
        age_on(date(1944, 2, 29), date(2023, 2, 28)),
    ) == (78, 79)


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        (HERE, Ok()),
        ("湖北省襄樊市襄城区檀溪办事处示例路1号", Ok()),
        ("湖北省襄阳市樊城区示例街道1号", NotHere("湖北省襄阳市樊城区")),
        ("湖北省随州市随县示例镇1号", NotHere("湖北省随州市随县")),
        ("", Missing("household.address")),
    ],
)
def test_a_household_elsewhere_is_told_where(address: str, outcome: object) -> None:
    assert check(ALLOWANCE, person(address=address), date(2026, 11, 22)) == outcome


def test_a_permit_has_an_address_but_no_household() -> None:
    for kind in ("hk_macau_taiwan", "foreigner_2017", "foreigner_2023"):
        outcome = check(ALLOWANCE, person(kind=kind), date(2026, 11, 22))
        assert outcome == NotHere("", "no_household")


def test_the_card_question_is_put_only_while_the_account_is_unknown() -> None:
    (question,) = ALLOWANCE.questions
    assert question.applies(person())
    known = person().learn("bank.account", Fact("6217994299900010026", Origin.HRSS))
    assert not question.applies(known)
    assert question.yes == Ask("bank.account")
    assert isinstance(question.no, Refuse)
    staffed = shipped().points.values()
    assert any(question.no.equipment in point.equipment for point in staffed)
    assert [c.years for c in ALLOWANCE.conditions if isinstance(c, MinAge)] == [80]


def test_the_card_outweighs_the_platform_and_a_correction_outweighs_both() -> None:
    card, platform = Fact("a", Origin.CARD), Fact("b", Origin.PLATFORM)
    facts = PersonFacts().learn("x", card).learn("x", platform)
    assert (facts.value("x"), facts.origin("x")) == ("a", Origin.CARD)
    assert PersonFacts().learn("x", platform).learn("x", card).value("x") == "a"
    assert facts.correct("x", Fact("c", Origin.PERSON)).value("x") == "c"
    assert facts.forget("x").value("x") is None


def test_no_repr_shows_a_personal_value() -> None:
    recipient = postal.Recipient("李样例", "13800000000", HERE)
    rating = Rating("XC2611230005000423", Level.GOOD, text="李样例")
    draft = Draft("XC-MZ-008", "1", at("2026-11-22T10:00"), person().facts)
    for thing in (person(), recipient, rating, draft):
        assert not any(secret in repr(thing) for secret in ("李样例", "1944", "138", "襄城区"))


def test_assurance_levels_are_in_order_with_the_e_id_between() -> None:
    assert sorted(reversed(Assurance)) == [
        Assurance.TYPED,
        Assurance.CARD,
        Assurance.E_ID,
        Assurance.PROVEN,
    ]
    assert Assurance.E_ID.meets(Assurance.CARD)
    assert not Assurance.E_ID.meets(Assurance.PROVEN)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_a_matter_for_the_section_is_due_after_its_working_days() -> None:
    matter = shipped().catalogue["XC-MZ-008"]
    times = times_of(matter, at("2026-11-21T10:00"), shipped().calendar)
    assert (times.accepted, times.due) == (date(2026, 11, 23), (date(2026, 12, 2), False))
    late = times_of(matter, at("2026-12-28T10:00"), shipped().calendar)
    assert late.due.provisional


def test_a_record_is_decided_in_the_visit_also_on_a_sunday() -> None:
    matter = shipped().catalogue["XC-RS-026"]
    times = times_of(matter, at("2026-11-22T23:00"), shipped().calendar)
    assert (times.accepted, times.due.day) == (date(2026, 11, 22), date(2026, 11, 22))


def test_a_draft_fits_only_the_version_it_was_begun_under() -> None:
    matter = shipped().catalogue["XC-MZ-008"]
    draft = Draft(matter.code, matter.version, at("2026-11-22T10:00"))
    assert draft.still_fits(matter)
    assert not draft.still_fits(replace(matter, version="0"))


def test_only_what_this_person_needs_is_asked_for() -> None:
    materials = shipped().catalogue["XC-MZ-008"].materials
    assert [m.name for m in needed(materials)] == ["居民身份证", "本人社保卡银行账户"]
    assert all(m.grade is Grade.ISSUER for m in needed(materials))
    assert [m.name for m in needed(materials, acting=True)][-1] == "授权委托书"


def test_a_bundle_asks_for_each_material_once_and_for_the_stricter_one() -> None:
    catalogue = shipped().catalogue
    first, second = catalogue["XC-MZ-008"].materials, catalogue["XC-RS-001"].materials
    both = union(first, second)
    assert len({m.name for m in both}) == len(both)
    loose = replace(first[0], need=Need.ACTING_FOR_ANOTHER)
    strict = replace(first[0], source=Source.CITIZEN)
    assert union((loose,), (strict,)) == union((strict,), (loose,)) == (strict,)


def scan(minute: int, state: str) -> Scan:
    return Scan(at("2026-11-22T10:00") + timedelta(minutes=minute), state)


def test_scans_out_of_order_and_twice_give_the_same_course() -> None:
    scans = [
        scan(30, "delivered"),
        scan(0, "handed_over"),
        scan(20, "failed"),
        scan(25, "out_for_delivery"),
    ]
    assert [s.state for s in course([*scans, *scans])] == [
        "handed_over",
        "failed",
        "out_for_delivery",
        "delivered",
    ]
    assert state_of(reversed(scans)) == "delivered"
    assert failed_tries([*scans, scan(20, "failed")]) == 1
    assert state_of([]) is None
    assert state_of([scan(5, "delivered"), scan(5, "out_for_delivery")]) == "delivered"
    with pytest.raises(ValueError, match="state"):
        scan(1, "eaten")


def test_no_envelope_leaves_without_consent_or_contents() -> None:
    recipient = postal.Recipient("李样例", "none", HERE)
    inside = (postal.Content("办理结果通知", 1, original=True),)
    make = lambda **kw: postal.PostalOrder("n", postal.Direction.RESULT_RETURN, recipient, **kw)  # noqa: E731
    assert make(contents=inside, consent="c1").fen == 0
    for wrong in (
        {"contents": inside, "consent": ""},
        {"contents": (), "consent": "c"},
        {"contents": inside, "consent": "c", "fen": 1},
    ):
        with pytest.raises(ValueError, match=r"consent|inside|costs"):
            make(**wrong)


def test_a_rating_offers_only_its_levels_reasons() -> None:
    assert Rating("n", Level.VERY_BAD, ("slow",)).level.is_bad
    assert not Level.FAIR.is_bad
    for wrong in ({"tags": ("fast",)}, {"tags": ("slow", "slow")}, {"text": "x" * 201}):
        with pytest.raises(ValueError, match=r"reason|characters"):
            Rating("n", Level.BAD, **wrong)


def test_the_state_machines_know_every_state_of_the_house() -> None:
    known = shipped().machines
    assert set(known) == {"device", "print", "case", "postal", "ticket", "outbox"}
    assert set(known["print"].states) == {"printing", "done", "failed", "unknown"}
    assert set(known["outbox"].states) == {"pending", "leased", "sent", "parked"}
    assert set(known["ticket"].states) == {
        "waiting", "called", "serving", "done", "missed", "requeued", "transferred", "void",
    }  # fmt: skip
    assert {"handed_over", "held", "lost", "damaged", "closed"} <= set(known["postal"].states)


def test_a_machine_steps_by_its_guards_and_refuses_the_rest() -> None:
    case, outbox = shipped().machines["case"], shipped().machines["outbox"]
    assert case.step("submitted", "accept", {"complete"}) == "accepted"
    with pytest.raises(NotAllowedError):
        case.step("submitted", "accept")
    with pytest.raises(NotAllowedError):
        case.step("withdrawn", "submit")
    with pytest.raises(NotAllowedError, match="no state"):
        case.step("nowhere", "submit")
    assert outbox.step("leased", "failed") == "parked"
    assert outbox.step("leased", "failed", {"retry_later"}) == "pending"
    assert case.find("reviewing", "suspend").law == "AL 45"
    assert shipped().machines["print"].step("printing", "answered") == "unknown"


def toy(*rows: tuple[str, str, str, str, str], **changes: object) -> Machine:
    machine = Machine(
        "toy", "a", frozenset({"z"}), ("a", "z"), frozenset({"clerk"}), {},
        (Row("a", "go", "", "z", "clerk", ""), *(Row(*row, "") for row in rows)),
    )  # fmt: skip
    return replace(machine, **changes)


@pytest.mark.parametrize(
    ("machine", "problem"),
    [
        (toy(("a", "on", "", "q", "clerk")), "state 'q' is not in the list"),
        (toy(("a", "on", "g", "z", "clerk")), "guard 'g' is not explained"),
        (toy(guards={"g": "x"}), "guard 'g' is never used"),
        (toy(("a", "on", "", "z", "ghost")), "'ghost' does not act"),
        (toy(states=("a", "b", "z")), "state 'b' cannot be reached"),
        (toy(("z", "on", "", "a", "clerk")), "end 'z' can be left"),
        (toy(("a", "on", "", "b", "clerk"), states=("a", "b", "z")), "state 'b' leads to no end"),
        (toy(("a", "go", "", "a", "clerk")), "stands behind a row"),
    ],
)
def test_a_machine_that_does_not_hold_together_is_told_apart(
    machine: Machine, problem: str
) -> None:
    assert machines.problems(toy()) == []
    assert any(problem in text for text in machines.problems(machine))
