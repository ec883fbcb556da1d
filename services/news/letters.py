"""The truth about letters of excuse: excused, unexcused or unknown, never why."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.absences.letters import reads_excused
from services.models import AbsenceLetter
from services.news import repository
from services.news.facts import LetterNews, News
from services.news.repository import StudentRow
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked

__all__ = ["LetterSource"]


class LetterSource:
    """Letters as they stand now."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; a letter taken back before it was told is no news."""
        looks = [look for group in groups for look in group]
        rows = {
            row.id: row
            for row in await session.scalars(
                select(AbsenceLetter).where(AbsenceLetter.id.in_({one.fact.id for one in looks}))
            )
        }
        pupils = await repository.students(
            session, {look.student_id for look in looks if look.student_id}, on=moment.today
        )
        return {
            look.notice_id: _look_at(
                look, rows.get(look.fact.id), pupils.get(look.student_id or 0)
            )
            for look in looks
        }


def _look_at(look: Look, row: AbsenceLetter | None, pupil: StudentRow | None) -> Looked[News]:
    if row is None or pupil is None:
        return NOTHING_NEW
    is_excused = reads_excused(row.code)
    told = look.told.value["is_excused"] if look.told else None
    if is_excused is told:
        return NOTHING_NEW
    return Looked(
        news=LetterNews(
            child=pupil.name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            is_excused=is_excused,
            is_correction=look.told is not None,
        ),
        revision=max(look.revision, row.revision),
        value={"is_excused": is_excused},
    )
