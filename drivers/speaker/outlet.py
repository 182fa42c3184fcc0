"""A sink that is opened, watched and opened again with back-off when it was lost."""

from __future__ import annotations

import time
from pathlib import Path

from drivers.errors import DeviceError, LinkLostError
from drivers.speaker.sinks import FileSink, Sink, TimedSink
from drivers.spec import DeviceSpec, parse_port
from drivers.worker import BACK_OFF_S


class Outlet:
    """Holds the sink. `fault` is why nothing can be heard now, or None."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.fault: DeviceError | None = LinkLostError("starting")
        self._failures = 0
        self._not_before = 0.0

    def tend(self) -> None:
        """Check the sink, or open it when it is time; call it while nothing is played."""
        try:
            if self.fault is None:
                self.sink.check()
            elif time.monotonic() >= self._not_before:
                self.sink.open()
                self.fault, self._failures = None, 0
        except (DeviceError, OSError) as error:
            self.lose(error)

    def lose(self, error: DeviceError | OSError) -> str:
        """Put the sink away because of this error; returns its code."""
        self.fault = error if isinstance(error, DeviceError) else LinkLostError("io")
        self.sink.close()
        rest = BACK_OFF_S[min(self._failures, len(BACK_OFF_S) - 1)]
        self._not_before = time.monotonic() + rest
        self._failures += 1
        return self.fault.code

    def close(self) -> None:
        """Let go of the device; tend() opens it again."""
        self.sink.close()
        self.fault, self._not_before = LinkLostError("starting"), 0.0


class Outlets:
    """A loudspeaker, and headphones where there are some; one of them at a time has the sound.
    What cannot go to the headphones goes nowhere: others are not to hear it."""

    def __init__(self, speaker: Sink, headphones: Sink | None = None) -> None:
        self._by_name = {"speaker": Outlet(speaker)}
        if headphones is not None:
            self._by_name["headphones"] = Outlet(headphones)
        self.now = self._by_name["speaker"]

    def route(self, to: str) -> bool:
        """Turn to "speaker" or "headphones"; False where there is no such thing, or it has the
        sound already."""
        found = self._by_name.get(to, self.now)
        changed, self.now = found is not self.now, found
        return changed

    def close(self) -> None:
        """Let go of all."""
        for one in self._by_name.values():
            one.close()


def make_outlets(spec: DeviceSpec) -> Outlets:
    """The port's loudspeaker, and the sound card that the option `headphones` names."""
    name = str(spec.options["headphones"])
    return Outlets(make_sink(spec), _card(name, "realtime") if name else None)


def make_sink(spec: DeviceSpec) -> Sink:
    """Where this port's sound goes; `pace: fast` lets file and null play faster than the ear."""
    port, pace = parse_port(spec.port), str(spec.options["pace"])
    if port.scheme == "tcp":
        from drivers.speaker.net_sink import NetSink
        from drivers.transport import make_transport

        return NetSink(make_transport(port))
    if port.scheme == "file":
        return FileSink(Path(port.path), pace)
    return _card(port.path, pace)


def _card(name: str, pace: str) -> Sink:
    if name == "null":
        return TimedSink(pace)
    from drivers.speaker.alsa_sink import AlsaSink

    return AlsaSink(name)
