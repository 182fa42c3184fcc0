"""A gate between terminal and platform that the player and the dock can shut."""

from __future__ import annotations

from urllib.parse import urlsplit

from ui.play.netgate import NetGate


class Gate:
    """Stands before a platform reached by plain http; `net` is None until then."""

    def __init__(self) -> None:
        self.net: NetGate | None = None

    def reroute(self, url: str) -> str:
        """The address to call instead of `url`."""
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname is None or parts.port is None:
            return url  # TLS is bound to the platform's own name
        self.net = NetGate((parts.hostname, parts.port))
        host, port = self.net.address
        return f"http://{host}:{port}"

    def close(self) -> None:
        """Take it away."""
        if self.net:
            self.net.stop()
