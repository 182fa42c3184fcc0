"""A real cupsd of one's own, with ippeveprinter (a printer without a printer) behind its queue."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

MECHANISM = """#!/bin/sh
# what ippeveprinter runs for a job: prints "out of paper" until the tray is filled
while [ -e {folder}/no-paper ]; do
    [ -e {folder}/said ] || { echo "STATE: +media-empty-error" >&2; touch {folder}/said; }
    sleep 0.1
done
[ -e {folder}/said ] && echo "STATE: -media-empty-error" >&2
rm -f {folder}/said
cp "$1" {folder}/printed/$(date +%s%N).pdf
"""
CUPSD = """Listen 127.0.0.1:{port}
Browsing Off
WebInterface No
LogLevel warn
PreserveJobHistory Yes
PreserveJobFiles Yes
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow localhost
  </Limit>
</Policy>
"""


class PrintServer:
    """A queue "hall" on 127.0.0.1:`port`; `folder`/printed holds what came out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.printer_port = free_port()
        self._children: list[subprocess.Popen[bytes]] = []
        self._environ = dict(os.environ, CUPS_SERVER=f"127.0.0.1:{self.port}", LC_ALL="C")

    @property
    def address(self) -> str:
        return f"cups://hall?server=127.0.0.1:{self.port}"

    def start(self) -> None:
        for name in ("etc", "spool/tmp", "cache", "run/certs", "log", "printed", "ipp"):
            (self.folder / name).mkdir(parents=True)
        if os.getuid() == 0:
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, group="lp")
                path.chmod(0o770)
            self.folder.chmod(0o755)
        self._start_printer()
        etc = self.folder / "etc"
        (etc / "cupsd.conf").write_text(CUPSD.format(port=self.port))
        places = {
            "ServerRoot": "etc", "RequestRoot": "spool", "TempDir": "spool/tmp",
            "CacheDir": "cache", "StateDir": "run", "ErrorLog": "log/error",
            "AccessLog": "log/access", "PageLog": "log/page",
        }  # fmt: skip
        who = "User lp\nGroup lp\n" if os.getuid() == 0 else ""
        lines = "".join(f"{key} {self.folder / place}\n" for key, place in places.items())
        (etc / "cups-files.conf").write_text(
            f"{who}SystemGroup lpadmin root\nSandboxing relaxed\n{lines}"
        )
        self._run("cupsd", "-c", etc / "cupsd.conf", "-s", etc / "cups-files.conf", "-f")
        until(lambda: reachable(self.port), "cupsd listens")
        self.admin("lpadmin", "-p", "hall", "-v", self.printer, "-m", "everywhere", "-E")

    @property
    def printer(self) -> str:
        return f"ipp://localhost:{self.printer_port}/ipp/print"

    def _start_printer(self) -> None:
        """ippeveprinter wants a system bus, though not to announce anything: one of its own."""
        bus = f"unix:path={self.folder}/bus"
        self._run("dbus-daemon", "--session", f"--address={bus}", "--nofork", "--nopidfile")
        until((self.folder / "bus").exists, "the bus is there")
        self._environ["DBUS_SYSTEM_BUS_ADDRESS"] = bus
        mechanism = self.folder / "mechanism"
        mechanism.write_text(MECHANISM.replace("{folder}", str(self.folder)))
        mechanism.chmod(0o755)
        self._run(
            "ippeveprinter", "-r", "off", "-n", "localhost", "-p", self.printer_port,
            "-d", self.folder / "ipp", "-c", mechanism, "-f", "application/pdf", "Hall",
        )  # fmt: skip
        until(lambda: reachable(self.printer_port), "the printer listens")

    def admin(self, *command: object) -> str:
        argv = [str(word) for word in command]
        done = subprocess.run(
            argv, env=self._environ, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def empty_tray(self) -> None:
        (self.folder / "no-paper").touch()

    def fill_tray(self) -> None:
        (self.folder / "no-paper").unlink()

    def printed(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.folder / "printed").iterdir())]

    def spooled(self) -> list[str]:
        """Names of the documents (dNNNNN-NNN) that the print server still holds."""
        return sorted(path.name for path in (self.folder / "spool").glob("d*"))

    def stop(self) -> None:
        for child in reversed(self._children):
            child.terminate()
        for child in self._children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(5)
            child.kill()
            child.wait()

    def _run(self, *command: object) -> None:
        argv = [str(word) for word in command]
        with (self.folder / f"{Path(argv[0]).name}.err").open("wb") as errors:
            self._children.append(
                subprocess.Popen(
                    argv,
                    env=self._environ,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                )
            )


@contextlib.contextmanager
def print_server() -> Iterator[PrintServer]:
    folder = Path(tempfile.mkdtemp(prefix="jinban-cups-"))
    server = PrintServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def reachable(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)
