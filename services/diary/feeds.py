"""/calendar: a secret, revocable address with a child's lessons for the phone's own calendar."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import delivery_permission
from services.access.identity import Identity
from services.audit.acting import acting
from services.database import Database, bind_school
from services.diary import feed_repository as repository
from services.diary.feed_facts import Feed, FeedGone, FeedLesson, FeedPage
from services.diary.readers import (
    child_facts,
    children_of,
    profile_for_reading,
    reader_of,
    reading_profile,
    student_on,
)
from services.diary.timetable_lines import LinedLesson, lines_of_plans
from services.keys import Keys
from services.models import CalendarFeed
from services.timetable.planner import days_of_student
from services.vocabulary import ContentMode

__all__ = ["CalendarFeedService"]

_SECRET_BYTES = 24  # 192 bits, 32 characters of an address
_BACK, _AHEAD = timedelta(days=7), timedelta(days=28)


class CalendarFeedService:
    """Makes and ends addresses, and reads what they show; asked anew at every reading."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        *,
        public_url: str,
        make_secret: Callable[[int], str] = secrets.token_urlsafe,
    ) -> None:
        """Hand out addresses below *public_url*."""
        self._database = database
        self._keys = keys
        self._public_url = public_url.rstrip("/")
        self._make_secret = make_secret

    async def page(
        self, family: Sequence[Identity], *, now: datetime, student_id: int | None = None
    ) -> FeedPage:
        """Return whether a child has an address; without a child of the first one.

        Raises:
            NotAllowed: nobody in *family* may see that child.
            NoChildOpen: they may see no child at all now.
            DetailsAtSchool: the school's messages name nobody.
        """
        who, child_id = reader_of(family, student_id)
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                feed = await repository.open_feed(
                    session, person_id=who.person_id, student_id=child_id
                )
                created_at = feed.created_at if feed is not None else None
        return await self._page(family, who, child_id, now=now, created_at=created_at)

    async def create(
        self, family: Sequence[Identity], *, student_id: int, now: datetime
    ) -> FeedPage:
        """Make a new address, the only one from now on, and return it; errors as in ``page``."""
        who, child_id = reader_of(family, student_id)
        secret = self._make_secret(_SECRET_BYTES)
        with bind_school(who.school_id), acting(who.person_id):
            async with self._database.transaction() as session:
                await profile_for_reading(session, who, child_id)
                await _end(session, who, child_id, now=now)
                session.add(
                    CalendarFeed(
                        person_id=who.person_id,
                        student_id=child_id,
                        secret_hash=self._keys.feed_hash(secret),
                        created_at=now,
                    )
                )
                await session.flush()
        url = f"{self._public_url}/calendar/{secret}.ics"
        return await self._page(family, who, child_id, now=now, created_at=now, url=url)

    async def end(self, family: Sequence[Identity], *, student_id: int, now: datetime) -> FeedPage:
        """End the address: whoever reads it finds nothing from now on; errors as in ``page``."""
        who, child_id = reader_of(family, student_id)
        with bind_school(who.school_id), acting(who.person_id):
            async with self._database.transaction() as session:
                await _end(session, who, child_id, now=now)
        return await self._page(family, who, child_id, now=now, created_at=None)

    async def read(self, secret: str, *, now: datetime) -> Feed:
        """Return the lessons of a week ago until four weeks ahead, with their changes.

        Raises:
            FeedGone: there is no such address, or nothing may be shown to its owner now.
        """
        async with self._database.reading() as session:
            owner = await repository.owner_of(session, self._keys.feed_hash(secret))
            if owner is None:
                raise FeedGone
            with bind_school(owner.school_id):
                permission = await delivery_permission(
                    session, person_id=owner.person_id, student_id=owner.student_id, now=now
                )
                profile = await reading_profile(session, owner.person_id, owner.student_id)
                if not permission.is_allowed or profile.content_mode is ContentMode.SIGNAL:
                    raise FeedGone
                today = now.astimezone(profile.timezone).date()
                row = await student_on(session, owner.student_id, on=today)
                plans = await days_of_student(
                    session,
                    owner.student_id,
                    first=today - _BACK,
                    last=today + _AHEAD,
                    on=today,
                    as_of=now,
                )
                lessons = [
                    _lesson(one)
                    for of_day in await lines_of_plans(session, plans)
                    for one in of_day
                ]
                return Feed(
                    child=child_facts(row, profile),
                    language=permission.language,
                    today=today,
                    lessons=tuple(lessons),
                )

    async def _page(
        self,
        family: Sequence[Identity],
        who: Identity,
        child_id: int,
        *,
        now: datetime,
        created_at: datetime | None,
        url: str = "",
    ) -> FeedPage:
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                child = child_facts(await student_on(session, child_id, on=today), profile)
                return FeedPage(child, children, profile.timezone, created_at, url)


async def _end(session: AsyncSession, who: Identity, child_id: int, *, now: datetime) -> None:
    feed = await repository.open_feed(session, person_id=who.person_id, student_id=child_id)
    if feed is not None:
        feed.ended_at = now
        await session.flush()


def _lesson(lined: LinedLesson) -> FeedLesson:
    lesson = lined.lesson
    key = f"{lesson.on:%Y%m%d}-{lesson.number}-{lesson.group.group_id}-{lesson.subject.subject_id}"
    return FeedLesson(key=key, on=lesson.on, line=lined.line)
