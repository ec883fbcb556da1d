"""One byte form for the same facts, today and after a journey through any database."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any

__all__ = ["KEY_LABEL", "canonical_bytes", "chain_hash", "digest_of", "json_safe"]

KEY_LABEL = "audit"  # of the sub-key (services/keys.py) that entries are hashed with


def json_safe(value: Any) -> Any:
    """Return *value* in plain JSON types, the same for every database it was stored in.

    Raises:
        TypeError: a type without an agreed form.
    """
    match value:
        case Enum():
            return json_safe(value.value)
        case None | bool() | int() | str():
            return value
        case float():
            return repr(value)  # a JSON column may write the same number in another way
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() | time():
            return value.isoformat()
        case bytes():
            return value.hex()
        case Mapping():
            return {str(key): json_safe(item) for key, item in value.items()}
        case Sequence():
            return [json_safe(item) for item in value]
        case _:
            raise TypeError(type(value))


def canonical_bytes(value: Any) -> bytes:
    """Return plain JSON data as bytes that depend on nothing but its meaning."""
    return json.dumps(
        value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("ascii")


def digest_of(salt: bytes, payload: Any) -> bytes:
    """Return what the chain keeps of a payload; without the salt it says nothing about it."""
    return hmac.digest(salt, canonical_bytes(payload), hashlib.sha256)


def chain_hash(
    key: bytes,
    *,
    previous: bytes,
    school_id: int,
    seq: int,
    at: datetime,
    actor_id: int | None,
    action: str,
    entity: str,
    entity_id: int,
    digest: bytes,
) -> bytes:
    """Return the hash of an entry, which the next entry carries.

    It is keyed: whoever can write into the database but does not hold the deployment's secret
    cannot forge a chain that fits.
    """
    fields = [school_id, seq, at, actor_id, action, entity, entity_id, digest, previous]
    return hmac.digest(key, canonical_bytes(json_safe(fields)), hashlib.sha256)
