"""The list of withdrawals, kept outside every copy of the database.

A copy put back is older than these acts; they are done again before it serves anybody. The list
holds numbers and moments, no names. It lies in the data directory and beside every backup.
Source: 152-FZ art. 21 part 5; a restored copy must not bring destroyed data back.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import delivery_permission
from services.audit.acting import acting
from services.database import Database, bind_school
from services.joining.facts import LinkEnd
from services.joining.linking import end_link
from services.models import Consent
from services.outbox.enqueue import refuse_waiting
from services.vocabulary import ConsentAction, ConsentPurpose

__all__ = [
    "STOP_LIST",
    "Stop",
    "merge_stop_lists",
    "read_stops",
    "stops_of",
    "withdraw_again",
]

STOP_LIST = "withdrawals.jsonl"
# A copy is of a moment; an act of the same minute may be in it or not, and is harmless twice.
_MARGIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """One consent that was withdrawn."""

    at: str  # ISO moment
    school_id: int
    person_id: int
    student_id: int
    purpose: str

    @property
    def moment(self) -> datetime:
        """When it was."""
        return datetime.fromisoformat(self.at)


async def stops_of(session: AsyncSession) -> set[Stop]:
    """Return every withdrawal the database knows of, in all schools."""
    consent = cast("Table", Consent.__table__)
    rows = await session.execute(
        select(
            consent.c.school_id,
            consent.c.person_id,
            consent.c.student_id,
            consent.c.purpose,
            consent.c.acted_at,
        ).where(consent.c.action == ConsentAction.WITHDRAWN)
    )
    return {
        Stop(
            row.acted_at.isoformat(),
            row.school_id,
            row.person_id,
            row.student_id,
            str(row.purpose),
        )
        for row in rows
    }


def read_stops(path: Path) -> set[Stop]:
    """Return what a list holds; a missing file is an empty list.

    Raises:
        ValueError: the file is damaged: what it knew must not be forgotten unseen.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return set()
    try:
        return {Stop(**json.loads(line)) for line in lines if line.strip()}
    except TypeError as error:
        raise ValueError(path) from error


def merge_stop_lists(paths: Iterable[Path], known: Iterable[Stop] = ()) -> set[Stop]:
    """Let every list hold what any of them or *known* holds; return it. A folder may be missing.

    Raises:
        ValueError: one of them is damaged; none was written.
    """
    places = [path for path in paths if path.parent.is_dir()]
    stops = set(known).union(*(read_stops(path) for path in places))
    content = "".join(f"{json.dumps(asdict(one))}\n" for one in sorted(stops))
    for path in places:
        if read_stops(path) != stops:
            _write(path, content)
    return stops


def _write(path: Path, content: str) -> None:
    draft = path.with_name(f".{path.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


async def withdraw_again(
    database: Database, stops: Iterable[Stop], *, made_at: datetime, now: datetime
) -> int:
    """Withdraw in a copy made at *made_at* what was withdrawn later; return how many consents."""
    count = 0
    for stop in sorted(stops):
        if stop.moment < made_at - _MARGIN:
            continue
        with bind_school(stop.school_id), acting(None, why="withdrawn after the copy"):
            async with database.transaction() as session:
                count += await _withdraw(session, stop, now=now)
    return count


async def _withdraw(session: AsyncSession, stop: Stop, *, now: datetime) -> bool:
    purpose = ConsentPurpose(stop.purpose)
    latest = await session.scalar(
        select(Consent)
        .where(
            Consent.person_id == stop.person_id,
            Consent.student_id == stop.student_id,
            Consent.purpose == purpose,
        )
        .order_by(Consent.id.desc())
        .limit(1)
    )
    if latest is None or latest.action is not ConsentAction.GIVEN:
        return False
    if latest.acted_at > stop.moment:
        return False  # given anew after it
    session.add(
        Consent(
            person_id=latest.person_id,
            student_id=latest.student_id,
            purpose=purpose,
            action=ConsentAction.WITHDRAWN,
            consent_text_id=latest.consent_text_id,
            account_hash=latest.account_hash,
            application_number=latest.application_number,
            application_date=latest.application_date,
            acted_at=stop.moment,
        )
    )
    await session.flush()
    person_id = stop.student_id if purpose is ConsentPurpose.STUDENT_ACCOUNT else stop.person_id
    permission = await delivery_permission(
        session, person_id=person_id, student_id=stop.student_id, now=now
    )
    if not permission.is_allowed:
        await refuse_waiting(
            session, person_id=person_id, student_id=stop.student_id, reason="withdrawn"
        )
        if not await _has_given(session, person_id):
            await end_link(session, person_id, reason=LinkEnd.WITHDRAWN, now=now)
    return True


async def _has_given(session: AsyncSession, person_id: int) -> bool:
    """Whether a person's latest word on any purpose is a consent."""
    rows = await session.execute(
        select(Consent.student_id, Consent.purpose, Consent.action)
        .where(Consent.person_id == person_id)
        .order_by(Consent.id)
    )
    latest = {(row.student_id, row.purpose): row.action for row in rows}
    return ConsentAction.GIVEN in latest.values()
