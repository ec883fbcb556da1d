"""The signed manifest beside an archive: what the file is, and whose signature says so.

Anybody can check it with the public key in it; the installation recognises its own key. The
signature proves who made the archive, it opens nothing.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.errors import DiaryError
from services.keys import Keys

__all__ = [
    "ArchiveDamaged",
    "Manifest",
    "NoManifest",
    "manifest_path",
    "public_key_of",
    "read_manifest",
    "signed",
    "verify_archive",
]

_FORMAT = "peremena-archive 1"
_LABEL = "archive signing"  # the sub-key that signs; nothing is encrypted with it


class NoManifest(DiaryError):
    """There is no manifest beside the archive, or it cannot be read. Facts: path."""


class ArchiveDamaged(DiaryError):
    """The archive or its manifest was changed. Facts: path."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says."""

    school: str
    period: str
    made_at: str
    program: str
    sealed_by: str
    file: str
    size: int
    sha256: str
    chain_seq: int
    chain_hash: str
    contents: Mapping[str, str] = field(default_factory=dict)  # name → SHA-256 before sealing


_SAID = frozenset(one.name for one in fields(Manifest))
_NAMES = _SAID | {"format", "public_key", "signature"}


def manifest_path(archive: Path) -> Path:
    """Return where the manifest of an archive lies."""
    return archive.with_name(f"{archive.stem}.manifest.json")


def public_key_of(keys: Keys) -> str:
    """Return the public key that signatures of this installation are checked with."""
    raw = _private(keys).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return b64encode(raw).decode()


def signed(manifest: Manifest, keys: Keys) -> bytes:
    """Return the manifest file: what is said, the public key, the signature of both."""
    body = _body(manifest, public_key_of(keys))
    signature = b64encode(_private(keys).sign(_bytes(body))).decode()
    text = json.dumps(body | {"signature": signature}, ensure_ascii=False, indent=2)
    return text.encode() + b"\n"


def read_manifest(path: Path) -> tuple[Manifest, str]:
    """Return a manifest whose signature fits, and the public key it fits.

    Raises:
        NoManifest: there is none, or it is another kind of file.
        ArchiveDamaged: the signature does not fit what is said.
    """
    try:
        body = json.loads(path.read_bytes())
    except (OSError, ValueError):
        raise NoManifest(path=path) from None
    if not isinstance(body, dict) or body.keys() != _NAMES or body["format"] != _FORMAT:
        raise NoManifest(path=path)
    try:
        signature = b64decode(body.pop("signature"))
        key = Ed25519PublicKey.from_public_bytes(b64decode(body["public_key"]))
    except (ValueError, TypeError):
        raise NoManifest(path=path) from None
    try:
        key.verify(signature, _bytes(body))
    except InvalidSignature:
        raise ArchiveDamaged(path=path) from None
    return Manifest(**{name: body[name] for name in _SAID}), body["public_key"]


def verify_archive(path: Path) -> tuple[Manifest, str]:
    """Check an archive against the signed manifest beside it; return both as ``read_manifest``.

    Raises:
        NoManifest: as in ``read_manifest``.
        ArchiveDamaged: a byte of the archive or of the manifest was changed.
    """
    manifest, key = read_manifest(manifest_path(path))
    with path.open("rb") as file:  # an archive of years need not fit into memory
        found = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    if (size, found) != (manifest.size, manifest.sha256):
        raise ArchiveDamaged(path=path)
    return manifest, key


def _body(manifest: Manifest, public_key: str) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "public_key": public_key,
        **{name: getattr(manifest, name) for name in _SAID},
        "contents": dict(manifest.contents),
    }


def _bytes(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _private(keys: Keys) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.subkey(_LABEL))
