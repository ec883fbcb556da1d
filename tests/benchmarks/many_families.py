"""A school of any size in a few statements: families linked and consented, and an announcement."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import Base, Database, bind_school
from services.models import (
    Account,
    AccountLink,
    Bot,
    Broadcast,
    Consent,
    Guardianship,
    Notice,
    Person,
    School,
    SchoolSetting,
)
from services.outbox import waiting_repository
from services.outbox.keys import broadcast_key
from services.outbox.kinds import KIND_RULES
from services.regulation.profile import SettingKey
from services.vocabulary import (
    AccessMode,
    BroadcastScope,
    BroadcastTarget,
    ConsentAction,
    ConsentPurpose,
    EntryState,
    FactKind,
    FactRef,
    NoticeKind,
    NoticeState,
    PersonKind,
)

__all__ = [
    "BOT_TELEGRAM_ID",
    "CHAT_OFFSET",
    "TOKEN",
    "count",
    "make_school",
    "owe",
    "owe_broadcast",
]

BOT_TELEGRAM_ID = 4242
TOKEN = f"{BOT_TELEGRAM_ID}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
CHAT_OFFSET = 5_000_000
_AUTHOR = 900_000
_ROWS_AT_A_TIME = 2000


def _table(entity: type[Base]) -> Table:
    found = entity.__table__
    assert isinstance(found, Table)
    return found


async def make_school(
    database: Database, *, families: int, now: datetime, has_quiet_hours: bool = True
) -> None:
    """Store school 1 with so many children; child n has guardian *families* + n, account n."""
    children = range(1, families + 1)
    async with database.transaction() as session:
        session.add(School(id=1, name="Школа", short_name="Школа", timezone="UTC", created_at=now))
        session.add(Bot(id=1, telegram_bot_id=BOT_TELEGRAM_ID, username="bot"))
        await session.flush()
        with bind_school(1):
            settings = {
                SettingKey.NAME: "Школа № 12",
                SettingKey.CONTENT_MODE: "full",
                SettingKey.TIMEZONE: "UTC",
            }
            if not has_quiet_hours:
                settings[SettingKey.QUIET_HOURS] = "нет"
            session.add_all(SchoolSetting(key=key, value=one) for key, one in settings.items())
            session.add(Person(id=_AUTHOR, kind=PersonKind.STAFF, family_name="А", given_name="Б"))
            await session.flush()
        await _insert(session, Person, [_person(n, PersonKind.STUDENT) for n in children])
        await _insert(
            session, Person, [_person(families + n, PersonKind.GUARDIAN) for n in children]
        )
        await _insert(
            session,
            Account,
            [
                {"id": n, "bot_id": 1, "telegram_user_id": CHAT_OFFSET + n,
                 "chat_id": CHAT_OFFSET + n, "language": "ru", "is_reachable": True,
                 "created_at": now}
                for n in children
            ],
        )  # fmt: skip
        await _insert(
            session,
            AccountLink,
            [
                {"school_id": 1, "account_id": n, "person_id": families + n,
                 "verified_by": "phone", "linked_at": now, "end_reason": ""}
                for n in children
            ],
        )  # fmt: skip
        await _insert(
            session,
            Guardianship,
            [
                {"school_id": 1, "guardian_id": families + n, "student_id": n,
                 "relation": "мать", "application_number": str(n),
                 "access": AccessMode.ELECTRONIC, "access_reason": ""}
                for n in children
            ],
        )  # fmt: skip
        await _insert(
            session,
            Consent,
            [
                {"school_id": 1, "person_id": families + n, "student_id": n,
                 "purpose": ConsentPurpose.DELIVERY, "action": ConsentAction.GIVEN,
                 "account_hash": "", "application_number": "", "acted_at": now}
                for n in children
            ],
        )  # fmt: skip


async def owe_broadcast(
    database: Database, *, families: int, now: datetime, broadcast_id: int = 1
) -> None:
    """Owe every guardian an announcement, due *now*."""
    async with database.transaction() as session:
        with bind_school(1):
            session.add(
                Broadcast(
                    id=broadcast_id,
                    author_id=_AUTHOR,
                    state=EntryState.SAVED,
                    scope=BroadcastScope.SCHOOL,
                    scope_ref=0,
                    target=BroadcastTarget.PARENTS,
                    label="",
                    text="Собрание в четверг, 18:30, каб. 214. Возьмите с собой дневник.",
                    answers=["Буду", "Не буду"],
                    created_at=now,
                    sent_at=now,
                )
            )
            await session.flush()
        fact = FactRef(FactKind.BROADCAST, broadcast_id)
        await owe(
            session,
            [
                (n, families + n, fact, NoticeKind.BROADCAST, broadcast_key(broadcast_id))
                for n in range(1, families + 1)
            ],
            now=now,
        )


async def owe(
    session: AsyncSession,
    whats: Sequence[tuple[int, int, FactRef, NoticeKind, str]],
    *,
    now: datetime,
    due_at: datetime | None = None,
    school_id: int = 1,
    first_child: int = 0,
) -> None:
    """Write notices of (account, guardian, fact, kind, merge key); the child is *first_child* on
    from the account.
    """
    rows = [
        {
            "school_id": school_id,
            "person_id": person_id,
            "student_id": account + first_child,
            "account_id": account,
            "kind": kind,
            "fact_kind": fact.kind,
            "fact_id": fact.id,
            "revision": 1,
            "merge_key": key,
            "priority": KIND_RULES[kind].priority,
            "result_at": now,
            "recorded_at": now,
            "due_at": due_at or now,
            "deadline_at": (due_at or now) + timedelta(hours=1),
            "expires_at": (due_at or now) + timedelta(days=2),
            "clause": "",
            "state": NoticeState.WAITING,
            "attempts": 0,
            "reason": "",
        }
        for account, person_id, fact, kind, key in whats
    ]
    for start in range(0, len(rows), _ROWS_AT_A_TIME):
        await waiting_repository.add(session, rows[start : start + _ROWS_AT_A_TIME])


def _person(person_id: int, kind: PersonKind) -> dict[str, Any]:
    is_child = kind is PersonKind.STUDENT
    return {
        "school_id": 1,
        "id": person_id,
        "kind": kind,
        "family_name": "Кузнецова",
        "given_name": "Мария" if is_child else "Ольга",
        "patronymic": "",
        "birth_date": date(2013, 5, 5) if is_child else None,
    }


async def _insert(
    session: AsyncSession, entity: type[Base], rows: Sequence[dict[str, Any]]
) -> None:
    for start in range(0, len(rows), _ROWS_AT_A_TIME):
        await session.execute(insert(_table(entity)), rows[start : start + _ROWS_AT_A_TIME])


async def count(database: Database, state: NoticeState) -> int:
    """Return how many notices are in a state."""
    notice = _table(Notice)
    query = select(func.count()).select_from(notice).where(notice.c.state == state)
    async with database.reading() as session:
        return (await session.scalars(query)).one()
