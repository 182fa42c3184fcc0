"""What a reader in the child says when it cannot do something."""

from __future__ import annotations


class ReaderError(Exception):
    """The text is a stable code: in_use removed no_atr empty link (of the card); no_reader
    several_readers no_service refused unreachable unknown_host (of the reader)."""
