"""A teacher's debtors, and the weekly reminder to families."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.access.identity import Identity
from services.access.policy import Action, require
from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school
from services.debts import repository
from services.debts.facts import DebtClosed, DebtPressed, TeacherDebt, is_reminder_due
from services.debts.recording import debt_news
from services.errors import NotFound
from services.outbox.enqueue import tell_family
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile

__all__ = ["DebtService"]

_REMINDED_FROM = time(16)  # after lessons; quiet hours are added where they begin earlier
_MORE_TIME = timedelta(days=7)


class DebtService:
    """Shows a teacher what is owed, closes it, gives more time, and reminds families."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def mine(self, who: Identity, *, now: datetime) -> tuple[date, tuple[TeacherDebt, ...]]:
        """Return today's date and what is owed to a teacher.

        Raises:
            NotAllowed: they do not teach.
        """
        require(who, Action.RECORD_ENTRY, teacher_ids=(who.person_id,))
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = _today(await load_profile(session), now)
                return today, await repository.debts_of_teacher(session, who.person_id, on=today)

    async def close(self, who: Identity, *, debt_id: int, now: datetime) -> DebtPressed:
        """Close a debt without a mark: the work is in, or the debt was a mistake.

        Raises:
            NotFound: there is none.
            NotAllowed: it is not owed to them.
            DebtClosed: it was closed before.
        """
        return await self._change(who, debt_id, now=now, closes=True)

    async def give_more_time(self, who: Identity, *, debt_id: int, now: datetime) -> DebtPressed:
        """Let a debt be due a week later than it was, or than today; errors as in ``close``."""
        return await self._change(who, debt_id, now=now, closes=False)

    async def _change(
        self, who: Identity, debt_id: int, *, now: datetime, closes: bool
    ) -> DebtPressed:
        with acting(who.person_id, why="debt"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                found = await repository.locked_debt(session, debt_id)
                if found is None:
                    raise NotFound
                row, lesson = found
                require(who, Action.RECORD_ENTRY, teacher_ids={row.author_id, lesson.teacher_id})
                if row.closed_at is not None or row.is_withdrawn:
                    raise DebtClosed
                today = _today(profile, now)
                if closes:
                    row.closed_at = now
                else:
                    row.due_on = max(row.due_on, today) + _MORE_TIME
                row.revision += 1
                await session.flush()
                news = debt_news(row, lesson, due_at=now + profile.mark_hold)
                await tell_family(session, [news], profile=profile, now=now)
                shown = await repository.debts_of_teacher(
                    session, who.person_id, on=today, debt_ids=[debt_id]
                )
                return DebtPressed(shown[0], is_closed=closes)

    async def remind_due(self) -> int:
        """Remind families weekly of what is still open; return of how much. Twice is harmless."""
        now, reminded = self._clock.now(), 0
        async with self._database.reading() as session:
            schools = await repository.school_ids(session)
        for school_id in schools:
            with acting(None, why="debt still open"), bind_school(school_id):
                async with self._database.transaction() as session:
                    profile = await load_profile(session)
                    if now.astimezone(profile.timezone).time() < _REMINDED_FROM:
                        continue
                    today = _today(profile, now)
                    news = []
                    for row, lesson in await repository.to_remind(session, now=now):
                        told_on = _day(row.told_from, profile.timezone)
                        if is_reminder_due(
                            told_on=told_on, reminded_on=row.reminded_on, today=today
                        ):
                            row.reminded_on = today
                            row.revision += 1
                            news.append(debt_news(row, lesson, due_at=now))
                    await session.flush()
                    await tell_family(session, news, profile=profile, now=now)
                    reminded += len(news)
        return reminded


def _today(profile: SchoolProfile, now: datetime) -> date:
    return _day(now, profile.timezone)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
