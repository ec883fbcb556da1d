"""Hashes and seals of the deployment's secret."""

import pytest

from services.keys import CannotUnseal, Keys

SECRET = "a secret of at least thirty-two characters"  # a test's
KEYS = Keys(SECRET)


def test_hashes_are_keyed_and_apart():
    """The same value hashes the same, otherwise by another use or another secret."""
    other = Keys(SECRET + "!")

    assert KEYS.code_hash("ACEF") == Keys(SECRET.encode()).code_hash("ACEF")
    assert KEYS.code_hash("ACEF") != KEYS.phone_hash("ACEF")
    assert KEYS.code_hash("ACEF") != other.code_hash("ACEF")
    assert len(KEYS.phone_hash("+79160000001")) == 64
    assert KEYS.account_hash(bot_id=1, telegram_user_id=12) != KEYS.account_hash(
        bot_id=11, telegram_user_id=2
    )


def test_what_was_sealed_opens_in_its_context_only():
    """A sealed text cannot be moved to another place or opened with another secret."""
    sealed = KEYS.seal(b"text", "inbox:1")

    assert KEYS.unseal(sealed, "inbox:1") == b"text"
    assert b"text" not in sealed
    for keys, context, body in (
        (KEYS, "inbox:2", sealed),
        (Keys(SECRET + "!"), "inbox:1", sealed),
        (KEYS, "inbox:1", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (KEYS, "inbox:1", b""),
    ):
        with pytest.raises(CannotUnseal):
            keys.unseal(body, context)


def test_the_fingerprint_tells_secrets_apart():
    """Another key is noticed, and the fingerprint is no key."""
    assert KEYS.fingerprint == Keys(SECRET).fingerprint
    assert KEYS.fingerprint != Keys(SECRET + "!").fingerprint
    assert not KEYS.subkey("seal").hex().startswith(KEYS.fingerprint)
