"""Seals of archives and signed manifests."""

import hashlib
import json
from base64 import b64encode
from datetime import datetime, timedelta, timezone

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.archive.manifest import (
    ArchiveDamaged,
    Manifest,
    NoManifest,
    manifest_path,
    public_key_of,
    read_manifest,
    signed,
    verify_archive,
)
from services.archive.period import Contents
from services.archive.placing import place_archive
from services.archive.sealing import CannotOpen, NoArchiveKey, Seal, seal_of
from services.keys import Keys

KEYS = Keys("a secret of the tests, long enough")


def test_an_archive_to_a_key_opens_with_that_key_alone():
    """The director's identity opens it; the installation has nothing that does."""
    director = pyrage.x25519.Identity.generate()
    seal = seal_of(str(director.to_public()), None)
    closed = seal.close(b"secret")

    assert b"secret" not in closed
    assert b"secret" == pyrage.decrypt(closed, [director])
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(closed, [pyrage.x25519.Identity.generate()])


def test_an_archive_with_a_passphrase_opens_with_it():
    """Another passphrase, or one changed byte, does not."""
    closed = Seal(passphrase="a long passphrase").close(b"secret")

    assert b"secret" == Seal(passphrase="a long passphrase").open(closed)
    with pytest.raises(CannotOpen):
        Seal(passphrase="another passphrase").open(closed)
    with pytest.raises(CannotOpen):
        Seal(passphrase="a long passphrase").open(closed[:-1] + bytes([closed[-1] ^ 1]))


@pytest.mark.parametrize(
    ("recipient", "content", "reason"),
    [("nonsense", None, "recipient"), (None, None, "none"), (None, "short", "short")],
)
def test_a_key_that_cannot_be_used_is_named(tmp_path, recipient, content, reason):
    """No key, another word, a passphrase anybody guesses."""
    file = tmp_path / "passphrase"
    if content is not None:
        file.write_text(content)

    with pytest.raises(NoArchiveKey) as caught:
        seal_of(recipient, file if content is not None else None)
    assert reason == caught.value.reason


def test_a_passphrase_file_that_is_not_there_is_named(tmp_path):
    """The file of the settings cannot be read."""
    with pytest.raises(NoArchiveKey) as caught:
        seal_of(None, tmp_path / "nothing")
    assert "file" == caught.value.reason


@pytest.fixture
def archive(tmp_path):
    """Give an archive with its manifest."""
    path = tmp_path / "a.age"
    path.write_bytes(b"sealed bytes")
    said = Manifest(
        "Школа", "I четверть", "2026-11-24T04:00:00+00:00", "1", "age-recipient", "a.age", 12,
        hashlib.sha256(b"sealed bytes").hexdigest(), 7, "ab", {"x": "y"},
    )  # fmt: skip
    manifest_path(path).write_bytes(signed(said, KEYS))
    return path


def test_an_archive_verifies_with_the_key_of_its_maker(archive):
    """What was signed is what is read; the public key is the installation's."""
    manifest, key = verify_archive(archive)

    assert ("Школа", {"x": "y"}) == (manifest.school, dict(manifest.contents))
    assert public_key_of(KEYS) == key
    assert public_key_of(Keys("another secret, which is as long")) != key


def test_one_flipped_byte_of_archive_or_manifest_is_found(archive):
    """Every byte of the archive; every byte of the manifest that means anything."""
    for path in (archive, manifest_path(archive)):
        good = path.read_bytes()
        for place in range(len(good)):
            if path.suffix == ".json" and good[place : place + 1].isspace():
                continue  # blanks between words of JSON mean nothing
            path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
            with pytest.raises((ArchiveDamaged, NoManifest)):
                verify_archive(archive)
        path.write_bytes(good)

    assert verify_archive(archive)


def test_a_missing_manifest_is_said(archive):
    """Without its manifest an archive proves nothing."""
    manifest_path(archive).unlink()

    with pytest.raises(NoManifest):
        read_manifest(manifest_path(archive))


@pytest.mark.parametrize(
    "content",
    ['"a word"', "[1, 2]", "7", "null", "{}"],
)
def test_other_json_is_no_manifest(archive, content):
    """A file with the manifest's name that says something else."""
    manifest_path(archive).write_text(content)

    with pytest.raises(NoManifest):
        read_manifest(manifest_path(archive))


@pytest.mark.parametrize("change", [{"added": 1}, {"size": None}])
def test_a_manifest_of_other_fields_is_none(archive, change):
    """One of a later version, or one that lacks what has to be said; its signature fits."""
    path = manifest_path(archive)
    body = {k: v for k, v in (json.loads(path.read_bytes()) | change).items() if v is not None}
    del body["signature"]
    said = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    maker = Ed25519PrivateKey.from_private_bytes(KEYS.subkey("archive signing"))
    signature = b64encode(maker.sign(said)).decode()
    path.write_text(json.dumps(body | {"signature": signature}))

    with pytest.raises(NoManifest):
        read_manifest(path)


async def test_the_name_of_an_archive_is_in_utc(tmp_path):
    """«Z» is said of UTC alone, whatever zone the moment came in."""
    contents = Contents("Школа", "I четверть", b"packed", {"x": "y"}, 7, "ab")
    morning = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=5)))

    (placed,) = await place_archive(
        contents,
        [tmp_path],
        seal=Seal(passphrase="a long passphrase"),
        keys=KEYS,
        now=morning,
        program="1",
    )

    path = tmp_path / "peremena-archive-20261124T040000Z.age"
    assert path == placed.file
    assert "2026-11-24T04:00:00+00:00" == verify_archive(path)[0].made_at
