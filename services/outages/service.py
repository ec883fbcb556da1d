"""Notices that the diary was away, that nothing is taken, that a family does not know a mark."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from services.clock import Clock
from services.database import Database, bind_school
from services.models import Outage
from services.outages import repository
from services.outages.rules import FINAL_UNTOLD, LONG_AWAY, SILENCE, away_since, is_silent
from services.outbox.enqueue import FactNews, StaffNews, tell_family, tell_staff
from services.outbox.keys import outage_key, untold_key
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.vocabulary import FactKind, FactRef, NoticeKind

__all__ = ["OutageService"]

_log = structlog.get_logger(__name__)

_HEARTBEAT = timedelta(minutes=1)
_MOVED_SECONDS = 60.0  # between two clocks: more than a busy machine makes of it
_UNTOLD_LOOKED_BACK = timedelta(days=3)  # a school that was away over a weekend is still told


class OutageService:
    """Watches what nobody would notice by themselves."""

    def __init__(
        self, database: Database, clock: Clock, *, awake_seconds: Callable[[], float] | None = None
    ) -> None:
        """Note times of *clock*; what *awake_seconds* deny, a clock nobody moves, was no break."""
        self._database = database
        self._clock = clock
        self._awake_seconds = awake_seconds
        self._noted_at: datetime | None = None
        self._noted_seconds: float | None = None
        self._looked: tuple[datetime, float] | None = None
        self._watched_since: datetime | None = None

    async def reached(self, bot_id: int) -> None:
        """Know that the channel answered just now; after a long time away everybody is told."""
        now = self._clock.now()
        if self._noted_at is not None and timedelta() <= now - self._noted_at < _HEARTBEAT:
            return
        async with self._database.transaction() as session:
            before = await repository.note_reached(session, bot_id, now=now)
        self._noted_at = now
        was_here = self._was_here()
        began_at = away_since(before, now=now)
        if began_at is None or was_here:
            return
        _log.warning("the diary was away", hours=round((now - began_at).total_seconds() / 3600))
        async with self._database.reading() as session:
            schools = await repository.school_ids(session)
        for school_id in schools:
            with bind_school(school_id):
                async with self._database.transaction() as session:
                    await _tell_away(session, began_at, now=now)

    def _was_here(self) -> bool:
        """Whether this process noted the channel not long ago, whatever the clock says."""
        if self._awake_seconds is None:
            return False
        before, self._noted_seconds = self._noted_seconds, self._awake_seconds()
        return before is not None and self._noted_seconds - before < LONG_AWAY.total_seconds()

    async def look(self) -> int:
        """See whether messages are taken; return in how many schools they are not.

        Administrators are told when they can be: at the end of it. Until then the log says it.
        """
        now, silent = self._clock.now(), 0
        if not self._has_watched(now):
            return 0
        async with self._database.reading() as session:
            schools = await repository.school_ids(session)
            waiting, due_since = await repository.due(session, now=now)
        for school_id in schools:
            with bind_school(school_id):
                async with self._database.transaction() as session:
                    silent += await _look(session, waiting, due_since, now=now)
        if silent:
            _log.error("nothing is taken though it is due", chats=waiting)
        return silent

    def _has_watched(self, now: datetime) -> bool:
        """Whether the clock has gone as it should for as long as silence has to last.

        What fell due while the process was off, or in the hours a clock jumped over, is only now
        on its way: nothing was refused.
        """
        if self._awake_seconds is None:
            return True
        awake = self._awake_seconds()
        if self._looked is not None and self._watched_since is not None:
            looked_at, looked_seconds = self._looked
            moved = (now - looked_at).total_seconds() - (awake - looked_seconds)
            if abs(moved) > _MOVED_SECONDS:
                self._watched_since = now
        else:
            self._watched_since = now
        self._looked = now, awake
        return now - self._watched_since > SILENCE

    async def alarm_untold_finals(self) -> int:
        """Tell class teachers which families do not know a final mark; return how many marks."""
        now, found = self._clock.now(), 0
        async with self._database.reading() as session:
            schools = await repository.school_ids(session)
        for school_id in schools:
            with bind_school(school_id):
                async with self._database.transaction() as session:
                    found += await _alarm_untold(session, now=now)
        return found


async def _tell_away(session: AsyncSession, began_at: datetime, *, now: datetime) -> None:
    profile = await load_profile(session)
    outage = Outage(is_silence=False, began_at=began_at, ended_at=now, waiting=0)
    session.add(outage)
    await session.flush()
    await _tell_administrators(session, outage, profile=profile, now=now)
    today = now.astimezone(profile.timezone).date()
    await tell_family(
        session,
        [
            FactNews(
                student_id=student_id,
                fact=FactRef(FactKind.OUTAGE, outage.id),
                revision=1,
                kind=NoticeKind.OUTAGE,
                merge_key=outage_key(outage.id),
                result_at=now,
                due_at=now,
            )
            for student_id in sorted(await repository.enrolled(session, on=today))
        ],
        profile=profile,
        now=now,
    )


async def _look(
    session: AsyncSession, waiting: int, due_since: datetime | None, *, now: datetime
) -> bool:
    accepted_at = await repository.last_accepted_at(session)
    outage = await repository.open_silence(session)
    if is_silent(due_since=due_since, accepted_at=accepted_at, now=now):
        if outage is None:
            began_at = max(one for one in (due_since, accepted_at) if one is not None)
            outage = Outage(is_silence=True, began_at=began_at, ended_at=None, waiting=0)
            session.add(outage)
        outage.waiting = max(outage.waiting, waiting)
        return True
    if outage is not None:
        profile = await load_profile(session)
        outage.ended_at = accepted_at if accepted_at and accepted_at > outage.began_at else now
        await session.flush()
        await _tell_administrators(session, outage, profile=profile, now=now)
    return False


async def _tell_administrators(
    session: AsyncSession, outage: Outage, *, profile: SchoolProfile, now: datetime
) -> None:
    today = now.astimezone(profile.timezone).date()
    await tell_staff(
        session,
        [
            StaffNews(
                person_id=one,
                fact=FactRef(FactKind.OUTAGE, outage.id),
                revision=1,
                kind=NoticeKind.OUTAGE,
                merge_key=outage_key(outage.id),
                result_at=now,
                due_at=now,
            )
            for one in sorted(await repository.administrators(session, on=today))
        ],
        profile=profile,
        now=now,
    )


async def _alarm_untold(session: AsyncSession, *, now: datetime) -> int:
    profile = await load_profile(session)
    untold = await repository.untold_finals(
        session,
        after=now - _UNTOLD_LOOKED_BACK,
        before=now - FINAL_UNTOLD,
        on=now.astimezone(profile.timezone).date(),
    )
    return await tell_staff(
        session,
        [
            StaffNews(
                person_id=one.homeroom_teacher_id,
                fact=FactRef(FactKind.UNTOLD, one.notice_id),
                revision=1,
                kind=NoticeKind.UNTOLD,
                merge_key=untold_key(teacher_id=one.homeroom_teacher_id),
                result_at=now,
                due_at=now,
            )
            for one in untold
            if one.homeroom_teacher_id is not None
        ],
        profile=profile,
        now=now,
    )
