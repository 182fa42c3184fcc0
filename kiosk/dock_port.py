"""What the dock needs of the running terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.services.messages import UnknownMessageError, Words
from ui.play.subject import Network, Role

if TYPE_CHECKING:
    from kiosk.gate import Gate
    from kiosk.services.controller import Controller
    from kiosk.services.live.services import LiveServices


class RunningDock:
    """The dock's port. The network can be cut where a gate stands before the platform."""

    def __init__(
        self,
        controller: Controller,
        services: LiveServices,
        *,
        control: Path | None,
        virtual: frozenset[str],
        gate: Gate | None = None,
    ) -> None:
        self._controller, self._services = controller, services
        self.control, self._virtual, self._gate = control, virtual, gate

    @property
    def network(self) -> Network | None:
        """The way to the platform, once it stands."""
        return self._gate.net if self._gate else None

    def roles(self) -> Sequence[Role]:
        """Every configured device and its state now."""
        return [
            Role(s.role, s.kind, s.state.value, s.role in self._virtual)
            for s in self._services.devices.statuses()
        ]

    def text(self, message_id: str) -> str:
        """A message in the running language; empty where there is none."""
        try:
            return Words(self._controller.session.lang)(message_id)
        except UnknownMessageError:
            return ""
