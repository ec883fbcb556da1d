"""The evening card about a coming day: told once, to those who still want it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.diary.cards_repository import CardRow, card_rows
from services.diary.timetable_lines import lines_of_plan
from services.homework.visible import VisibleHomework, visible_homework
from services.news import repository
from services.news.facts import CardHomework, CardNews, News
from services.news.repository import StudentRow
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.preferences.defaults import is_on
from services.preferences.repository import choices
from services.roster.membership import group_ids_of_students
from services.timetable.changes import DayPlan
from services.timetable.planner import plans_of_students
from services.vocabulary import PreferenceKey

__all__ = ["DayCardSource"]


class DayCardSource:
    """Coming days as they are now."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; a card is not told twice and never corrected."""
        looks = [look for group in groups for look in group]
        cards = await card_rows(session, {look.fact.id for look in looks})
        chosen = await choices(
            session, PreferenceKey.TOMORROW_CARD, {look.person_id for look in looks}
        )
        found: dict[int, Looked[News]] = {look.notice_id: NOTHING_NEW for look in looks}
        by_day: dict[date, list[tuple[Look, CardRow]]] = defaultdict(list)
        for look in looks:
            card = cards.get(look.fact.id)
            is_wanted = is_on(PreferenceKey.TOMORROW_CARD, chosen.get(look.person_id))
            if card is not None and is_wanted and look.told is None:
                by_day[card.day_on].append((look, card))
        for on, of_day in by_day.items():
            news = await _cards(session, on, {card.student_id for _, card in of_day}, moment)
            for look, card in of_day:
                one = news.get(card.student_id)
                if one is not None:
                    found[look.notice_id] = Looked(
                        news=one, revision=look.revision, value={"on": on.isoformat()}
                    )
        return found


async def _cards(
    session: AsyncSession, on: date, student_ids: set[int], moment: Moment
) -> dict[int, CardNews]:
    plans = await plans_of_students(session, student_ids, on=on, as_of=moment.now)
    pupils = await repository.students(session, student_ids, on=on)
    homework = await visible_homework(
        session,
        await group_ids_of_students(session, student_ids, on=on),
        starts_on=on,
        ends_on=on,
        profile=moment.profile,
        now=moment.now,
    )
    found: dict[int, CardNews] = {}
    for student_id, plan in plans.items():
        pupil = pupils.get(student_id)
        if pupil is not None and (plan.lessons or plan.dropped):
            due = [one for one in homework.get(student_id, ()) if one.due_on == on]
            found[student_id] = await _card(session, pupil, plan, due, moment)
    return found


async def _card(
    session: AsyncSession,
    pupil: StudentRow,
    plan: DayPlan,
    due: Sequence[VisibleHomework],
    moment: Moment,
) -> CardNews:
    lined = await lines_of_plan(session, plan)
    return CardNews(
        child=pupil.name,
        on=plan.on,
        zone=moment.profile.timezone,
        kind=plan.day_rule.kind if plan.day_rule else None,
        lines=tuple(one.line for one in lined),
        homework=tuple(
            CardHomework(one.subject, one.text, one.is_individual)
            for one in due
            if not one.is_none
        ),
    )
