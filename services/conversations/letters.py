"""A teacher writes to one family: whom it reaches is said before, replies come back as a thread.

Each guardian has a thread of one's own: none of them sees another.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access import repository as access
from services.access.audience import DeliveryPermission, delivery_permissions
from services.access.consent_rules import DeliveryVerdict
from services.access.identity import Identity
from services.access.policy import Action, require
from services.bulk_entry.repository import ListedStudent, class_list, whole_class_group_id
from services.conversations import repository
from services.conversations.rules import MOST_LETTERS_A_DAY, TooManyQuestions, tidy
from services.conversations.writing import write_message
from services.database import Database, bind_school
from services.errors import NotFound, OutOfDate
from services.models import Talk
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.roster.membership import class_id_of, group_ids_of
from services.roster.names import PersonName, names_of
from services.timetable.repository import taught_groups
from services.vocabulary import ContentMode, TalkTopic

__all__ = ["FamilyLetterService", "LetterGroup", "LetterTo", "NobodyReached"]

_DAY = timedelta(days=1)


class NobodyReached(NotFound):
    """No chat of the family can be written to; somebody has to call."""


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """A group somebody teaches, or the own class."""

    group_id: int
    label: str


@dataclass(frozen=True, slots=True)
class LetterTo:
    """To whom a message about a child would go, and to whom not.

    *is_signal*: families of this school read no text in their chats.
    """

    student_id: int
    pupil: PersonName
    class_name: str
    reached: tuple[PersonName, ...]
    missed: tuple[tuple[PersonName, DeliveryVerdict], ...]
    is_signal: bool = False

    @property
    def can_be_sent(self) -> bool:
        """Whether anybody would read it."""
        return bool(self.reached) and not self.is_signal


class FamilyLetterService:
    """Messages of teachers to the families of those they teach."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def groups(self, who: Identity, *, now: datetime) -> tuple[LetterGroup, ...]:
        """Return the groups *who* teaches and the own class, by name.

        Raises:
            NotAllowed: they do not teach.
        """
        require(
            who,
            Action.SEND_BROADCAST,
            teacher_ids=(who.person_id,),
            class_id=next(iter(who.homeroom_class_ids), None),
        )
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = _today(now, await load_profile(session))
                ids = set(await repository.taught_group_ids(session, who.person_id))
                for class_id in who.homeroom_class_ids:
                    ids |= {await whole_class_group_id(session, class_id) or 0}
                groups = await taught_groups(session, sorted(ids), on=today)
                ordered = sorted(groups.items(), key=lambda one: (one[1].grade, one[1].label))
                return tuple(LetterGroup(group_id, one.label) for group_id, one in ordered)

    async def pupils(
        self, who: Identity, group_id: int, *, now: datetime
    ) -> tuple[ListedStudent, ...]:
        """Return whose families *who* may write to.

        Raises:
            NotAllowed: it is no group of theirs.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = _today(now, await load_profile(session))
                groups = await taught_groups(session, [group_id], on=today)
                class_id = groups[group_id].class_id if group_id in groups else None
                teachers = await repository.teachers_of(session, {group_id})
                require(who, Action.SEND_BROADCAST, teacher_ids=teachers, class_id=class_id)
                whole_id = await whole_class_group_id(session, class_id) if class_id else None
                return await class_list(session, group_id, on=today, numbered_by=whole_id)

    async def audience(self, who: Identity, student_id: int, *, now: datetime) -> LetterTo:
        """Return exactly whom a message about a child would reach now.

        Raises:
            NotAllowed: *who* neither teaches the child nor leads its class.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                return (await _audience(session, who, student_id, now=now))[0]

    async def write(self, who: Identity, student_id: int, text: str, *, now: datetime) -> LetterTo:
        """Write to every guardian who can be reached; quiet hours hold as for any answer.

        Raises:
            NotAllowed: as in ``audience``, asked again now.
            NobodyReached: nobody of the family can be written to any more.
            TalkTextTooLong, TooManyQuestions: it is too long, or one too many for a day.
        """
        written = tidy(text)
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                to, ids = await _audience(session, who, student_id, now=now)
                if not to.can_be_sent:
                    raise NobodyReached
                begun = await repository.letters_since(
                    session, who.person_id, student_id, since=now - _DAY
                )
                if begun >= MOST_LETTERS_A_DAY:
                    raise TooManyQuestions(most=MOST_LETTERS_A_DAY)
                for guardian_id in ids:
                    talk = Talk(
                        student_id=student_id,
                        asker_id=guardian_id,
                        teacher_id=who.person_id,
                        topic=TalkTopic.NOTHING,
                        about={},
                        started_at=now,
                    )
                    session.add(talk)
                    await session.flush()
                    await write_message(session, who, talk, written, profile, now=now)
                return to


async def _audience(
    session: AsyncSession, who: Identity, student_id: int, *, now: datetime
) -> tuple[LetterTo, tuple[int, ...]]:
    """Return the audience, and the guardians in it."""
    profile = await load_profile(session)
    today = _today(now, profile)
    class_id = await class_id_of(session, student_id, on=today)
    teachers = await repository.teachers_of(
        session, await group_ids_of(session, student_id, on=today)
    )
    require(who, Action.SEND_BROADCAST, teacher_ids=teachers, class_id=class_id)
    if class_id is None:
        raise OutOfDate  # the child has left the school, or there is no such child
    rows = await access.guardianships_over(session, {student_id})
    guardian_ids = [row.guardian_id for row in rows]
    permissions = await delivery_permissions(
        session, [(one, student_id) for one in guardian_ids], now=now
    )
    names = await names_of(session, {student_id, *guardian_ids})
    reached = tuple(one for one in guardian_ids if _is_reached(permissions, one, student_id))
    own = await repository.class_of(session, class_id)
    to = LetterTo(
        student_id=student_id,
        pupil=names[student_id],
        class_name=own.name if own is not None else "",
        reached=_named(names, reached),
        missed=tuple(
            (names[one], permissions[one, student_id].verdict)
            for one in guardian_ids
            if one not in reached
        ),
        is_signal=profile.content_mode is ContentMode.SIGNAL,
    )
    return to, reached


def _is_reached(
    permissions: Mapping[tuple[int, int | None], DeliveryPermission],
    guardian_id: int,
    student_id: int,
) -> bool:
    one = permissions[guardian_id, student_id]
    return one.is_allowed and one.is_reachable


def _named(names: Mapping[int, PersonName], ids: Collection[int]) -> tuple[PersonName, ...]:
    return tuple(names[one] for one in ids)


def _today(now: datetime, profile: SchoolProfile) -> date:
    return now.astimezone(profile.timezone).date()
