"""The player presses what is there, types what it should, and names what it cannot do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ui.play.find import pattern, squeeze, unbroken

ANSWERS = "{applicant.mobile: '1380001', has_social_card: yes, delivery.way: mail}"
Play = Callable[..., Any]


def test_a_whole_visit_goes_from_the_home_page_to_done(play: Play) -> None:
    # the card is put down by hand: the page after it comes by itself
    actions = "[{press: home.apply}, {advance: {to: identify}}]"
    first = play(actions)
    assert first.outcome.ok, first.outcome.error
    visit = play("[{advance: {to: done}}]", ANSWERS, begin="question")
    assert visit.outcome.ok, visit.outcome.error
    typed = "".join(name for kind, name in visit.terminal.done if kind == "key")
    assert typed == "1380001"
    assert ("choose", "question.has_social_card.yes") in visit.terminal.done
    assert ("choose", "delivery.mail") in visit.terminal.done
    assert ("tick", "delivery.agree") in visit.terminal.done
    assert visit.terminal.strokes == 2
    assert visit.summary["screens"] == ["question", "field", "delivery", "sign", "done"] or (
        visit.summary["screens"] == ["question", "field", "delivery", "sign", "sending", "done"]
    )


def test_advance_stops_at_whichever_of_several_screens_comes_first(play: Play) -> None:
    visit = play("[{advance: {to: notice|sign|done}}]", ANSWERS, begin="delivery")
    assert visit.outcome.ok, visit.outcome.error
    assert visit.summary["screens"][-1] == "sign"
    missed = play("[{advance: {to: notice|trouble, max: 2}}]", ANSWERS, begin="delivery")
    assert missed.outcome.error.startswith("notice or trouble was not reached over 2 pages")


def test_a_visit_leaves_every_file_that_is_promised(play: Play) -> None:
    visit = play("[{advance: {to: done}}, {shot: end}]", ANSWERS, begin="delivery")
    summary = visit.summary
    assert {k: summary[k] for k in ("ok", "failed_action", "error", "case_no", "lang")} == {
        "ok": True,
        "failed_action": None,
        "error": None,
        "case_no": "XC261123000500423",
        "lang": "zh_CN",
    }
    assert summary["due"] == {"date": "2026-12-02", "provisional": False}
    assert summary["platform_no"] is None
    assert summary["receipts"] == ["receipts/01.bin"]
    assert (visit.out / "receipts/01.bin").read_bytes() == b"\x1b@XC 2611\n"
    assert (visit.out / "receipts/01.txt").read_text() == "XC 2611\n"
    assert (visit.out / "spoken.txt").read_text(encoding="utf-8") == "收到了。\n"
    assert [step["n"] for step in visit.steps] == list(range(1, len(visit.steps) + 1))
    keys = {"n", "action", "step", "screen", "title", "spoken", "touch_to_frame_ms", "png", "t_ms"}
    assert all(set(step) == keys for step in visit.steps)
    pictures = [step["png"] for step in visit.steps if step["png"]]
    assert pictures[-1].endswith("-end.png")
    assert all((visit.out / name).stat().st_size > 500 for name in pictures)
    assert any("收到了。" in step["spoken"] for step in visit.steps)
    pressed = [step for step in visit.steps if "press" in step["action"]]
    assert pressed
    assert all(step["touch_to_frame_ms"] > 0 for step in pressed)


def test_what_is_typed_is_not_written_into_the_steps(play: Play) -> None:
    visit = play("[{type: {field: applicant.mobile, text: '13800001122'}}]", begin="field")
    assert visit.outcome.ok
    assert "13800001122" not in (visit.out / "steps.jsonl").read_text(encoding="utf-8")


def test_the_same_digit_twice_arrives_twice_behind_a_double_touch_guard(
    play: Play, terminal: Callable[..., Any]
) -> None:
    guarded = terminal(guard=450)
    visit = play("[{type: {field: applicant.mobile, text: '1002'}}]", "{}", guarded, "field")
    assert visit.outcome.ok, visit.outcome.error
    assert visit.terminal.page.field.shown == "1002"


def test_what_was_typed_before_is_cleared_first(play: Play, terminal: Callable[..., Any]) -> None:
    half = terminal()
    field = half.pages["field"]
    half.pages = {**half.pages, "field": replace(field, field=replace(field.field, shown="99"))}
    visit = play("[{type: {field: applicant.mobile, text: '12'}}]", "{}", half, "field")
    assert visit.terminal.page.field.shown == "12"


def test_none_for_a_field_presses_the_way_round_it(play: Play) -> None:
    visit = play("[{advance: {to: delivery}}]", "{applicant.mobile: none}", begin="field")
    assert visit.outcome.ok, visit.outcome.error
    assert visit.terminal.done == [("press", "form.no_mobile")]


def _failed(visit: Any) -> tuple[Mapping[str, object], str]:
    assert not visit.outcome.ok
    assert visit.outcome.exit_code == 1
    assert visit.summary["failed_action"] == visit.outcome.failed_action
    return visit.outcome.failed_action, visit.outcome.error


def test_a_control_that_is_not_there_fails_the_action_and_is_named(play: Play) -> None:
    action, error = _failed(play("[{expect: {screen: home}}, {press: home.pay}, {shot: never}]"))
    assert action == {"press": "home.pay"}
    assert error == "nothing is called home.pay on screen home"


def test_two_controls_of_one_name_are_not_guessed_between(
    play: Play, terminal: Callable[..., Any]
) -> None:
    twins = terminal()
    home = twins.pages["home"]
    twins.pages = {**twins.pages, "home": replace(home, back=home.tiles[0])}
    action, error = _failed(play("[{press: home.apply}]", "{}", twins))
    assert action == {"press": "home.apply"}
    assert error.startswith("2 controls are called 我要办事")
    assert twins.done == []


def test_a_field_without_an_answer_is_named(play: Play) -> None:
    action, error = _failed(play("[{advance: {to: done, max: 5}}]", begin="field"))
    assert action == {"advance": {"to": "done", "max": "5"}}
    assert error == "the script has no answer for applicant.mobile"


def test_advance_gives_up_after_max_pages(play: Play) -> None:
    _, error = _failed(play("[{advance: {to: done, max: 1}}]", ANSWERS, begin="field"))
    assert error == "done was not reached over 1 pages; now on delivery"


def test_expect_takes_message_ids_and_plain_words(play: Play) -> None:
    good = "[{expect: {text: done.title}}, {expect: {text: 收到了}}, {expect: {spoken: 收到了。}}]"
    assert play(good, begin="done").outcome.ok
    action, _ = _failed(play("[{expect: {receipt: XC}}]", begin="done"))
    assert action == {"expect": {"receipt": "XC"}}


def test_a_real_reader_is_asked_for_aloud_and_waited_for(
    play: Play, terminal: Callable[..., Any]
) -> None:
    action, error = _failed(play("[{card: {name: long-term, timeout_s: 0.2}}]", begin="identify"))
    assert action == {"card": {"name": "long-term", "timeout_s": "0.2"}}
    assert "id_card" in error
    hand = terminal()
    looks = iter(range(10_000))

    def laid_down() -> Any:
        """Somebody lays the card down while the player looks for the fifth time."""
        if next(looks) == 5:
            hand.on()
        return hand.devices

    hand.roles = laid_down
    visit = play("[{card: long-term}]", "{}", hand, "identify")
    assert visit.outcome.ok, visit.outcome.error
    assert '"card": "long-term"' in visit.stdout
    assert '"waiting"' in visit.stdout


def test_idle_moves_the_terminals_clock_and_not_ours(play: Play) -> None:
    visit = play("[{idle: 3600}]")
    assert visit.terminal.seconds == 3600
    assert visit.summary["duration_ms"] < 60_000


def test_a_second_run_leaves_nothing_of_the_first(play: Play, tmp_path: Path) -> None:
    play("[{advance: {to: done}}]", ANSWERS, begin="delivery")
    other = tmp_path / "out" / "notes.md"
    other.write_text("kept")
    second = play("[{shot: home}]")
    assert not list((second.out / "receipts").iterdir())
    assert len(list(second.out.glob("*.png"))) <= 2
    assert other.exists()


def test_a_line_broken_between_chinese_characters_is_still_the_same_text() -> None:
    assert unbroken("没纸了，\n请记下屏幕上的字") == "没纸了，请记下屏幕上的字"
    assert unbroken("No paper.\n Please note") == "No paper. Please note"
    assert pattern(unbroken("您的号 {n}")).search(unbroken("您的号 E002\n没纸了"))
    assert squeeze("您的号 E002") == "您的号 E002"  # what is recorded stays as it stood
