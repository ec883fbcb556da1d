"""Whose eyes read a page, about which child, and how the child may be named there."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.database import Database, bind_school
from services.diary import repository
from services.diary.facts import ChildFacts, DetailsAtSchool, NoChildOpen
from services.diary.repository import StudentRow
from services.errors import NotAllowed, NotFound
from services.preferences.choices import ChildChoices
from services.preferences.repository import choices_of_reader
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.vocabulary import ContentMode

__all__ = [
    "ReadingProfile",
    "child_facts",
    "children_of",
    "profile_for_reading",
    "reader_of",
    "reading_profile",
    "student_on",
]


@dataclass(frozen=True, slots=True)
class ReadingProfile(SchoolProfile):
    """The school's profile as it binds one reader of one child."""

    alias: str = ""  # what the reader calls the child


def reader_of(family: Sequence[Identity], student_id: int | None) -> tuple[Identity, int]:
    """Return who of *family* reads, and about which child; without a child, about the first one.

    Raises:
        NotAllowed: nobody in *family* may see that child.
        NoChildOpen: they may see no child at all now.
    """
    for who in family:
        for child_id in sorted(who.student_ids if student_id is None else {student_id}):
            if is_allowed(who, Action.SEE_DIARY, student_id=child_id):
                return who, child_id
    if family and not any(who.student_ids for who in family):
        raise NoChildOpen(action=Action.SEE_DIARY)
    raise NotAllowed(action=Action.SEE_DIARY)


async def children_of(
    database: Database, family: Sequence[Identity], *, now: datetime
) -> tuple[ChildFacts, ...]:
    """Return every child *family* may see now, of all schools."""
    children: dict[int, ChildFacts] = {}
    for who in family:
        with bind_school(who.school_id):
            async with database.reading() as session:
                profiles = await _profiles(session, who.person_id, sorted(who.student_ids))
                for student_id, profile in profiles.items():
                    today = now.astimezone(profile.timezone).date()
                    row = await student_on(session, student_id, on=today)
                    children[student_id] = child_facts(row, profile)
    return tuple(children.values())


async def profile_for_reading(
    session: AsyncSession, who: Identity, child_id: int
) -> ReadingProfile:
    """Return the bound school's profile as it binds what *who* reads of a child.

    The content mode is the school's, or the narrower one the reader has chosen.

    Raises:
        DetailsAtSchool: by it nothing of a child is said here.
    """
    profile = await reading_profile(session, who.person_id, child_id)
    if profile.content_mode is ContentMode.SIGNAL:
        raise DetailsAtSchool
    return profile


async def reading_profile(session: AsyncSession, person_id: int, child_id: int) -> ReadingProfile:
    """Return the bound school's profile as it binds what a person reads of a child."""
    return (await _profiles(session, person_id, [child_id]))[child_id]


async def _profiles(
    session: AsyncSession, person_id: int, student_ids: Sequence[int]
) -> dict[int, ReadingProfile]:
    """Return the school's profile for each child, as far as the reader lets it speak."""
    profile = await load_profile(session)
    wishes = await choices_of_reader(session, person_id)
    return {one: _as_read(profile, wishes.get(one, ChildChoices())) for one in student_ids}


def _as_read(profile: SchoolProfile, chosen: ChildChoices) -> ReadingProfile:
    values = {one.name: getattr(profile, one.name) for one in fields(SchoolProfile)}
    mode = chosen.mode_within(profile.content_mode)
    return ReadingProfile(**(values | {"content_mode": mode}), alias=chosen.alias)


async def student_on(session: AsyncSession, student_id: int, *, on: date) -> StudentRow:
    """Return a student with the class of a day.

    Raises:
        NotFound: the bound school has no such student.
    """
    row = await repository.student_row(session, student_id, on=on)
    if row is None:
        raise NotFound
    return row


def child_facts(row: StudentRow, profile: ReadingProfile) -> ChildFacts:
    """Return a child as pages may name it; where names are not said, as the reader calls it."""
    is_full = profile.content_mode is ContentMode.FULL
    alias = profile.alias if profile.content_mode is ContentMode.ALIAS else ""
    return ChildFacts(
        student_id=row.student_id,
        given_name=row.given_name if is_full else alias,
        family_name=row.family_name if is_full else "",
        class_name=row.class_name if is_full else "",
        content_mode=profile.content_mode,
    )
