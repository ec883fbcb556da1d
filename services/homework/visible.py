"""Homework as families may see it now: what is still held looks as it did before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.homework import repository
from services.homework.drafts import FileRef
from services.homework.repository import HomeworkRow
from services.journal.repository import held_changes
from services.models import Homework, HomeworkFile
from services.regulation.profile import SchoolProfile
from services.roster.individual_plans import IndividualPlans, individual_plans
from services.vocabulary import FactKind

__all__ = ["VisibleHomework", "visible_homework"]

_LONGEST_HOLD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class VisibleHomework:
    """Homework a family may see; without *due_on* it is for the next lesson, whenever that is."""

    homework_id: int
    lesson_id: int
    study_group_id: int
    subject_id: int
    subject: str
    given_on: date
    text: str
    is_none: bool
    due_on: date | None
    due_number: int | None
    minutes: int | None
    is_individual: bool
    files: tuple[FileRef, ...] = ()


async def visible_homework(
    session: AsyncSession,
    groups_of: Mapping[int, Collection[int]],
    *,
    starts_on: date,
    ends_on: date,
    profile: SchoolProfile,
    now: datetime,
) -> dict[int, list[VisibleHomework]]:
    """Return homework given or due between two days, the earliest due first, by student.

    *groups_of*: the study groups of each student concerned. What was given in a subject that a
    student does not study is left out, unless it was given to that student alone.
    """
    rows = await repository.homework_for(
        session,
        list(groups_of),
        {one for groups in groups_of.values() for one in groups},
        starts_on=starts_on,
        ends_on=ends_on,
    )
    ids = [one.row.id for one in rows]
    files = await repository.files_of(session, ids)
    held: dict[int, Mapping[str, Any] | None] = {}
    for change in await held_changes(
        session, FactKind.HOMEWORK, ids, saved_after=now - _LONGEST_HOLD
    ):
        if now < change.saved_at + profile.mark_hold:
            held.setdefault(change.fact.id, change.before)
    plans = await individual_plans(session, list(groups_of))
    seen = [(one.row, _seen(one, files.get(one.row.id, ()), held)) for one in rows]
    return {
        student_id: [
            shown
            for row, shown in seen
            if shown is not None and _is_for(row, student_id, group_ids, plans)
        ]
        for student_id, group_ids in groups_of.items()
    }


def _is_for(
    row: Homework, student_id: int, group_ids: Collection[int], plans: IndividualPlans
) -> bool:
    if row.addressee_id is not None:
        return row.addressee_id == student_id
    return row.study_group_id in group_ids and plans.studies(
        student_id, row.subject_id, on=row.lesson_on
    )


def _seen(
    one: HomeworkRow,
    files: Sequence[HomeworkFile],
    held: Mapping[int, Mapping[str, Any] | None],
) -> VisibleHomework | None:
    row = one.row
    text, is_none, is_gone = row.text, row.is_none, row.is_withdrawn
    due_on, due_number, minutes = row.due_on, row.due_number, row.minutes
    standing = [file for file in files if not file.is_withdrawn]
    if row.id in held:
        before = held[row.id]
        if before is None:
            return None
        text, is_none, is_gone = before["text"], before["is_none"], before["is_withdrawn"]
        due_on = date.fromisoformat(before["due_on"]) if before["due_on"] else None
        due_number, minutes = before["due_number"], before["minutes"]
        standing = [file for file in files if file.id in before["files"]]
    if is_gone:
        return None
    return VisibleHomework(
        homework_id=row.id,
        lesson_id=row.lesson_id,
        study_group_id=row.study_group_id,
        subject_id=row.subject_id,
        subject=one.subject,
        given_on=row.lesson_on,
        text=text,
        is_none=is_none,
        due_on=due_on,
        due_number=due_number,
        minutes=minutes,
        is_individual=row.addressee_id is not None,
        files=tuple(FileRef(file.kind, file.file_id, file.name) for file in standing),
    )
