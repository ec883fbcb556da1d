"""Whether the chain is whole and the journal is what the chain says; findings carry ids only.

Checked in this order: every entry against the one before it and against its detail, the head
against the last entry, and every audited row against its own last entry.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from services.audit.buffer import ChangeKind
from services.audit.canonical import KEY_LABEL, canonical_bytes, chain_hash, digest_of
from services.audit.rows import audited_columns, audited_models, entity_of
from services.audit.verify_repository import (
    StoredEntry,
    hold_still,
    read_entries,
    read_head,
    read_rows,
)
from services.database import Database
from services.keys import Keys

__all__ = ["Finding", "FindingKind", "Verification", "verify_chain"]


class FindingKind(StrEnum):
    """What is wrong at one place."""

    ENTRY_CHANGED = "entry_changed"
    ENTRY_MISSING = "entry_missing"
    DETAIL_CHANGED = "detail_changed"
    DETAIL_MISSING = "detail_missing"
    HEAD_CHANGED = "head_changed"
    ROW_CHANGED = "row_changed"
    ROW_MISSING = "row_missing"
    ROW_UNRECORDED = "row_unrecorded"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was recorded: an entry (*seq*), a row, or an entry of a row."""

    kind: FindingKind
    seq: int | None = None
    entity: str = ""
    entity_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """How many entries a school's chain has, and what is wrong."""

    entry_count: int
    findings: tuple[Finding, ...]

    @property
    def is_intact(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


async def verify_chain(database: Database, school_id: int, *, keys: Keys) -> Verification:
    """Check the whole chain of a school, and every audited row of it, as of one moment."""
    async with database.reading() as session:
        await hold_still(session)
        reader = _ChainReader(keys.subkey(KEY_LABEL), school_id)
        async for entry in read_entries(session, school_id):
            reader.take(entry)
        reader.finish(await read_head(session, school_id))
        for model in audited_models().values():
            async for row_id, row in read_rows(session, model, school_id):
                reader.take_row(entity_of(model), row_id, row)
    return Verification(reader.count, (*reader.findings, *reader.missing_rows()))


@dataclass(frozen=True, slots=True)
class _LastState:
    """What the newest entry of a row says: the row's facts as a short digest, or that it is gone.

    Columns are remembered with it: one that a later version adds counts from the next entry on.
    """

    seq: int
    columns: tuple[str, ...]
    facts: bytes | None
    is_gone: bool


@dataclass(slots=True)
class _ChainReader:
    """Reads a chain entry by entry and remembers where every row should stand."""

    key: bytes
    school_id: int
    count: int = 0
    findings: list[Finding] = field(default_factory=list)
    _seq: int = 0
    _hash: bytes = bytes(32)
    _last: dict[tuple[str, int], _LastState] = field(default_factory=dict)
    _without_detail: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    _columns: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            entity: audited_columns(model) for entity, model in audited_models().items()
        }
    )

    def take(self, entry: StoredEntry) -> None:
        """Check an entry against the one before it, and its detail against it."""
        self.count += 1
        if entry.seq > self._seq + 1:
            self.findings.append(Finding(FindingKind.ENTRY_MISSING, seq=self._seq + 1))
        if not self._fits(entry):
            self._find(FindingKind.ENTRY_CHANGED, entry)
        self._seq, self._hash = entry.seq, entry.hash
        payload = self._checked_payload(entry)
        row = (entry.entity, entry.entity_id)
        if entry.action == ChangeKind.ERASE:
            self._without_detail.pop(row, None)
        else:
            self._last[row] = self._state(entry, payload)

    def finish(self, head: tuple[int, bytes] | None) -> None:
        """Check the head, and that details are missing only where an act has destroyed them."""
        if (head or (0, bytes(32))) != (self._seq, self._hash):
            self.findings.append(Finding(FindingKind.HEAD_CHANGED, seq=self._seq))
        for (entity, entity_id), entries in self._without_detail.items():
            self.findings.extend(
                Finding(FindingKind.DETAIL_MISSING, seq=seq, entity=entity, entity_id=entity_id)
                for seq in entries
            )

    def take_row(self, entity: str, row_id: int, row: Mapping[str, Any] | None) -> None:
        """Check a row of today (None: unreadable) against the newest entry about it."""
        last = self._last.pop((entity, row_id), None)
        if last is None or last.is_gone:
            kind = FindingKind.ROW_UNRECORDED
        elif row is None or self._facts(row, last.columns) != last.facts:
            kind = FindingKind.ROW_CHANGED
        else:
            return
        self.findings.append(Finding(kind, entity=entity, entity_id=row_id))

    def missing_rows(self) -> Iterator[Finding]:
        """Give what has an entry, was never deleted, and is not there."""
        for (entity, entity_id), last in self._last.items():
            if not last.is_gone and entity in self._columns:
                yield Finding(FindingKind.ROW_MISSING, entity=entity, entity_id=entity_id)

    def _fits(self, entry: StoredEntry) -> bool:
        if entry.at is None:
            return False
        expected = chain_hash(
            self.key,
            previous=self._hash,
            school_id=self.school_id,
            seq=entry.seq,
            at=entry.at,
            actor_id=entry.actor_id,
            action=entry.action,
            entity=entry.entity,
            entity_id=entry.entity_id,
            digest=entry.digest,
        )
        return entry.previous_hash == self._hash and entry.hash == expected

    def _checked_payload(self, entry: StoredEntry) -> Mapping[str, Any] | None:
        if entry.salt is None:
            self._without_detail.setdefault((entry.entity, entry.entity_id), []).append(entry.seq)
            return None
        if entry.payload is None or digest_of(entry.salt, entry.payload) != entry.digest:
            self._find(FindingKind.DETAIL_CHANGED, entry)
            return None
        return entry.payload

    def _state(self, entry: StoredEntry, payload: Mapping[str, Any] | None) -> _LastState:
        row = (payload or {}).get("row", {})
        columns = tuple(name for name in self._columns.get(entry.entity, ()) if name in row)
        return _LastState(
            seq=entry.seq,
            columns=columns,
            facts=self._facts(row, columns) if payload else None,
            is_gone=entry.action == ChangeKind.DELETE,
        )

    def _facts(self, row: Mapping[str, Any], columns: tuple[str, ...]) -> bytes:
        return hashlib.sha256(canonical_bytes([row[name] for name in columns])).digest()

    def _find(self, kind: FindingKind, entry: StoredEntry) -> None:
        self.findings.append(
            Finding(kind, seq=entry.seq, entity=entry.entity, entity_id=entry.entity_id)
        )
