"""Brings up what stands behind the screen, off the Qt thread: children, store, devices."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from backend_client.secret_file import SecretFileError
from drivers import registry
from drivers.events import Event, StatusChanged
from drivers.spec import DeviceSpec
from kiosk.clock import Clock
from kiosk.domain.loader import shipped
from kiosk.options import Options
from kiosk.processes import Child, ChildError, keep_no_cores
from kiosk.services.filing import Origin
from kiosk.services.live.services import LiveServices

if TYPE_CHECKING:
    from backend_client.identity import TerminalIdentity
    from kiosk.store.store import Store

log = logging.getLogger("kiosk.launch")
DATA = Path(__file__).parent / "data"
STAFF = DATA / "sample_staff.json"
PEOPLE = DATA / "sample_people.yaml"
AGAIN_S = (0.5, 2.0, 5.0, 15.0, 60.0)
Reroute = Callable[[str], str]


class Launch:
    """The children and the wiring. `reroute` may put something between terminal and platform."""

    def __init__(
        self,
        options: Options,
        clock: Clock,
        services: LiveServices,
        *,
        reroute: Reroute | None = None,
    ) -> None:
        self.options, self.clock, self.services = options, clock, services
        self.control: Path | None = None
        self.virtual: frozenset[str] = frozenset()
        self._reroute: Reroute = reroute or _straight
        self._children: list[Child] = []
        keep_no_cores()

    def devices(self, on_event: Callable[[Event], None]) -> None:
        """Start the emulators where a port is virtual, then a worker for every device."""
        specs = self._with_ports(self.options.config.devices)

        def take(event: Event) -> None:
            if isinstance(event, StatusChanged):
                self.services.health.seen(event.status)
            on_event(event)

        self.services.devices.open(specs, take)
        self.services.service.restore()

    def records(self, on_network: Callable[[bool], None], on_sent: Callable[[], None]) -> None:
        """Open the store, then the platform and the thread that empties the outbox.

        What failed may be tried again: a store that is open stays so.
        """
        if self.services.records is None:
            self._open_store()
        self._platform(self.services.kept.store, on_network, on_sent)

    def _open_store(self) -> None:
        from backend_client import lean

        lean.load_tables()
        from kiosk.services.live.records import Records
        from kiosk.store import open_store

        terminal = self.options.config.terminal
        data = self.options.data
        for folder in (data, data / "terminal", data / "key"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        store = open_store(
            data / "terminal", terminal.number, data / "key" / "store.key", self.clock
        )
        _settle_prints(store, self.clock)
        origin = Origin(terminal.id, terminal.number, terminal.point, terminal.level)
        self.services.records = Records(store, self.clock, shipped().calendar, origin)
        self.services.service.restore()
        self.services.health.start()
        self.services.session_over()  # what a session left that a power cut ended

    def stop(self) -> None:
        """End everything in order: devices, sync, store, children."""
        self.services.close()
        for child in reversed(self._children):
            child.stop()

    def pids(self) -> dict[str, int]:
        """Name -> process id of the children that run."""
        return {child.name: child.pid for child in self._children if child.pid}

    # ---- emulators ----

    def _with_ports(self, specs: tuple[DeviceSpec, ...]) -> tuple[DeviceSpec, ...]:
        plugged, said, child = plug_in(specs)
        if child:
            self._children.append(child)
            self.virtual = frozenset(s.role for s in specs if s.port == "virtual" and s.enabled)
            self.control = Path(str(said["control"]))
        return plugged

    # ---- platform ----

    def _platform(
        self, store: Store, on_network: Callable[[bool], None], on_sent: Callable[[], None]
    ) -> None:
        from backend_client.client import PlatformClient
        from kiosk.services.live.backend import Backend

        config = self.options.config
        identity = identity_of(self.options)
        url = self._embedded(identity) if config.platform.embedded else config.platform.url
        client = PlatformClient(
            self._reroute(url), identity.terminal_id, identity.token, ca=config.platform.ca
        )
        backend = Backend(
            client,
            store,
            self.clock,
            statuses=self.services.devices.statuses,
            demo=config.demo,
            on_network=on_network,
            on_sent=on_sent,
        )
        self.services.backend = backend
        backend.alive = self.services.alive
        backend.resting = self.services.service.resting
        backend.sync.start()

    def _embedded(self, identity: TerminalIdentity) -> str:
        """Start the platform; if it dies it comes back on the same port."""
        settings: dict[str, Any] = {
            "data": str(self.options.data / "platform"),
            "people": str(PEOPLE),
            "matters": str(DATA / "matters.json"),
            "points": str(DATA / "points.json"),
            "calendar": str(DATA / "calendar.json"),
            "terminals": [
                {"id": identity.terminal_id, "number": identity.number, "token": identity.token}
            ],
            "accounts": sample_staff() if self.options.config.demo else [],
            "host": "127.0.0.1",
            "port": 0,
        }
        child = self._child("platform", "backend_client.reference")

        def again(_status: int) -> None:
            for wait_s in AGAIN_S:
                time.sleep(wait_s)
                try:
                    child.start(settings, again)
                except ChildError:
                    log.warning("child_did_not_come_back kind=platform")
                else:
                    return

        url = str(child.start(settings, again)["url"])
        settings["port"] = urlsplit(url).port
        return url

    def _child(self, name: str, module: str) -> Child:
        """The child of that name, made when it is first asked for."""
        for known in self._children:
            if known.name == name:
                return known
        child = Child(name, module)
        self._children.append(child)
        return child


def identity_of(options: Options) -> TerminalIdentity:
    """Who this terminal is to the platform; made at the first start where nobody gave one.

    SecretFileError when it is another terminal's: the platform would refuse every case for good.
    """
    from backend_client.identity import ensure_identity

    config = options.config
    given = config.platform.credential_file
    if given and not given.exists():
        raise SecretFileError(f"{given.name}: there is no such file")
    path = given or options.data / "key" / "terminal.json"
    return ensure_identity(path, config.terminal.id, config.terminal.number)


def plug_in(
    specs: tuple[DeviceSpec, ...],
) -> tuple[tuple[DeviceSpec, ...], Mapping[str, Any], Child | None]:
    """Start emulators for the virtual ports; the specs with real ones, what the emulators said,
    and their process, None where nothing is virtual."""
    wanted = [s for s in specs if s.port == "virtual" and s.enabled]
    if not wanted:
        return specs, {}, None
    child = Child("devices", "drivers", "virtual")
    said = child.start(
        {
            "devices": [
                {
                    "role": s.role,
                    "kind": s.kind,
                    "model": registry.model(s.kind, s.model).emulator,
                    "options": {},
                }
                for s in wanted
            ],
            "people": sample_people(),
        }
    )
    ports: dict[str, Any] = dict(said["devices"])
    plugged = tuple(
        replace(s, port=str(ports[s.role]["port"])) if s.role in ports else s for s in specs
    )
    return plugged, said, child


@contextmanager
def virtual_ports(
    specs: tuple[DeviceSpec, ...],
) -> Generator[tuple[tuple[DeviceSpec, ...], Path | None]]:
    """Emulators for as long as the block runs: the specs with their ports, the control socket."""
    plugged, said, child = plug_in(specs)
    try:
        yield plugged, Path(str(said["control"])) if child else None
    finally:
        if child:
            child.stop()


def _settle_prints(store: Store, clock: Clock) -> None:
    """Nobody knows about slips that were under way when the terminal stopped; none is printed
    by itself now, for another person."""
    from kiosk.store.errors import StoreError
    from kiosk.store.print_journal import settle_interrupted

    try:
        store.write(lambda c: settle_interrupted(c, clock.utc_now())).result(10.0)
    except (StoreError, TimeoutError) as error:
        log.warning("prints_not_settled reason=%s", getattr(error, "code", "timeout"))


def _straight(url: str) -> str:
    return url


def sample_people() -> dict[str, Any]:
    """The sample citizens that emulators and the embedded platform know."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw: Any = yaml.load(PEOPLE.read_text(encoding="utf-8"), loader)  # noqa: S506 - a safe loader
    return raw["people"]


def sample_staff() -> list[dict[str, str]]:
    """The staff account of a demonstration; there is none where real people are served."""
    import json

    return json.loads(STAFF.read_text(encoding="utf-8"))
