"""Rating a case later: its slip or the card finds it, one touch rates it, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from kiosk.services.presenters import progress_rate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.services.errands.base import Press
    from kiosk.services.errands.progress import Progress
    from kiosk.services.ports_progress import FollowedCase
    from kiosk.services.view import Draft, View


class Rated:
    """The five faces and what follows; a part of following a case."""

    name: ClassVar[str] = "rating"

    def __init__(self, errand: Progress) -> None:
        self.e = errand
        self._number, self._token, self._pass = "", "", ""
        self._outcome, self._level = "", 0

    def presses(self) -> Mapping[str, Press]:
        """The actions of its pages."""
        faces = {f"rate.{level}": self._rater(level) for level in range(1, 6)}
        return {"rate.skip": lambda _: self.e.c.idling.finish(), **faces}

    def begin(self, case: FollowedCase | None, token: str) -> None:
        """Rate a case that was found."""
        if case is None:
            return
        self._number, self._token, self._pass = case.case_no, token, case.case_pass
        self._outcome = "already" if case.rated else ""
        self.e.go("rate")

    def offline(self, number: str, token: str) -> None:
        """Rate by the slip alone: nobody could be asked, the platform sees later whether it was
        rated before."""
        self._number, self._token, self._pass, self._outcome = number, token, "", ""
        self.e.go("rate")

    def drafts(self, view: View) -> tuple[Draft, ...]:
        """The faces, or what became of it."""
        if self._outcome:
            return progress_rate.thanks(view, self._outcome, self._level)
        return progress_rate.faces(view)

    def _rater(self, level: int) -> Callable[[str], None]:
        return lambda _: self._rate(level)

    def _rate(self, level: int) -> None:
        number, token, case_pass = self._number, self._token, self._pass
        self._level = level
        self.e.c.work(
            lambda: self.e.c.services.progress.rate(
                number, level, token=token, case_pass=case_pass
            ),
            self._told,
            self.e.c.idling.finish,
        )

    def _told(self, outcome: str) -> None:
        self._outcome = outcome
        self.e.begin_trail()
        self.e.show()
