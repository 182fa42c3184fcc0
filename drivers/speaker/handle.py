"""What the rest of the terminal holds of a speaker."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from drivers.speaker.agenda import PRIORITIES, Utterance
from drivers.status import DeviceStatus
from drivers.worker import Worker

log = logging.getLogger("drivers.speaker")
SOON_S = 10.0
ROUTES = ("speaker", "headphones")


class SpeakerHandle:
    """Every method returns at once; Spoken events tell what became of an utterance.

    Each utterance ends in exactly one of finished, stopped or failed; `started` comes before
    `finished` once the engine has returned sound for exactly that text. A text without anything
    to be heard in it just finishes.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    @property
    def status(self) -> DeviceStatus:
        """The newest snapshot."""
        return self._worker.status

    def say(
        self,
        utterance_id: str,
        text: str,
        *,
        lang: str = "zh_CN",
        rate_cpm: int = 220,
        volume: int | None = None,
        priority: str = "page",
    ) -> None:
        """Say a text of at most 2000 characters.

        A page replaces any other page, playing or waiting; an alert cuts a page short and comes
        before pages. `rate_cpm`: characters a minute (English is paced to match); `volume`: 0 to
        10, or as set. ValueError for an unknown priority.
        """
        if priority not in PRIORITIES:
            raise ValueError(f"priority is one of {', '.join(PRIORITIES)}")
        utterance = Utterance(utterance_id, text, lang, rate_cpm, volume, priority)
        self._do(lambda driver: driver.say(utterance))

    def stop(self) -> None:
        """Silence at once, and drop what waits."""
        self._do(lambda driver: driver.stop())

    def pause(self) -> None:
        """Silence at once, to be gone on with from there by resume(). A new text drops what is
        paused (an alert that is paused is gone on with), stop() and reset() do too."""
        self._do(lambda driver: driver.pause())

    def resume(self) -> None:
        """Go on with what is paused; without anything paused nothing happens."""
        self._do(lambda driver: driver.resume())

    @property
    def has_headphones(self) -> bool:
        """Whether there is a way to headphones at this terminal."""
        return bool(self._worker.spec.options.get("headphones"))

    def route(self, to: str) -> None:
        """Send the sound to "headphones" or "speaker", what is being said too; the other one is
        silent at once. Holds until reset(). ValueError for anything else; without headphones
        nothing happens."""
        if to not in ROUTES:
            raise ValueError(f"to is one of {', '.join(ROUTES)}")
        self._do(lambda driver: driver.route(to))

    def repeat(self, utterance_id: str) -> None:
        """Say the last text again, under a new id."""
        self._do(lambda driver: driver.repeat(utterance_id))

    def set_volume(self, volume: int) -> None:
        """0 (silent) to 10, 3 dB a step; holds until reset()."""
        self._do(lambda driver: driver.set_volume(volume))

    def reset(self) -> None:
        """At the end of a session: silence, the last text forgotten, the configured volume."""
        self._do(lambda driver: driver.reset())

    def _do(self, call: Callable[[Any], None]) -> None:
        self._worker.submit(call, SOON_S).add_done_callback(_note)


def _note(future: Future[None]) -> None:
    if not future.cancelled() and future.exception() is not None:
        log.warning("speaker_command_lost kind=%s", type(future.exception()).__name__)
