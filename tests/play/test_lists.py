"""A list of choices that is longer than a page is turned over, once to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.services.page import Act, Choice, Page

MORE = Act("inputs.more", "后面的")
FIRST = Page("question", "第1页", choices=(Choice("edu.level:primary", "小学"),), other=MORE)
REST = Page("field", "第2页", choices=(Choice("edu.level:master", "硕士"),))


def over_two_pages(terminal: Callable[..., Any]) -> Any:
    made = terminal()
    made.pages = {**made.pages, "question": FIRST, "field": REST}
    return made


def test_a_choice_on_a_later_page_is_found(
    play: Callable[..., Any], terminal: Callable[..., Any]
) -> None:
    actions, answers = "[{advance: {to: delivery}}]", "{edu.level: master}"
    visit = play(actions, answers, terminal=over_two_pages(terminal), begin="question")
    assert visit.outcome.ok, visit.outcome.error
    assert ("press", "inputs.more") in visit.terminal.done
    assert ("choose", "edu.level:master") in visit.terminal.done


def test_an_answer_that_no_page_of_the_list_has_is_named(
    play: Callable[..., Any], terminal: Callable[..., Any]
) -> None:
    actions, answers = "[{advance: {to: delivery}}]", "{edu.level: none_such}"
    visit = play(actions, answers, terminal=over_two_pages(terminal), begin="question")
    assert not visit.outcome.ok
    assert "edu.level:master" in visit.outcome.error
