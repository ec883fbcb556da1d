"""The evening card about tomorrow: written for those who asked for it, sent when it is due.

It may be prepared any number of times a day: a card is owed once.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.clock import Clock
from services.database import Database, bind_school
from services.diary import cards_repository as repository
from services.homework.class_day import homework_deadline
from services.outbox.enqueue import FactNews, tell_family
from services.outbox.keys import card_key
from services.preferences.defaults import ON
from services.preferences.repository import people_who_chose
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.roster.membership import class_ids_of
from services.timetable.planner import plans_of_students, school_day_end
from services.vocabulary import ContentMode, FactKind, FactRef, NoticeKind, PreferenceKey

__all__ = ["TomorrowCards", "card_due", "is_evening"]

_EARLIEST, _LATEST = time(18), time(20, 45)
_PREPARED_FROM, _PREPARED_UNTIL = time(17), time(21)
_DAY = timedelta(days=1)


def is_evening(now: datetime, profile: SchoolProfile) -> bool:
    """Whether cards are written now: an hour ahead, and a little late after a standstill."""
    return _PREPARED_FROM <= now.astimezone(profile.timezone).time() < _PREPARED_UNTIL


def card_due(today: date, *, deadline: datetime | None, profile: SchoolProfile) -> datetime:
    """Return when a card leaves: at 18:00, not before the homework is in, at the latest 20:45.

    *deadline*: when the child's homework of today is told at the latest; None without lessons.
    """
    earliest, latest = (
        datetime.combine(today, at, tzinfo=profile.timezone) for at in (_EARLIEST, _LATEST)
    )
    return min(max(earliest, deadline or earliest), latest)


class TomorrowCards:
    """Owes the evening cards of all schools."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def prepare(self) -> int:
        """Owe tonight's cards to who wants them, and return how many are new."""
        async with self._database.reading() as session:
            schools = await repository.school_ids(session)
        now = self._clock.now()
        added = 0
        for school_id in schools:
            with bind_school(school_id):
                async with self._database.transaction() as session:
                    added += await _prepare(session, now=now)
        return added


async def _prepare(session: AsyncSession, *, now: datetime) -> int:
    profile = await load_profile(session)
    if profile.content_mode is ContentMode.SIGNAL or not is_evening(now, profile):
        return 0
    wanting = await people_who_chose(session, PreferenceKey.TOMORROW_CARD, ON)
    readers = await repository.children_of_people(session, wanting)
    today = now.astimezone(profile.timezone).date()
    tomorrow = today + _DAY
    plans = await plans_of_students(session, list(readers), on=tomorrow, as_of=now)
    busy = {one: plan for one, plan in plans.items() if plan.lessons or plan.dropped}
    cards = await repository.card_ids(session, list(busy), on=tomorrow)
    deadlines = await _deadlines(session, list(busy), today, profile)
    news = []
    for student_id, plan in busy.items():
        due_at = card_due(today, deadline=deadlines.get(student_id), profile=profile)
        news.append(
            FactNews(
                student_id=student_id,
                fact=FactRef(FactKind.DAY_CARD, cards[student_id]),
                revision=1,
                kind=NoticeKind.TOMORROW,
                merge_key=card_key(on=tomorrow),
                result_at=due_at,
                due_at=due_at,
                expires_at=min((lesson.starts_at for lesson in plan.lessons), default=None),
                readers=frozenset(readers[student_id]),
            )
        )
    return await tell_family(session, news, profile=profile, now=now)


async def _deadlines(
    session: AsyncSession, student_ids: list[int], today: date, profile: SchoolProfile
) -> dict[int, datetime]:
    """When today's homework is told at the latest, by student; without lessons there is none."""
    grace = timedelta(minutes=profile.homework_minutes)
    class_of = await class_ids_of(session, student_ids, on=today)
    by_class: dict[int, datetime] = {}
    for class_id in set(class_of.values()):
        ends_at = await school_day_end(session, class_id, on=today)
        deadline = homework_deadline(ends_at, grace=grace)
        if deadline is not None:
            by_class[class_id] = deadline
    return {one: by_class[class_of[one]] for one in class_of if class_of[one] in by_class}
