"""Encrypting an archive to the director: to an age key, or with a passphrase nobody else knows.

Never with anything derived from SECRET_KEY: whoever runs the computer must not be able to open it.
"""

from dataclasses import dataclass
from pathlib import Path

from services.errors import BadInput

__all__ = ["CannotOpen", "NoArchiveKey", "Seal", "seal_of"]

SHORTEST_PASSPHRASE = 12


class NoArchiveKey(BadInput):
    """Neither a recipient nor a passphrase is usable. Facts: reason."""


class CannotOpen(BadInput):
    """The archive does not open with this passphrase. Facts: none."""


@dataclass(frozen=True, slots=True)
class Seal:
    """How an archive is closed."""

    recipient: str = ""
    passphrase: str = ""

    @property
    def kind(self) -> str:
        """What opens it again, for the manifest."""
        return "age-recipient" if self.recipient else "age-passphrase"

    def close(self, content: bytes) -> bytes:
        """Return *content* as an age file."""
        import pyrage  # only when an archive is made

        if self.recipient:
            to = pyrage.x25519.Recipient.from_str(self.recipient)
            return bytes(pyrage.encrypt(content, [to]))
        return bytes(pyrage.passphrase.encrypt(content, self.passphrase))

    def open(self, sealed: bytes) -> bytes:
        """Return what a passphrase has closed; an age key is the director's alone.

        Raises:
            CannotOpen: another passphrase, or changed bytes.
        """
        import pyrage  # (same)

        try:
            return bytes(pyrage.passphrase.decrypt(sealed, self.passphrase))
        except pyrage.DecryptError:
            raise CannotOpen from None


def seal_of(recipient: str | None, passphrase_file: Path | None) -> Seal:
    """Return the seal the settings name; the recipient where both are set.

    Raises:
        NoArchiveKey: with why.
    """
    import pyrage  # (same)

    if recipient:
        try:
            pyrage.x25519.Recipient.from_str(recipient.strip())
        except pyrage.RecipientError:
            raise NoArchiveKey(reason="recipient") from None
        return Seal(recipient=recipient.strip())
    if passphrase_file is None:
        raise NoArchiveKey(reason="none")
    try:
        text = passphrase_file.read_text(encoding="utf-8").strip()
    except OSError:
        raise NoArchiveKey(reason="file") from None
    if len(text) < SHORTEST_PASSPHRASE:
        raise NoArchiveKey(reason="short")
    return Seal(passphrase=text)
