"""Rows behind the sheets; a session with the school bound comes in, nothing is committed."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import (
    Enrollment,
    Guardianship,
    Message,
    Notice,
    PaperSheet,
    Person,
    SchoolClass,
)
from services.vocabulary import NoticeState

__all__ = [
    "classes",
    "find_sheet",
    "guardians_of",
    "sheets_of_week",
    "silent_people",
    "students_of_class",
]

_SILENT_FOR = timedelta(days=7)
_STILL_ON_ITS_WAY = timedelta(days=1)
_FAILED = (NoticeState.EXPIRED, NoticeState.UNREACHABLE, NoticeState.DEAD)


async def classes(
    session: AsyncSession, class_ids: Collection[int] | None = None
) -> list[SchoolClass]:
    """Return some classes or all, the lowest grade first."""
    query = select(SchoolClass).order_by(SchoolClass.grade_level, SchoolClass.name)
    if class_ids is not None:
        query = query.where(SchoolClass.id.in_(class_ids))
    return list(await session.scalars(query))


async def students_of_class(
    session: AsyncSession, class_id: int, *, week_on: date
) -> list[Person]:
    """Return who is in a class at the end of a week, by name."""
    last = week_on + timedelta(days=6)
    rows = await session.scalars(
        select(Person)
        .join(Enrollment, Enrollment.student_id == Person.id)
        .where(
            Enrollment.school_class_id == class_id,
            Enrollment.starts_on <= last,
            or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= last),
            or_(Person.left_on.is_(None), Person.left_on > last),
        )
    )
    return sorted(rows.unique(), key=_in_list)


def _in_list(person: Person) -> tuple[str, ...]:
    names = (person.family_name, person.given_name, person.patronymic)
    return tuple(name.casefold().replace("ё", "е") for name in names)


async def guardians_of(
    session: AsyncSession, student_ids: Collection[int]
) -> dict[int, list[int]]:
    """Return the guardians of each student, whatever their access."""
    rows = await session.execute(
        select(Guardianship.student_id, Guardianship.guardian_id).where(
            Guardianship.student_id.in_(student_ids)
        )
    )
    found: dict[int, list[int]] = {one: [] for one in student_ids}
    for row in rows:
        found[row.student_id].append(row.guardian_id)
    return found


async def silent_people(
    session: AsyncSession, person_ids: Collection[int], *, now: datetime
) -> frozenset[int]:
    """Return who was owed something in seven days while nothing was accepted for them."""
    since = now - _SILENT_FOR
    owed = set(
        await session.scalars(
            select(Notice.person_id).where(
                Notice.person_id.in_(person_ids),
                Notice.due_at >= since,
                or_(
                    Notice.state.in_(_FAILED),
                    (Notice.state == NoticeState.WAITING)
                    & (Notice.due_at < now - _STILL_ON_ITS_WAY),
                ),
            )
        )
    )
    reached = set(
        await session.scalars(
            select(Message.person_id)
            .join(Notice, Notice.message_id == Message.id)
            .where(
                Message.person_id.in_(owed),
                Message.sent_at >= since,
                Notice.state == NoticeState.TOLD,
            )
        )
    )
    return frozenset(owed - reached)


async def sheets_of_week(
    session: AsyncSession, student_ids: Collection[int], *, week_on: date
) -> dict[int, PaperSheet]:
    """Return the sheets made for a week, by student."""
    rows = await session.scalars(
        select(PaperSheet).where(
            PaperSheet.student_id.in_(student_ids), PaperSheet.week_on == week_on
        )
    )
    return {row.student_id: row for row in rows}


async def find_sheet(session: AsyncSession, sheet_id: int) -> PaperSheet | None:
    """Return one sheet, kept from a second press until the commit."""
    return await session.scalar(
        select(PaperSheet).where(PaperSheet.id == sheet_id).with_for_update()
    )
