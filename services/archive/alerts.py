"""Telling administrators in the chat that a copy could not be made."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.archive.places import CopyProblem, Placed
from services.database import Database, bind_school
from services.models import OfficeAlert, Person, RoleAssignment, School
from services.outbox.enqueue import StaffNews, tell_staff
from services.outbox.keys import alert_key
from services.regulation.repository import load_profile
from services.vocabulary import FactKind, FactRef, NoticeKind, OfficeAlertKind, Role

__all__ = ["alert_administrators", "alert_of_places"]

_ALERTS = {
    CopyProblem.MISSING: OfficeAlertKind.COPY_MISSING,
    CopyProblem.FULL: OfficeAlertKind.COPY_FULL,
    CopyProblem.READ_ONLY: OfficeAlertKind.COPY_FAILED,
    CopyProblem.DAMAGED: OfficeAlertKind.COPY_FAILED,
    CopyProblem.REFUSED: OfficeAlertKind.COPY_FAILED,
}
_PLACE_LENGTH = 200


async def alert_administrators(
    database: Database, kind: OfficeAlertKind, *, detail: str, now: datetime
) -> int:
    """Owe the administrators of every school the news, once a day for the same; return how many.

    *detail* names the place as the administrator named it; it is no personal data.
    """
    told = 0
    async with database.transaction() as session:
        schools = list(await session.scalars(select(School.id).order_by(School.id)))
        for school_id in schools:
            with bind_school(school_id):
                told += await _tell(session, kind, detail[:_PLACE_LENGTH], now=now)
    return told


async def alert_of_places(database: Database, placed: Iterable[Placed], *, now: datetime) -> None:
    """Owe the administrators the news of every place that took nothing."""
    for one in placed:
        if one.problem is not None:
            await alert_administrators(
                database, _ALERTS[one.problem], detail=str(one.folder), now=now
            )


async def _tell(
    session: AsyncSession, kind: OfficeAlertKind, detail: str, *, now: datetime
) -> int:
    known = await session.scalar(
        select(OfficeAlert.id).where(
            OfficeAlert.kind == kind,
            OfficeAlert.detail == detail,
            OfficeAlert.raised_at > now - timedelta(days=1),
        )
    )
    if known is not None:
        return 0
    row = OfficeAlert(kind=kind, detail=detail, raised_at=now)
    session.add(row)
    await session.flush()
    administrators = await session.scalars(
        select(RoleAssignment.person_id)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(RoleAssignment.role == Role.ADMINISTRATOR, Person.left_on.is_(None))
    )
    news = [
        StaffNews(
            person_id=person_id,
            fact=FactRef(FactKind.OFFICE_ALERT, row.id),
            revision=1,
            kind=NoticeKind.OFFICE_ALERT,
            merge_key=alert_key(row.id),
            result_at=now,
            due_at=now,
        )
        for person_id in dict.fromkeys(administrators)
    ]
    return await tell_staff(session, news, profile=await load_profile(session), now=now)
