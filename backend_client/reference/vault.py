"""The platform's own keys: sealing what is personal, and naming without telling."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend_client.secret_file import read_private, write_private

KEY_BYTES = 64
NONCE_BYTES = 12
SCHEMA = 1


class VaultError(Exception):
    """The key file or a sealed row cannot be used. The text names the file or row, no content."""


class Vault:
    """AES-256-GCM for rows (table, row and schema version bound to each) and keyed hashes."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise VaultError(f"a platform key has {KEY_BYTES} bytes")
        self._aead = AESGCM(key[:32])
        self._mac_key = key[32:]

    def seal(self, table: str, row: str, plain: bytes) -> bytes:
        """Nonce and sealed bytes, good for this row of this table only."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, plain, _bound(table, row))

    def open(self, table: str, row: str, sealed: bytes) -> bytes:
        """The plain bytes; VaultError when a single bit was changed or the row is another."""
        try:
            return self._aead.decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(table, row)
            )
        except (InvalidTag, ValueError) as error:
            raise VaultError(f"sealed row of {table} was changed") from error

    def mac(self, purpose: str, value: str) -> str:
        """A keyed hash (HMAC-SHA-256, hex): equal values are found, values are not guessed."""
        message = f"{purpose}\0{value}".encode("utf-8", "surrogatepass")
        return hmac.new(self._mac_key, message, hashlib.sha256).hexdigest()


def _bound(table: str, row: str) -> bytes:
    return f"{table}\0{row}\0{SCHEMA}".encode()


def open_vault(path: Path) -> Vault:
    """The vault of a key file, made (0600) where there is none; refused if others can read it."""
    if not path.exists():
        write_private(path, secrets.token_bytes(KEY_BYTES))
    return Vault(read_private(path))


def token_hash(token: str) -> str:
    """What is kept of a token: tokens are 256 random bits, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def same_hash(one: Any, other: str) -> bool:
    """Compare two hashes in constant time."""
    return isinstance(one, str) and hmac.compare_digest(one, other)
