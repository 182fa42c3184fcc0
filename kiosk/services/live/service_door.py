"""Who may open service mode: five tries, the platform's word, a sealed copy for outages."""

from __future__ import annotations

import hashlib
import hmac
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from backend_client.sealer import SealBroken
from kiosk.services.filing import new_key
from kiosk.services.ports_service import LOCK_S, TRIES, SignedIn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend_client.client import PlatformClient
    from kiosk.clock import Clock
    from kiosk.services.live.records import Records

log = logging.getLogger("kiosk.service")
LOCK, STAFF = "lock", "staff"
LOCK_FOR = timedelta(seconds=LOCK_S)
REFRESH = timedelta(hours=1)


class Door:
    """Counts tries on disk before each is checked, so that pulling the plug gives no more."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: datetime | None = None
        self._refreshed: datetime | None = None

    def load(self, records: Records) -> None:
        """Find the lock that stood when the terminal stopped."""
        self._look(records)

    def locked_s(self) -> int:
        """Whole seconds until a try is taken again; a clock that was put back locks no longer
        than LOCK_S."""
        if self._until is None:
            return 0
        left = (self._until - self._clock.utc_now()).total_seconds()
        return min(LOCK_S, int(left + 0.999)) if left > 0 else 0

    def try_pin(
        self, records: Records, client: PlatformClient | None, staff_no: str, pin: str
    ) -> SignedIn:
        """One try. NotKeptError when it could not be written down first."""
        failures = self._look(records)
        if self.locked_s():
            return SignedIn("locked", locked_s=self.locked_s())
        self._write(records, failures + 1)
        found = _asked(client, staff_no, pin, records.origin.point) or self._kept(
            records, staff_no, pin
        )
        if found is None:
            self._write(records, failures)
            return SignedIn("unchecked")
        if found.state == "right":
            self._write(records, 0)
            return found
        if found.state == "locked" or failures + 1 >= TRIES:
            self._write(records, TRIES)
            return SignedIn("locked", locked_s=self.locked_s(), offline=found.offline)
        return SignedIn("wrong", tries_left=TRIES - failures - 1, offline=found.offline)

    def refresh(self, records: Records, client: PlatformClient) -> None:
        """Fetch what PINs are checked by while offline, once an hour; blocks."""
        from backend_client.errors import PlatformError
        from kiosk.store import service

        now = self._clock.utc_now()
        if self._refreshed is not None and timedelta() <= now - self._refreshed < REFRESH:
            return
        try:
            found = client.service.verifiers(records.origin.point)
        except PlatformError as error:
            log.warning("staff_not_fetched kind=%s", type(error).__name__)
            return
        value = found.model_dump(mode="json")
        records.write(lambda c: service.put(c, records.store.sealer, STAFF, value))
        self._refreshed = now

    def _look(self, records: Records) -> int:
        """Wrong tries so far that still count."""
        try:
            kept = _fact(records, LOCK) or {}
        except SealBroken:  # whoever changed it gains nothing
            log.warning("service_fact_changed kind=%s", LOCK)
            self._write(records, TRIES)
            return TRIES
        failures = int(kept.get("failures", 0))
        now = self._clock.utc_now()
        if not failures:
            self._until = None
            return 0
        last = min(datetime.fromisoformat(kept["last"]), now)
        if now - last >= LOCK_FOR:
            self._until = None
            return 0
        self._until = last + LOCK_FOR if failures >= TRIES else None
        return failures

    def _write(self, records: Records, failures: int) -> None:
        from kiosk.store import service

        now = self._clock.utc_now()
        value = {"failures": failures, "last": now.isoformat()}
        if failures:
            records.write(lambda c: service.put(c, records.store.sealer, LOCK, value))
        else:
            records.write(lambda c: service.drop(c, LOCK))
        self._until = now + LOCK_FOR if failures >= TRIES else None

    def _kept(self, records: Records, staff_no: str, pin: str) -> SignedIn | None:
        """What the copy says; None where there is none, or it is too old."""
        try:
            kept = _fact(records, STAFF)
        except SealBroken:
            log.warning("service_fact_changed kind=%s", STAFF)
            return None
        now = self._clock.utc_now()
        if kept is None or datetime.fromisoformat(kept["expires_at"]) <= now:
            return None
        for one in kept["staff"]:
            if one["staff_no"] == staff_no and _matches(one, pin):
                return SignedIn("right", role=one["role"], offline=True)
        return SignedIn("wrong", offline=True)


def _fact(records: Records, name: str) -> Mapping[str, Any] | None:
    from kiosk.store import service

    return records.store.read(lambda c: service.fact(c, records.store.sealer, name))


def _asked(client: PlatformClient | None, staff_no: str, pin: str, point: str) -> SignedIn | None:
    """The platform's word; None where it gave none."""
    from backend_client.errors import PlatformError
    from backend_client.models.staff_accounts import StaffSignIn

    if client is None:
        return None
    asked = StaffSignIn(staff_no=staff_no, pin=pin, point=point)
    try:
        found = client.service.sign_in(asked, new_key())
    except PlatformError as error:
        log.warning("staff_not_checked kind=%s", type(error).__name__)
        return None
    return SignedIn(found.state, role=found.role or "", tries_left=found.tries_left)


def _matches(one: Mapping[str, Any], pin: str) -> bool:
    """scrypt (RFC 7914) with the platform's parameters, compared in constant time."""
    salt = bytes.fromhex(one["salt"])
    made = hashlib.scrypt(pin.encode(), salt=salt, n=1 << 14, r=8, p=1).hex()
    return hmac.compare_digest(made, one["pin_hash"])
