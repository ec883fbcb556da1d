"""No secret lies in the repository, and every locked package may be used by a school."""

from tests.architecture import audit


def test_no_file_holds_a_secret():
    """What looks like a token or a private key is not committed."""
    assert [] == list(audit.secrets_in(audit.tracked_files()))


def test_a_secret_would_be_found():
    """A real token's form is known; the place is named, the token is not."""
    token = "123456789" + ":AA" + "x" * 33

    assert audit.SECRETS[0].search(f"BOT_TOKEN={token}")
    assert audit.SECRETS[1].search("-----BEGIN " + "PRIVATE KEY-----")
    assert not audit.SECRETS[0].search("BOT_TOKEN=1234567890:AAE…")


def test_every_locked_package_has_a_free_licence():
    """A copyleft or unknown licence is a decision of a person, not of a lock file."""
    names = audit.locked((audit.ROOT / "requirements.lock").read_text(encoding="utf-8"))

    assert len(names) > 20
    assert [] == audit.unfree(names)
