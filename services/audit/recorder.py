"""Records every change of an audited row in its school's chain, in the same transaction.

Only changes that go through ORM objects are seen; bulk statements on audited tables are not
allowed in this program, and ``verify`` finds them.
"""

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, cast

from sqlalchemy.orm import Session

from services.audit.acting import current_act
from services.audit.buffer import (
    Change,
    ChangeKind,
    buffer_change,
    close_savepoint,
    take_changes,
)
from services.audit.canonical import KEY_LABEL, chain_hash, digest_of
from services.audit.repository import (
    add_entries,
    destroy_details,
    lock_head,
    move_head,
)
from services.audit.rows import entity_of, row_of
from services.clock import Clock
from services.database import Audited, Base
from services.keys import Keys

__all__ = ["AuditRecorder"]

_SALT_BYTES = 16


class AuditRecorder:
    """A session hook (see ``services/database``) that keeps the chain."""

    def __init__(
        self,
        keys: Keys,
        clock: Clock,
        *,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        """Chain under the deployment's *keys*; ``verify_chain`` needs the same."""
        self._key = keys.subkey(KEY_LABEL)
        self._clock = clock
        self._random_bytes = random_bytes

    def after_flush(self, session: Session) -> None:
        """Buffer what a flush has written."""
        for kind, row in _changes(session):
            buffer_change(
                session,
                Change(
                    school_id=cast("Any", row).school_id,
                    kind=kind,
                    entity=entity_of(type(row)),
                    entity_id=cast("Any", row).id,
                    row=row_of(row),
                    act=current_act(),
                ),
            )

    def before_commit(self, session: Session) -> None:
        """Chain what was buffered, as the transaction's last statements.

        Last, because the head's row stays locked until the commit: measured on PostgreSQL,
        1628 transactions a second locked last and 234 locked first.
        """
        session.flush()
        if session.in_nested_transaction():
            close_savepoint(session)
            return
        by_school: dict[int, list[Change]] = defaultdict(list)
        for change in take_changes(session):
            by_school[change.school_id].append(change)
        for school_id in sorted(by_school):  # one order for all: two transactions never deadlock
            self._append(session, school_id, by_school[school_id])

    def _append(self, session: Session, school_id: int, changes: list[Change]) -> None:
        seq, previous = lock_head(session, school_id)
        at = self._clock.now()
        entries, details = [], []
        for change in changes:
            seq += 1
            salt = self._random_bytes(_SALT_BYTES)
            payload = {"row": change.row, "why": change.act.why}
            entry: dict[str, Any] = {
                "school_id": school_id,
                "seq": seq,
                "at": at,
                "actor_id": change.act.person_id,
                "action": change.kind.value,
                "entity": change.entity,
                "entity_id": change.entity_id,
                "digest": digest_of(salt, payload),
            }
            entry_hash = chain_hash(self._key, previous=previous, **entry)
            entries.append({**entry, "previous_hash": previous, "hash": entry_hash})
            details.append({"salt": salt, "payload": payload})
            previous = entry_hash
        add_entries(session, entries, details)
        move_head(session, school_id, seq=seq, entry_hash=previous)
        for change in changes:
            if change.kind is ChangeKind.ERASE:
                destroy_details(
                    session, school_id, entity=change.entity, entity_id=change.entity_id
                )


def _changes(session: Session) -> Iterator[tuple[ChangeKind, Base]]:
    for row in session.new:
        if isinstance(row, Audited):
            yield ChangeKind.INSERT, cast("Base", row)
    for row in session.dirty:
        if isinstance(row, Audited) and session.is_modified(row, include_collections=False):
            yield ChangeKind.UPDATE, cast("Base", row)
    for row in session.deleted:
        if isinstance(row, Audited):
            yield ChangeKind.DELETE, cast("Base", row)
