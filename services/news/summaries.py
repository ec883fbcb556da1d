"""The truth about summaries: to be told, told and not read yet, or read; and about drafts."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.news import repository as news_repository
from services.news.facts import News, SummaryDraftsNews, SummaryNews
from services.news.repository import StudentRow
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.roster.names import PersonName, names_of
from services.summaries import repository
from services.summaries.calendar import fortnight_ending
from services.summaries.codec import facts_from_json
from services.summaries.repository import SummaryRow

__all__ = ["SummaryDraftsSource", "SummarySource"]


class SummarySource:
    """Summaries as they were made, with the sentence as it is now."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds."""
        looks = [look for group in groups for look in group]
        ids = {look.fact.id for look in looks}
        rows = await repository.summaries_by_id(session, ids)
        read = await repository.readings(session, ids)
        pupils = await news_repository.students(
            session, {row.student_id for row in rows.values()}, on=moment.today
        )
        teachers = await names_of(
            session, {row.teacher_id for row in rows.values() if row.teacher_id is not None}
        )
        return {
            look.notice_id: _look_at(
                look,
                rows.get(look.fact.id),
                pupils,
                teachers,
                is_read=(look.fact.id, look.person_id) in read,
            )
            for look in looks
        }


def _look_at(
    look: Look,
    row: SummaryRow | None,
    pupils: Mapping[int, StudentRow],
    teachers: Mapping[int, PersonName],
    *,
    is_read: bool,
) -> Looked[News]:
    if row is None or row.facts is None or is_read:
        return NOTHING_NEW
    told = look.told
    if told is not None and told.revision >= look.revision:
        return NOTHING_NEW
    return Looked(
        news=SummaryNews(
            child=pupils[row.student_id].name,
            summary_id=row.summary_id,
            facts=facts_from_json(row.facts),
            sentence=row.sentence,
            teacher=teachers.get(row.teacher_id) if row.teacher_id is not None else None,
            is_reminder=told is not None,
        ),
        revision=look.revision,
        value={},
    )


class SummaryDraftsSource:
    """Drafts of the classes of those who write a sentence to each."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds: whoever has the class now is asked, nobody else."""
        looks = [look for group in groups for look in group]
        rows = await repository.classes(session, {look.fact.id for look in looks})
        by_id = {row.class_id: row for row in rows}
        found: dict[int, Looked[News]] = {}
        for look in looks:
            row = by_id.get(look.fact.id)
            fortnight = fortnight_ending(date.fromordinal(look.revision), moment.profile)
            was_told = look.told is not None and look.told.revision >= look.revision
            if row is None or row.teacher_id != look.person_id or was_told:
                found[look.notice_id] = NOTHING_NEW
                continue
            news = SummaryDraftsNews(
                class_id=row.class_id,
                class_name=row.name,
                starts_on=fortnight.starts_on,
                ends_on=fortnight.ends_on,
                due_at=fortnight.due_at,
                zone=moment.profile.timezone,
            )
            found[look.notice_id] = Looked(news=news, revision=look.revision, value={})
        return found
