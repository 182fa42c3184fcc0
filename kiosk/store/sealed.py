"""Sealing of rows: AES-256-GCM (NIST SP 800-38D) bound to table, row and schema version.

A sealed value is: format (1 byte), key id (4), schema version (2, big-endian), nonce (12),
ciphertext, tag (16). Everything before the nonce is associated data together with table and row,
so that rows sealed under an older schema stay readable and nothing of a row can be exchanged.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend_client.sealer import SealBroken

FORMAT = 1
NONCE_BYTES = 12
HEAD_BYTES = 7
OVERHEAD = HEAD_BYTES + NONCE_BYTES + 16


def _derive(key: bytes, purpose: bytes) -> bytes:
    return hmac.digest(key, b"jinban store 1 " + purpose, hashlib.sha256)


class RowSealer:
    """The terminal's Sealer (backend_client.sealer). Safe from any thread."""

    def __init__(self, key: bytes, schema_version: int) -> None:
        """`key`: 32 bytes. `schema_version`: 0 to 65535, written into what is sealed from now."""
        self._cipher = AESGCM(_derive(key, b"seal"))
        self._person_key = _derive(key, b"person")
        self._key_id = _derive(key, b"id")[:4]
        self._head = bytes([FORMAT]) + self._key_id + schema_version.to_bytes(2, "big")

    @property
    def key_id(self) -> str:
        """Which key this is, in 8 hexadecimal digits; tells nothing about it."""
        return self._key_id.hex()

    def seal(self, table: str, row_id: str, plain: bytes) -> bytes:
        """Return the sealed form of `plain`, OVERHEAD bytes longer."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, plain, _associated(self._head, table, row_id))
        return self._head + nonce + sealed

    def open(self, table: str, row_id: str, sealed: bytes) -> bytes:
        """Return what was sealed; SealBroken names the row when anything of it has changed."""
        head, nonce = sealed[:HEAD_BYTES], sealed[HEAD_BYTES : HEAD_BYTES + NONCE_BYTES]
        if len(sealed) < OVERHEAD or head[:5] != self._head[:5]:
            raise SealBroken(table, row_id)
        try:
            return self._cipher.decrypt(
                nonce, sealed[HEAD_BYTES + NONCE_BYTES :], _associated(head, table, row_id)
            )
        except InvalidTag:
            raise SealBroken(table, row_id) from None

    def person(self, number: str) -> str:
        """Return a keyed hash (HMAC-SHA-256, hexadecimal) that stands for a person's number."""
        return hmac.new(self._person_key, number.encode(), hashlib.sha256).hexdigest()


def _associated(head: bytes, table: str, row_id: str) -> bytes:
    return b"\0".join((head, table.encode(), row_id.encode("utf-8", "surrogateescape")))
