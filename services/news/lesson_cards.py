"""The truth about lessons that have begun, for who gives them."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.lesson_cards.reading import card_facts
from services.lesson_cards.repository import card_by_id
from services.models import LessonCard
from services.news.facts import LessonCardNews, News
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.timetable.planner import lessons_of_group
from services.timetable.rules import PlannedLesson

__all__ = ["LessonCardSource"]


class LessonCardSource:
    """Lessons as the timetable has them now."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds: nothing of a lesson that is over, cancelled or given away,
        and nothing a second time.
        """
        looks = [look for group in groups for look in group]
        cards = await card_by_id(session, {look.fact.id for look in looks})
        found: dict[int, Looked[News]] = {}
        for look in looks:
            lesson = None
            if look.told is None and look.fact.id in cards:
                lesson = await _lesson(session, cards[look.fact.id], moment)
            if lesson is None:
                found[look.notice_id] = NOTHING_NEW
                continue
            card = await card_facts(session, lesson, profile=moment.profile, now=moment.now)
            found[look.notice_id] = Looked(LessonCardNews(card), revision=look.revision)
        return found


async def _lesson(session: AsyncSession, card: LessonCard, moment: Moment) -> PlannedLesson | None:
    for lesson in await lessons_of_group(session, card.study_group_id, on=card.lesson_on):
        if (
            (lesson.subject.subject_id, lesson.number) == (card.subject_id, card.number)
            and lesson.teacher_id == card.teacher_id
            and lesson.counts_absences
            and lesson.is_going_on(moment.now)
        ):
            return lesson
    return None
