"""Everything that depends on the deployment's secret: keyed hashes, sealing, the fingerprint.

The secret itself is never used directly and never leaves this file; each use has a sub-key of
its own, so that what is known about one says nothing about another.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["CannotUnseal", "Keys"]

_NONCE_BYTES = 12  # AES-GCM's own size; random ones are safe for 2**32 seals under one key
_FINGERPRINT_LENGTH = 16


class CannotUnseal(ValueError):
    """The sealed bytes were made with another secret or context, or were changed."""


class Keys:
    """Sub-keys of one secret, by label."""

    def __init__(
        self,
        secret: bytes | str,
        *,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        """Derive from *secret* (any text of 32 characters or more, checked by the settings)."""
        raw = secret.encode() if isinstance(secret, str) else secret
        # RFC 5869, extract step: whatever the length or look of the text, an even key comes out.
        self._root = hmac.digest(b"peremena/1", raw, hashlib.sha256)
        self._random_bytes = random_bytes
        self._code_key = self.subkey("code")
        self._phone_key = self.subkey("phone")
        self._account_key = self.subkey("account")
        self._feed_key = self.subkey("feed")
        self._import_link_key = self.subkey("import link")
        self._sealer = AESGCM(self.subkey("seal"))

    def subkey(self, label: str) -> bytes:
        """Return the 32 bytes that belong to *label*; always the same for the same secret."""
        return hmac.digest(self._root, label.encode() + b"\x01", hashlib.sha256)

    def code_hash(self, code: str) -> str:
        """Return what is stored of an invitation code (already in its normal form)."""
        return _hex_hmac(self._code_key, code)

    def phone_hash(self, e164: str) -> str:
        """Return what is stored of a phone number (already in E.164)."""
        return _hex_hmac(self._phone_key, e164)

    def account_hash(self, *, bot_id: int, telegram_user_id: int) -> str:
        """Return what a consent's evidence keeps of the chat account it was given from."""
        return _hex_hmac(self._account_key, f"{bot_id}:{telegram_user_id}")

    def feed_hash(self, secret: str) -> str:
        """Return what is stored of the secret in a calendar feed's address."""
        return _hex_hmac(self._feed_key, secret)

    def import_link_hash(self, secret: str) -> str:
        """Return what is stored of the secret in the address of the page for lists."""
        return _hex_hmac(self._import_link_key, secret)

    def seal(self, plaintext: bytes, context: str) -> bytes:
        """Encrypt *plaintext* so that it opens only with the same secret and *context*."""
        nonce = self._random_bytes(_NONCE_BYTES)
        return nonce + self._sealer.encrypt(nonce, plaintext, context.encode())

    def unseal(self, sealed: bytes, context: str) -> bytes:
        """Return what was sealed.

        Raises:
            CannotUnseal: another secret, another context, or changed bytes.
        """
        nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._sealer.decrypt(nonce, body, context.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotUnseal from error

    @property
    def fingerprint(self) -> str:
        """Short public name of the secret: tells another secret apart, says nothing about it."""
        return self.subkey("fingerprint").hex()[:_FINGERPRINT_LENGTH]


def _hex_hmac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
