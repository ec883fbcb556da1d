"""The truth about homework: new, changed, gone, or just as the family knows it.

Who has left the class or group it is set in, or leaves before it is due, is told nothing of it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.homework.repository import HomeworkRow, files_of, homework_by_id
from services.news import repository
from services.news.facts import HomeworkNews, HomeworkValue, News
from services.news.repository import StudentRow
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.roster.membership import group_ids_of_students

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
        theirs = await _theirs(session, looks, rows, today=moment.today)
        return {
            look.notice_id: _look_at(
                look,
                rows.get(look.fact.id),
                files.get(look.fact.id, 0),
                pupils.get(look.student_id or 0),
            )
            if look.notice_id in theirs
            else NOTHING_NEW
            for look in looks
        }


async def _theirs(
    session: AsyncSession,
    looks: Sequence[Look],
    rows: Mapping[int, HomeworkRow],
    *,
    today: date,
) -> Collection[int]:
    """Return the notices whose student still belongs to the group when the homework is due."""
    by_day: dict[date, list[Look]] = defaultdict(list)
    for look in looks:
        if look.fact.id in rows and look.student_id is not None:
            by_day[max(today, rows[look.fact.id].row.due_on or today)].append(look)
    theirs: set[int] = set()
    for on, of_day in by_day.items():
        student_ids = {look.student_id for look in of_day if look.student_id is not None}
        groups = await group_ids_of_students(session, student_ids, on=on)
        for look in of_day:
            row = rows[look.fact.id].row
            if row.addressee_id or row.study_group_id in groups.get(look.student_id or 0, ()):
                theirs.add(look.notice_id)
    return theirs


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
