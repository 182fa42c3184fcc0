"""A private pcscd whose one reader driver is vsmartcard's vpcd. For tests; needs root.

vpcd listens on all addresses. It is therefore started in a network of its own (unshare(1)), where
there is no other address than loopback; cards reach it by stepping into that network.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
RUN = Path("/run/pcscd")
SOCKET = RUN / "pcscd.comm"
FIRST = 35963  # each slot of vpcd has the next number
READERS = ("Virtual PCD 00 00", "Virtual PCD 00 01")
_CONF = f"""FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:{FIRST}
LIBPATH {DRIVER}
CHANNELID {FIRST}
"""
_CLONE_NEWNET = 0x40000000  # sched.h
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 0x1  # linux/sockios.h, net/if.h
_START_S = 10.0


def lacks() -> str:
    """Why it cannot be started here; "" when it can."""
    for name in ("pcscd", "unshare"):
        if shutil.which(name) is None and not Path("/usr/sbin", name).exists():
            return f"{name} is not installed"
    if not DRIVER.exists():
        return "vsmartcard-vpcd is not installed"
    if os.geteuid() != 0:
        return "only root may start pcscd"
    if _answers():
        return "another pcscd runs, and a machine has room for one"
    return ""


class PrivatePcscd:
    """One pcscd with two slots. Its place, /run/pcscd, is fixed: one at a time on a machine."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="jinban-pcscd-"))
        (self._folder / "vpcd").write_text(_CONF)
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its process id, 0 while it does not run."""
        return self._child.pid if self._child is not None else 0

    def start(self) -> None:
        """Start it and wait until it answers; OSError says why not."""
        RUN.mkdir(exist_ok=True)
        # unshare(1) becomes pcscd, so that the process id stays
        command = ("unshare", "--net", "pcscd", "--foreground", "-c", str(self._folder))
        path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin"
        self._child = subprocess.Popen(  # noqa: S603 - fixed words and a folder of ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PATH": path},
        )
        until = time.monotonic() + _START_S
        while not _answers():
            if self._child.poll() is not None or time.monotonic() > until:
                self.stop()
                raise OSError("pcscd did not start")
            time.sleep(0.02)
        _loopback_up(self.pid)

    def stop(self, *, kill: bool = False) -> None:
        """End it, or kill it as a crash would."""
        child, self._child = self._child, None
        if child is None:
            return
        if kill:
            child.kill()
        else:
            child.terminate()
        child.wait(10)

    def dial(self, slot: int) -> socket.socket:
        """A connection to a slot of vpcd; OSError while pcscd does not run."""
        pid = self.pid
        if not pid:
            raise ConnectionRefusedError("pcscd does not run")
        line = _socket_of(pid)
        try:
            line.connect(("127.0.0.1", FIRST + slot))
        except OSError:
            line.close()
            raise
        return line

    def remove(self) -> None:
        """End it and forget its folder."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def _answers() -> bool:
    probe = socket.socket(socket.AF_UNIX)
    with probe:
        try:
            probe.connect(str(SOCKET))
        except OSError:
            return False
    return True


def _socket_of(pid: int) -> socket.socket:
    """A socket in the network of another process: it stays there, the thread steps back."""
    libc = ctypes.CDLL(None, use_errno=True)
    own = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    try:
        there = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        try:
            if libc.setns(there, _CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")
            return socket.socket()
        finally:
            os.close(there)
            if libc.setns(own, _CLONE_NEWNET) != 0:
                os._exit(1)  # this thread would serve another network from now on
    finally:
        os.close(own)


def _loopback_up(pid: int) -> None:
    with _socket_of(pid) as line:
        fcntl.ioctl(line, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP))
