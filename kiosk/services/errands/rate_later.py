"""The tile for rating: finds a case as following one does, then shows the five faces."""

from __future__ import annotations

from typing import ClassVar

from kiosk.services.errands.progress import Progress


class RateLater(Progress):
    """Without a network the slip alone is enough."""

    name: ClassVar[str] = "rating"
    opens: ClassVar[tuple[str, ...]] = ("home.rate",)
    rating: ClassVar[bool] = True

    def landed(self) -> None:
        """The one case that was found is rated at once."""
        self._land_first()
        self.rated.begin(self.case, self.token)

    def chosen(self) -> None:
        """One of several was touched."""
        self.rated.begin(self.case, self.token)

    def scanned(self, number: str, token: str) -> None:
        """Ask what is known of it; where nobody answers the slip itself proves it."""
        if self.c.services.online():
            super().scanned(number, token)
        else:
            self._deaf()
            self.rated.offline(number, token)

    def _land_first(self) -> None:
        self.begin_trail()
        self.at = "ask"
