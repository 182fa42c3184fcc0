"""What all services of the platform share, put together once at start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from backend_client.reference.clock import Clock
from backend_client.reference.database import Database
from backend_client.reference.offers import Offers
from backend_client.reference.registry import Registry
from backend_client.reference.rules import Rules
from backend_client.reference.vault import Vault
from backend_client.reference.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Platform:
    """Storage, keys, clock, catalogue, calendar, registers and rules of one platform.

    `public_url` is where phones reach /verify. `notify(connection, case_no, template, mobile)`
    queues a message in the transaction at hand.
    """

    database: Database
    vault: Vault
    clock: Clock
    offers: Offers
    workdays: Workdays
    registry: Registry
    rules: Rules
    public_url: str
    notify: Callable[[Connection, str, str, str], None]
