"""The terminal is killed at any moment of handing in: what a person was told is kept, once.

The platform, the card reader and the printer are processes and threads of their own; SIGKILL takes
the terminal with its whole process group. Each start hands in what the killed run left behind.
"""

from __future__ import annotations

import random
import time

import pytest

from tests.hard.bench import ONCE, Core, bench, to_signature, wait_until

HASTE = 0.1  # share of the usual waits between attempts


class Kills:
    """Visits that end in a kill. `wrong` says what must not be; `fell` counts where kills fell."""

    def __init__(self, stand, core: Core, *, weak: str = "") -> None:
        self.bench, self.core, self.weak = stand, core, weak
        self.told: list[set[str]] = []
        self.known: dict[str, int] = {}
        self.wrong: list[str] = []
        self.fell = {"untold": 0, "untold, filed": 0, "on the screen": 0, "on paper": 0}
        self.took_s = 0.4

    def visit(self, network: str) -> None:
        """Start again, look what became of the last visit, and come to the signature."""
        self.bench.gate.set("up")
        self.core.start(self.bench, weak=self.weak, patience=HASTE)
        self.look()
        to_signature(self.core, self.bench)
        self.bench.gate.set(network)

    def killed(self, network: str, moment) -> None:
        """One visit; `moment` waits until it is time to kill."""
        self.visit(network)
        moment()
        self.core.kill()
        paper, screen = self.bench.on_paper(), self.core.told()
        self.told.append(paper | screen)
        where = "on paper" if paper else "on the screen" if screen else "untold"
        self.fell[where] += 1
        if paper - screen:
            self.wrong.append(f"on paper before it was on the screen: {paper - screen}")

    def look(self) -> None:
        """Everything waiting is handed in; then compare what is filed with what was told."""
        if not self.core.do("drained", limit_s=30.0):
            self.wrong.append("the outbox was not emptied")
        if parked := self.core.do("outbox")["parked"]:
            self.wrong.append(f"{parked} cases went to a clerk")
        filed = self.bench.filed()
        new = set(filed) - set(self.known)
        if self.told:
            self.compare(self.told[-1], new)
        self.known |= dict.fromkeys(new, len(self.told))
        self.wrong += [f"{no} is filed {times}" for no, times in filed.items() if times != ONCE]

    def compare(self, told: set[str], new: set[str]) -> None:
        if len(told) > 1 or len(new) > 1:
            self.wrong.append(f"one visit, several numbers: {told} {new}")
        if again := told & set(self.known):
            self.wrong.append(f"{again} was given before")
        if lost := told - new - set(self.known):
            self.wrong.append(f"{lost} was told and is lost")
        if new and not told:
            self.fell["untold, filed"] += 1

    def end(self) -> None:
        """A last start, with nothing left to be killed."""
        self.bench.gate.set("up")
        self.core.start(self.bench, weak=self.weak, patience=HASTE)
        self.look()
        if not wait_until(lambda: self.needless() == 0, 5.0):
            self.wrong.append(f"{self.needless()} bodies that nobody needs any more")
        self.core.end()

    def needless(self) -> int:
        left = self.bench.left()
        return left["cases"] + left["outbox"]

    # ---- moments ----

    def before(self) -> None:
        """Just before the person hands in."""

    def after(self, seconds: float):
        """So long after the person handed in."""

        def wait() -> None:
            self.core.send(do="hand_in")
            self.core.until("handing_in")
            time.sleep(seconds)

        return wait

    def seen(self, key: str, seconds: float):
        """So long after the terminal said so: told (number on the screen), slip (it is out)."""

        def wait() -> None:
            self.core.send(do="hand_in")
            self.core.until(key)
            time.sleep(seconds)

        return wait

    def in_the_middle(self) -> None:
        """When the platform has the case and the terminal does not know."""
        self.core.send(do="hand_in")
        assert wait_until(lambda: set(self.bench.filed()) - set(self.known))


@pytest.fixture
def stand(tmp_path):
    with bench(tmp_path) as found:
        core = Core()
        yield found, core
        core.close()


@pytest.mark.timeout(180)
def test_a_number_that_was_told_is_filed_once_wherever_the_kill_falls(stand):
    kills = Kills(*stand)
    draw = random.Random(11)
    moments = [
        ("down", kills.before),
        ("down", kills.after(draw.uniform(0.0, 0.02))),
        ("down", kills.after(draw.uniform(0.02, 0.4))),
        ("down", kills.seen("told", draw.uniform(0.0, 0.05))),
        ("down", kills.seen("slip", 0.0)),
        ("up", kills.after(draw.uniform(0.0, 0.1))),
        ("up", kills.seen("told", 0.0)),
        ("slow", kills.in_the_middle),
        ("slow", kills.after(draw.uniform(0.0, 0.8))),
        ("down", kills.seen("told", 0.0)),
    ]
    for network, moment in moments:
        kills.killed(network, moment)
    kills.end()
    assert kills.wrong == []
    assert kills.fell["on paper"]
    assert kills.fell["on the screen"] + kills.fell["on paper"] >= 4
    assert kills.fell["untold, filed"] >= 1


@pytest.mark.timeout(60)
def test_what_a_killed_session_left_is_erased_at_the_next_start(stand):
    kills = Kills(*stand)
    kills.killed("up", kills.seen("slip", 0.0))
    assert kills.needless()
    kills.end()
    assert kills.wrong == []


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_two_hundred_random_kills_lose_and_repeat_nothing(stand, capsys):
    kills = Kills(*stand)
    draw = random.Random()
    for number in range(200):
        network = ("down", "down", "up", "slow")[number % 4]
        longest = {"down": 0.7, "up": 0.4, "slow": 1.6}[network]
        moment = kills.before if draw.random() < 0.05 else kills.after(draw.uniform(0, longest))
        kills.killed(network, moment)
    kills.end()
    with capsys.disabled():
        print(f"\n200 kills: {kills.fell}, {len(kills.known)} cases filed")
    assert kills.wrong == []
    assert all(kills.fell.values())


@pytest.mark.timeout(90)
def test_a_build_that_tells_before_the_commit_is_caught(stand):
    kills = Kills(*stand, weak="told-before-commit")
    kills.killed("down", kills.seen("told", 0.0))
    kills.end()
    assert any("is lost" in wrong for wrong in kills.wrong)


@pytest.mark.timeout(90)
def test_a_build_that_makes_a_key_per_attempt_is_caught(stand):
    kills = Kills(*stand, weak="key-per-attempt")
    kills.killed("slow", kills.in_the_middle)
    kills.end()
    assert any("went to a clerk" in wrong or "is filed" in wrong for wrong in kills.wrong)
