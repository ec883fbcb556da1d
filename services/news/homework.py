"""The truth about homework: new, changed, gone, or just as the family knows it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.homework.repository import HomeworkRow, files_of, homework_by_id
from services.news import repository
from services.news.facts import HomeworkNews, HomeworkValue, News
from services.news.repository import StudentRow
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked

__all__ = ["HomeworkSource"]


class HomeworkSource:
    """Homework in the journal now."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds."""
        looks = [look for group in groups for look in group]
        ids = {look.fact.id for look in looks}
        rows = await homework_by_id(session, ids)
        files = {
            key: sum(not file.is_withdrawn for file in found)
            for key, found in (await files_of(session, ids)).items()
        }
        pupils = await repository.students(
            session, {look.student_id for look in looks if look.student_id}, on=moment.today
        )
        return {
            look.notice_id: _look_at(
                look,
                rows.get(look.fact.id),
                files.get(look.fact.id, 0),
                pupils.get(look.student_id or 0),
            )
            for look in looks
        }


def _look_at(
    look: Look, found: HomeworkRow | None, files: int, pupil: StudentRow | None
) -> Looked[News]:
    if found is None or pupil is None:
        return NOTHING_NEW
    row = found.row
    if row.addressee_id not in {None, look.student_id}:
        return NOTHING_NEW
    now = None if row.is_withdrawn else HomeworkValue(row.text, row.is_none, row.due_on, files)
    told = None if look.told is None else _told(look.told.value)
    if now == told:
        return NOTHING_NEW
    return Looked(
        news=HomeworkNews(
            child=pupil.name,
            subject=found.subject,
            homework=now,
            told=told,
            is_individual=row.addressee_id is not None,
            minutes=row.minutes,
        ),
        revision=max(look.revision, row.revision),
        value=_stored(now),
    )


def _stored(value: HomeworkValue | None) -> dict[str, Any]:
    """Return what is remembered as told."""
    if value is None:
        return {"is_withdrawn": True}
    return {
        "text": value.text,
        "is_none": value.is_none,
        "due_on": value.due_on.isoformat() if value.due_on else None,
        "files": value.files,
    }


def _told(value: Mapping[str, Any]) -> HomeworkValue | None:
    if value.get("is_withdrawn"):
        return None
    return HomeworkValue(
        value["text"],
        value["is_none"],
        date.fromisoformat(value["due_on"]) if value["due_on"] else None,
        value["files"],
    )
