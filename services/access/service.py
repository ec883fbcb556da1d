"""Turning a chat account into the people behind it, with what they may see at this moment."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access import repository
from services.access.audience import children_shown_to, delivery_permission
from services.access.identity import Actor, Identity
from services.access.repository import LinkedPerson
from services.clock import Clock
from services.database import Database, bind_school, read_once
from services.i18n import LANGUAGES
from services.models import Account
from services.regulation.repository import load_profile
from services.vocabulary import PersonKind, Role, TableSight

__all__ = ["AccessService"]


class AccessService:
    """Answers who is asking; asked again with every update."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def actor(self, *, bot_id: int, telegram_user_id: int) -> Actor | None:
        """Return who a Telegram user is to us; None when the account is unknown.

        Within a unit of work it is read again only after something was written.
        """
        now = self._clock.now()

        async def read() -> Actor | None:
            account = await repository.find_account(
                session, bot_id=bot_id, telegram_user_id=telegram_user_id
            )
            if account is None:
                return None
            people = await repository.linked_people(session, account_id=account.id)
            identities = [await _identity(session, person, now=now) for person in people]
            return Actor(
                account_id=account.id,
                bot_id=account.bot_id,
                telegram_user_id=account.telegram_user_id,
                chat_id=account.chat_id,
                language=account.language,
                identities=tuple(one for one in identities if one is not None),
                tables=account.tables,
                is_reachable=account.is_reachable,
            )

        async with self._database.reading() as session:
            return await read_once(session, ("actor", bot_id, telegram_user_id), read)

    async def linked_person(
        self, *, school_id: int, person_id: int
    ) -> tuple[Identity, str] | None:
        """Return who a person is today, with the language of the chat; None without a chat."""
        now = self._clock.now()
        with bind_school(school_id):
            async with self._database.reading() as session:
                account = (await repository.linked_accounts(session, [person_id])).get(person_id)
                row = await repository.person_row(session, person_id)
                if account is None or row is None:
                    return None
                person = LinkedPerson(school_id, person_id, row.kind)
                who = await _identity(session, person, now=now)
        return None if who is None else (who, account.language)

    async def set_language(self, actor: Actor, language: str) -> None:
        """Speak *language* to an account from now on; one that we do not have changes nothing."""
        if language not in LANGUAGES:
            return
        async with self._database.transaction() as session:
            account = await session.get_one(Account, actor.account_id)
            account.language = language

    async def set_tables(self, actor: Actor, tables: TableSight) -> None:
        """Remember whether an account sees native tables, or has been asked."""
        async with self._database.transaction() as session:
            account = await session.get_one(Account, actor.account_id)
            account.tables = tables


async def children_in_order(
    session: AsyncSession, account_id: int, *, now: datetime
) -> tuple[int, ...]:
    """Return whose data an account may be shown now, in the order in which pages number them."""
    people = await repository.linked_people(session, account_id=account_id)
    family = [
        await _identity(session, one, now=now)
        for one in people
        if one.kind is not PersonKind.STAFF
    ]
    shown = (child for who in family if who is not None for child in sorted(who.student_ids))
    return tuple(dict.fromkeys(shown))


async def _identity(
    session: AsyncSession, person: LinkedPerson, *, now: datetime
) -> Identity | None:
    """Return what a linked person is today; None for staff, guardian or student who left."""
    with bind_school(person.school_id):
        profile = await load_profile(session)
        on = now.astimezone(profile.timezone).date()
        row = await repository.person_row(session, person.person_id)
        if row is None or (row.left_on is not None and row.left_on <= on):
            return None
        match person.kind:
            case PersonKind.STAFF:
                return await _staff(session, person)
            case PersonKind.GUARDIAN:
                children = await children_shown_to(session, person.person_id, now=now)
                return _family(person, Role.GUARDIAN, children)
            case PersonKind.STUDENT:
                own = person.person_id
                permission = await delivery_permission(
                    session, person_id=own, student_id=own, now=now
                )
                shown = frozenset({own}) if permission.is_allowed else frozenset()
                return _family(person, Role.STUDENT, shown)


async def _staff(session: AsyncSession, person: LinkedPerson) -> Identity:
    if await repository.owes_briefing(session, person.person_id):
        # Without roles the policy allows nothing.
        return Identity(
            school_id=person.school_id,
            person_id=person.person_id,
            kind=PersonKind.STAFF,
            owes_briefing=True,
        )
    roles = await repository.staff_roles(session, person.person_id)
    classes = await repository.homeroom_class_ids(session, person.person_id)
    return Identity(
        school_id=person.school_id,
        person_id=person.person_id,
        kind=PersonKind.STAFF,
        roles=roles | {Role.HOMEROOM_TEACHER} if classes else roles,
        homeroom_class_ids=classes,
        right_changes=await repository.right_changes(session),
    )


def _family(person: LinkedPerson, role: Role, student_ids: frozenset[int]) -> Identity:
    return Identity(
        school_id=person.school_id,
        person_id=person.person_id,
        kind=person.kind,
        roles=frozenset({role}),
        student_ids=student_ids,
    )
