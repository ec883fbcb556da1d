"""Choosing: for everybody behind one account where it is one phone, else child by child."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.database import Database, bind_school
from services.errors import BadInput, NotAllowed
from services.models import Person
from services.preferences import repository
from services.preferences.choices import (
    ChildChoice,
    ChildChoices,
    modes_within,
    quiet_hours_of,
    quiet_text,
)
from services.preferences.defaults import OFF, ON, is_on
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.vocabulary import ContentMode, PersonKind, PreferenceKey

__all__ = [
    "AliasUnusable",
    "ChildSettings",
    "PreferencesService",
    "QuietHoursUnusable",
    "SettingsFacts",
    "reader_of_child",
]

_LONGEST_ALIAS = 20


class QuietHoursUnusable(BadInput):
    """What was typed is no time from and to."""


class AliasUnusable(BadInput):
    """The name is empty, too long, or the child's own family name."""


@dataclass(frozen=True, slots=True)
class ChildSettings:
    """What one person behind the account has chosen about one child."""

    student_id: int
    given_name: str  # empty where the school's mode names nobody
    ordinal: int
    is_oneself: bool
    choices: ChildChoices
    widest: ContentMode

    @property
    def mode(self) -> ContentMode:
        """How much a message says now."""
        return self.choices.mode_within(self.widest)

    @property
    def modes(self) -> tuple[ContentMode, ...]:
        """The modes to choose from."""
        return modes_within(self.widest)


@dataclass(frozen=True, slots=True)
class SettingsFacts:
    """What the people behind an account have chosen; None: there is nothing to choose for them."""

    has_tomorrow_card: bool | None = None
    quiet_hours: str | None = None  # 21:00-07:00; empty: none
    is_quiet_of_school: bool = True
    children: tuple[ChildSettings, ...] = ()


class PreferencesService:
    """Reads and stores what people choose for themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, family: Sequence[Identity]) -> SettingsFacts:
        """Return the choices of a family; where one of its people has a card, there is one."""
        cards: list[bool] = []
        quiet: list[tuple[str, bool]] = []
        children: dict[int, ChildSettings] = {}
        for who in family:
            with bind_school(who.school_id):
                async with self._database.reading() as session:
                    profile = await load_profile(session)
                    quiet.append(await _quiet(session, who, profile))
                    for child in await _children(session, who, profile, first=len(children) + 1):
                        children.setdefault(child.student_id, child)
                    if profile.content_mode is ContentMode.SIGNAL:
                        continue  # a card without lessons and homework says nothing
                    chosen = await repository.choices(
                        session, PreferenceKey.TOMORROW_CARD, [who.person_id]
                    )
            cards.append(is_on(PreferenceKey.TOMORROW_CARD, chosen.get(who.person_id)))
        hours, is_of_school = quiet[0] if quiet else (None, True)
        return SettingsFacts(
            has_tomorrow_card=any(cards) if cards else None,
            quiet_hours=hours,
            is_quiet_of_school=is_of_school,
            children=tuple(children.values()),
        )

    async def set_tomorrow_card(self, family: Sequence[Identity], *, is_wanted: bool) -> None:
        """Send the evening card about tomorrow from now on, or no more."""
        value = ON if is_wanted else OFF
        for who in family:
            with bind_school(who.school_id):
                async with self._database.transaction() as session:
                    await repository.choose(
                        session, PreferenceKey.TOMORROW_CARD, who.person_id, value
                    )

    async def set_quiet_hours(self, family: Sequence[Identity], typed: str) -> None:
        """Keep the phone silent in other hours than the school's from now on.

        Raises:
            QuietHoursUnusable: *typed* is no time from and to; nothing was stored.
        """
        value = quiet_text(typed)
        if value is None:
            raise QuietHoursUnusable
        for who in family:
            with bind_school(who.school_id):
                async with self._database.transaction() as session:
                    await repository.choose(
                        session, PreferenceKey.QUIET_HOURS, who.person_id, value
                    )

    async def set_mode(
        self, family: Sequence[Identity], student_id: int, mode: ContentMode
    ) -> None:
        """Say less in messages about a child; never more than the school says.

        Raises:
            NotAllowed: the child is not (any more) one's own to read of.
        """
        await self._choose(family, student_id, ChildChoice.MODE, mode)

    async def set_alias(self, family: Sequence[Identity], student_id: int, alias: str) -> None:
        """Call a child by a name of one's own, and say no more than that.

        Raises:
            NotAllowed: as ``set_mode``.
            AliasUnusable: the name is empty, too long, or tells who it is.
        """
        name = " ".join(alias.split())
        who = reader_of_child(family, student_id)
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                child = (
                    await session.scalars(select(Person).where(Person.id == student_id))
                ).one()
                if (
                    not 0 < len(name) <= _LONGEST_ALIAS
                    or child.family_name.casefold() in name.casefold()
                ):
                    raise AliasUnusable(longest=_LONGEST_ALIAS)
                for key, value in (
                    (ChildChoice.ALIAS, name),
                    (ChildChoice.MODE, ContentMode.ALIAS),
                ):
                    await repository.choose_about_child(
                        session,
                        person_id=who.person_id,
                        student_id=student_id,
                        key=key,
                        value=value,
                    )

    async def _choose(
        self, family: Sequence[Identity], student_id: int, key: str, value: str
    ) -> None:
        who = reader_of_child(family, student_id)
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                await repository.choose_about_child(
                    session,
                    person_id=who.person_id,
                    student_id=student_id,
                    key=key,
                    value=value,
                )


def reader_of_child(family: Sequence[Identity], student_id: int) -> Identity:
    """Return who of *family* reads of a child.

    Raises:
        NotAllowed: the child is not (any more) one's own to read of.
    """
    for who in family:
        if student_id in who.student_ids:
            return who
    raise NotAllowed


async def _quiet(session: AsyncSession, who: Identity, profile: SchoolProfile) -> tuple[str, bool]:
    chosen = await repository.choices(session, PreferenceKey.QUIET_HOURS, [who.person_id])
    own = chosen.get(who.person_id)
    hours = quiet_hours_of(own, profile)
    text = f"{hours[0]:%H:%M}–{hours[1]:%H:%M}" if hours else ""
    return text, own is None or own == "school"


async def _children(
    session: AsyncSession, who: Identity, profile: SchoolProfile, *, first: int
) -> list[ChildSettings]:
    rows = await session.scalars(
        select(Person).where(Person.id.in_(who.student_ids)).order_by(Person.id)
    )
    choices = await repository.child_choices(
        session, [(who.person_id, student_id) for student_id in who.student_ids]
    )
    return [
        ChildSettings(
            student_id=row.id,
            given_name=row.given_name if profile.content_mode is ContentMode.FULL else "",
            ordinal=ordinal,
            is_oneself=who.kind is PersonKind.STUDENT,
            choices=choices.get((who.person_id, row.id), ChildChoices()),
            widest=profile.content_mode,
        )
        for ordinal, row in enumerate(rows, start=first)
    ]
