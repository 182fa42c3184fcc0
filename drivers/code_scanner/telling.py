"""What every scanner does with a code: tell it once, and keep nothing of it but a keyed digest."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable

from drivers.driver import Wish
from drivers.events import CodeRefused, CodeScanned, Event

log = logging.getLogger("drivers.code_scanner")


class Telling:
    """Tells codes to the terminal; the same code within `same_code_s` seconds counts once."""

    def __init__(self, role: str, emit: Callable[[Event], None], same_code_s: float) -> None:
        self._role = role
        self._emit = emit
        self._same_code_s = same_code_s
        self._key = os.urandom(16)
        self._last = (b"", 0.0)

    def tell(self, wish: Wish, request_id: str, text: str, reason: str, now: float) -> None:
        """One scan: its text, or why it is none; dropped where `request_id` asks no more."""
        if wish.intent != request_id:
            return
        if reason:
            log.info("code_refused role=%s reason=%s", self._role, reason)
            self._emit(CodeRefused(self._role, request_id, reason))
        elif not self._seen_just_now(text, now):
            self._emit(CodeScanned(self._role, request_id, text))

    def digest(self, text: str) -> bytes:
        """What may be remembered of a code; keyed, so that it cannot be found by trying."""
        return hashlib.blake2b(text.encode(), key=self._key).digest()

    def _seen_just_now(self, text: str, now: float) -> bool:
        digest = self.digest(text)
        last, at = self._last
        if digest == last and now - at < self._same_code_s:
            return True
        self._last = (digest, now)
        return False
